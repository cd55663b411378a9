"""The page of the cycle: weights, a try-out that keeps nothing, the target rank, the calendar that becomes milestones."""

from typing import Any

import pytest
from django.test import Client

from duibiao.campaigns import services
from duibiao.campaigns.models import Campaign, CycleYear
from tests import framing
from tests.cast import Cast


@pytest.fixture
def made(cast: Cast) -> Campaign:
    campaign = framing.campaign(cast, target_rate=90.0, target_rank=2)
    services.set_year(cast.lin, campaign, year=2025, method="指数", weight=40, published_rate=80, rank_rate=85)
    services.set_year(cast.lin, campaign, year=2026, method="考评", weight=60, published_rate=None)
    return campaign


def page(lin: Client, campaign: Campaign, asked: str = "") -> str:
    return lin.get(f"/office/campaigns/{campaign.pk}/cycle/{asked}").content.decode()


def test_the_page_says_what_the_rest_must_bring(lin: Client, made: Campaign) -> None:
    shown = page(lin, made)
    assert "平均须得 <b>96.67%</b>" in shown
    assert "要到目标名次，平均须得 <b>88.33%</b>" in shown


def test_a_try_out_shows_the_result_and_keeps_nothing(lin: Client, made: Campaign) -> None:
    coming = made.years.get(year=2026)
    shown = page(lin, made, f"?try-{coming.pk}=97")
    assert "周期总成绩 <b>90.2</b>" in shown
    assert "达到目标 90" in shown
    assert "能超过目标名次的预计 85" in shown
    assert CycleYear.objects.get(pk=coming.pk).published_rate is None
    for wrong in ("x", "nan", "inf", "101", "-1"):
        assert "周期总成绩" not in page(lin, made, f"?try-{coming.pk}={wrong}")


def test_a_wrong_row_is_sent_back_with_its_words_and_a_right_one_is_dropped(lin: Client, made: Campaign) -> None:
    sent = {"year": 2027, "weight": 120, "method": "暗访"}
    answer = lin.post(f"/office/campaigns/{made.pk}/years/", sent)
    assert "暗访" in answer.content.decode()
    lin.post(f"/office/years/{made.years.get(year=2026).pk}/drop/")
    assert not made.years.filter(year=2026).exists()


def test_ticked_days_become_milestones_on_the_days_written(lin: Client, made: Campaign) -> None:
    sent = {"n-1": "on", "day-1": "2025-11-01", "n-3": "on", "day-3": "soon"}
    lin.post(f"/office/campaigns/{made.pk}/cycle/days/", sent)
    days = {one.name: one.day.isoformat() for one in made.milestones.all()}
    assert days == {"2025 年年度测评": "2025-11-01", "2026 年年度测评": "2026-10-15"}


def test_the_page_costs_the_same_with_one_year_and_with_many(
    lin: Client, cast: Cast, made: Campaign, django_assert_max_num_queries: Any
) -> None:
    for year in range(2030, 2050):
        services.set_year(cast.lin, made, year=year, weight=1, published_rate=50)
    page(lin, made)
    with django_assert_max_num_queries(7):  # session, account, roles, campaign, years, mean, milestones
        page(lin, made)
