"""Feedback of higher levels as pages want it: each paper with how far it is, its items with their problems, marks beside one's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone

from duibiao.campaigns.permissions import visible_campaigns
from duibiao.organisation.models import User
from duibiao.participation.models import Feedback, FeedbackItem, ItemReply, OutsideMark, Stop
from duibiao.participation.permissions import visible_items
from duibiao.problems.choices import OWED, Class, EventKind, Status, statuses_of
from duibiao.standards.queries import standard_of

_FIXED = statuses_of(Class.FIXED)
#: Work was done and waits for whoever looks at it.
_DONE = (Status.RECTIFIED, Status.RECHECKED)
_OVER = (*_FIXED, *statuses_of(Class.NOT_FIXABLE, Class.ELSEWHERE))


def _where(prefix: str) -> dict[str, Q]:
    """How far an item is, as conditions; every item is in exactly one."""
    problem, status = f"{prefix}problem", f"{prefix}problem__status__in"
    given = Q(**{f"{problem}__isnull": False})
    return {
        "draft": Q(**{f"{problem}__isnull": True}),
        "closed": Q(**{status: _FIXED}),
        "done": Q(**{status: _DONE}),
        "stopped": Q(**{status: [one for one in _OVER if one not in _FIXED]}),
        "open": given & ~Q(**{status: [*_DONE, *_OVER]}),
    }


def overdue(prefix: str = "") -> Q:
    """The unit owes it and its time is over; what waits for somebody else is not late now."""
    problem = f"{prefix}problem"
    return Q(**{f"{problem}__status__in": OWED, f"{problem}__due_at__lt": timezone.now()})


#: The same for a list of items.
STAGES = _where("")


def papers(by: User) -> QuerySet[Feedback]:
    """The papers of the campaigns that `by` sees, each with its numbers of items by stage: `n`, `n_draft`, `n_open` …"""
    found = Feedback.objects.filter(campaign__in=_campaigns(by)).select_related("campaign", "by__person", "file")
    counts = {f"n_{name}": Count("items", filter=about, distinct=True) for name, about in _where("items__").items()}
    late = Q(items__problem__late=True)
    return found.annotate(
        n=Count("items", distinct=True), n_late=Count("items", filter=late, distinct=True),
        n_overdue=Count("items", filter=overdue("items__"), distinct=True), n_marks=Count("marks", distinct=True), **counts,
    )  # fmt: skip


def _campaigns(by: User) -> QuerySet:  # type: ignore[type-arg]
    from duibiao.campaigns.models import Campaign

    return Campaign.objects.filter(visible_campaigns(by)).values("pk")


def late_items(by: User) -> QuerySet[FeedbackItem]:
    """Items whose time is over, of all papers, the longest first."""
    found = FeedbackItem.objects.filter(overdue(), feedback__campaign__in=_campaigns(by))
    return found.select_related("feedback", "problem__unit").order_by("problem__due_at", "pk")


def sums(by: User) -> dict[str, int]:
    """Over all papers: items, closed, late. One statement."""
    found = FeedbackItem.objects.filter(feedback__campaign__in=_campaigns(by)).order_by()
    return dict(
        found.aggregate(
            all=Count("pk"), closed=Count("pk", filter=STAGES["closed"]), late=Count("pk", filter=overdue())
        )
    )


def paper(by: User, pk: int) -> Feedback:
    return get_object_or_404(papers(by), pk=pk)


def items(feedback: Feedback) -> QuerySet[FeedbackItem]:
    """Its items, each with `stage` and `reply`, and the problem that it became."""
    return with_replies(feedback.items.select_related("unit", "kind", "problem__unit")).order_by("number")


def with_replies(found: QuerySet[FeedbackItem]) -> QuerySet[FeedbackItem]:
    """Each with `stage`, whether its time is over (`past`), and `reply`: what its unit wrote last for the answer to the superior."""
    stage = Case(*(When(about, then=Value(name)) for name, about in STAGES.items()), output_field=CharField())
    latest = ItemReply.objects.filter(item=OuterRef("pk")).order_by("-id").values("words")[:1]
    past = Case(When(overdue(), then=Value(True)), default=Value(False))
    return found.annotate(stage=stage, past=past, reply=Subquery(latest))


def unit_items(by: User) -> QuerySet[FeedbackItem]:
    """Items that were given out, of the units that `by` speaks for or sees."""
    found = FeedbackItem.objects.filter(visible_items(by), feedback__campaign__in=_campaigns(by))
    return with_replies(found.select_related("feedback", "unit", "kind", "problem__unit"))


def unit_item(by: User, pk: int) -> FeedbackItem:
    return get_object_or_404(unit_items(by), pk=pk)


@dataclass(frozen=True)
class PaperOfUnit:
    """A paper and how far a unit is with its own items."""

    title: str
    reply_by: date | None
    all: int
    closed: int
    late: int
    unwritten: int


def unit_papers(by: User) -> list[PaperOfUnit]:
    """The papers in which something is not closed or not written yet, the most pressing first: one statement."""
    found = unit_items(by).order_by().values("feedback__title", "feedback__reply_by").annotate(
        all=Count("pk"), closed=Count("pk", filter=STAGES["closed"]), late=Count("pk", filter=overdue()),
        unwritten=Count("pk", filter=Q(reply__isnull=True)),
    )  # fmt: skip
    rows = [
        PaperOfUnit(row["feedback__title"], row["feedback__reply_by"], row["all"], row["closed"], row["late"], row["unwritten"])
        for row in found
    ]  # fmt: skip
    pressing = [one for one in rows if one.unwritten or one.closed < one.all]
    return sorted(pressing, key=lambda one: one.reply_by or date.max)


def what_to_reply(item: FeedbackItem) -> str:
    """What stands there; nothing yet: what was said when the problem was reported as put right."""
    latest: str | None = getattr(item, "reply", None)
    if latest:
        return latest
    assert item.problem is not None
    said = item.problem.events.filter(kind=EventKind.RECTIFIED).order_by("-id").values_list("words", flat=True).first()
    return (said or "")[:500]


def item(by: User, pk: int) -> FeedbackItem:
    found = FeedbackItem.objects.filter(feedback__campaign__in=_campaigns(by))
    return get_object_or_404(found.select_related("feedback__campaign__edition", "unit", "kind"), pk=pk)


@dataclass(frozen=True)
class Beside:
    """An indicator: what the outside assessment gave, and what one's own scores say, both in per cent."""

    code: str
    name: str
    mark: OutsideMark
    own: float | None

    @property
    def outside(self) -> float:
        return 100 * self.mark.points / self.mark.out_of

    @property
    def gap(self) -> float | None:
        """How much better one sees oneself than others do, in percentage points; below zero: worse."""
        return None if self.own is None else self.own - self.outside


