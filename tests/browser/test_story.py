"""The whole story in the browser: organisation, standard, campaign, facts, score, why, correction, snapshot, publication.

The acts are in the order in which a county does them and each leans on those before it; the jobs are done by a real
worker. Every page that is passed is held to the same checks as a page that is made for show.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from duibiao.facts.models import Fact
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from tests import makers, scoring
from tests.browser.conftest import Site, address_of_database, check
from tests.browser.test_set_up import OWN, change_password, import_units, set_up
from tests.makers import PASSWORD

SCORES = "/office/campaigns/1/scores/"
#: A unit of the score page that has a rank.
RANKED = "tbody th:not(:has(.quiet))"
#: What is looked at again on a phone, and in English.
MAIN = (
    "/office/",
    "/office/campaigns/",
    "/office/campaigns/1/",
    "/office/standards/1/",
    "/office/facts/",
    "/office/facts/1/",
    "/office/facts/post/",
    "/office/facts/import/",
    SCORES,
    "/office/campaigns/1/losses/",
    "/office/campaigns/1/snapshots/",
    "/office/snapshots/1/",
    "/office/campaigns/1/cycle/",
    "/office/campaigns/1/plans/",
    "/office/standards/1/check/",
    "/office/standards/1/try/1.1/?try=1&meetings=1",
    "/office/audit/",
)


@pytest.fixture(scope="module", autouse=True)
def worker(site: Site) -> Iterator[None]:
    """Somebody who does the jobs."""
    environment = {**os.environ, "DATABASE_URL": address_of_database(), "DUIBIAO_DATA": str(site.data)}
    process = subprocess.Popen([sys.executable, "-m", "duibiao", "work"], env=environment, stdout=subprocess.DEVNULL)
    yield
    process.terminate()
    process.wait(timeout=40)


@pytest.fixture(scope="module")
def lin(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """The office's window on a county with a department office, a justice bureau and a township."""
    page = site.page()
    set_up(site, page)
    change_password(site, page)
    import_units(page, tmp_path_factory.mktemp("books") / "单位.xlsx")
    return page


def go(page: Page, address: str) -> None:
    page.goto(address)
    check(page)


def press(page: Page, words: str) -> None:
    """Press a button of the page's own matter and look at where it leads."""
    page.locator("main").get_by_role("button", name=words, exact=True).click()
    check(page)


def follow(page: Page, words: str) -> None:
    page.locator("main").get_by_role("link", name=words).first.click()
    check(page)


def said(page: Page, words: str) -> None:
    expect(page.locator(".message")).to_contain_text(words)


def sentence(page: Page) -> str:
    return re.sub(r"\s+", "", page.locator(".sentence").inner_text())


def until(page: Page, address: str, shown: str, count: int = 1) -> None:
    """The worker needs a moment: look again until the page shows it."""
    for _ in range(60):
        page.goto(address)
        if page.locator(shown).count() == count:
            return check(page)
        page.wait_for_timeout(250)
    raise AssertionError((address, shown, sentence(page)))


def enter(site: Site, account: str, **options: int) -> Page:
    page = site.page(**options)
    site.log_in(page, account, OWN)
    return page


def test_a_unit_is_added_by_hand(site: Site, lin: Page) -> None:
    go(lin, "/office/units/new/")
    lin.fill("[name=code]", "CZJ")
    lin.fill("[name=name]", "财政局")
    press(lin, "保存")
    said(lin, "单位已新增。")
    assert not site.complaints


def test_a_unit_gets_an_account_and_makes_the_password_its_own(site: Site, lin: Page) -> None:
    zheng = site.page()
    site.log_in(zheng, "zheng", PASSWORD)  # his own from the set-up page
    go(zheng, "/office/accounts/new/")
    zheng.fill("[name=account]", "wang")
    zheng.fill("[name=password]", PASSWORD)
    zheng.select_option("[name=role]", "unit")
    justice = zheng.locator("[name=unit] option", has_text="司法局")
    zheng.select_option("[name=unit]", justice.get_attribute("value"))
    press(zheng, "开设")
    said(zheng, "账号已开设")
    wang = site.page()
    site.log_in(wang, "wang", PASSWORD)
    wang.fill("[name=oldpassword]", PASSWORD)
    wang.fill("[name=password1]", OWN)
    wang.fill("[name=password2]", OWN)
    wang.click("button.act:has-text('修改密码')")
    check(wang)
    the_same_for_the_others()
    assert not site.complaints


