"""A cycle of years and ways of assessment: what is won and needed, for the target rate and the target rank; its calendar."""

from datetime import date

import pytest

from duibiao.audit.models import Line
from duibiao.campaigns import cycles, services
from duibiao.campaigns.models import Campaign
from tests import framing
from tests.cast import Cast


def weighed(cast: Cast) -> Campaign:
    made = framing.campaign(cast, target_rate=90.0, target_rank=2)
    rows = (
        (2024, "指数", 15, 80.0, 88.0),
        (2025, "指数", 15, 90.0, 92.0),
        (2025, "考评", 10, None, None),
        (2026, "考评", 60, None, None),
    )
    for year, method, weight, rate, at_rank in rows:
        services.set_year(
            cast.lin, made, year=year, method=method, weight=weight, published_rate=rate, rank_rate=at_rank
        )
    return made


def test_two_results_of_one_year_are_weighed_apart_and_tried_out(cast: Cast) -> None:
    made = weighed(cast)
    parts = list(made.years.all())
    standing = cycles.cycle_of(made, parts, {})
    assert standing is not None
    assert (standing.running, standing.still_to_win) == pytest.approx((25.5, 70.0))
    assert standing.needed == pytest.approx(100 * 64.5 / 70)
    tried = cycles.cycle_of(made, parts, {parts[2].pk: 90.0, parts[3].pk: 95.0, parts[0].pk: 100.0})
    assert tried is not None
    assert tried.running == pytest.approx(25.5 + 9 + 57)  # what is published is not tried
    assert (tried.needed, tried.reachable) == (None, True)


def test_the_target_rank_needs_what_its_holder_will_have(cast: Cast) -> None:
    rival = cycles.rival_of(list(weighed(cast).years.all()))
    assert rival is not None
    assert rival.behind == pytest.approx(0.15 * 8 + 0.15 * 2)
    assert rival.final == pytest.approx(90.0)
    assert rival.needed == pytest.approx(100 * 64.5 / 70)


def test_without_a_published_rank_there_is_no_rival(cast: Cast) -> None:
    made = framing.campaign(cast)
    services.set_year(cast.lin, made, year=2026, weight=100, published_rate=80)
    assert cycles.rival_of(list(made.years.all())) is None
    assert cycles.rival_of([]) is None


def test_a_year_gets_its_way_and_the_record_keeps_what_stood_there(cast: Cast) -> None:
    made = framing.campaign(cast)
    services.set_year(cast.lin, made, year=2026, weight=50, published_rate=None)
    row = services.set_year(cast.lin, made, year=2026, method="考评", weight=60, published_rate=None)
    assert [(one.method, one.weight) for one in made.years.all()] == [("考评", 60.0)]
    assert Line.objects.latest("id").detail["changes"] == {"weight": [50.0, 60]}
    cycles.drop_year(cast.lin, row)
    assert not made.years.exists()


def test_the_calendar_has_every_year_and_the_review_and_is_set_once(cast: Cast) -> None:
    made = weighed(cast)
    found = cycles.nodes(made, made.years.all())
    assert len(found) == 9
    assert (found[0].day, found[-1].day) == (date(2024, 3, 31), date(2029, 10, 15))
    chosen = [(one.name, one.day) for one in found]
    assert cycles.plan_nodes(cast.lin, made, chosen=chosen) == 9
    assert cycles.plan_nodes(cast.lin, made, chosen=chosen) == 0
    assert all(one.there for one in cycles.nodes(made, made.years.all()))
