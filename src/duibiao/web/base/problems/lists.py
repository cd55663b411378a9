"""Lists of problems: columns, filters; for all doors."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.lib.tables import Column, Filter
from duibiao.problems.choices import (
    CLASS_OF,
    LIVE,
    Basis,
    CardKind,
    CardState,
    Cause,
    Class,
    Light,
    LookOutcome,
    PaperState,
    Severity,
    Shortcoming,
    Source,
    Status,
    statuses_of,
)
from duibiao.problems.models import Card, Consultation, Document, Kind, LookBack, Problem
from duibiao.problems.queries import FAR, light_is


def columns(labels: dict[str, str]) -> list[Column[Problem]]:
    """What an export holds beyond the page: place, class, number of times."""
    return [
        Column("number", _("编号"), lambda row: row.number, sort="number"),
        Column("words", _("问题"), lambda row: row.words),
        Column("kind", _("类型"), lambda row: row.kind.name, sort="kind__order"),
        Column("where", _("位置"), lambda row: row.where),
        Column("unit", _("责任单位"), lambda row: row.unit.name if row.unit else ""),
        Column("status", _("状态"), lambda row: labels[row.status], sort="status"),
        Column("due", _("时限"), _due, sort="due"),
        Column(
            "found", _("发现时间"), lambda row: timezone.localtime(row.found_at).replace(tzinfo=None), sort="found_at"
        ),
        Column("source", _("来源"), lambda row: row.get_source_display(), sort="source"),
        Column("round", _("反弹"), lambda row: row.relapses, sort="round", number=True),
    ]


def _due(row: Problem) -> Any:
    due = getattr(row, "due", FAR)
    return None if due == FAR else timezone.localtime(due).replace(tzinfo=None)


ATTEND = {
    "mine": Q(status__in=[Status.FOUND, Status.RETURNED, Status.RULING, Status.RECHECKED]),
    "recheck": Q(status=Status.RECTIFIED),
    "relapsed": Q(round__gt=1),
    "rework": Q(reworks__gt=0),
    "late_once": Q(late=True),
    "old": Q(old_since__isnull=False, status__in=statuses_of(Class.OPEN, Class.WAITING)),
    "major": Q(major=True),
    "undecided": Q(major=True, status__in=LIVE)
    & ~Q(pk__in=Consultation.objects.filter(done_on__isnull=False).values("problem")),
    "proposed": Q(pk__in=Card.objects.filter(state=CardState.PROPOSED).values("problem")),
    "appealed": Q(
        pk__in=Card.objects.filter(state=CardState.ISSUED, appealed_at__isnull=False, answer="").values("problem")
    ),
    "draft": Q(pk__in=Document.objects.filter(state=PaperState.DRAFT).values("problem")),
    "look": Q(pk__in=LookBack.objects.filter(outcome=LookOutcome.WAITING).values("problem")),
}


def attend_words() -> list[tuple[str, str]]:
    return [
        ("mine", _("等创建办处理")), ("recheck", _("等复核")), ("relapsed", _("反弹的")), ("rework", _("返过工的")),
        ("late_once", _("超过期的")), ("old", _("积案")), ("major", _("重大事项")), ("undecided", _("等会商或落实的")),
        ("look", _("要回头看的")), ("proposed", _("建议亮牌的")), ("appealed", _("亮牌申诉等答复的")), ("draft", _("文书等签发的")),
    ]  # fmt: skip


def with_card(kind: str) -> Q:
    """Problems for which a unit holds a card of this kind."""
    return Q(pk__in=Card.objects.filter(kind=kind, state=CardState.ISSUED).values("problem"))


def _search(text: str) -> Q:
    found = Q(number__icontains=text) | Q(words__icontains=text)
    return found | Q(site__name__icontains=text) | Q(unit__name__icontains=text)


def filters(labels: dict[str, str], *, units: bool = True) -> list[Filter]:
    """The same everywhere; a unit's own list needs no unit."""
    kinds = [(str(pk), name) for pk, name in Kind.objects.values_list("pk", "name")]
    return [
        Filter("q", _("编号、问题、点位、单位") if units else _("编号、问题、点位"), _search),
        Filter("class", _("类别"), lambda one: Q(status__in=[s for s in Status if CLASS_OF[s] == one]), Class.choices),
        Filter("status", _("状态"), lambda one: Q(status=one), [(str(one), labels[one]) for one in Status]),
        Filter("light", _("红黄绿"), light_is, Light.choices),
        Filter("kind", _("类型"), lambda pk: Q(kind=pk), kinds),
        Filter("attend", _("要留意的"), lambda name: ATTEND[name], attend_words()),
        Filter("severity", _("轻重"), lambda one: Q(severity=one), Severity.choices),
        Filter("source", _("来源"), lambda one: Q(source=one), Source.choices),
        Filter("card", _("亮牌"), with_card, CardKind.choices),
        Filter("cause", _("积案原因"), lambda one: Q(cause=one, old_since__isnull=False), Cause.choices),
        Filter("shortcoming", _("短板"), lambda one: Q(shortcoming=one), Shortcoming.choices),
    ]


def card_columns() -> list[Column[Card]]:
    return [
        Column("unit", _("单位"), lambda row: row.unit.name, sort="unit__order"),
        Column("kind", _("亮牌"), lambda row: row.get_kind_display(), sort="kind"),
        Column("state", _("状态"), lambda row: row.get_state_display(), sort="state"),
        Column("problem", _("问题"), lambda row: f"{row.problem.number} {row.problem.words}", sort="problem__number"),
        Column("basis", _("依据"), basis_words),
        Column("reason", _("理由"), lambda row: row.withdrawn_why or row.reason),
        Column("at", _("提出时间"), lambda row: timezone.localdate(row.at), sort="at"),
        Column("decided_at", _("亮牌时间"), lambda row: timezone.localdate(row.decided_at) if row.decided_at else None),
    ]


def basis_words(card: Any) -> str:
    """Why a card was proposed, in words."""
    known = {
        Basis.OVERDUE: _("超期 %d 个工作日") % card.count, Basis.REWORKS: _("复核 %d 次不合格") % card.count,
        Basis.HAND: _("由人决定"),
    }  # fmt: skip
    return str(known[Basis(card.basis)])


def card_filters() -> list[Filter]:
    appealed = Q(appealed_at__isnull=False)
    waits = [("waiting", _("申诉等答复")), ("answered", _("申诉已答复"))]
    return [
        Filter("q", _("单位、问题"), lambda text: Q(unit__name__icontains=text) | Q(problem__words__icontains=text) | Q(problem__number__icontains=text)),
        Filter("state", _("状态"), lambda one: Q(state=one), CardState.choices),
        Filter("kind", _("亮牌"), lambda one: Q(kind=one), CardKind.choices),
        Filter("appeal", _("申诉"), lambda one: appealed & (Q(answer="", state=CardState.ISSUED) if one == "waiting" else ~Q(answer="")), waits),
    ]  # fmt: skip
