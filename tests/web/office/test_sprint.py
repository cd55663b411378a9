"""The sprint list and the targets: what they show, what they cost, two people at once."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duibiao.lib.spans import today
from duibiao.scores import deviation
from duibiao.scores.models import Outlook, StageTarget
from tests import dutying, scoring
from tests.cast import Cast
from tests.site import log_in


def cost(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_the_list_shows_every_point_to_win_filters_exports_and_costs_the_same_with_more(
    lin: Client, cast: Cast
) -> None:
    campaign = scoring.lived(cast)
    address, targets = (f"/office/campaigns/{campaign.pk}/{name}/" for name in ("sprint", "targets"))
    deviation.set_stage(cast.lin, campaign, name="年终", day=campaign.until, rate=90)
    few = [cost(lin, one) for one in (address, targets)]
    for code in ("1.1", "1.2", "2.1"):
        due_on = min(dutying.workday(3), campaign.until)
        dutying.issued(cast, campaign, indicator=code, due_on=due_on, on_holiday=True)
        sent = {"version": 1, "certainty": 90, "effort_workdays": 1, "potential": "", "strategy": "补纪要"}
        assert lin.post(f"{address}{code}/", sent).status_code == 302
    assert [cost(lin, one) for one in (address, targets)] == few
    assert max(few) <= 12, few
    page = lin.get(address).content.decode()
    assert "补纪要" in page
    assert "+1 分" in page
    assert "城关镇" not in lin.get(f"{address}?q=司法局").content.decode().split("<tbody>")[-1]
    assert lin.get(f"{address}?potential=bonus&to=end").status_code == 200
    sorted_up = [one.certainty for one in lin.get(f"{address}?sort=certainty").context["table"].rows]
    assert sorted_up == sorted(sorted_up)
    assert lin.get(f"{address}?duty=yes&time=no").context["table"].is_filtered
    assert lin.get(f"{address}?export=xlsx").content[:2] == b"PK"
    assert lin.get(f"{address}9.9/").status_code == 404


def test_of_two_who_say_what_they_hold_the_second_sees_what_the_first_said(lin: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    address = f"/office/campaigns/{campaign.pk}/sprint/1.1/"
    sent = {"version": 1, "certainty": 90, "effort_workdays": 1, "potential": "", "strategy": ""}
    assert lin.post(address, sent).status_code == 302
    page = lin.post(address, {**sent, "certainty": 20})
    assert page.status_code == 409
    assert "90" in page.content.decode()
    assert Outlook.objects.get().certainty == 90
    assert lin.post(address, {**sent, "version": 2, "certainty": 101}).status_code == 200


def test_a_stage_is_set_shown_with_its_deviation_and_dropped(lin: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    address = f"/office/campaigns/{campaign.pk}/targets/"
    day = today().isoformat()
    assert (
        "阶段目标已定"
        in lin.post(f"{address}new/", {"name": "三季度", "day": day, "rate": 99}, follow=True).content.decode()
    )
    page = lin.get(address).content.decode()
    assert "还差" in page or "还没有成绩可比" in page
    assert "没有保存" in lin.post(f"{address}new/", {"name": "", "day": "x", "rate": 999}, follow=True).content.decode()
    outside = {"name": "明年", "day": f"{campaign.until.year + 1}-01-05", "rate": 9}
    assert "不在考核期" in lin.post(f"{address}new/", outside, follow=True).content.decode()
    lin.post(f"/office/stages/{StageTarget.objects.get().pk}/drop/")
    assert not StageTarget.objects.exists()


def test_a_unit_sees_its_own_lines_and_no_others(client: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    wang = log_in(client, cast, "wang")
    page = wang.get(f"/unit/campaigns/{campaign.pk}/sprint/")
    assert {one.unit for one in page.context["table"].rows} == {"SFJ"}
    assert "城关镇" not in page.content.decode()
