"""The story of an ask in the browser: asked, seen by the unit with its day, answered, accepted; the notice of a new year taken in."""

import pytest
from playwright.sync_api import Page, expect

from duibiao.lib.spans import today
from duibiao.workdays.queries import calendar
from tests.browser.conftest import Site, check
from tests.cast import Cast, assemble_for_the_server
from tests.domain.workdays.test_calendar import NOTICE
from tests.makers import PASSWORD


@pytest.fixture(scope="module", autouse=True)
def county(site: Site) -> Cast:
    return assemble_for_the_server()


def test_an_ask_goes_its_way_and_everybody_sees_the_day(site: Site) -> None:
    due = calendar().after(today(), 5).day
    lin, wang = site.page(), site.page(width=390, height=844)
    site.log_in(lin, "lin", PASSWORD)
    lin.goto("/office/asks/new/")
    check(lin)
    lin.fill("[name=title]", "报11月会议次数")
    lin.check("[name=kind][value=other]")  # a report would be settled by handing it in
    lin.fill("[name=grounds]", "年度要点第3条")
    lin.fill("[name=due_on]", due.isoformat())
    lin.get_by_text("逐个选单位").click()
    lin.check("label:has-text('司法局') input")
    lin.get_by_role("button", name="提出", exact=True).click()
    expect(lin.locator(".message")).to_have_text("已向 1 个单位提出要求。")
    check(lin)
    site.log_in(wang, "wang", PASSWORD)
    expect(wang.locator(".owed .state")).to_contain_text("还有 5 个工作日")
    check(wang)
    for address in ("/days/", "/days/?view=month", "/notices/", "/unit/asks/"):
        wang.goto(address)
        expect(wang.get_by_text("报11月会议次数").first).to_be_visible()
        check(wang)
    wang.goto("/unit/asks/1/")
    check(wang)
    wang.fill("[name=words]", "12次")
    wang.get_by_role("button", name="交上去").click()
    lin.goto("/office/asks/1/")
    check(lin)
    lin.get_by_role("button", name="可以，办结").click()
    expect(lin.locator(".message")).to_have_text("已办结。")
    lin.goto("/office/asks/burden/")
    check(lin)
    a_notice_comes_in(lin)
    lin.goto("/office/channels/")
    check(lin)
    assert not site.complaints


def a_notice_comes_in(lin: Page) -> None:
    lin.goto("/office/workdays/notice/")
    lin.fill("[name=text]", NOTICE)
    lin.get_by_role("button", name="读一读").click()
    check(lin)
    lin.get_by_role("button", name="确认录入").click()
    expect(lin.locator("h1")).to_have_text("2027年工作日历")
    check(lin)


def test_a_long_menu_is_folded_remembers_what_was_opened_and_finds_a_page(site: Site) -> None:
    lin = site.page()
    site.log_in(lin, "lin", PASSWORD)
    lin.goto("/office/units/")
    menu = lin.get_by_role("navigation", name="主菜单")
    expect(menu.get_by_role("link", name="单位", exact=True)).to_have_attribute("aria-current", "page")
    expect(menu.get_by_role("link", name="检查表")).to_be_hidden()
    menu.get_by_text("现场", exact=True).click()
    menu.get_by_role("link", name="检查表").click()
    lin.goto("/office/campaigns/")
    expect(menu.get_by_role("link", name="点位")).to_be_visible()
    lin.locator("main").press("/")
    lin.keyboard.type("工作日")
    expect(menu.get_by_role("link", name="点位")).to_be_hidden()
    expect(menu.get_by_role("link", name="工作日历")).to_be_visible()
    check(lin)
    lin.keyboard.press("Enter")
    lin.wait_for_url("**/office/workdays/")
    expect(menu.get_by_role("link", name="点位")).to_be_visible()
