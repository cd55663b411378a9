"""The unit's first page: its score, what it can still win, what is asked of it; nobody else's."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from duibiao.campaigns.choices import State
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.services import set_milestone
from duibiao.lib.spans import today
from duibiao.scores.models import Point, Total
from duibiao.web.unit.mine import mines
from tests import scoring
from tests.cast import Cast
from tests.site import log_in


def running(cast: Cast) -> Campaign:
    made = scoring.lived(cast)
    Campaign.objects.filter(pk=made.pk).update(state=State.RUNNING)
    return Campaign.objects.get(pk=made.pk)


def home(client: Client, cast: Cast, name: str = "wang") -> str:
    response = log_in(client, cast, name).get("/unit/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_what_can_still_be_won_the_largest_first_each_with_its_reason(client: Client, cast: Cast) -> None:
    campaign = running(cast)
    text = home(client, cast)
    points = [line.points for line in mines(cast.unit_a)[0].top]
    assert points == sorted(points, reverse=True)
    assert len(points) > 1
    why = f"/unit/campaigns/{campaign.pk}/scores/{cast.unit_a.pk}/why"
    assert f"{why}/1.2/" in text  # no leading group: two points
    assert "丢了、还能补回" in text


def test_what_nobody_has_handed_in_is_asked_for(client: Client, cast: Cast) -> None:
    campaign = running(cast)
    text = home(client, cast, "zhao")  # unit B has no fact about its leading group, nor about the court
    asked = mines(cast.unit_b)[0].missing
    assert {line.code for line in asked} >= {"1.2", "2.1"}
    assert f"/unit/campaigns/{campaign.pk}/scores/{cast.unit_b.pk}/why/{asked[0].code}/" in text
    assert "请报给创建办" in text


def test_a_unit_reads_its_own_score_and_no_other(client: Client, cast: Cast) -> None:
    campaign = running(cast)
    text = home(client, cast)
    assert f"/scores/{cast.unit_a.pk}/" in text
    assert f"/scores/{cast.unit_b.pk}/" not in text
    other = Total.objects.get(campaign=campaign, unit=cast.unit_b)
    assert mines(cast.unit_a)[0].score.total != other.total  # type: ignore[union-attr]
    assert "城关镇" not in text


def test_the_rank_is_compared_with_that_of_a_week_ago(client: Client, cast: Cast) -> None:
    campaign = running(cast)
    Point.objects.filter(campaign=campaign).delete()
    week = today() - timedelta(days=7)
    Point.objects.create(campaign=campaign, unit=cast.unit_a.code, day=week, total=1, rank=4)
    Point.objects.create(campaign=campaign, unit=cast.unit_b.code, day=week, total=1, rank=9)
    assert mines(cast.unit_a)[0].risen == 3
    assert "一周升 <b>3</b> 名" in home(client, cast)


def test_the_next_milestone_says_how_many_days_are_left(client: Client, cast: Cast) -> None:
    campaign = running(cast)
    set_milestone(cast.lin, campaign, name="县级自查", day=today() + timedelta(days=5))
    assert "离“县级自查”还有 <b>5</b> 天" in home(client, cast)


@pytest.mark.parametrize(
    ("state", "over_for", "shown"),
    [
        (State.RUNNING, 0, True),
        (State.REVIEW, 0, True),
        (State.PREPARING, 0, False),
        (State.CLOSED, 20, True),
        (State.CLOSED, 90, False),
    ],
)
def test_campaigns_that_run_or_ended_lately_are_shown(cast: Cast, state: State, over_for: int, shown: bool) -> None:
    campaign = scoring.quiet(cast)
    until = today() - timedelta(days=over_for)
    Campaign.objects.filter(pk=campaign.pk).update(state=state, since=until - timedelta(days=1), until=until)
    assert bool(mines(cast.unit_a)) is shown


def test_without_a_campaign_the_page_teaches_what_will_stand_there(client: Client, cast: Cast) -> None:
    text = home(client, cast)
    assert "这里将写清本单位的得分" in text
    assert "有事找创建办" in text


def test_before_the_first_fact_no_points_are_made_up(client: Client, cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    Campaign.objects.filter(pk=campaign.pk).update(state=State.RUNNING)
    text = home(client, cast)
    assert "还没有本单位的成绩" in text
    assert "该报的事实都有了" not in text
    assert "事实都报齐了" not in text


def test_who_belongs_to_no_unit_is_told_whom_to_ask(client: Client, cast: Cast) -> None:
    running(cast)
    assert "您的账号不属于某个单位" in home(client, cast, "chen")


def test_one_campaign_costs_the_same_few_statements_with_few_and_with_many_facts(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    running(cast)
    mines(cast.unit_a)  # the edition is read once per process
    with django_assert_num_queries(STATEMENTS):
        mines(cast.unit_a)
    for _n in range(20):
        scoring.fact(cast.lin, "complaints", cast.unit_a, value=1)
    with django_assert_num_queries(STATEMENTS):
        mines(cast.unit_a)


def test_the_whole_page_has_a_fixed_number_of_statements(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    running(cast)
    home(client, cast)
    with django_assert_max_num_queries(20):
        client.get("/unit/")


#: campaigns, milestones, points of a week ago, materials that are demanded; of each campaign its total, indicators and lines
STATEMENTS = 4 + 3
