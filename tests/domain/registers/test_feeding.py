"""A measure whose number is a register's sum: it follows the rows, the score follows it, and nobody says it by hand."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from duibiao.facts.drafts import Draft
from duibiao.facts.drafts import Refused as NotRecorded
from duibiao.facts.models import Fact
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit
from duibiao.registers import feeds, services
from duibiao.registers.refusals import Refused
from duibiao.scores import services as scores
from duibiao.scores.models import Total
from duibiao.standards.models import Measure
from tests import registering, scoring
from tests.cast import Cast


def said(unit: Unit) -> float:
    """What the standing facts of the measure add up to."""
    return sum(fact.value or 0 for fact in Fact.objects.filter(measure="meetings", unit=unit.code, superseded_by=None))


def test_the_fact_follows_the_rows_and_the_score_follows_the_fact(cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    register = registering.activities(cast)
    first = registering.recorded(cast, register)
    registering.recorded(cast, register)
    feed = registering.fed(cast, register)
    assert ProcrastinateJob.objects.filter(task_name="registers.follow_rows", status="todo").count() == 1
    before = Total.objects.get(campaign=campaign, unit=cast.unit_a).total
    made = services.bring_into_line(register.pk)
    assert [(fact.value, fact.source) for fact in made] == [(2.0, "register")]
    after = Total.objects.get(campaign=campaign, unit=cast.unit_a).total
    assert after != before
    assert services.bring_into_line(register.pk) == []  # begun twice, after a crash or not, it is done once
    services.withdraw(cast.wang, first, reason="没有办成")
    registering.recorded(cast, register, kind="法律咨询", day=today() - timedelta(days=40))
    services.bring_into_line(register.pk)
    assert said(cast.unit_a) == 2
    assert Fact.objects.filter(uid__startswith=feeds.mark(feed), superseded_by=None).count() == 2
    assert Total.objects.get(campaign=campaign, unit=cast.unit_a).total == after


def test_people_of_some_kinds_are_added_up_from_a_day_on(cast: Cast) -> None:
    scoring.quiet(cast)
    register = registering.activities(cast)
    registering.fed(cast, register, column="people", kinds=["法律咨询"], since=today() - timedelta(days=10))
    for kind, people, back in (("法律咨询", 20, 2), ("法律咨询", 5, 2), ("普法讲座", 300, 2), ("法律咨询", 7, 11)):
        registering.recorded(cast, register, kind=kind, values={"people": people}, day=today() - timedelta(days=back))
    services.bring_into_line(register.pk)
    assert said(cast.unit_a) == 25


def test_nobody_says_by_hand_what_a_register_counts(cast: Cast) -> None:
    scoring.quiet(cast)
    register = registering.activities(cast)
    registering.recorded(cast, register)
    feed = registering.fed(cast, register)
    [fact] = services.bring_into_line(register.pk)
    draft = Draft(uid="h", measure=feed.measure, unit=cast.unit_a, at=timezone.now(), value=40)
    with pytest.raises(NotRecorded, match="由登记簿“普法活动”自动统计"):
        scores.record(cast.lin, drafts=[draft], source="hand")
    with pytest.raises(NotRecorded, match="由登记簿“普法活动”自动统计"):
        scores.correct(cast.lin, fact, draft=draft, reason="多报一些")
    services.disconnect(cast.lin, feed)
    assert scores.record(cast.lin, drafts=[draft], source="hand").facts


def test_two_numbers_of_one_matter_wait_for_a_person_and_are_never_added(cast: Cast) -> None:
    scoring.quiet(cast)
    measure = Measure.objects.get(pk="meetings")
    typed = Draft(uid="t", measure=measure, unit=cast.unit_a, at=timezone.now() - timedelta(days=5), value=12)
    scores.record(cast.lin, drafts=[typed], source="hand")
    register = registering.activities(cast)
    for _ in range(3):
        registering.recorded(cast, register)
    feed = registering.fed(cast, register)
    services.bring_into_line(register.pk)
    assert [(one.unit, one.typed, one.registered, one.difference) for one in feeds.clashes(feed)] == [
        (cast.unit_a, 12, 3, 9)
    ]
    assert said(cast.unit_a) == 12
    services.settle(cast.lin, feed, cast.unit_a)
    services.bring_into_line(register.pk)
    assert feeds.clashes(feed) == []
    assert said(cast.unit_a) == 3


def test_what_does_not_add_up_or_is_counted_elsewhere_is_not_connected(cast: Cast) -> None:
    scoring.quiet(cast)
    register = registering.activities(cast)
    with pytest.raises(Refused, match="不是按次数或数量相加"):
        registering.fed(cast, register, measure="court")
    registering.fed(cast, register)
    with pytest.raises(Refused, match="一个数只有一个出处"):
        registering.fed(cast, register)