def beside(feedback: Feedback, own: dict[str, float]) -> list[Beside]:
    """The marks of a paper beside one's own rates by indicator, in the standard's order."""
    nodes = standard_of(feedback.campaign.edition).by_code
    marks = {one.indicator: one for one in feedback.marks.all()}
    known = [code for code in nodes if code in marks]
    return [Beside(code, nodes[code].indicator.name, marks[code], own.get(code)) for code in known]


def mean_gap(found: Iterable[Beside]) -> float | None:
    gaps = [one.gap for one in found if one.gap is not None]
    return sum(gaps) / len(gaps) if gaps else None


def opinions(by: User) -> QuerySet[FeedbackItem]:
    """All that was ever said, of all papers that `by` sees: each with `stage`, and in how many other papers the same indicator
    was named (`again`)."""
    found = FeedbackItem.objects.filter(feedback__campaign__in=_campaigns(by))
    same = FeedbackItem.objects.filter(
        indicator=OuterRef("indicator"), feedback__campaign=OuterRef("feedback__campaign")
    )
    others = same.exclude(indicator="").exclude(feedback=OuterRef("feedback")).order_by().values("indicator")
    count = Subquery(others.annotate(n=Count("feedback", distinct=True)).values("n"))
    rows = found.select_related("feedback__campaign", "unit", "kind", "problem__unit")
    return with_replies(rows).annotate(again=Coalesce(count, 0), came_on=F("feedback__received_on"))


def assessments(by: User) -> QuerySet[Feedback]:
    """Those papers that are the record of an assessment on the spot: with a visit, a route, or a result; each with what it gave."""
    about = Q(came_on__isnull=False) | Q(stops__isnull=False) | Q(results__isnull=False) | Q(marks__isnull=False)
    kept = Feedback.objects.filter(about).values("pk")
    stops = (
        Stop.objects.filter(feedback=OuterRef("pk")).order_by().values("feedback").annotate(n=Count("pk")).values("n")
    )
    found = papers(by).filter(pk__in=kept)
    return found.annotate(
        day=Coalesce("came_on", "received_on"), n_stops=Coalesce(Subquery(stops), 0)
    ).prefetch_related("results")


def before(feedback: Feedback) -> list[Feedback]:
    """Earlier assessments of the same campaign, the latest first, with their results: what one looks back to."""
    found = Feedback.objects.filter(
        campaign=feedback.campaign, results__isnull=False, received_on__lt=feedback.received_on
    )
    return list(found.distinct().prefetch_related("results").order_by("-received_on")[:4])
