"""Cards (提醒 → 黄牌 → 红牌 → 约谈): for units, never for persons. A rule proposes the heaviest that was reached; a person decides.

Its one trick: a proposal is one row for each problem that grows heavier while nobody has decided, so the office reads one line
and not three; and what was decided at one weight is not proposed again in the same round.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, IntegerField, Max, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.problems import telling
from duibiao.problems.choices import LIVE, STANDING, WEIGHT, Basis, CardKind, CardState, EventKind, Ground, Status
from duibiao.problems.models import Card, CardRule, Problem
from duibiao.problems.permissions import may_answer_for, may_decide
from duibiao.problems.refusals import NotAnother, NotNow
from duibiao.problems.writing import locked, move, need
from duibiao.workdays.queries import calendar

#: Workdays within which an appeal against a card is answered.
WAIT = 5
#: A card may still be taken back when the problem itself is over; not when it is handled elsewhere.
CARDED = (*LIVE, Status.CLOSED, Status.ARCHIVED, Status.NOT_FIXABLE)
_ORDER = Case(*(When(kind=kind, then=Value(n)) for kind, n in WEIGHT.items()), output_field=IntegerField())


def reached(lines: Iterable[CardRule], basis: str, count: int) -> str:
    """The heaviest card whose threshold is reached; empty: none."""
    come_to = [line.card for line in lines if line.basis == basis and line.threshold <= count]
    return max(come_to, key=lambda one: WEIGHT[one], default="")


def weights(problems: Sequence[Problem]) -> dict[int, int]:
    """The heaviest card that each problem's unit has been offered in this round, whatever became of it: one statement."""
    found = Card.objects.filter(problem__in=problems).annotate(weight=_ORDER)
    rows = found.values_list("problem", "round", "unit").annotate(most=Max("weight"))
    known = {(problem, number, unit): most for problem, number, unit, most in rows.order_by()}
    return {one.pk: known.get((one.pk, one.round, one.unit_id or 0), 0) for one in problems}


def propose_all(counts: Mapping[Problem, int], basis: Basis) -> int:
    """Put down the card that each problem has come to, where it is heavier than what was decided before; how many."""
    lines = list(CardRule.objects.filter(basis=basis))
    wanted = {problem: card for problem, n in counts.items() if (card := reached(lines, basis, n))}
    known = weights(list(wanted))
    fresh = {problem: card for problem, card in wanted.items() if WEIGHT[card] > known[problem.pk]}
    open_ones = {one.problem_id: one for one in Card.objects.filter(problem__in=fresh, state=CardState.PROPOSED)}
    made = []
    for problem, card in fresh.items():
        assert problem.unit_id is not None
        fields: dict[str, Any] = {"kind": card, "basis": basis, "count": counts[problem], "due_at": problem.due_at}
        if (held := open_ones.get(problem.pk)) is not None:
            Card.objects.filter(pk=held.pk, state=CardState.PROPOSED).update(**fields)
        else:
            made.append(Card(problem=problem, round=problem.round, unit_id=problem.unit_id, **fields))
    Card.objects.bulk_create(made, ignore_conflicts=True)
    return len(fresh)


def drop_idle() -> int:
    """What was proposed and nobody decided while the problem came to its end is proposed no more; how many."""
    return Card.objects.filter(state=CardState.PROPOSED).exclude(problem__status__in=LIVE).delete()[0]


def remind(now: datetime) -> int:
    """Appeals against cards that wait longer than `WAIT` workdays go to the leaders too, once; how many wait so long."""
    before = calendar().before(timezone.localdate(now), WAIT).day
    late = Card.objects.filter(state=CardState.ISSUED, appealed_at__date__lt=before, answer="")
    rows = list(late.select_related("problem", "unit"))
    for card in rows:
        telling.card_appeal_waits(card)
    return len(rows)


@transaction.atomic
def issue(by: User, problem: Problem, *, kind: str, reason: str, version: int | None = None) -> Card:
    """A person gives the unit a card: the one that a rule proposed, or another. The unit is told."""
    require(may_decide(by))
    held = locked(problem, version)
    need(held, *LIVE, act=_("亮牌"))
    if held.unit is None:
        raise NotNow(_("还没有交给任何单位，不能亮牌。"))
    if held.cards.filter(unit=held.unit, round=held.round, state=CardState.ISSUED, kind=kind).exists():
        raise NotNow(_("这个问题已经给该单位亮过这种牌，不能再亮一次。"))
    card = held.cards.filter(state=CardState.PROPOSED).first() or Card(
        problem=held, round=held.round, unit=held.unit, basis=Basis.HAND, count=0, due_at=held.due_at
    )
    card.kind, card.state, card.by, card.reason, card.decided_at = (
        kind,
        CardState.ISSUED,
        by,
        reason[:300],
        timezone.now(),
    )
    card.save()
    move(by, held, EventKind.CARDED, words=_said(card, reason))
    telling.carded(held, card, "carded")
    return card