def the_same_for_the_others() -> None:
    """A township's officer and the leader have been through the same pages."""
    makers.account("zhao", Role.UNIT, unit=Unit.objects.get(name="城关镇"))
    makers.account("zhou", Role.LEADER)
    wangs = User.objects.get(account="wang").password
    User.objects.filter(account__in=("zhao", "zhou")).update(password=wangs, must_change_password=False)


def test_a_standard_is_taken_in_and_published(site: Site, lin: Page, tmp_path: Path) -> None:
    go(lin, "/office/standards/")
    follow(lin, "录入标准")
    file = tmp_path / "standard.yaml"
    file.write_text(scoring.TEXT.replace("points: 20\n", "points: 21\n"), encoding="utf-8")
    lin.set_input_files("[name=file]", file)
    press(lin, "检查并录入")  # the points do not add up: everything is named, nothing is kept
    assert "什么都没有写入" in sentence(lin)
    file.write_text(scoring.TEXT, encoding="utf-8")
    lin.set_input_files("[name=file]", file)
    press(lin, "检查并录入")
    press(lin, "确认并发布")
    said(lin, "标准已发布")
    assert not site.complaints


def test_a_campaign_is_set_up_and_its_units_are_scored(site: Site, lin: Page) -> None:
    go(lin, "/office/campaigns/new/")
    lin.fill("[name=title]", "小考核创建")
    lin.fill("[name=target_rate]", "85")
    press(lin, "建立")
    said(lin, "创建活动已建立")
    until(lin, SCORES, "tbody tr", 3)
    assert "还没有成绩" in sentence(lin)
    assert not site.complaints


def test_a_fact_by_hand_shows_the_new_score_at_once_and_a_double_click_records_once(site: Site, lin: Page) -> None:
    go(lin, "/office/facts/")
    follow(lin, "录入事实")
    lin.select_option("[name=unit]", "SFJ")
    press(lin, "下一步")
    lin.fill("[name=q]", "ztyj")
    press(lin, "查找")
    follow(lin, "专题研究次数")
    lin.fill("[name=value]", "1")
    lin.fill("[name=reference]", "会议纪要第3号")
    lin.locator("main").get_by_role("button", name="记录", exact=True).dblclick()
    said(lin, "已记录。")
    check(lin)
    moved = lin.get_by_role("heading", name="分数随之变动").locator("..")
    expect(moved).to_contain_text("1.1 专题研究")
    assert Fact.objects.count() == 1
    until(lin, SCORES, RANKED, 1)
    assert not site.complaints


def test_facts_come_in_by_the_template_simulated_first(site: Site, lin: Page, tmp_path: Path) -> None:
    go(lin, "/office/facts/import/")
    with lin.expect_download() as download:
        lin.locator("main").get_by_role("link", name="小考核创建").click()
    book = tmp_path / "事实.xlsx"
    book.write_bytes(filled(Path(download.value.path()).read_bytes()))
    lin.set_input_files("[name=file]", book)
    press(lin, "试算")
    assert "确认后才会写入" in sentence(lin)
    assert Fact.objects.count() == 1
    press(lin, "确认导入")
    said(lin, "导入完成")
    assert Fact.objects.count() == 1 + len(ROWS)
    until(lin, SCORES, RANKED, 2)
    assert not site.complaints


ROWS = (
    ("未成立领导小组", "司法局", 0, None),
    ("负责人出庭应诉率", "司法局", 9, 10),
    ("满意度", "司法局", 80, 100),
    ("专题研究次数", "城关镇", 3, None),
    ("满意度", "城关镇", 90, 100),
)


