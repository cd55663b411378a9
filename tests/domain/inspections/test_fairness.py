"""Two-sided fairness: who checks what themselves, who cannot see whom, and that the figures are what they say."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from duibiao.facts.models import Fact
from duibiao.inspections import calibration, queries, rounds
from duibiao.inspections.collectors import collector_for
from duibiao.inspections.fairness import calibrated, double_blind, self_check_honesty
from duibiao.inspections.forms import assignments_of
from duibiao.inspections.models import Assignment, CalibrationAnswer, Round, Visit
from duibiao.inspections.self_checks import Started, start_self_check
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from duibiao.organisation.models import User
from duibiao.places.models import SiteType
from duibiao.scores.visits import receive
from tests import makers, visiting
from tests.cast import Cast


def visit(cast: Cast, by: User, one: Assignment, **given: object) -> None:
    held = Assignment.objects.select_related("round__campaign", "site").get(pk=one.pk)
    receive(collector_for(by, visiting.campaign(cast)), xml=visiting.xml(held, visiting.answers(**given)))


def self_check(cast: Cast, sites: int = 2) -> Started:
    campaign = visiting.campaign(cast)
    for _ in range(sites):
        visiting.site(cast)
    kinds = SiteType.objects.filter(code="road")
    return start_self_check(
        cast.lin, campaign=campaign, title="自查", since=today(), until=today() + timedelta(days=5), types=kinds
    )


def test_a_units_own_people_check_their_own_sites_and_nothing_of_it_counts(cast: Cast) -> None:
    started = self_check(cast)
    assert {one.inspector for one in started.round.assignments.all()} == {cast.zhao}
    assert Notice.objects.filter(user=cast.zhao, kind="self_check").count() == 1
    mine = assignments_of(collector_for(cast.zhao, visiting.campaign(cast)))
    assert len(mine) == 2
    visit(cast, cast.zhao, mine[0], clean={"outcome": "fault"})
    seen = Visit.objects.get()
    assert (seen.counts, seen.inspector, Fact.objects.count()) == (False, cast.zhao, 0)
    assert queries.visits(cast.zhao).get() == seen
    assert not queries.visits(cast.wang).exists()


def test_sites_of_a_unit_without_an_account_go_to_the_unit_above_or_are_named(cast: Cast) -> None:
    visiting.campaign(cast)
    village = makers.unit(cast.lin, parent=cast.unit_b, code="V1", name="望河村", kind="village")
    alone = makers.unit(cast.lin, parent=cast.county, code="D9", name="民政局")
    visiting.site(cast, unit=village)
    visiting.site(cast, unit=alone)
    started = self_check(cast, sites=0)
    assert [(one.site.unit, one.inspector) for one in started.round.assignments.all()] == [(village, cast.zhao)]
    assert started.without == [alone]


def test_the_agreement_of_self_check_and_recheck_names_what_was_called_good(cast: Cast) -> None:
    started = self_check(cast)
    first, second = started.round.assignments.order_by("pk")
    visit(cast, cast.zhao, first)  # all good, it says
    visit(cast, cast.zhao, second, clean={"outcome": "fault"})
    Visit.objects.update(at=Visit.objects.first().at - timedelta(days=3))  # type: ignore[union-attr]
    official = visiting.running(cast, sites=0, size=2)
    for one in official.assignments.select_related("site"):
        visit(cast, cast.chen, one, clean={"outcome": "fault"})
    [unit] = self_check_honesty(visiting.campaign(cast))
    assert (unit.unit, unit.sites, unit.items, unit.agreed, unit.hidden, unit.admitted) == (cast.unit_b, 2, 10, 9, 1, 1)
    assert unit.rate_percent == 90


def test_what_a_secret_round_finds_is_in_no_figure_before_it_is_done(cast: Cast) -> None:
    visit(cast, cast.zhao, self_check(cast, sites=1).round.assignments.get())
    Visit.objects.update(at=Visit.objects.get().at - timedelta(days=3))
    secret = visiting.running(cast, sites=0, size=1, kind="mystery")
    visit(cast, cast.chen, secret.assignments.get(), clean={"outcome": "fault"})
    assert self_check_honesty(visiting.campaign(cast)) == []
    rounds.close_round(cast.lin, secret, version=secret.version)
    assert self_check_honesty(visiting.campaign(cast))[0].hidden == 1


def twice(cast: Cast, other: User) -> Round:
    """Four sites, each seen by chen and by the other."""
    made = visiting.running(cast, sites=4, inspectors=[cast.chen, other], double_percent=100)
    assert made.assignments.filter(second=True).count() == 4
    return made


def test_two_inspectors_go_on_their_own_and_see_nothing_of_each_other(cast: Cast) -> None:
    other = makers.account("deng", "inspector")
    made = twice(cast, other)
    site = made.assignments.first().site_id  # type: ignore[union-attr]
    for one in made.assignments.filter(site=site):
        visit(cast, one.inspector, one)
    assert [one.inspector for one in queries.visits(cast.chen)] == [cast.chen]
    assert [one.inspector for one in queries.visits(other)] == [other]
    assert Visit.objects.filter(counts=True).count() == 1  # a fault is charged once
    assert Visit.objects.filter(warnings=[]).count() == 2


def test_kappa_is_worked_out_by_item_and_by_pair(cast: Cast) -> None:
    """Of four sites chen calls two dirty, the other three: 3 of 4 agree, 1/2 would by chance, κ = 0.5."""
    other = makers.account("deng", "inspector")
    made = twice(cast, other)
    dirty = {cast.chen.pk: 2, other.pk: 3}
    for n, site in enumerate(made.assignments.values_list("site", flat=True).distinct().order_by("site")):
        for one in made.assignments.filter(site=site):
            outcome = "fault" if n < dirty[one.inspector_id] else "good"
            visit(cast, one.inspector, one, clean={"outcome": outcome})
    found = double_blind(visiting.campaign(cast))
    clean = next(one for one in found.by_item if "路面整洁" in one.name)
    assert (found.sites, clean.pairs, clean.agreed, clean.rate_percent, clean.kappa, clean.level) == (
        4,
        4,
        3,
        75,
        0.5,
        "low",
    )
    assert found.by_item[0] == clean  # the least agreement first
    [pair] = found.by_pair
    assert (pair.pairs, pair.agreed, pair.few) == (20, 19, False)


def test_calibration_is_answered_once_and_the_pictures_stay(cast: Cast) -> None:
    from tests.obliging import PDF

    held = calibration.make_set(cast.lin, campaign=visiting.campaign(cast), title="开工前")
    with pytest.raises(calibration.Refused):
        calibration.open_set(cast.lin, held)  # empty
    with pytest.raises(calibration.Refused):
        calibration.add_picture(cast.lin, held, name="a.pdf", chunks=[PDF], text="整洁", right="fault", why="见右下角")
    pictures = [picture(cast, held, number, right) for number, right in enumerate(("fault", "good", "fault"))]
    calibration.open_set(cast.lin, held)
    with pytest.raises(calibration.Refused):
        calibration.drop_picture(cast.lin, pictures[0])
    said = {one.pk: "fault" for one in pictures}
    with pytest.raises(calibration.Refused, match="1 张没有回答"):
        calibration.answer(cast.chen, held, said={**said, pictures[0].pk: ""})
    assert calibration.answer(cast.chen, held, said=said) == 3
    assert calibration.answer(cast.chen, held, said=dict.fromkeys(said, "good")) == 0  # what was said stands
    assert set(CalibrationAnswer.objects.values_list("outcome", flat=True)) == {"fault"}
    with pytest.raises(PermissionDenied):
        calibration.answer(cast.wang, held, said=said)
    found = calibrated(held)
    assert [(one.name, one.pairs, one.agreed) for one in found.by_person] == [("chen", 3, 2)]
    assert found.by_picture[pictures[1].pk].agreed == 0


def picture(cast: Cast, held: object, number: int, right: str) -> object:
    from duibiao.demonstration.field import picture as drawing

    return calibration.add_picture(
        cast.lin, held, name=f"{number}.png", chunks=[drawing(number)], text="路面整洁", right=right, why="看路沿"  # type: ignore[arg-type]
    )  # fmt: skip
