"""Why a rank changed: between two days, by indicator, with who went past; and what a unit sees of the others."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from duibiao.campaigns.models import Campaign
from duibiao.facts import services as journal
from duibiao.lib.spans import today
from duibiao.scores.attribution import Comparison
from duibiao.scores.looking_back import score_on
from duibiao.scores.queries import result_of
from duibiao.scores.working_out import work_out
from duibiao.standards.queries import standard_of
from tests import makers, scoring
from tests.cast import Cast
from tests.site import log_in


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.fixture
def slid(cast: Cast) -> tuple[Campaign, Any]:
    """Unit A led its only neighbour until two complaints were recorded today."""
    neighbour = makers.unit(cast.lin, parent=cast.county, name="财政局")
    campaign = scoring.campaign(cast, neighbour)
    early = timezone.now() - timedelta(days=40)
    drafts = [
        scoring.draft("meetings", cast.unit_a, value=3, at=early),
        scoring.draft("meetings", neighbour, value=2, at=early),
        scoring.draft("no_group", cast.unit_a, value=0, at=early),
        scoring.draft("no_group", neighbour, value=0, at=early),
    ]
    journal.post(cast.lin, drafts=drafts, source="hand", at=early)
    scoring.fact(cast.lin, "complaints", cast.unit_a, value=4)
    work_out(campaign)
    return campaign, neighbour


def test_the_parts_add_up_to_the_change_and_say_the_places_they_cost(cast: Cast, slid: tuple[Campaign, Any]) -> None:
    campaign, neighbour = slid
    then = score_on(campaign, today() - timedelta(days=10))
    found = Comparison(standard_of(campaign.edition), then, result_of(campaign), cast.unit_a.code)
    assert (found.points, found.places) == (-2.0, -1)
    assert [(part.code, part.points, part.places) for part in found.parts] == [("2.2", -2.0, -1)]
    assert found.rest == 0.0
    (past,) = found.overtaking
    assert (past.score.unit, past.by_us, past.points) == (neighbour.code, False, 0.0)


def test_the_page_names_the_indicator_the_places_and_who_went_past(
    lin: Client, cast: Cast, slid: tuple[Campaign, Any], django_assert_max_num_queries: Any
) -> None:
    campaign, _neighbour = slid
    address = f"/office/campaigns/{campaign.pk}/scores/{cast.unit_a.pk}/moved/"
    page = text(lin, address)
    assert "滑到第 <b>2</b> 名，降 <b>1</b> 名" in page
    assert "拖累最大的是“投诉”，−2 分" in page
    assert "丢 1 名" in page
    assert "财政局" in page
    # session, account, roles, campaign, unit, rows (3) and the frame of the day before, points, who went past
    with django_assert_max_num_queries(16):
        lin.get(address)


def test_a_unit_learns_how_many_went_past_but_not_who(cast: Cast, slid: tuple[Campaign, Any]) -> None:
    campaign, _neighbour = slid
    wang = log_in(Client(), cast, "wang")
    page = text(wang, f"/unit/campaigns/{campaign.pk}/scores/{cast.unit_a.pk}/moved/")
    assert "<b>1</b> 个单位从后面超了过去" in page
    assert "财政局" not in page


@pytest.mark.parametrize("asked", ["from=x&to=9", "from=2050-01-01", "to=1900-01-01", "from=1900-01-01"])
def test_a_mistyped_day_is_an_ordinary_page(lin: Client, cast: Cast, slid: tuple[Campaign, Any], asked: str) -> None:
    text(lin, f"/office/campaigns/{slid[0].pk}/scores/{cast.unit_a.pk}/moved/?{asked}")


def test_before_the_first_fact_the_page_says_that_there_is_nothing_to_compare(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    assert "还没有这个单位的成绩" in text(lin, f"/office/campaigns/{campaign.pk}/scores/{cast.unit_a.pk}/moved/")