def _said(card: Card, words: str) -> str:
    return f"{CardKind(card.kind).label}：{words}"


@transaction.atomic
def refuse(by: User, problem: Problem, *, reason: str, version: int | None = None) -> Card:
    """Somebody looked at the proposal and gives no card; the reason stays. It is not proposed at this weight again."""
    require(may_decide(by))
    held = locked(problem, version)
    card = held.cards.filter(state=CardState.PROPOSED).first()
    if card is None:
        raise NotNow(_("没有等人决定的亮牌建议，可能别人刚处理过。"))
    card.state, card.by, card.reason, card.decided_at = CardState.REFUSED, by, reason[:300], timezone.now()
    card.save()
    move(by, held, EventKind.CARD_NOT, words=_said(card, reason))
    return card


@transaction.atomic
def withdraw(by: User, problem: Problem, *, card: Card, why: str, reason: str, version: int | None = None) -> Card:
    """An issued card is taken back, with its ground. Whoever appealed and who issued it leave an appeal to another."""
    require(may_decide(by))
    held = locked(problem, version)
    mine = held.cards.select_for_update().filter(pk=card.pk, state=CardState.ISSUED).first()
    if mine is None:
        raise NotNow(_("这张牌已经撤销，请刷新页面。"))
    if mine.appealed_at is not None and not mine.answer:
        raise NotNow(_("单位对这张牌提出了申诉，请先由另一位同志答复申诉。"))
    _withdraw(by, held, mine, why, reason)
    return mine


def _withdraw(by: User, held: Problem, card: Card, why: str, reason: str) -> None:
    card.state, card.withdrawn_for, card.withdrawn_why = CardState.WITHDRAWN, why, reason[:300]
    card.withdrawn_by, card.withdrawn_at = by, timezone.now()
    card.save()
    move(by, held, EventKind.CARD_BACK, words=_said(card, f"{Ground(why).label} {reason}"))
    telling.carded(held, card, "card_back")


def wrong_unit(by: User, held: Problem, old: Unit, words: str) -> int:
    """The problem was another's all along: what its former unit was given for it is taken back by the same act, with its words."""
    rows = list(held.cards.filter(unit=old, round=held.round, state__in=STANDING))
    for card in rows:
        reason = words or _("问题改派给其他单位")
        if card.state == CardState.ISSUED:
            _withdraw(by, held, card, Ground.WRONG_UNIT, reason)
        else:
            card.state, card.by, card.reason, card.decided_at = CardState.REFUSED, by, reason[:300], timezone.now()
            card.save()
    return len(rows)


def appealable(problem: Problem) -> QuerySet[Card]:
    """The cards of a problem that its unit may appeal against: issued, and not yet appealed against."""
    return problem.cards.filter(state=CardState.ISSUED, appealed_at=None)


@transaction.atomic
def appeal(by: User, problem: Problem, *, card: Card, grounds: str, version: int | None = None) -> Card:
    """The unit says why it should not have the card; once."""
    held = locked(problem, version)
    mine = held.cards.select_for_update(of=("self",)).select_related("unit").filter(pk=card.pk).first()
    require(mine is not None and may_answer_for(by, mine.unit))
    assert mine is not None
    if mine.state != CardState.ISSUED or mine.appealed_at is not None:
        raise NotNow(_("这张牌已经撤销或已经申诉过，请刷新页面。"))
    mine.grounds, mine.appealed_by, mine.appealed_at = grounds[:1000], by, timezone.now()
    mine.save()
    move(by, held, EventKind.APPEALED, words=_said(mine, grounds))
    telling.office(held, "card_appeal")
    return mine


@transaction.atomic
def answer(by: User, problem: Problem, *, card: Card, granted: bool, reason: str, version: int | None = None) -> Card:
    """Another person than who issued it decides the appeal: the card is withdrawn, or it stands."""
    require(may_decide(by))
    held = locked(problem, version)
    mine = held.cards.select_for_update().filter(pk=card.pk).first()
    if mine is None or mine.appealed_at is None or mine.answer or mine.state != CardState.ISSUED:
        raise NotNow(_("这件申诉已经有人答复，请刷新页面。"))
    if by.pk in (mine.by_id, mine.appealed_by_id):
        raise NotAnother(_("亮牌的人和申诉人不能答复申诉，请由另一位同志答复。"))
    mine.answer, mine.answered_by = reason[:300], by
    mine.save()
    if granted:
        _withdraw(by, held, mine, Ground.APPEAL, reason)
    else:
        move(by, held, EventKind.CARD_STANDS, words=_said(mine, reason))
        telling.carded(held, mine, "card_stands")
    return mine


def counted(since: datetime, until: datetime) -> dict[int, int]:
    """Cards that count, by unit, issued in a span: what is a fact where a standard has a measure for it. One statement."""
    found = Card.objects.filter(state=CardState.ISSUED, decided_at__gte=since, decided_at__lt=until)
    return dict(found.order_by().values_list("unit").annotate(n=Count("pk")))
