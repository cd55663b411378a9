"""Problems, as pages want them.

Its one trick: how a problem stands with its time is one SQL expression (`lit`), so that a light can be filtered, sorted and
counted, and a page costs the same with sixty problems and with fifty thousand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)  # fmt: skip
from django.shortcuts import get_object_or_404
from django.utils import timezone

from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_visible_units
from duibiao.problems.choices import (
    CLASS_OF,
    LIVE,
    OWED,
    WEIGHT,
    CardState,
    CheckOutcome,
    Class,
    Light,
    LookOutcome,
    PaperKind,
    PaperState,
    Status,
    statuses_of,
)  # fmt: skip
from duibiao.problems.choices import When as Moment
from duibiao.problems.models import (
    Card,
    Consultation,
    Document,
    Event,
    Extension,
    LookBack,
    Photo,
    Problem,
    SimilarCheck,
    Supporter,
)
from duibiao.problems.models.problems import FAR as FAR
from duibiao.problems.models.problems import due_order
from duibiao.problems.permissions import may_read_all, visible_problems
from duibiao.problems.rules import label

#: Before its deadline by less than this, a problem is amber.
AMBER = timedelta(hours=24)
#: Of each column of the board, so many are shown; the rest stand behind a link.
A_COLUMN = 30


def problems(by: User) -> QuerySet[Problem]:
    """The problems that `by` sees."""
    found = Problem.objects.filter(visible_problems(by))
    return found.select_related("kind", "site", "area", "unit", "proposed", "campaign")


def problem(by: User, pk: int) -> Problem:
    """One of them, else 404."""
    return get_object_or_404(problems(by).select_related("leader", "parent", "merged_into"), pk=pk)


def lit(found: QuerySet[Problem], now: datetime | None = None) -> QuerySet[Problem]:
    """Each with its `light` and, for sorting, its `due` (never null)."""
    moment = now or timezone.now()
    light = Case(
        When(status__in=OWED, due_at__lt=moment, then=Value(Light.RED)),
        When(status__in=OWED, due_at__lt=moment + AMBER, then=Value(Light.AMBER)),
        When(status__in=OWED, then=Value(Light.GREEN)),
        When(status__in=statuses_of(Class.WAITING), then=Value(Light.STOPPED)),
        default=Value(Light.NONE), output_field=CharField(),
    )  # fmt: skip
    return found.annotate(light=light, due=due_order())


def light_is(light: str) -> Q:
    """The condition of a light, in words that an index knows; the same as `lit` draws."""
    now, owed = timezone.now(), Q(status__in=OWED)
    known = {
        Light.RED: owed & Q(due_at__lt=now), Light.AMBER: owed & Q(due_at__gte=now, due_at__lt=now + AMBER),
        Light.GREEN: owed & Q(due_at__gte=now + AMBER), Light.STOPPED: Q(status__in=statuses_of(Class.WAITING)),
    }  # fmt: skip
    return known.get(Light(light), ~owed & ~Q(status__in=statuses_of(Class.WAITING)))


def with_cards(found: QuerySet[Problem]) -> QuerySet[Problem]:
    """Each with `card`, the heaviest that stands for it; empty: none."""
    standing = Card.objects.filter(problem=OuterRef("pk"), state=CardState.ISSUED)
    heaviest = standing.order_by(Case(*(When(kind=kind, then=Value(-n)) for kind, n in WEIGHT.items())))
    return found.annotate(card=Subquery(heaviest.values("kind")[:1]))


def counts(found: QuerySet[Problem], now: datetime | None = None) -> dict[str, int]:
    """How many in each status, how many late, returned, relapsed …: three statements. What is over is only counted, by an index."""
    moment = now or timezone.now()
    numbers = dict(found.order_by().values_list("status").annotate(n=Count("pk")))
    owed = Q(status__in=OWED)
    asked: dict[str, Any] = {
        "late": Count("pk", filter=owed & Q(due_at__lt=moment)),
        "soon": Count("pk", filter=owed & Q(due_at__gte=moment, due_at__lt=moment + AMBER)),
        "old": Count("pk", filter=Q(old_since__isnull=False)),
        "no_leader": Count("pk", filter=Q(old_since__isnull=False, leader=None)),
        "major": Count("pk", filter=Q(major=True)),
        "proposed": Count("pk", filter=Q(pk__in=Card.objects.filter(state=CardState.PROPOSED).values("problem"))),
    }
    told = dict(found.filter(status__in=LIVE).order_by().aggregate(**asked))
    told |= {str(status): numbers.get(status, 0) for status in Status}
    told |= {"all": sum(numbers.values()), "relapsed": found.filter(round__gt=1).order_by().count()}
    for name, among in (("live", LIVE), ("fixed", statuses_of(Class.FIXED))):
        told[name] = sum(numbers.get(status, 0) for status in among)
    return told


@dataclass(frozen=True)
class ColumnOf:
    """One column of the board: what its status is called, how many there are, the first of them."""

    status: str
    title: str
    class_: Class
    count: int
    rows: Sequence[Problem]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


#: The columns of the board, from left to right; empty ones outside of the main way are left out.
BOARD = (
    Status.FOUND, Status.ASSIGNED, Status.RETURNED, Status.RULING, Status.SIGNED, Status.SUSPENDED, Status.RECTIFIED,
    Status.RECHECKED, Status.CLOSED,
)  # fmt: skip
MAIN = (Status.FOUND, Status.ASSIGNED, Status.SIGNED, Status.RECTIFIED, Status.RECHECKED, Status.CLOSED)


def board(found: QuerySet[Problem], titles: dict[str, str]) -> list[ColumnOf]:
    """The columns with their first rows: two statements, whatever there is. Each column reads no more than it shows."""
    numbers = dict(found.filter(status__in=BOARD).order_by().values_list("status").annotate(n=Count("pk")))
    shown = lit(found)
    columns = [
        shown.filter(status=status).order_by(*_nearest(status))[:A_COLUMN] for status in BOARD if numbers.get(status)
    ]
    rows: dict[str, list[Problem]] = {}
    for one in columns[0].union(*columns[1:], all=True) if columns else ():
        rows.setdefault(one.status, []).append(one)
    for held in rows.values():
        held.sort(key=lambda one: (one.due, one.pk))  # type: ignore[attr-defined]
    return [
        ColumnOf(status, titles[status], CLASS_OF[status], numbers.get(status, 0), rows.get(status, []))
        for status in BOARD
        if numbers.get(status) or status in MAIN
    ]


def _nearest(status: str) -> tuple[str, ...]:
    """What a column shows first: the nearest deadline; of what is over, the latest."""
    return ("due_at", "pk") if status in LIVE else ("-pk",)


# ── one problem ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class RoundOf:
    """One time that it came up: what it looked like before, after, and when somebody looked."""

    number: int
    before: Sequence[Photo]
    after: Sequence[Photo]
    recheck: Sequence[Photo]


def rounds_of(problem: Problem) -> list[RoundOf]:
    """The photos, the latest round first: one statement."""
    rows = list(problem.photos.select_related("blob", "by__person"))
    by_round: dict[int, dict[str, list[Photo]]] = {}
    for one in rows:
        by_round.setdefault(one.round, {}).setdefault(one.when, []).append(one)
    return [
        RoundOf(n, held.get(Moment.BEFORE, []), held.get(Moment.AFTER, []), held.get(Moment.RECHECK, []))
        for n, held in sorted(by_round.items(), reverse=True)
    ]


def events_of(problem: Problem) -> QuerySet[Event]:
    return problem.events.select_related("by__person", "unit", "other").order_by("-at", "-id")


def photo(by: User, pk: int) -> Photo:
    """A photo of a problem that `by` sees, else 404."""
    found = Photo.objects.filter(problem__in=Problem.objects.filter(visible_problems(by)))
    return get_object_or_404(found.select_related("blob"), pk=pk)


def paper(by: User, pk: int, *, signed: bool = False) -> Document:
    """A paper about a problem that `by` sees, else 404. `signed`: only one that went out to a unit of one's own."""
    found = Document.objects.filter(problem__in=Problem.objects.filter(visible_problems(by)))
    if signed:
        found = found.filter(about_visible_units(by), state=PaperState.SIGNED).exclude(kind=PaperKind.ACCOUNT)
    return get_object_or_404(found.select_related("problem", "unit", "text"), pk=pk)


