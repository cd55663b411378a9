"""From assigned to archived: each step is another person's, the clock stops while the unit waits, nothing ends by talking."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from duibiao.asks.models import Ask
from duibiao.duties.models import CompetenceRule
from duibiao.files import store
from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from duibiao.problems import escalating, pausing, proposing, rules, services, watching
from duibiao.problems.choices import Class, Disposal, LookOutcome, Oddity, Status, When
from duibiao.problems.models import Escalation, Problem, SimilarCheck
from duibiao.problems.photos import Shot
from duibiao.problems.refusals import NoEnd, NoPhoto, NotAnother, NotNow
from duibiao.workdays.queries import calendar
from tests import makers, troubles
from tests.cast import Cast


def shot(words: str = "after", **fields: object) -> Shot:
    return Shot(store.put([words.encode()], name="a.jpg", kind="image/jpeg"), **fields)  # type: ignore[arg-type]


def rectified(cast: Cast, **fields: object) -> Problem:
    held = troubles.signed(cast, **fields)
    return services.rectify(cast.zhao, held, words="已修好", disposal=Disposal.REPAIRED, photos=[shot(held.number)])


def closed(cast: Cast, **fields: object) -> Problem:
    held = services.recheck(cast.chen, rectified(cast, **fields), passed=True, words="合格")
    return services.close(cast.lin, held)


def test_a_problem_is_closed_by_the_hands_of_four_and_each_of_them_stands_in_its_history(cast: Cast) -> None:
    held = closed(cast)
    assert (held.status, held.class_, held.watch_until) == (Status.CLOSED, Class.FIXED, today() + timedelta(days=60))
    assert [(str(one.kind), one.by_id) for one in held.events.all()] == [
        ("found", cast.lin.pk), ("assigned", cast.lin.pk), ("signed", cast.zhao.pk), ("rectified", cast.zhao.pk),
        ("rechecked", cast.chen.pk), ("closed", cast.lin.pk),
    ]  # fmt: skip
    assert Ask.objects.get(unit=cast.unit_b).state == "done"


def test_it_refuses_to_be_rectified_without_a_photo_of_after_where_the_kind_wants_one(cast: Cast) -> None:
    held = troubles.signed(cast)
    with pytest.raises(NoPhoto):
        services.rectify(cast.zhao, held, words="好了", disposal=Disposal.REPAIRED)
    rules.change_kind(cast.lin, held.kind, version=held.kind.version, needs_photo=False)
    assert services.rectify(cast.zhao, held, words="好了", disposal=Disposal.REPAIRED).status == Status.RECTIFIED


def test_nothing_ends_by_talking_and_a_punishment_has_a_number(cast: Cast) -> None:
    held = troubles.signed(cast)
    with pytest.raises(NoEnd):
        services.rectify(cast.zhao, held, words="已协调", disposal=Disposal.COORDINATED, photos=[shot()])
    with pytest.raises(NoEnd):
        services.rectify(cast.zhao, held, words="已查处", disposal=Disposal.PUNISHED, photos=[shot()])


def test_it_refuses_a_recheck_by_who_assigned_it_and_by_the_unit(cast: Cast) -> None:
    held = rectified(cast)
    with pytest.raises(NotAnother):
        services.recheck(cast.lin, held, passed=True)
    with pytest.raises(PermissionDenied):
        services.recheck(cast.zhao, held, passed=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Problem.objects.filter(pk=held.pk).update(rechecked_by=cast.zhao)


def test_an_old_photo_proves_nothing_after_a_recheck_that_failed_and_rework_is_counted(cast: Cast) -> None:
    held = rectified(cast)
    for number in (1, 2):
        held = services.recheck(cast.chen, held, passed=False, words="还有坑")
        assert (held.status, held.reworks) == (Status.SIGNED, number)
        with pytest.raises(NoPhoto):
            services.rectify(cast.zhao, held, words="好了", disposal=Disposal.REPAIRED)
        held = services.rectify(
            cast.zhao, held, words="好了", disposal=Disposal.REPAIRED, photos=[shot(f"again {number}")]
        )
    assert Notice.objects.filter(user=cast.lin, kind="problem.accountability").count() == 1


def test_photos_tell_that_they_were_used_before_or_taken_elsewhere_and_stop_nobody(cast: Cast) -> None:
    site = troubles.a_site(cast)
    first = troubles.signed(cast, site=site)
    far = shot("same", latitude=34.2, longitude=114.0)
    services.rectify(cast.zhao, first, words="好了", disposal=Disposal.REPAIRED, photos=[far])
    second = troubles.signed(cast)
    services.rectify(cast.zhao, second, words="好了", disposal=Disposal.REPAIRED, photos=[shot("same")])
    assert first.photos.get(when=When.AFTER).oddities == [Oddity.FAR]
    assert second.photos.get(when=When.AFTER).oddities == [Oddity.NO_POSITION, Oddity.SEEN]


def test_the_clock_stops_while_the_unit_waits_and_goes_on_where_it_stood(cast: Cast) -> None:
    held = troubles.signed(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Problem.objects.filter(pk=held.pk).update(status=Status.SUSPENDED)
    held = services.suspend(cast.lin, held, why="season", until=today() + timedelta(days=90), words="冬季不能施工")
    assert (held.class_, held.left_minutes is not None) == (Class.WAITING, True)
    assert pausing.resume_due() == 0
    Problem.objects.filter(pk=held.pk).update(suspended_until=today(), left_minutes=480)
    assert pausing.resume_due() == 1
    again = Problem.objects.get(pk=held.pk)
    assert (again.status, again.left_minutes) == (Status.SIGNED, None)
    due = timezone.localtime(again.due_at)
    assert calendar().between(today(), due.date()) <= 2
    assert due.hour == 18


def test_more_time_is_asked_for_once_and_granted_by_another(cast: Cast) -> None:
    held = troubles.signed(cast)
    until = calendar().after(today(), 12).day
    asked = services.ask_extension(cast.zhao, held, until=until, reason="等配件")
    with pytest.raises(NotNow):
        services.ask_extension(cast.zhao, held, until=until, reason="再等等")
    services.decide_extension(cast.zhou, asked, granted=True, answer="同意")
    with pytest.raises(NotNow):
        services.decide_extension(cast.lin, asked, granted=False)
    again = Problem.objects.get(pk=held.pk)
    assert timezone.localtime(again.due_at).date() == until
    assert Ask.objects.get(unit=cast.unit_b).due_on == until


def test_the_second_return_is_ruled_on_and_the_ruling_is_proposed_first_the_next_time(cast: Cast) -> None:
    site = troubles.a_site(cast)
    held = troubles.assigned(cast, site=site)
    services.give_back(cast.zhao, held, grounds="不归我们管", proposes=cast.unit_a)
    held = services.assign(cast.lin, held, unit=cast.unit_a)
    assert Ask.objects.get(unit=cast.unit_b).state == "withdrawn"
    services.give_back(cast.wang, held, grounds="也不归我们管")
    held = Problem.objects.get(pk=held.pk)
    assert (held.status, held.class_) == (Status.RULING, Class.WAITING)
    with pytest.raises(NotNow):
        services.assign(cast.lin, held, unit=cast.unit_a)
    services.rule(cast.lin, held, unit=cast.unit_a, grounds="三定方案第五条", present="司法局、城关镇")
    held = Problem.objects.get(pk=held.pk)
    assert (held.status, held.unit, held.ruled) == (Status.ASSIGNED, cast.unit_a, True)
    with pytest.raises(NotNow):
        services.give_back(cast.wang, held, grounds="还是不服")
    assert CompetenceRule.objects.get(ended_at=None).unit == cast.unit_a
    again = troubles.found(cast, site=site)
    assert again.proposed == cast.unit_a
    assert "三定方案" in again.proposed_why
    assert [one.rule.unit for one in proposing.grounds_for(held)] == [cast.unit_a]


def test_who_filled_a_form_before_somebody_else_acted_is_told(cast: Cast) -> None:
    held = troubles.assigned(cast)
    services.sign(cast.zhao, held)
    with pytest.raises(versions.Stale):
        services.suspend(
            cast.lin, held, why="season", until=today() + timedelta(days=9), words="冬", version=held.version
        )


def test_splitting_and_merging_keep_every_history_and_show_the_links(cast: Cast) -> None:
    held = troubles.signed(cast, site=troubles.a_site(cast))
    one, two = services.split(cast.lin, held, parts=[("路面破损", cast.unit_b), ("路灯不亮", None)])
    held = Problem.objects.get(pk=held.pk)
    assert (held.status, one.status, two.status) == (Status.SPLIT, Status.ASSIGNED, Status.FOUND)
    assert list(held.parts.order_by("pk")) == [one, two]
    assert services.merge(cast.lin, one, others=[two]) == 1
    two = Problem.objects.get(pk=two.pk)
    assert (two.status, two.merged_into, two.class_) == (Status.MERGED, one, Class.ELSEWHERE)
    assert two.events.count() == 2
    with pytest.raises(NotNow):
        services.merge(cast.lin, one, others=[held])


def test_who_is_late_is_told_once_a_day_by_level_and_twice_run_is_once_told(cast: Cast) -> None:
    head = makers.account(
        "tian", "unit", unit=cast.unit_b, person=makers.person(cast.lin, unit=cast.unit_b, kind="head")
    )
    rows = [troubles.signed(cast) for _ in range(3)]
    before = calendar().before(today(), 2).day
    late = timezone.make_aware(timezone.datetime(before.year, before.month, before.day, 18))
    Problem.objects.filter(pk__in=[one.pk for one in rows]).update(due_at=late)
    now = timezone.localtime().replace(hour=20)
    reached = escalating.sweep(now)
    assert reached == Escalation.objects.count() == 9 if calendar().is_workday(today()) else reached >= 6
    assert escalating.sweep(now) == 0
    for user in (cast.zhao, head):
        assert Notice.objects.filter(user=user, kind="problem.digest").count() == 1
    assert Problem.objects.filter(late=True).count() == 3
    assert not Notice.objects.filter(user=cast.wang, kind="problem.digest").exists()


def test_a_look_back_is_drawn_by_risk_once_a_month_and_anybody_can_draw_it_again(cast: Cast) -> None:
    risks = {f"2026-{n:06}": 1.0 + n % 4 for n in range(4000)}
    known = watching.chances(risks, 20)
    hits = watching.drawn(risks, 20, "seed")
    assert hits == watching.drawn(risks, 20, "seed")
    assert abs(len(hits) - sum(known.values())) < 4 * sum(p * (1 - p) for p in known.values()) ** 0.5
    assert known["2026-000003"] == pytest.approx(4 * known["2026-000000"])
    held = closed(cast)
    rules.set_terms(cast.lin, version=1, look_percent=100)
    draw = watching.draw_looks()
    assert draw is not None
    assert watching.draw_looks() is None
    back = services.look(cast.chen, draw.looks.get(), held_up=False, words="又坏了")
    assert (back.pk, back.status, back.round) == (held.pk, Status.ASSIGNED, 2)
    assert draw.looks.get().outcome == LookOutcome.RELAPSED


def test_what_held_through_its_watch_goes_to_the_archive(cast: Cast) -> None:
    held = closed(cast)
    assert watching.archive_due(held.watch_until) == 0
    assert watching.archive_due(held.watch_until + timedelta(days=1)) == 1
    assert Problem.objects.get(pk=held.pk).class_ == Class.FIXED


def test_similar_sites_check_themselves_with_one_ask_for_each_unit(cast: Cast) -> None:
    held = troubles.signed(cast, site=troubles.a_site(cast))
    others = [troubles.a_site(cast) for _ in range(3)]
    assert services.ask_checks(cast.lin, held, sites=[one.pk for one in others]) == 3
    assert Ask.objects.filter(reference=f"similar:{held.pk}").count() == 1
    checks = list(SimilarCheck.objects.order_by("pk"))
    with pytest.raises(PermissionDenied):
        services.answer_check(cast.wang, checks[0], clean=True)
    for one in checks[:2]:
        services.answer_check(cast.zhao, one, clean=True)
    answered = services.answer_check(cast.zhao, checks[2], clean=False, words="也有坑")
    assert answered.found is not None
    assert answered.found.source == "self_check"
    assert Ask.objects.get(reference=f"similar:{held.pk}").state == "done"


def test_an_old_case_has_a_cause_and_a_leader_who_hears_of_it(cast: Cast) -> None:
    held = troubles.signed(cast, found_at=timezone.now() - timedelta(days=120))
    assert escalating.mark_old() == 1
    leader = makers.person(cast.lin, unit=cast.county, name="周明", kind="head")
    type(cast.zhou).objects.filter(pk=cast.zhou.pk).update(person=leader)
    held = services.take_charge(cast.lin, held, leader=leader, cause="money")
    assert (held.old_since, held.leader) == (today(), leader)
    assert Notice.objects.filter(user=cast.zhou, kind="problem.leader").count() == 1
