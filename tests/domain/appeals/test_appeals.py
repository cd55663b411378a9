"""An appeal is decided by another person, corrects in the same transaction, keeps both scores, and is decided once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from duibiao.appeals import escalating, queries, services
from duibiao.appeals.deadlines import last_day, open_since
from duibiao.appeals.models import Appeal, Effect
from duibiao.facts.drafts import Draft
from duibiao.facts.models import Fact
from duibiao.files import store
from duibiao.inspections.models import Observation, Visit
from duibiao.inspections.opening import reference
from duibiao.inspections.queries import visits
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from duibiao.problems.models import Problem
from duibiao.scores.models import Total
from duibiao.scores.services import correct, record
from duibiao.scores.snapshots import decide as approve
from duibiao.scores.snapshots import publish, take_snapshot
from duibiao.scores.working_out import work_out
from duibiao.standards.models import Measure
from duibiao.workdays.queries import calendar
from tests import appealing, obliging, visiting
from tests.cast import Cast


def test_upheld_the_fact_is_superseded_and_both_scores_are_kept(cast: Cast) -> None:
    fault = appealing.faults(cast)["clean"]
    work_out(visiting.campaign(cast))
    was = Total.objects.get(unit="CGZ").total
    made = appealing.appealed(cast, fault)
    done = services.decide(cast.lin, made, state="upheld", reason="核实：当时正在作业", value=1.0)
    old = Fact.objects.get(pk=fault.fact_id)
    assert (done.correction.value, done.correction.supersedes, done.correction.reason) == (
        1,
        old,
        "申诉成立：核实：当时正在作业",
    )
    effect = Effect.objects.get(unit=cast.unit_b)
    now = Total.objects.get(unit="CGZ").total
    assert (effect.total_before, effect.total_after) == (was, now)
    assert now == was + 4  # the only visited site of the clause is clean now
    assert [(one["code"], one["before"], one["after"]) for one in effect.indicators] == [("1", 0, 4)]
    fault.refresh_from_db()
    assert (fault.outcome, fault.points_lost, fault.overturned_at is not None) == ("fault", 1, True)  # as it was seen
    assert fault.fact_id == done.correction_id
    assert visits(cast.lin).get(pk=fault.visit_id).lost == pytest.approx(1.7)


def test_dismissed_nothing_changes_but_the_reason_is_said_to_all_concerned(cast: Cast) -> None:
    made = appealing.appealed(cast)
    facts = Fact.objects.count()
    services.decide(cast.lin, made, state="dismissed", reason="照片清楚")
    assert (Fact.objects.count(), Effect.objects.count()) == (facts, 0)
    told = set(Notice.objects.filter(kind="appeal.decided").values_list("user__account", flat=True))
    assert told == {"zhao", "wang", "chen"}  # who appealed, the department that answers with it, who saw it
    assert all(
        "照片清楚" in words for words in Notice.objects.filter(kind="appeal.decided").values_list("words", flat=True)
    )
    assert [one.pk for one in queries.decisions(cast.wang)] == [made.pk]


def test_nobody_decides_about_an_own_finding(cast: Cast) -> None:
    fact = record(
        cast.lin, source="hand",
        drafts=[Draft(uid="f", measure=_measure(cast, "parking"), unit=cast.unit_b, value=4.0, at=timezone.now())],
    ).facts[0]  # fmt: skip
    made = appealing.appealed(cast, fact)
    assert [one.user for one in Notice.objects.filter(kind="appeal.new")] == [cast.zhou]  # the office is lin alone
    with pytest.raises(services.Refused, match="另一位"):
        services.decide(cast.lin, made, state="upheld", reason="对", value=0.0)  # recorded it
    with pytest.raises(services.Refused, match="另一位"):
        services.decide(cast.wang, made, state="upheld", reason="对", value=0.0)  # is neither office nor leader
    with pytest.raises(IntegrityError), transaction.atomic():  # not even past the services
        Appeal.objects.filter(pk=made.pk).update(state="dismissed", reason="对", decided_by=cast.lin)
    assert services.decide(cast.zhou, made, state="upheld", reason="数错了", value=1.0).correction.value == 1
    seen = appealing.appealed(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=seen.pk).update(state="dismissed", reason="对", decided_by=cast.chen)


def _measure(cast: Cast, name: str) -> Measure:
    visiting.campaign(cast)
    words = {"parking": "乱停车"}
    return Measure.objects.get(name=words[name])


def test_who_corrected_the_fact_meanwhile_does_not_decide_and_the_newest_is_superseded(cast: Cast) -> None:
    fault = appealing.faults(cast)["parking"]
    made = appealing.appealed(cast, fault)
    draft = Draft(
        uid="c", measure=fault.fact.measure, unit=cast.unit_b, value=2.0, at=fault.fact.at, site=fault.fact.site
    )
    [newer] = correct(cast.lin, fault.fact, draft=draft, reason="少数一处").facts
    with pytest.raises(services.Refused, match="更正过"):
        services.decide(cast.lin, made, state="upheld", reason="对", value=0.0)
    done = services.decide(cast.zhou, made, state="upheld", reason="车主已驶离", value=0.0)
    assert done.correction.supersedes == newer


def test_upheld_the_problem_of_that_fault_is_none_and_the_others_go_on(cast: Cast) -> None:
    held = appealing.appealed(cast)
    services.decide(cast.lin, held, state="upheld", reason="核实：当时正在作业", value=1.0)
    [ended] = Problem.objects.filter(status="dismissed")
    assert held.observation is not None
    assert ended.findings.get().reference == reference(held.observation.visit, "clean")
    assert "申诉成立" in ended.events.latest("pk").words
    assert Problem.objects.exclude(status="dismissed").count() == 2


def test_late_is_refused_with_the_day(cast: Cast) -> None:
    fault = appealing.faults(cast)["clean"]
    long_ago = timezone.now() - timedelta(days=30)
    with connection.cursor() as cursor:  # as if a month had gone by; the journal itself refuses this
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE facts_fact SET recorded_at = %s", [long_ago])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    fault = Observation.objects.select_related("visit__site__unit", "visit__inspector", "fact").get(pk=fault.pk)
    last = calendar().after(timezone.localtime(long_ago).date(), 5).day
    with pytest.raises(services.Refused) as refused:
        appealing.appealed(cast, fault)
    assert day_text(last) in str(refused.value)


def test_the_days_are_the_countys_own_and_counted_over_its_calendar(cast: Cast) -> None:
    services.set_rules(cast.lin, version=1, appeal_workdays=3, decide_workdays=7)
    now = timezone.now()
    assert last_day(now) == calendar().after(today(), 3).day
    assert appealing.appealed(cast).due_on == calendar().after(today(), 7).day
    assert last_day(timezone.now()) >= today() >= open_since()
    with pytest.raises(PermissionDenied):
        services.set_rules(cast.wang, version=2, appeal_workdays=60, decide_workdays=1)


def test_once_is_once_and_who_answers_with_it_may_appeal_too(cast: Cast) -> None:
    found = appealing.faults(cast)
    made = appealing.appealed(cast, found["clean"], uid="u")
    assert appealing.appealed(cast, found["clean"], uid="u") == made
    with pytest.raises(services.Refused, match="已经申诉过"):
        appealing.appealed(cast, found["clean"])
    appealing.appealed(cast, found["clean"], by=cast.wang)  # 司法局 answers for 环卫
    with pytest.raises(PermissionDenied):
        appealing.appealed(cast, found["parking"], by=cast.wang)  # not for parking
    services.withdraw(cast.zhao, made)
    appealing.appealed(cast, found["clean"])
    assert Appeal.objects.count() == 3


def test_what_a_decision_gave_is_final_and_a_corrected_fact_is_named(cast: Cast) -> None:
    fault = appealing.faults(cast)["clean"]
    old = fault.fact
    done = services.decide(cast.lin, appealing.appealed(cast, fault), state="upheld", reason="对", value=1.0)
    with pytest.raises(services.Refused, match="不再受理"):
        appealing.appealed(cast, done.correction)
    with pytest.raises(services.Refused, match=f"第 {done.correction_id} 号"):
        appealing.appealed(cast, Fact.objects.get(pk=old.pk), by=cast.wang)


def test_a_published_result_stays_and_the_new_score_stands_beside_it(cast: Cast) -> None:
    fault = appealing.faults(cast)["clean"]
    campaign = visiting.campaign(cast)
    work_out(campaign)
    fixed = take_snapshot(cast.lin, campaign, title="三季度")
    publish(cast.lin, approve(cast.zhou, fixed, approve=True), visibility="all")
    fixed.refresh_from_db()
    held = bytes(fixed.result)
    done = services.decide(cast.lin, appealing.appealed(cast, fault), state="upheld", reason="对", value=1.0)
    fixed.refresh_from_db()
    assert bytes(fixed.result) == held
    assert list(queries.snapshots_beside(done)) == [fixed]
    assert [(one.unit, one.change) for one in queries.upheld_after(fixed) if one.change] == [(cast.unit_b, 4)]


def test_files_go_with_it_and_a_program_does_not(cast: Cast) -> None:
    pdf = services.File("作业记录.pdf", [obliging.PDF])
    made = appealing.appealed(cast, files=[pdf])
    with store.open(made.exhibits.get().blob) as kept:
        assert kept.read() == obliging.PDF
    with pytest.raises(services.Refused):
        appealing.appealed(cast, appealing.faults(cast)["sign"], files=[services.File("a.exe", [b"MZ"])])


def test_what_was_seen_by_a_second_pair_of_eyes_cost_nothing_and_is_not_appealed(cast: Cast) -> None:
    fault = appealing.faults(cast)["clean"]
    Visit.objects.update(counts=False)
    fault = Observation.objects.select_related("visit__site__unit", "visit__inspector").get(pk=fault.pk)
    with pytest.raises(services.Refused, match="没有扣分"):
        appealing.appealed(cast, fault)


def test_who_may_decide_is_reminded_and_what_is_late_goes_to_the_leaders_and_the_appellant(cast: Cast) -> None:
    made = appealing.appealed(cast)
    day = calendar().on_or_after(today()).day

    def told(kind: str) -> list[str]:
        return sorted(Notice.objects.filter(kind=kind).values_list("user__account", flat=True))

    Appeal.objects.filter(pk=made.pk).update(due_on=calendar().after(day, 3).day)
    assert escalating.sweep(day) == 0
    Appeal.objects.filter(pk=made.pk).update(due_on=day)
    assert [escalating.sweep(day) for _twice in range(2)] == [1, 1]
    assert (told("appeal.digest"), told("appeal.late")) == (["lin"], [])
    nearest = calendar().after(day, 1).day
    assert escalating.sweep(nearest) == 1
    assert (told("appeal.digest"), told("appeal.late")) == (["lin", "lin", "zhou"], ["zhao"])
    Appeal.objects.filter(pk=made.pk).update(recorded_by=cast.lin)
    assert escalating.sweep(calendar().after(day, 2).day) == 1
    assert told("appeal.digest").count("lin") == 2  # who recorded it cannot decide it, so is not asked to
    services.decide(cast.zhou, made, state="dismissed", reason="照片清楚")
    assert escalating.sweep(calendar().after(day, 3).day) == 0
