"""Decided in a meeting, owed by a unit: the resolution is a duty at the unit's door, and the unit signs it."""

from playwright.sync_api import Page, expect

from duibiao.duties.choices import State
from duibiao.duties.models import Duty
from tests import dutying, meeting
from tests.browser.conftest import Site, check
from tests.cast import assemble_for_the_server
from tests.makers import PASSWORD


def test_decided_in_a_meeting_signed_by_the_unit(site: Site) -> None:
    cast = assemble_for_the_server()
    held = meeting.held(cast)
    lin, wang = site.page(), site.page(width=390, height=844)
    site.log_in(lin, "lin", PASSWORD)
    lin.goto(f"/office/meetings/{held.pk}/")
    check(lin)
    lin.get_by_role("link", name="登记议定事项").click()
    check(lin)
    lin.fill("[name=words]", "补齐执法公示栏")
    lin.select_option("[name=unit]", label="司法局")
    lin.fill("[name=due_on]", dutying.workday().isoformat())
    lin.get_by_role("button", name="登记并下达").click()
    expect(lin.locator(".decision")).to_contain_text("司法局")
    expect(lin.locator(".decision")).to_contain_text("待签收")
    check(lin)
    site.log_in(wang, "wang", PASSWORD)
    wang.goto(f"/unit/meetings/{held.pk}/")
    expect(wang.locator(".decision")).to_contain_text("补齐执法公示栏")
    check(wang)
    duty = Duty.objects.get()
    wang.goto(f"/unit/duties/{duty.pk}/")
    expect(wang.locator("h1")).to_contain_text("补齐执法公示栏")
    wang.get_by_role("link", name="签收", exact=True).click()
    check(wang)
    wang.get_by_role("button", name="签收", exact=True).click()
    wang.wait_for_url(lambda url: url.endswith(f"/unit/duties/{duty.pk}/"))
    expect(wang.locator(".message")).to_be_visible()
    duty.refresh_from_db()
    assert duty.state == State.SIGNED
    lin.goto(f"/office/meetings/{held.pk}/")
    expect(lin.locator(".decision")).to_contain_text("已签收")
    look_at_the_rest(lin, wang)
    assert not site.complaints


def look_at_the_rest(lin: Page, wang: Page) -> None:
    for address in ("/unit/obligations/", "/unit/pledges/", "/unit/meetings/"):
        wang.goto(address)
        check(wang)
    for address in ("/office/meetings/", "/office/pledges/", "/office/pledges/new/", "/office/fulfilments/"):
        lin.goto(address)
        check(lin)
