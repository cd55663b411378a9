"""Asks of units: grounds and time, the same thing once, answered and returned, moved with history."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from duibiao.asks import numbers, queries, services
from duibiao.asks.burden import burden
from duibiao.asks.choices import AskKind, AskState
from duibiao.asks.models import Ask, Stopped
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from duibiao.organisation.models import User
from duibiao.organisation.queries import liaison_users, liaison_users_of
from duibiao.standards.models import Measure
from duibiao.workdays import services as workdays
from duibiao.workdays.queries import calendar
from tests import makers, scoring
from tests.cast import Cast
from tests.obliging import PDF


def in_workdays(n: int) -> date:
    return calendar().after(today(), n).day


def asked(cast: Cast, by: User | None = None, **fields: Any) -> Ask:
    start = {
        "unit": cast.unit_a, "kind": AskKind.NUMBER, "title": "报11月会议次数", "grounds": "年度要点第3条",
        "due_on": in_workdays(5), "reference": "r1",
    }  # fmt: skip
    return services.ask(by or cast.lin, **{**start, **fields})


@pytest.mark.parametrize("workdays_given", [0, 1, 2])
def test_a_unit_is_given_its_workdays_unless_a_reason_is_stated(cast: Cast, workdays_given: int) -> None:
    day = in_workdays(workdays_given)
    with pytest.raises(services.TooSoon, match="至少要给单位留 3 个工作日"):
        asked(cast, due_on=day)
    with pytest.raises(services.TooSoon):
        asked(cast, due_on=day, urgent_reason="  ")
    assert asked(cast, due_on=day, urgent_reason="省里今天要").urgent_reason
    assert asked(cast, due_on=in_workdays(3), reference="r2").state == AskState.OPEN


def test_how_many_workdays_is_for_the_office_to_say(cast: Cast) -> None:
    services.set_terms(cast.lin, min_workdays=0)
    assert asked(cast, due_on=today())
    with pytest.raises(PermissionDenied):
        services.set_terms(cast.wang, min_workdays=1)


def test_the_database_refuses_an_ask_without_grounds(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="ask_has_grounds"), transaction.atomic():
        asked(cast, grounds="")


def test_the_same_reference_is_asked_once(cast: Cast) -> None:
    assert asked(cast) == asked(cast, title="又一遍")
    assert Notice.objects.filter(user=cast.wang).count() == 1


def test_the_same_subject_is_stopped_with_what_is_there_and_counted(cast: Cast) -> None:
    there = asked(cast, subject="measure:meetings:2026-11")
    with pytest.raises(services.AskedAlready, match="报11月会议次数") as stopped:
        asked(cast, reference="r2", subject="measure:meetings:2026-11")
    assert stopped.value.ask == there
    assert Stopped.objects.get().ask == there
    assert asked(cast, reference="r2", subject="measure:meetings:2026-11", unit=cast.unit_b)


@pytest.fixture
def done(cast: Cast) -> Ask:
    made = asked(cast, subject="s")
    services.answer(cast.wang, made, words="12次")
    return services.accept(cast.lin, made)


def test_what_was_answered_this_year_is_not_asked_again_but_next_year_it_is(cast: Cast, done: Ask) -> None:
    with pytest.raises(services.AskedAlready):
        asked(cast, reference="r2", subject="s")
    assert asked(cast, reference="r2", subject="s", due_on=date(today().year + 1, 6, 1))


def test_what_was_withdrawn_may_be_asked_again(cast: Cast) -> None:
    services.withdraw(cast.lin, asked(cast, subject="s"), reason="不要了")
    assert asked(cast, reference="r2", subject="s")


def test_an_answer_is_returned_with_a_reason_and_comes_again(cast: Cast) -> None:
    made = asked(cast)
    services.answer(cast.wang, made, words="12次")
    assert list(queries.open_of(cast.unit_a)) == []
    services.give_back(cast.lin, made, reason="少了10月的")
    assert list(queries.open_of(cast.unit_a)) == [made]
    services.answer(cast.wang, made, words="15次")
    services.accept(cast.lin, made)
    kinds = ["asked", "answered", "returned", "answered", "done"]
    assert list(made.steps.values_list("kind", flat=True)) == kinds
    assert "少了10月的" in Notice.objects.filter(user=cast.wang).latest("id").words


@pytest.mark.parametrize("act", ["accept", "give_back"])
def test_two_who_judge_the_same_answer_end_in_one_state(cast: Cast, act: str) -> None:
    made = asked(cast)
    services.answer(cast.wang, made, words="12次")
    services.accept(cast.lin, made)
    reason = {"reason": "不行"} if act == "give_back" else {}
    with pytest.raises(services.NotNow, match="办结"):
        getattr(services, act)(cast.lin, made, **reason)


def test_nobody_answers_for_another_unit_and_no_unit_accepts_its_own_answer(cast: Cast) -> None:
    made = asked(cast)
    for who in (cast.zhao, cast.lin, cast.wu):
        with pytest.raises(PermissionDenied):
            services.answer(who, made, words="x")
    services.answer(cast.wang, made, words="12次")
    with pytest.raises(PermissionDenied):
        services.accept(cast.wang, made)
    assert not queries.asks(cast.zhao).exists()


def test_a_new_day_keeps_the_old_one_in_the_history(cast: Cast) -> None:
    made = asked(cast)
    first, later = made.due_on, in_workdays(9)
    assert services.reschedule(cast.lin, reference="r1", unit=cast.unit_a, due_on=later, reason="会议推迟") == 1
    assert services.reschedule(cast.lin, reference="r1", unit=cast.unit_a, due_on=later, reason="会议推迟") == 0
    step = made.steps.latest("id")
    assert (step.due_before, step.due_after, step.words) == (first, later, "会议推迟")


def test_a_part_ends_what_it_asked_of_one_unit_or_of_all(cast: Cast) -> None:
    for unit in (cast.unit_a, cast.unit_b):
        asked(cast, unit=unit)
    assert services.settle(cast.lin, reference="r1", unit=cast.unit_a) == 1
    assert services.settle(cast.lin, reference="r1", state=AskState.WITHDRAWN) == 1
    assert services.settle(cast.lin, reference="r1") == 0
    assert sorted(Ask.objects.values_list("state", flat=True)) == ["done", "withdrawn"]


def test_overdue_stands_first(cast: Cast) -> None:
    late = asked(cast, reference="r2")
    Ask.objects.filter(pk=late.pk).update(due_on=today() - timedelta(days=3))
    soon = asked(cast, reference="r3", due_on=in_workdays(4))
    last = asked(cast)
    assert [one.pk for one in queries.open_of(cast.unit_a)] == [late.pk, soon.pk, last.pk]


def test_who_asked_hears_when_the_new_notice_makes_a_day_free(cast: Cast) -> None:
    made = asked(cast)
    workdays.set_day(cast.lin, day=made.due_on, kind="off")
    assert services.look_at_days_again() == 1
    services.look_at_days_again()
    told = Notice.objects.get(user=cast.lin, kind="calendar")
    assert "是休息日" in told.words


def test_who_hears_of_an_ask_speaks_for_exactly_that_unit(cast: Cast) -> None:
    below = makers.unit(cast.lin, parent=cast.unit_b, kind="village", name="东村")
    assert liaison_users(cast.unit_a) == [cast.wang]
    assert liaison_users(below) == []
    assert liaison_users_of([cast.unit_a, cast.unit_b, below]) == [cast.wang, cast.zhao]
    User.objects.filter(pk=cast.wang.pk).update(is_active=False)
    assert liaison_users(cast.unit_a) == []


# ── natural ends, and numbers that are there already ──────────────────────────────────────────────


@pytest.mark.parametrize("kind", [AskKind.REPORT, AskKind.SIGNATURE])
def test_a_report_given_and_a_paper_signed_for_end_the_ask_and_may_still_go_back(cast: Cast, kind: AskKind) -> None:
    made = services.answer(
        cast.wang, asked(cast, kind=kind, subject="s"), words="见附件", file=[PDF], file_name="情况.pdf"
    )
    assert (made.state, made.file_name, [step.kind for step in made.steps.all()]) == (
        AskState.DONE,
        "情况.pdf",
        ["asked", "answered", "done"],
    )
    back = services.give_back(cast.lin, made, reason="缺第三部分")
    assert (back.state, back.ended_at) == (AskState.RETURNED, None)
    assert services.answer(cast.wang, made, words="补上了").state == AskState.DONE


def test_a_file_that_is_not_what_it_says_leaves_the_ask_open(cast: Cast) -> None:
    made = asked(cast, kind=AskKind.REPORT)
    with pytest.raises(services.BadFile), transaction.atomic():
        services.answer(cast.wang, made, words="见附件", file=[b"MZ\x90"], file_name="情况.pdf")
    made.refresh_from_db()
    assert made.state == AskState.OPEN


def test_an_answer_that_ended_an_ask_does_not_go_back_beside_a_newer_ask(cast: Cast) -> None:
    made = services.answer(cast.wang, asked(cast, kind=AskKind.REPORT, subject="s"), words="见附件")
    Ask.objects.filter(pk=made.pk).update(due_on=date(2020, 1, 2))
    asked(cast, kind=AskKind.REPORT, subject="s", reference="r2")
    with pytest.raises(services.NotNow):
        services.give_back(cast.lin, made, reason="缺")


def number(cast: Cast, **fields: Any) -> Ask:
    start = {
        "unit": cast.unit_a,
        "measure": Measure.objects.get(pk="meetings"),
        "since": date(2026, 3, 1),
        "until": date(2026, 3, 31),
    }
    start |= {"title": "报3月会议次数", "grounds": "要点", "due_on": in_workdays(5), "reference": "n1"}
    return numbers.ask_number(cast.lin, **{**start, **fields})


def test_a_number_that_is_in_the_journal_is_not_asked_for_and_the_attempt_is_counted(cast: Cast) -> None:
    scoring.quiet(cast)
    when = datetime(2026, 3, 3, 9, tzinfo=timezone.get_current_timezone())
    posted = scoring.fact(cast.lin, "meetings", cast.unit_a, value=2, at=when).facts[0]
    with pytest.raises(numbers.GivenAlready, match=r"司法局的“.*”.*已经报过") as refused:
        number(cast)
    assert refused.value.given.fact == posted
    stopped = Stopped.objects.get()
    assert (stopped.fact, stopped.unit, burden(cast.lin).stopped_count) == (posted, cast.unit_a, 1)
    assert number(cast, since=date(2026, 4, 1), until=date(2026, 4, 30)).kind == AskKind.NUMBER
    assert number(cast, unit=cast.unit_b).unit == cast.unit_b
    with pytest.raises(services.AskedAlready):
        number(cast, unit=cast.unit_b, reference="n2", title="三月开了几次会")


def test_words_are_matched_to_the_measure_that_they_name(cast: Cast) -> None:
    scoring.quiet(cast)
    named = Measure.objects.get(pk="meetings")
    found = numbers.measure_for(f"请报11月{named.name}有几次")
    assert (found, numbers.measure_for("今年植树几棵")) == (named, None)
