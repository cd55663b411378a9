"""The pages of campaigns: setting up, the morning page, days and years, what does not apply, moving and undoing."""

from datetime import timedelta

import pytest
from django.test import Client

from duibiao.campaigns.models import Campaign, Move, NotApplicable
from duibiao.lib.spans import today
from duibiao.scores.models import Point, Total
from tests import framing, makers, scoring
from tests.cast import Cast


def test_a_campaign_is_set_up_with_whole_kinds_of_units(lin: Client, cast: Cast) -> None:
    made = scoring.edition(cast.lin)
    sent = {"edition": made.pk, "title": "法治创建", "level": "national", "scope": "whole", "kinds": ["township"]}
    days = {"since": "2026-01-01", "until": "2026-12-31"}
    assert lin.post("/office/campaigns/new/", {**sent, **days}).status_code == 302
    assert list(Campaign.objects.get().participants.values_list("unit", flat=True)) == ["CGZ"]


def test_days_in_the_wrong_order_are_said_at_their_field(lin: Client, cast: Cast) -> None:
    made = scoring.edition(cast.lin)
    sent = {"edition": made.pk, "title": "法治创建", "level": "national", "scope": "whole", "kinds": ["township"]}
    html = lin.post("/office/campaigns/new/", {**sent, "since": "2026-12-31", "until": "2026-01-01"}).content.decode()
    assert "止日不能早于起日" in html


def test_the_morning_page_says_score_target_falls_and_silence(lin: Client, cast: Cast) -> None:
    made = scoring.lived(cast, makers.unit(cast.lin, parent=cast.county, name="气象局"))
    row = Total.objects.get(campaign=made, unit="SFJ")
    yesterday = today() - timedelta(days=1)
    Point.objects.create(campaign=made, day=yesterday, unit="SFJ", total=row.total + 2, rate=0.99, rank=1)
    html = lin.get(f"/office/campaigns/{made.pk}/").content.decode()
    assert "全县平均得分率" in html
    assert "降 2 分" in html
    assert "气象局" in html


def test_units_are_chosen_one_by_one_and_by_kind(lin: Client, cast: Cast) -> None:
    made = framing.campaign(cast)
    lin.post(f"/office/campaigns/{made.pk}/units/", {"unit": [cast.unit_a.pk]})
    assert list(made.participants.values_list("unit", flat=True)) == ["SFJ"]
    lin.post(f"/office/campaigns/{made.pk}/units/", {"unit": [cast.unit_a.pk], "kind": ["township"]})
    assert set(made.participants.values_list("unit", flat=True)) == {"SFJ", "CGZ"}


def test_milestones_and_years_are_set_and_dropped(lin: Client, cast: Cast) -> None:
    made = framing.campaign(cast)
    lin.post(f"/office/campaigns/{made.pk}/days/new/", {"name": "国家测评", "day": "2026-12-01"})
    lin.post(f"/office/campaigns/{made.pk}/years/", {"year": 2026, "weight": 60})
    lin.post(f"/office/campaigns/{made.pk}/years/", {"year": 2025, "weight": 40, "published_rate": 80})
    html = lin.get(f"/office/campaigns/{made.pk}/days/").content.decode()
    assert "国家测评" in html
    assert "余下年度平均须得" in html
    lin.post(f"/office/milestones/{made.milestones.get().pk}/drop/")
    assert not made.milestones.exists()


def test_a_decision_is_made_with_a_reason_and_taken_back(lin: Client, cast: Cast) -> None:
    made = framing.campaign(cast)
    address = f"/office/campaigns/{made.pk}/not-applicable/"
    sent = {"unit": cast.unit_a.pk, "indicator": "1.1 专题研究", "reason": "没有这项职能"}
    assert "没有这个编号" in lin.post(address, {**sent, "indicator": "9.9"}).content.decode()
    assert lin.post(address, sent).status_code == 302
    lin.post(f"/office/not-applicable/{NotApplicable.objects.get().pk}/take-back/")
    assert "已恢复适用" in lin.get(address).content.decode()


def test_a_move_is_previewed_confirmed_and_undone(lin: Client, cast: Cast) -> None:
    made, new = framing.campaign(cast), framing.newer(cast)
    address = f"/office/campaigns/{made.pk}/move/"
    assert "没有对应" in lin.post(address, {"new": new.pk, "i-1.2": ""}).content.decode()
    wrong = lin.post(address, {"new": new.pk, "version": 1, "i-1.1": "8.8", "confirm": 1}).content.decode()
    assert "新版里没有这个编号" in wrong
    made.refresh_from_db()
    assert made.edition_id != new.pk
    sent = {"new": new.pk, "version": made.version, "i-1.2": "", "confirm": 1}
    assert lin.post(address, sent).status_code == 302
    made.refresh_from_db()
    assert made.edition_id == new.pk
    lin.post(f"/office/moves/{Move.objects.get().pk}/undo/")
    made.refresh_from_db()
    assert made.edition_id != new.pk


@pytest.mark.parametrize("more", [0, 20])
def test_pages_cost_a_known_number_of_statements(
    lin: Client, cast: Cast, more: int, django_assert_max_num_queries: object
) -> None:
    made = scoring.lived(cast, *(makers.unit(cast.lin, parent=cast.county) for _ in range(more)))
    address = f"/office/campaigns/{made.pk}/"
    for page, most in ((address, 15), ("/office/campaigns/", 10), (f"{address}units/", 8), (f"{address}days/", 8)):
        lin.get(page)
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            assert lin.get(page).status_code == 200
