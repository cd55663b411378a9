"""The wizard in the browser: a real table handed in, a column corrected, clauses chosen, written and confirmed, published, a campaign set up."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from duibiao.campaigns.models import Adoption
from duibiao.standards.models import ImportDraft
from tests import drafting, makers
from tests.browser.conftest import Site, check
from tests.cast import Cast, assemble


@pytest.fixture(scope="module")
def county(site: Site) -> Cast:
    made = assemble()
    makers.unit(made.lin, parent=made.county, code="CZJ", name="财政局")
    return made


def test_from_the_official_table_to_a_campaign(site: Site, county: Cast, tmp_path: Path) -> None:
    page = site.page()
    site.log_in(page, "lin", makers.PASSWORD)
    hand_in(page, tmp_path)
    correct_a_column(page)
    settle_what_waits(page)
    units_and_head(page)
    publish(page)
    set_up_a_campaign(page)
    assert not site.complaints


def hand_in(page: Page, folder: Path) -> None:
    file = folder / "指标体系.xlsx"
    file.write_bytes(drafting.table())
    page.goto("/office/standards/")
    page.click("text=导入指标表 >> nth=-1")
    check(page)
    page.set_input_files("[name=file]", file)
    page.click("button:has-text('上传并读表')")
    expect(page.locator(".sentence")).to_contain_text("认出 5 项计分指标")
    check(page)


def correct_a_column(page: Page) -> None:
    column = page.locator("select", has=page.locator("option[value=materials][selected]"))
    column.select_option("note")
    page.click("text=按改过的重新读")
    expect(page.locator(".message")).to_contain_text("按您指的重新读了：5 项")
    page.click("text=认得对，看条款")
    check(page)


def settle_what_waits(page: Page) -> None:
    """The keyboard leads to what waits; a choice is chosen, an unread clause is written, read ones are confirmed at once."""
    page.keyboard.press("n")
    expect(page.locator("[data-open]:focus")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("经费")
    check(page)
    page.select_option("[name=add]", "short_of")
    page.click("button:has-text('加上')")
    for name, value in {"name": "经费保障次数", "unit": "次", "target": "4", "points": "1"}.items():
        page.fill(f"[name=t0-{name}]", value)
    page.check("[name=above-covered]")
    page.click("button:has-text('保存，留在这里')")
    expect(page.locator(".sentence")).to_contain_text("确认")
    page.fill("#trial .field input", "3")
    page.press("#trial .field input", "Tab")
    expect(page.locator(".trial-result")).to_contain_text("则得 4 / 5 分", timeout=60_000)
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("n")
    expect(page.locator("h1")).to_contain_text("出庭应诉")
    page.check("[name=pick-0] >> nth=1")
    page.click("button:has-text('就按选的')")
    expect(page.locator(".message").last).to_contain_text("没有要看的条款了")
    for _part in range(2):
        page.click("button:has-text('一次确认')")
        page.click(".clause-tops a:not([aria-current])")
    check(page)


def units_and_head(page: Page) -> None:
    page.click(".tabs >> text=3 单位")
    expect(page.locator("tbody")).to_contain_text("各乡镇")
    check(page)
    page.click(".tabs >> text=4 检查并生成")
    page.fill("[name=issuer]", "青禾县委依法治县办")
    page.fill("[name=standard]", "qinghe-law")
    page.fill("[name=edition_name]", "2026")
    check(page)
    page.click("button:has-text('生成标准草稿')")
    expect(page.locator("h1")).to_have_text("核对计量项并发布")


def publish(page: Page) -> None:
    page.click("button:has-text('确认并发布')")
    expect(page.locator(".message")).to_contain_text("标准已发布")
    with page.expect_download() as download:
        page.click("text=导出指标表")
    assert download.value.suggested_filename.endswith(".xlsx")


def set_up_a_campaign(page: Page) -> None:
    page.click("text=用它建立创建活动")
    page.fill("[name=title]", "法治县创建")
    page.fill("[name=since]", "2026-01-01")
    page.fill("[name=until]", "2026-12-31")
    for box in page.locator("[name=units], [name=groups]").all():
        if box.get_attribute("type") == "checkbox":
            box.check()
    page.click("main button.act >> nth=0")
    page.wait_for_url(lambda url: "/new/" not in url)
    assert ImportDraft.objects.get().edition is not None
    assert {one.lead.name for one in Adoption.objects.exclude(lead=None)} == {"司法局", "财政局"}  # type: ignore[union-attr]


def test_a_phone_sees_every_step_and_nothing_is_wider_than_it(site: Site, county: Cast) -> None:
    page = site.page(width=390, height=844)
    site.log_in(page, "lin", makers.PASSWORD)
    for step in ("", "clauses/", "units/", "finish/"):
        page.goto(f"/office/standards/drafts/{ImportDraft.objects.get().pk}/{step}")
        check(page)
    assert not site.complaints
