"""Rules and their execution; drives and the routine that follows them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from duibiao.inspections.models import Round
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from duibiao.problems.choices import Source, Status
from duibiao.problems.models import Problem
from duibiao.upkeep import executing, reading, routines, services
from duibiao.upkeep.choices import Done, Often, Way
from duibiao.upkeep.models import RuleCheck
from duibiao.upkeep.periods import after, before, begin, last
from duibiao.upkeep.refusals import Refused
from tests import scoring, troubles, upkeeping
from tests.cast import Cast


def test_a_period_is_named_by_its_first_day() -> None:
    day = date(2026, 11, 26)
    found = {one: (begin(one, day), last(one, begin(one, day)), before(one, begin(one, day))) for one in Often}
    assert found[Often.WEEK] == (date(2026, 11, 23), date(2026, 11, 29), date(2026, 11, 16))
    assert found[Often.QUARTER] == (date(2026, 10, 1), date(2026, 12, 31), date(2026, 7, 1))
    assert found[Often.YEAR] == (date(2026, 1, 1), date(2026, 12, 31), date(2025, 1, 1))
    assert after(Often.MONTH, date(2026, 12, 1)) == date(2027, 1, 1)


def test_what_was_not_done_is_one_problem_whoever_says_it(cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    rule = upkeeping.a_rule(cast)
    services.link_rule(cast.lin, rule, campaign=campaign, indicators=["1.1"])
    item = upkeeping.an_item(cast, rule)
    with pytest.raises(Refused, match="为什么"), transaction.atomic():
        services.answer(cast.wang, item, unit=cast.unit_a, outcome=Done.NOT_DONE)
    own = services.answer(cast.wang, item, unit=cast.unit_a, outcome=Done.NOT_DONE, words="人手不够")
    again = services.answer(cast.wang, item, unit=cast.unit_a, outcome=Done.PARTLY, words="查了一半")
    visit = services.answer(cast.chen, item, unit=cast.unit_a, outcome=Done.NOT_DONE, words="没有记录", way=Way.VISIT)
    assert own.pk == again.pk
    problem = Problem.objects.get()
    assert (again.problem, visit.problem) == (problem, problem)
    assert (problem.source, problem.indicator, problem.proposed) == (Source.SELF_CHECK, "1.1", cast.unit_a)
    assert problem.sightings == 2
    with pytest.raises(Refused, match=problem.number), transaction.atomic():
        services.answer(cast.wang, item, unit=cast.unit_a, outcome=Done.DONE)
    for by, unit, way in ((cast.wang, cast.unit_b, Way.SELF), (cast.wang, cast.unit_a, Way.VISIT)):
        with pytest.raises(PermissionDenied):
            services.answer(by, item, unit=unit, outcome=Done.DONE, way=way)


def test_a_period_that_was_left_out_is_seen_and_one_before_the_item_is_not(cast: Cast) -> None:
    item = upkeeping.an_item(cast)
    fresh = services.add_item(cast.lin, item.rule, words="每周例会", often="week", units=[cast.unit_b])
    services.answer(
        cast.zhao, item, unit=cast.unit_b, outcome=Done.DONE, period=today().replace(day=1) - timedelta(days=1)
    )
    rows = {(one.item.pk, one.unit.pk): one for one in executing.owing(executing.items(Q()))}
    assert rows[item.pk, cast.unit_a.pk].missed
    assert not rows[item.pk, cast.unit_b.pk].missed
    assert not rows[fresh.pk, cast.unit_b.pk].missed
    services.drop_item(cast.lin, fresh)
    services.end_rule(cast.lin, item.rule, words="有了新办法")
    assert executing.items(Q()) == []
    assert RuleCheck.objects.count() == 1


def test_a_rule_is_due_until_it_was_reviewed(cast: Cast) -> None:
    rule = upkeeping.a_rule(cast, review_on=today() - timedelta(days=3), valid_until=today() - timedelta(days=1))
    assert reading.rules_to_review() == 1
    with pytest.raises(Refused):
        services.review(cast.lin, rule, next_on=today())
    services.review(cast.lin, rule, next_on=today() + timedelta(days=300))
    assert reading.rules_to_review() == 0
    with pytest.raises(Refused) as refused:
        upkeeping.a_rule(cast, title="另一个", valid_until=today() - timedelta(days=500))
    assert refused.value.field == "valid_until"


def test_a_drive_counts_what_it_brought_and_becomes_routine_by_one_act(cast: Cast) -> None:
    site = troubles.a_site(cast)
    troubles.signed(cast, site=site)
    troubles.assigned(cast, kind="stall", site=troubles.a_site(cast))
    drive = upkeeping.a_drive(cast, types=[site.type])
    brought = routines.results(drive)
    assert (brought.whole.found, brought.whole.fixed, len(brought.by_kind)) == (2, 0, 2)
    assert [one.name for one in brought.by_unit] == [cast.unit_b.name]
    Problem.objects.filter(status=Status.ASSIGNED).update(status=Status.DISMISSED)
    assert routines.results(drive).whole.found == 1
    routine = upkeeping.a_routine(cast, drive=drive)
    assert upkeeping.a_routine(cast, drive=drive) == routine
    assert Notice.objects.filter(user=cast.zhao, kind="routine").count() == 1
    assert list(reading.routines(cast.zhao)) == [routine]
    assert not reading.routines(cast.wang).exists()
    assert reading.routines_due() == 1
    made = services.make_round(cast.lin, routine)
    routine.refresh_from_db()
    assert (made.kind, made.size, list(made.types.all())) == ("daily", 3, [site.type])
    assert [one.user for one in made.inspectors.all()] == [cast.chen]
    assert routine.next_on > today()
    assert reading.routines_due() == 0
    routine.next_on = today() + timedelta(days=30)
    routine.save()
    with pytest.raises(Refused, match="提前一周"):
        services.make_round(cast.lin, routine)
    assert Round.objects.count() == 1
    services.stop_routine(cast.lin, routine)
    assert not reading.routines(cast.lin).exists()
