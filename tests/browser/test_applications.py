"""Examining by keys: A passes and the next stands there, R opens the return; every page is readable to a machine that reads aloud."""

from playwright.sync_api import expect

from duibiao.applications.choices import State
from duibiao.applications.models import Application
from tests import applying
from tests.browser.conftest import Site, check
from tests.cast import assemble_for_the_server
from tests.makers import PASSWORD


def test_the_office_examines_by_keys(site: Site) -> None:
    cast = assemble_for_the_server()
    held = applying.selection(cast, quota=4)
    first, second = (applying.brought(cast, State.EXAMINING, held) for _ in range(2))
    applying.announced(cast, applying.brought(cast, State.ANNOUNCING, held))
    draft = applying.begun(cast.wang, held, cast.unit_a)
    lin, wang = site.page(), site.page(width=390, height=844)
    site.log_in(lin, "lin", PASSWORD)
    lin.goto(f"/office/applications/{first.pk}/")
    check(lin)
    lin.keyboard.press("a")
    lin.wait_for_url(lambda url: url.endswith(f"/office/applications/{second.pk}/"))
    lin.keyboard.press("r")
    expect(lin.locator("[data-review-back] textarea")).to_be_visible()
    lin.locator("[data-review-back] textarea").fill("请补印章")
    lin.get_by_role("button", name="退回补正").click()
    lin.wait_for_url(lambda url: url.endswith(f"/office/applications/{second.pk}/"))
    assert Application.objects.get(pk=second.pk).state == State.RETURNED
    for address in ("/office/selections/", f"/office/selections/{held.pk}/", "/office/applications/", f"/office/selections/{held.pk}/add/category/"):  # fmt: skip
        lin.goto(address)
        check(lin)
    site.log_in(wang, "wang", PASSWORD)
    for address in ("/unit/applications/", f"/unit/applications/{draft.pk}/", f"/unit/applications/{draft.pk}/form/", "/public/announcements/"):  # fmt: skip
        wang.goto(address)
        check(wang)
    assert not site.complaints
