"""Social supervisors: kept with little, reached only by whoever may, and a suggestion that must be answered, judged once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from duibiao.asks.models import Ask
from duibiao.asks.services import TooSoon
from duibiao.audit.models import Line
from duibiao.files.importing import kind_of
from duibiao.files.services import applied
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from duibiao.participation import keys
from duibiao.participation import supervisor_queries as queries
from duibiao.participation.models import Suggestion, Supervisor, SupervisorContact, SupervisorKey
from duibiao.participation.services import errands, suggestions, supervisors
from duibiao.participation.services.residents import Refused
from duibiao.workdays.queries import calendar
from tests import makers, supervising
from tests.cast import Cast


def test_the_contact_is_sealed_looked_at_only_by_the_office_and_forgotten_after_the_term(cast: Cast) -> None:
    one = supervising.supervisor(cast, contact="13800000000")
    assert "138" not in SupervisorContact.objects.get().sealed
    assert supervisors.read_supervisor_contact(cast.lin, one) == "13800000000"
    for name in ("zheng", "wang", "chen", "zhou", "wu"):
        with pytest.raises(PermissionDenied):
            supervisors.read_supervisor_contact(cast.of(name), one)
    assert Line.objects.get(act="participation.read_supervisor_contact").thing_id == one.pk
    assert one.until is not None
    assert supervisors.forget_contacts(one.until + timedelta(days=30)) == 0
    assert supervisors.forget_contacts(one.until + timedelta(days=31)) == 1
    assert supervisors.read_supervisor_contact(cast.lin, one) == ""


def test_no_name_contact_or_word_of_theirs_stands_in_the_audit_or_a_notice(cast: Cast) -> None:
    one = supervising.supervisor(cast, name="秦晓岚", contact="13800000000")
    supervising.link(cast, one)
    held = supervising.suggestion(cast, one, title="独一无二的事由", words="独一无二的建议", wished=cast.unit_a)
    suggestions.answer(cast.wang, held, outcome="explained", words="独一无二的答复")
    suggestions.judge(one, held, satisfied=False, words="独一无二的评价")
    said = " ".join(str(line.detail) for line in Line.objects.all()) + " ".join(
        one.words for one in Notice.objects.all()
    )
    for words in ("秦晓岚", "138", "独一无二"):
        assert words not in said


def test_a_link_opens_until_its_day_the_end_of_the_term_or_until_it_is_taken_back(cast: Cast) -> None:
    one = supervising.supervisor(cast)
    key = supervisors.give_key(cast.lin, one, until=today() + timedelta(days=999))
    assert key.until == one.until
    token = keys.token_of(key)
    assert keys.supervisor_of(token) == one
    for wrong in (
        token[:-1] + ("0" if token[-1] != "0" else "1"),
        token.partition("-")[0] + "-",
        "中-文",
        "",
        "ffffffffffffffffffff-0",
    ):
        assert keys.supervisor_of(wrong) is None
    renewed = supervisors.give_key(cast.lin, one)
    assert keys.supervisor_of(token) is None
    Supervisor.objects.filter(pk=one.pk).update(until=today() - timedelta(days=1))
    assert keys.supervisor_of(keys.token_of(renewed)) is None
    Supervisor.objects.filter(pk=one.pk).update(until=None)
    supervisors.revoke_key(cast.lin, one)
    assert keys.supervisor_of(keys.token_of(renewed)) is None
    SupervisorKey.objects.create(supervisor=one, until=today(), by=cast.lin)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupervisorKey.objects.create(supervisor=one, until=today(), by=cast.lin)


def test_erasing_takes_name_contact_and_link_and_leaves_what_was_said(cast: Cast) -> None:
    one = supervising.supervisor(cast, contact="13800000000", topics="市场")
    link, held = supervising.link(cast, one), supervising.suggestion(cast, one)
    supervisors.erase_supervisor(cast.lin, one)
    one.refresh_from_db()
    assert (one.name, one.topics, SupervisorContact.objects.count()) == ("", "", 0)
    assert keys.supervisor_of(link.split("/")[3]) is None
    assert Suggestion.objects.get() == held
    with pytest.raises(Refused):
        supervisors.give_key(cast.lin, one)


def test_a_whole_kind_is_asked_once_and_each_has_a_link(cast: Cast) -> None:
    first, second = (supervising.supervisor(cast, kind="woodpecker") for _ in range(2))
    supervising.supervisor(cast, kind="woodpecker", until=today() - timedelta(days=1))
    supervising.supervisor(cast, kind="congress")
    made = supervising.errand(cast, uid="same", kind="woodpecker")
    assert supervising.errand(cast, uid="same", kind="woodpecker") == made
    assert set(made.supervisors.all()) == {first, second}
    assert {key.supervisor for key in SupervisorKey.objects.all()} == {first, second}
    with pytest.raises(Refused, match="没有在任"):
        supervising.errand(cast, kind="party")
    with pytest.raises(PermissionDenied):
        errands.ask_to_look(cast.wang, uid="x", title="x", due_on=today(), kind="woodpecker")


def test_a_report_waits_for_the_office_like_a_residents_and_is_shown_to_its_sender_alone(cast: Cast) -> None:
    one, other = supervising.supervisor(cast), supervising.supervisor(cast)
    fields = {"uid": "u1", "kind": "litter", "words": "垃圾桶满了", "place_words": "路口"}
    made = errands.report(one, **fields)
    assert errands.report(one, **fields) == made
    assert errands.report(other, **fields) != made
    assert (made.state, made.problem) == ("waiting", None)
    assert [report for report, _progress in queries.reports_of(one)] == [made]


def test_what_a_deputy_suggests_to_a_named_unit_is_there_at_once_and_other_suggestions_wait(cast: Cast) -> None:
    deputy, caller = supervising.supervisor(cast), supervising.supervisor(cast, kind="callers")
    for one in (deputy, caller):
        supervising.link(cast, one)
    straight = supervising.suggestion(cast, deputy, wished=cast.unit_a)
    assert (straight.state, straight.unit, straight.due_on) == ("given", cast.unit_a, calendar().after(today(), 15).day)
    ask = Ask.objects.get()
    assert (ask.unit, ask.due_on, ask.link) == (cast.unit_a, straight.due_on, f"/unit/suggestions/{straight.pk}/")
    assert Notice.objects.filter(user=cast.wang, kind="suggestion.given").count() == 1
    assert supervising.suggestion(cast, caller, wished=cast.unit_a).state == "waiting"
    assert supervising.suggestion(cast, deputy, wished=cast.county).state == "waiting"  # nobody there would hear of it
    assert supervising.suggestion(cast, deputy, uid="twice") == supervising.suggestion(cast, deputy, uid="twice")


def test_not_satisfied_sends_it_back_once_and_the_second_answer_ends_it(cast: Cast) -> None:
    one = supervising.supervisor(cast)
    held = supervising.suggestion(cast, one)
    with pytest.raises(TooSoon):
        suggestions.give(cast.lin, held, unit=cast.unit_a, due_on=today())
    suggestions.give(cast.lin, held, unit=cast.unit_b, due_on=today() + timedelta(days=20))
    suggestions.give(cast.lin, held, unit=cast.unit_a, due_on=today() + timedelta(days=20))
    assert {ask.unit: ask.state for ask in Ask.objects.all()} == {cast.unit_b: "withdrawn", cast.unit_a: "open"}
    for who in (cast.zhao, cast.lin, cast.zhou):
        with pytest.raises(PermissionDenied):
            suggestions.answer(who, held, outcome="accepted", words="不该我答")
    suggestions.answer(cast.wang, held, outcome="explained", words="在研究")
    with pytest.raises(PermissionDenied):
        suggestions.judge(supervising.supervisor(cast), held, satisfied=True)
    suggestions.judge(one, held, satisfied=False, words="没有说什么时候")
    with pytest.raises(Refused):
        suggestions.judge(one, held, satisfied=True)
    held.refresh_from_db()
    assert (held.state, held.round) == ("back", 2)
    suggestions.give(cast.lin, held, unit=cast.unit_a, due_on=today() + timedelta(days=20))
    suggestions.answer(cast.wang, held, outcome="accepted", words="已经办好")
    held.refresh_from_db()
    assert (held.state, held.satisfied, [one.words for one in held.answers.all()]) == (
        "closed",
        False,
        ["在研究", "已经办好"],
    )
    assert not Ask.objects.filter(state__in=["open", "answered"]).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        held.answers.update(words="改一改")


def test_units_are_counted_by_the_day_that_was_due_when_they_answered(cast: Cast) -> None:
    in_time, late, overdue, waiting = (supervising.given(cast) for _ in range(4))
    past = today() - timedelta(days=1)
    Suggestion.objects.filter(pk__in=[late.pk, overdue.pk]).update(due_on=past)
    for held in (in_time, late):
        suggestions.answer(cast.wang, held, outcome="listed", words="已列入计划")
    suggestions.judge(in_time.supervisor, in_time, satisfied=True)
    line = queries.by_unit()[0]
    assert line == queries.UnitLine(cast.unit_a, 1, 1, 1, 1, 1, 0)
    assert waiting.due_on is not None


def test_the_register_comes_by_workbook_and_every_wrong_cell_is_named(cast: Cast) -> None:
    kind = kind_of("supervisors")
    assert kind is not None
    area = makers.area(cast.lin, unit=cast.unit_b)
    supervisors.set_labels(cast.lin, {"woodpecker": "啄木鸟行动队"})
    heads = ["编号", "姓名或队名", "身份", "任期起", "任期止", "联系的区域路段", "关注的事项"]
    good = [
        ["ZM-1", "一队", "啄木鸟行动队", today(), None, area.code, ""],
        ["RD-1", "秦晓", "人大代表", None, None, "", "市场"],
    ]
    first = applied(cast.lin, kind, makers.book(heads, *good))
    assert (first.added, first.problems) == (2, [])
    assert "秦晓" not in " ".join(first.lines)  # the lines are kept
    again = applied(cast.lin, kind, makers.book(heads, good[0], [*good[1][:6], "农贸市场"]))
    assert (again.added, again.changed, again.unchanged) == (0, 1, 1)
    wrong = applied(
        cast.lin,
        kind,
        makers.book(
            heads,
            ["A", "甲", "大侠", today(), today() - timedelta(days=1), "没有的路", ""],
            ["A", "乙", "其他", None, None, "", ""],
        ),
    )
    assert [(one.row, one.column) for one in wrong.problems] == [
        (2, "身份"),
        (2, "联系的区域路段"),
        (2, "任期止"),
        (3, "编号"),
    ]


def test_a_unit_writes_for_the_answer_to_the_superior_and_the_last_word_stands(cast: Cast) -> None:
    item = supervising.item(cast)
    with pytest.raises(PermissionDenied):
        suggestions.reply(cast.zhao, item, words="不是我的")
    for words in ("正在补", "已经补齐", "已经补齐"):
        suggestions.reply(cast.wang, item, words=words)
    assert [one.words for one in item.replies.all()] == ["已经补齐", "正在补"]