def cards(by: User) -> QuerySet[Card]:
    """The cards of the units that `by` sees."""
    seen = Q() if may_read_all(by) else about_visible_units(by) & ~Q(state__in=(CardState.PROPOSED, CardState.REFUSED))
    return Card.objects.filter(seen).select_related("unit", "problem__kind")


def cards_of(unit: Unit) -> QuerySet[Card]:
    """The cards that stand against a unit and those below it, the newest first."""
    found = Card.objects.filter(unit__path__startswith=unit.path, state=CardState.ISSUED)
    return found.select_related("problem", "unit").order_by("-decided_at", "-pk")


def weighing(by: User) -> QuerySet[Problem]:
    """What waits for somebody to decide (a card that is proposed or appealed against, a paper, more time), what is major, and cards that stand."""
    here = {"problem": OuterRef("pk")}
    standing = Card.objects.filter(state=CardState.ISSUED)
    decided = Consultation.objects.filter(**here)
    found = problems(by).filter(status__in=LIVE).annotate(
        proposes=Exists(Card.objects.filter(state=CardState.PROPOSED, **here)),
        appeals=Exists(standing.filter(appealed_at__isnull=False, answer="", **here)),
        drafts=Exists(Document.objects.filter(state=PaperState.DRAFT, **here)),
        decides=Case(When(Q(major=True) & ~Exists(decided), then=Value(True)), default=Value(False)),
        asks=Exists(Extension.objects.filter(granted=None, **here)),
    )  # fmt: skip
    asked = Q(proposes=True) | Q(appeals=True) | Q(drafts=True) | Q(major=True) | Q(asks=True)
    held = Q(Exists(standing.filter(**here)))
    return with_cards(found.filter(asked | held)).order_by("due_at", "pk")


