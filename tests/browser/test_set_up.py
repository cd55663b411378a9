"""The first story: from an empty site to a county with units, in the browser, in both languages."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests import makers
from tests.browser.conftest import Site, check
from tests.makers import PASSWORD

OWN = "My-Own-Hill-2026"


def test_from_nothing_to_a_county_with_units(site: Site, tmp_path: Path) -> None:
    page = site.page()
    set_up(site, page)
    change_password(site, page)
    import_units(page, tmp_path / "单位.xlsx")
    page.click("text=English")
    expect(page.locator("h1")).to_have_text("Unit")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.click("text=Large type")
    expect(page.locator("html")).to_have_class("elder")
    check(page)
    assert not site.complaints


def set_up(site: Site, page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url(f"{site.url}/setup/")
    check(page)
    given = {"name": "青禾县", "code": "379900", "administrator": "zheng", "office": "lin"}
    for name, value in given.items():
        page.fill(f"[name={name}]", value)
    for role in ("administrator", "office"):
        page.fill(f"[name={role}_password]", PASSWORD)
    page.fill("[name=code_word]", (site.data / "setup-code").read_text())
    page.click("text=完成设置")


def change_password(site: Site, page: Page) -> None:
    expect(page).to_have_url(f"{site.url}/account/login/")
    check(page)
    site.log_in(page, "lin", PASSWORD)
    expect(page.locator("h1")).to_have_text("修改密码")
    page.fill("[name=oldpassword]", PASSWORD)
    page.fill("[name=password1]", OWN)
    page.fill("[name=password2]", OWN)
    page.click("button.act:has-text('修改密码')")
    page.goto("/office/")
    check(page)


def import_units(page: Page, book: Path) -> None:
    page.click("text=用表格导入单位")
    check(page)
    rows = (["SFJ", "司法局", "县直部门"], ["CGZ", "城关镇", "乡镇（街道）"])
    book.write_bytes(makers.book(["单位代码", "单位名称", "单位类别"], *rows))
    page.set_input_files("[name=file]", book)
    page.click("button:has-text('试算')")
    check(page)
    page.click("text=确认导入")
    expect(page.locator(".message")).to_have_text("导入完成。")
    page.goto("/office/units/")
    expect(page.locator("tbody tr")).to_have_count(3)
    check(page)


def test_filters_stay_in_the_address_and_a_phone_sees_all(site: Site) -> None:
    page = site.page(width=390, height=844)
    site.log_in(page, "lin", OWN)
    page.goto("/office/units/")
    check(page)
    page.select_option("[name=kind]", "township")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "kind=township" in page.url
    page.goto("/office/")
    check(page)
    assert not site.complaints


def test_without_a_script_everything_works(site: Site) -> None:
    page = site.page(java_script_enabled=False)
    site.log_in(page, "lin", OWN)
    page.goto("/office/units/new/")
    page.fill("[name=code]", "CZJ")
    page.fill("[name=name]", "财政局")
    page.click("button:has-text('保存')")
    expect(page.locator(".message")).to_have_text("单位已新增。")
