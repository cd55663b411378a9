"""Partner units: bonds from day to day, records that count nothing, and the places' results as facts by a rule."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from duibiao.facts.models import Fact
from duibiao.inspections.models import Observation, Visit
from duibiao.lib.spans import today
from duibiao.partners import counting, queries, services
from duibiao.partners.choices import Basis
from duibiao.partners.models import Entry, Rule
from duibiao.places import partnering, siting
from duibiao.places.models import Bond, Site
from duibiao.problems.models import Problem
from duibiao.standards.models import Measure
from tests import estates, visiting
from tests.cast import Cast


def last_month() -> date:
    return (today().replace(day=1) - timedelta(days=1)).replace(day=1)


def ruled(cast: Cast, basis: Basis) -> Rule:
    campaign = visiting.campaign(cast)
    measure = Measure.objects.get(kind="ratio", bindings__edition=campaign.edition)
    return services.set_rule(cast.lin, campaign, version=0, basis=basis, measure=measure, grounds="包联办法第五条")


def test_the_site_and_its_bonds_keep_step_whoever_changes_them(cast: Cast) -> None:
    site = estates.estate(cast, partner=cast.unit_a)
    assert Bond.objects.get().unit == cast.unit_a
    siting.change_site(cast.lin, site, version=site.version, partner=cast.unit_b)
    partnering.bind(cast.lin, site, unit=cast.unit_b)
    assert [one.unit for one in Bond.objects.order_by("pk")] == [cast.unit_a, cast.unit_b]
    partnering.unbind(cast.lin, Site.objects.get())
    assert not Bond.objects.filter(until=None).exists()
    assert queries.coverage(cast.lin).without == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Bond.objects.bulk_create([Bond(site=site, unit=cast.unit_a), Bond(site=site, unit=cast.unit_b)])
    with pytest.raises(PermissionDenied):
        partnering.bind(cast.wang, site, unit=cast.unit_a)


def test_a_record_is_made_once_by_the_partner_alone_and_may_report_a_problem(cast: Cast) -> None:
    bond = estates.bond(cast)
    for _ in range(2):
        estates.entry(cast, bond, uid="same", kind="estate")
    assert Entry.objects.get().problem == Problem.objects.get()
    assert Problem.objects.get().site == bond.site
    with pytest.raises(PermissionDenied):
        services.record(cast.zhao, bond, uid="z", day=today(), done="去了")
    with pytest.raises(services.Refused) as refused:
        estates.entry(cast, bond, day=bond.since - timedelta(days=1))  # type: ignore[operator]
    assert refused.value.field == "day"
    partnering.unbind(cast.lin, bond.site, until=today() - timedelta(days=1))
    bond.refresh_from_db()
    with pytest.raises(PermissionDenied):
        estates.entry(cast, bond)


def test_a_month_handed_on_is_two_units_in_two_parts_and_counting_again_changes_nothing(cast: Cast) -> None:
    month = last_month()
    rule = ruled(cast, Basis.GOOD)
    held = visiting.running(cast, 2)
    for days, given in ((2, {"clean": {"outcome": "fault"}}), (20, {})):
        visiting.visited(cast, held, visiting.answers(**given))
        visit = Visit.objects.latest("pk")
        Visit.objects.filter(pk=visit.pk).update(at=visiting.noon(month + timedelta(days=days)))
    first, second = Visit.objects.order_by("pk")
    Visit.objects.filter(pk=second.pk).update(site=first.site)
    partnering.bind(cast.lin, first.site, unit=cast.unit_a, since=month)
    partnering.bind(cast.lin, first.site, unit=cast.unit_b, since=month + timedelta(days=10))
    made = {one.unit_id: (one.value, one.out_of) for one in counting.post_month(cast.lin, rule, month=month)}
    assert made == {cast.unit_a.code: (4, 5), cast.unit_b.code: (5, 5)}
    assert counting.post_month(cast.lin, rule, month=month) == []
    Observation.objects.filter(outcome="fault").update(overturned_at=timezone.now())
    [corrected] = counting.post_month(cast.lin, rule, month=month)
    assert (corrected.value, corrected.supersedes_id is not None) == (5, True)
    result = queries.results(list(Bond.objects.values_list("pk", flat=True)))
    assert sorted((one.looked, one.good, one.lost) for one in result.values()) == [(5, 5, 0), (5, 5, 0)]


def test_problems_of_a_place_that_were_due_count_by_whether_they_were_in_time(cast: Cast) -> None:
    rule = ruled(cast, Basis.IN_TIME)
    bond = estates.bond(cast)
    for late in (True, False):
        held = estates.assigned_at(cast, bond.site)
        due = visiting.noon(last_month() + timedelta(days=15))
        kept = due - timedelta(hours=1)
        Problem.objects.filter(pk=held.pk).update(due_at=due, late=late, rectified_at=kept)
    made = counting.post_month(cast.lin, rule, month=last_month())
    assert [(one.unit_id, one.value, one.out_of) for one in made] == [(cast.unit_a.code, 1, 2)]
    assert Fact.objects.filter(reference="partners").count() == 1
    assert queries.results([bond.pk])[bond.pk].live == 2


def test_a_running_mystery_round_says_nothing_to_the_partner(cast: Cast) -> None:
    held = visiting.running(cast, 1, kind="mystery")
    visiting.visited(cast, held, visiting.answers(clean={"outcome": "fault"}))
    bond = estates.bond(cast, Visit.objects.get().site)
    assert queries.results([bond.pk])[bond.pk] == queries.Result()


def test_only_a_ratio_takes_the_result(cast: Cast) -> None:
    campaign = visiting.campaign(cast)
    flag = Measure.objects.get(kind="flag", bindings__edition=campaign.edition)
    with pytest.raises(services.Refused) as refused:
        services.set_rule(cast.lin, campaign, version=0, basis=Basis.GOOD, measure=flag, grounds="一")
    assert refused.value.field == "measure"
