"""A deduction disputed in the browser: the unit appeals, another person decides, all read the reason, both scores stand."""

import pytest
from django.test import override_settings
from playwright.sync_api import expect

from duibiao.appeals.models import Effect
from duibiao.scores.working_out import work_out
from tests import appealing, visiting
from tests.browser.conftest import Site, check
from tests.cast import assemble_for_the_server
from tests.makers import PASSWORD


def test_a_deduction_is_disputed_decided_by_another_and_both_scores_are_shown(site: Site) -> None:
    cast = assemble_for_the_server()
    with override_settings(DATA_FILES=site.data / "files"):  # the photo lies where the server looks for it
        fault = appealing.faults(cast)["clean"]
    work_out(visiting.campaign(cast))
    zhao, lin = site.page(width=390, height=844), site.page()
    site.log_in(zhao, "zhao", PASSWORD)
    zhao.goto("/unit/appeals/")
    zhao.get_by_role("listitem").filter(has_text="路面整洁").get_by_role("link", name="申诉").click()
    zhao.fill("[name=grounds]", "当天正在清扫，附作业记录")
    zhao.get_by_role("button", name="申诉").click()
    expect(zhao.locator(".message")).to_contain_text("申诉已提出")
    check(zhao)
    site.log_in(lin, "lin", PASSWORD)
    lin.goto("/office/appeals/?state=waiting")
    lin.get_by_role("link", name="城关镇").click()
    lin.get_by_label("申诉成立").check()
    lin.fill("[name=reason]", "核实：当时正在作业")
    lin.get_by_role("button", name="作出裁定").click()
    expect(lin.locator(".message")).to_contain_text("已裁定")
    effect = Effect.objects.get(unit=cast.unit_b)
    assert effect.change == pytest.approx(4)
    for page, address in ((lin, "/office/appeals/"), (zhao, "/unit/appeals/")):
        page.goto(f"{address}{effect.appeal_id}/")
        shown = page.get_by_role("region", name="得分：裁定前和裁定后")
        for score in (effect.total_before, effect.total_after):
            expect(shown).to_contain_text(f"{score:g}")
        check(page)
    zhao.goto("/unit/appeal-decisions/")
    expect(zhao.locator("main")).to_contain_text("核实：当时正在作业")
    fault.refresh_from_db()
    assert fault.overturned_at is not None
    assert not site.complaints