def filled(template: bytes) -> bytes:
    """The engine's template as a clerk would fill it."""
    book = openpyxl.load_workbook(BytesIO(template))
    sheet = book["事实"]
    titles = [cell.value for cell in sheet[1]]
    for row, values in enumerate(ROWS, start=2):
        for title, value in zip(("计量项", "单位", "数值", "总数"), values, strict=True):
            sheet.cell(row, titles.index(title) + 1, value)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_why_opens_the_term_line_and_a_correction_moves_the_score(site: Site, lin: Page) -> None:
    go(lin, SCORES)
    follow(lin, "司法局")
    before = sentence(lin)
    lin.locator("details:has(a:text('1.1 专题研究'))").evaluate("one => one.open = true")
    follow(lin, "1.1 专题研究")
    line = lin.locator(".why-line").first
    expect(line.locator("h2")).to_contain_text("−2 分")
    expect(line.locator("tbody tr")).to_contain_text(["会议纪要第3号"])
    follow(lin, "更正")
    lin.fill("[name=value]", "2")
    press(lin, "更正")  # without a reason nothing is corrected, and the browser or the page says so
    lin.fill("[name=reason]", "漏记一次会议")
    press(lin, "更正")
    said(lin, "已更正")
    assert list(Fact.objects.filter(superseded_by=None, measure="meetings", unit="SFJ").values_list("value")) == [(2,)]
    go(lin, SCORES)
    follow(lin, "司法局")
    assert sentence(lin) != before
    assert not site.complaints


def test_a_result_is_fixed_approved_published_and_seen_by_whom_it_is_for(site: Site, lin: Page) -> None:
    go(lin, "/office/campaigns/1/snapshots/")
    lin.fill("[name=title]", "三季度成绩")
    press(lin, "固定成绩")
    said(lin, "请领导审批")
    follow(lin, "重新算一遍")
    zhou = enter(site, "zhou")
    go(zhou, "/leader/")
    go(zhou, "/leader/campaigns/1/snapshots/")
    follow(zhou, "三季度成绩")
    zhou.fill("[name=words]", "同意")
    press(zhou, "同意公布")
    go(lin, "/office/snapshots/1/")
    lin.select_option("[name=visibility]", "own")
    press(lin, "公布成绩")
    said(lin, "已公布")
    assert not site.complaints


def test_the_public_reads_the_campaign_its_standard_and_what_was_published_to_it(site: Site, lin: Page) -> None:
    go(lin, "/office/campaigns/1/change/")
    lin.fill("[name=about]", "欢迎监督。")
    lin.check("[name=is_public]")
    press(lin, "保存")
    resident = site.page(width=390, height=844)
    go(resident, "/public/")
    follow(resident, "小考核创建")
    expect(resident.locator("main")).to_contain_text("欢迎监督。")
    expect(resident.locator("main")).not_to_contain_text("三季度成绩")  # it was published to each unit alone
    go(resident, "/public/campaigns/1/standard/?q=ztyj")
    expect(resident.locator("main")).to_contain_text("每年专题研究不少于3次")
    go(lin, "/office/snapshots/1/")
    lin.select_option("[name=visibility]", "public")
    press(lin, "调整")
    go(resident, "/public/campaigns/1/")
    follow(resident, "三季度成绩")
    expect(resident.locator("main")).to_contain_text("司法局")
    go(lin, "/office/snapshots/1/")
    lin.select_option("[name=visibility]", "own")
    press(lin, "调整")
    resident.goto("/public/campaigns/1/")
    expect(resident.locator("main")).not_to_contain_text("三季度成绩")
    assert not site.complaints