def asks(row: Any) -> bool:
    """Whether a row of `weighing` asks for more time."""
    return bool(row.asks)


def weighs(row: Any) -> bool:
    """Whether a row of `weighing` is about a card, a paper or a decision; not only about more time."""
    return bool(row.card or row.proposes or row.appeals or row.drafts or row.decides)


# ── what people have to do ────────────────────────────────────────────────────────────────────────


def owed_by(unit: Unit) -> QuerySet[Problem]:
    """What a unit has to do, the nearest deadline first."""
    found = Problem.objects.filter(unit__path__startswith=unit.path, status__in=OWED)
    return lit(found.select_related("kind", "site", "unit")).order_by("due_at", "pk")


def helped_by(unit: Unit) -> QuerySet[Problem]:
    helping = Supporter.objects.filter(unit=unit).values("problem")
    return (
        Problem.objects.filter(pk__in=helping, status__in=LIVE)
        .select_related("kind", "site", "unit")
        .order_by("due_at")
    )


def checks_of(unit: Unit) -> QuerySet[SimilarCheck]:
    """Sites of the unit that it was asked to look at for the same."""
    found = SimilarCheck.objects.filter(unit__path__startswith=unit.path).select_related(
        "site", "problem__kind", "found"
    )
    return found.order_by(Case(When(outcome=CheckOutcome.WAITING, then=0), default=1), "due_on", "pk")


def looks(by: User) -> QuerySet[LookBack]:
    """The looks back of problems that `by` sees, those to be made first."""
    found = LookBack.objects.filter(problem__in=Problem.objects.filter(visible_problems(by)))
    found = found.select_related("problem__kind", "problem__site", "problem__unit", "draw", "by__person")
    return found.annotate(done=Case(When(outcome=LookOutcome.WAITING, then=0), default=1))


def old_cases(by: User) -> QuerySet[Problem]:
    """What has been open too long, the oldest first."""
    found = problems(by).filter(status__in=LIVE, old_since__isnull=False).select_related("leader")
    return lit(found)


def public_state(number: str) -> tuple[str, str]:
    """How a problem stands, for whoever quotes its number: the class, and the office's word for its status. Empty: unknown."""
    held = Problem.objects.filter(number=number).select_related("merged_into").first()
    if held is None:
        return "", ""
    told = held.merged_into if CLASS_OF[held.status] == Class.ELSEWHERE and held.merged_into is not None else held
    return str(CLASS_OF[told.status]), label(told.status)


def late_of(units: Iterable[Unit]) -> dict[int, int]:
    """How many problems each unit is late with now."""
    found = Problem.objects.filter(unit__in=list(units), status__in=OWED, due_at__lt=timezone.now())
    return dict(found.order_by().values_list("unit").annotate(n=Count("pk")))


def days_open(problem: Problem) -> int:
    return (today() - timezone.localdate(problem.found_at)).days
