"""The story of a duty in the browser: assigned in the matrix by keyboard, signed, returned twice, ruled on; the same case next time is
proposed; progress is reported."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from playwright.sync_api import Page, expect

from duibiao.campaigns.services import choose_units
from duibiao.duties import services
from duibiao.duties.models import Duty
from duibiao.organisation.models import User
from tests import dutying
from tests.browser.conftest import Site, check
from tests.cast import Cast, assemble
from tests.makers import PASSWORD


@pytest.fixture
def county(site: Site) -> Cast:
    cast = assemble()
    slow = Argon2PasswordHasher()  # the server knows nothing of the tests' quick one
    User.objects.update(password=slow.encode(PASSWORD, slow.salt()))
    services.set_template(
        cast.lin,
        version=1,
        parts=["goal", "person", "due_on", "steps", "standard", "consequence"],
        consequence="通报表扬",
    )
    return cast


def test_a_duty_from_the_matrix_to_a_ruling_that_is_proposed_next_time(site: Site, county: Cast) -> None:
    campaign = dutying.campaign(county)
    choose_units(county.lin, campaign, units=[county.unit_a, county.unit_b])
    office, unit = site.page(), site.page()
    site.log_in(office, "lin", PASSWORD)
    site.log_in(unit, "wang", PASSWORD)
    assign_by_keyboard(office, campaign.pk)
    give_out(office, campaign.pk)
    first, second = Duty.objects.order_by("indicator")
    sign_one(unit, first)
    return_twice(office, unit, second)
    rule(office, second)
    next_time(office, second)
    report(unit, first)
    assert site.complaints == []


def assign_by_keyboard(page: Page, campaign: int) -> None:
    page.goto(f"/office/campaigns/{campaign}/coverage/")
    expect(page.locator("p.sentence")).to_contain_text("6 项没人负责")
    grid = page.locator(".cover")
    grid.focus()
    place = page.locator(".cover-head a").all_text_contents().index("司法局")
    for key in ["ArrowRight"] * place + ["Space", "ArrowDown", "Space"]:
        grid.press(key)
    expect(page.locator("[data-count]")).to_have_text("2")
    check(page)
    page.click("button:has-text('派为牵头')")
    expect(page.locator(".messages")).to_contain_text("已起草 2 项")
    expect(page.locator("p.sentence")).to_contain_text("4 项没人负责")


def give_out(page: Page, campaign: int) -> None:
    page.goto(f"/office/duties/?campaign={campaign}")
    page.click("button:has-text('全部下达')")
    expect(page.locator(".messages")).to_contain_text("已下达 2 项")
    check(page)


def sign_one(page: Page, duty: Duty) -> None:
    page.goto("/unit/duties/")
    expect(page.locator("p.sentence")).to_contain_text("2 项等签收")
    check(page)
    page.goto(f"/unit/duties/{duty.pk}/")
    page.click("a.act:has-text('签收')")
    page.click("main button.act:has-text('签收')")
    expect(page.locator(".messages")).to_contain_text("已签收")
    check(page)


def return_twice(office: Page, unit: Page, duty: Duty) -> None:
    for number in (1, 2):
        unit.goto(f"/unit/duties/{duty.pk}/object/")
        unit.fill("[name=grounds]", "三定方案没有这项职能")
        unit.select_option("[name=proposes]", label="　城关镇")
        unit.click("main button.act")
        expect(unit.locator(".messages")).to_contain_text("已退回")
        if number == 1:
            office.goto(f"/office/duties/{duty.pk}/uphold/")
            office.fill("[name=words]", "请继续承担")
            office.click("main button.act")
    office.goto(f"/office/duties/{duty.pk}/")
    expect(office.locator("p.sentence")).to_contain_text("第二次退回")


def rule(page: Page, duty: Duty) -> None:
    page.click("a.act:has-text('裁定')")
    expect(page.locator("[name=matter]")).to_have_value(duty.title)
    page.fill("[name=grounds]", "县委编办〔2024〕3号")
    page.click("main button.act")
    expect(page.locator(".messages")).to_contain_text("已裁定")
    check(page)


def next_time(page: Page, duty: Duty) -> None:
    page.goto("/office/duties/competence/")
    page.fill("[name=matter]", f"{duty.title}有关工作")
    page.click("button:has-text('查归谁')")
    expect(page.locator("main .notice")).to_contain_text("城关镇")
    check(page)
    Duty.objects.filter(pk=duty.pk).update(state="withdrawn")
    connection.close()
    again = Duty.objects.get(pk=duty.pk)
    page.goto(f"/office/campaigns/{again.campaign_id}/coverage/")
    page.click("button:has-text('按任务分解表起草')")
    made = Duty.objects.exclude(state="withdrawn").get(indicator=duty.indicator)
    assert made.unit.name == "城关镇"


def report(page: Page, duty: Duty) -> None:
    page.goto(f"/unit/duties/{duty.pk}/")
    page.click("a.act:has-text('报告进展')")
    page.fill("[name=progress]", "开了一次专题会")
    page.fill("[name=percent]", "40")
    page.click("main button.act")
    expect(page.locator(".timeline")).to_contain_text("开了一次专题会")
    expect(page.locator("p.sentence")).to_contain_text("40%")