def test_a_unit_takes_its_package_and_hands_in_its_plan(site: Site, lin: Page, tmp_path: Path) -> None:
    plan = tmp_path / "方案.docx"
    plan.write_bytes(b"a plan")
    wang = enter(site, "wang", width=390, height=844)
    unit = Unit.objects.get(name="司法局").pk
    go(wang, f"/unit/campaigns/1/units/{unit}/package/")
    with wang.expect_download() as download:
        wang.get_by_role("link", name="整包下载").click()
    content = BytesIO(Path(download.value.path()).read_bytes())
    assert openpyxl.load_workbook(content).sheetnames[0] == "指标"
    wang.set_input_files("[name=file]", plan)
    press(wang, "上交方案")
    said(wang, "工作方案已交")
    go(lin, "/office/campaigns/1/plans/")
    expect(lin.locator("main")).to_contain_text("方案.docx")
    assert not site.complaints


def test_the_doors_of_leader_and_unit_have_no_serious_finding(site: Site, lin: Page) -> None:
    unit = Unit.objects.get(name="司法局").pk
    card = f"campaigns/1/scores/{unit}"
    every = ("", "scores/", "campaigns/1/scores/", f"{card}/", f"{card}/moved/", f"{card}/losses/", f"{card}/why/1.1/")
    every += ("campaigns/1/snapshots/", "standards/", "standards/1/", "standards/1/measures/", "facts/", "facts/1/")
    leader = ("campaigns/1/losses/", "campaigns/1/wall/", "snapshots/1/", "snapshots/1/again/")
    for account, door, addresses in (("zhou", "leader", (*every, *leader)), ("wang", "unit", every)):
        page = enter(site, account)
        for address in addresses:
            go(page, f"/{door}/{address}")
    assert not site.complaints


def test_a_unit_sees_its_own_and_not_its_neighbours(site: Site, lin: Page) -> None:
    cards = {name: lin.locator(f"tbody a:has-text('{name}')") for name in ("司法局", "城关镇")}
    lin.goto(SCORES)
    pages = {name: str(link.first.get_attribute("href")).replace("/office/", "/unit/") for name, link in cards.items()}
    for account, own, other in (("wang", "司法局", "城关镇"), ("zhao", "城关镇", "司法局")):
        page = enter(site, account, width=390, height=844)
        go(page, "/unit/")
        go(page, pages[own])
        expect(page.locator("h1")).to_have_text(own)
        assert page.request.get(pages[other]).status == 403
        assert page.request.get(SCORES).status == 403
        go(page, "/unit/snapshots/1/")
        expect(page.locator("main table")).to_contain_text(own)
        expect(page.locator("main table")).not_to_contain_text(other)
    assert not site.complaints


def test_nobody_sees_anything_without_logging_in(site: Site, lin: Page) -> None:
    page = site.page()
    for address in (*MAIN, "/unit/", "/leader/", "/unit/snapshots/1/"):
        page.goto(address)
        assert "/account/login/" in page.url, address
    check(page)
    assert not site.complaints


def test_a_phone_and_an_english_reader_see_every_main_page(site: Site, lin: Page) -> None:
    page = enter(site, "lin", width=390, height=844)
    for address in MAIN:
        go(page, address)
    page = enter(site, "lin")
    page.locator("button:has-text('English')").first.click()
    for address in MAIN:
        go(page, address)
        assert not chinese_of_the_pages_own(page), address
    assert not site.complaints


def chinese_of_the_pages_own(page: Page) -> str:
    """Chinese in buttons, column heads, labels and the menu: what no county has typed."""
    texts = page.locator("button:not([lang]), thead th, main label, nav[aria-label] p").all_inner_texts()
    return "".join(re.findall(r"[\u4e00-\u9fff]", " ".join(texts)))


def test_the_keyboard_alone_reaches_the_main_act(site: Site, lin: Page) -> None:
    lin.goto("/office/facts/")
    lin.keyboard.press("Tab")
    expect(lin.locator(":focus")).to_have_text("跳到正文")
    lin.keyboard.press("Enter")
    expect(lin.locator("main")).to_be_focused()
    for _ in range(8):
        lin.keyboard.press("Tab")
        if lin.locator(":focus").inner_text() == "录入事实":
            break
    lin.keyboard.press("Enter")
    expect(lin.locator("h1")).to_have_text("录入事实")
    lin.keyboard.press("Tab")
    outline = lin.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "where the keyboard stands must be seen"
