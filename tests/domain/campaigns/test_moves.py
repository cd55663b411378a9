"""A campaign goes over to another edition and back: nothing that was recorded or decided is lost."""

from datetime import date

import pytest

from duibiao.campaigns import queries, services
from duibiao.campaigns.models import NotApplicable
from duibiao.facts.models import Fact
from duibiao.lib.versions import Stale
from duibiao.scores import moving
from duibiao.scores.models import Total
from duibiao.scores.working_out import work_out
from tests import framing, scoring
from tests.cast import Cast


def standing(campaign: object) -> set[str]:
    held = NotApplicable.objects.filter(campaign=campaign, taken_back_at=None)
    return set(held.values_list("indicator", flat=True))


def test_decisions_change_places_with_their_indicators(cast: Cast) -> None:
    made = framing.campaign(cast)
    framing.decision(cast, made, "1.1")
    framing.decision(cast, made, "2.1")
    framing.move(cast, made, **{"1.1": "2.1", "2.1": "1.1"})
    assert standing(made) == {"1.1", "2.1"}


def test_a_decision_without_a_counterpart_rests_and_comes_back(cast: Cast) -> None:
    made = framing.campaign(cast)
    framing.decision(cast, made, "1.2")
    framing.decision(cast, made, "2.1")
    moved = framing.move(cast, made, **{"2.1": "2.2"})
    assert standing(made) == {"2.2"}
    made.refresh_from_db()
    services.undo_move(cast.lin, moved, version=made.version)
    assert standing(made) == {"1.2", "2.1"}


def test_two_indicators_cannot_become_the_same_one(cast: Cast) -> None:
    with pytest.raises(services.NotOneToOne):
        framing.move(cast, None, **{"1.1": "1.1", "1.2": "1.1"})


def test_a_move_is_undone_once(cast: Cast) -> None:
    made = framing.campaign(cast)
    moved = framing.move(cast, made)
    services.undo_move(cast.lin, moved, version=made.version)
    moved.refresh_from_db()
    with pytest.raises(Stale):
        services.undo_move(cast.lin, moved, version=made.version)


def test_scores_come_back_from_the_same_facts(cast: Cast) -> None:
    made = scoring.lived(cast)
    before = dict(Total.objects.filter(campaign=made).values_list("unit", "total"))
    facts = Fact.objects.count()
    pairs = {"1": "1", "1.1": "1.1", "2": "2", "2.1": "2.1"}
    newer = framing.newer(cast)
    estimates = {one.unit: one for one in moving.estimate(made, newer, pairs)}
    moved = moving.move(cast.lin, made, version=made.version, edition=newer, indicators=pairs)
    work_out(made)
    after = {row.unit_id: 100 * (row.rate or 0) for row in Total.objects.filter(campaign=made)}
    assert after == pytest.approx({unit: one.then_percent for unit, one in estimates.items()})
    assert after["SFJ"] != pytest.approx(estimates["SFJ"].now_percent)
    made = moving.undo_move(cast.lin, moved, version=made.version)
    work_out(made)
    assert dict(Total.objects.filter(campaign=made).values_list("unit", "total")) == before
    assert Fact.objects.count() == facts


def test_the_next_milestone_is_the_first_that_is_not_past(cast: Cast) -> None:
    made = framing.campaign(cast)
    for day in (date(2026, 1, 5), date(2026, 6, 1), date(2026, 9, 1)):
        services.set_milestone(cast.lin, made, name="检查", day=day)
    assert queries.next_milestones([made], date(2026, 2, 1))[made.pk].day == date(2026, 6, 1)
