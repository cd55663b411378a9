"""Selections as pages want them: how many stand at which step, how many places are taken, what waits for the office."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.applications.choices import LIVE, Candidate, Outcome, SelectionState, State
from duibiao.applications.models import Application, Category, Objection, Package, PublicNotice, Selection
from duibiao.applications.permissions import visible_selections
from duibiao.lib.spans import current, today
from duibiao.organisation.models import Unit, User
from duibiao.places.models import Site


def overdue(day: date | None = None, prefix: str = "") -> Q:
    """The SQL condition of applications whose day has gone by while somebody has them. A notice that is over waits, it is not late."""
    live = [one for one in LIVE if one != State.NOTICED]
    return Q(**{f"{prefix}state__in": live, f"{prefix}due_on__lt": day or today()})


def selections(by: User) -> QuerySet[Selection]:
    """Each with how many applications were handed in (`came`), wait for the office (`waiting`), are named, are late."""
    alive = ~Q(applications__state__in=(State.FILLING, State.DROPPED))
    return (
        Selection.objects.filter(visible_selections(by))
        .select_related("campaign")
        .annotate(
            came=Count("applications", filter=alive),
            waiting=Count("applications", filter=Q(applications__state=State.EXAMINING)),
            named=Count("applications", filter=Q(applications__state=State.NAMED)),
            late=Count("applications", filter=overdue(prefix="applications__")),
        )
    )


def selection(by: User, pk: int) -> Selection:
    return get_object_or_404(Selection.objects.filter(visible_selections(by)).select_related("campaign"), pk=pk)


@dataclass(frozen=True)
class Lane:
    """A category on the board: how many stand at each step, how many places are taken and asked for."""

    category: Category
    counts: dict[str, int]

    @property
    def named(self) -> int:
        return self.counts.get(State.NAMED, 0)

    @property
    def running(self) -> int:
        """What could still be named."""
        return sum(n for state, n in self.counts.items() if state in LIVE and state != State.FILLING)

    @property
    def free(self) -> int | None:
        quota = self.category.quota
        return None if quota is None else max(quota - self.named, 0)

    @property
    def is_over(self) -> bool:
        """More are asked for than there are places: the bar shows where these end."""
        return self.category.quota is not None and self.named + self.running > self.category.quota

    @property
    def bar(self) -> dict[str, float]:
        """Widths in per cent of a bar that is as long as the quota, or as what there is where that is more."""
        quota = self.category.quota or 0
        full = max(quota, self.named + self.running, 1)
        return {
            "named": 100 * self.named / full, "running": 100 * self.running / full, "quota": 100 * quota / full,
        }  # fmt: skip


def board(selection: Selection) -> list[Lane]:
    """Two statements."""
    rows = Application.objects.filter(selection=selection).order_by().values_list("category", "state")
    counts: dict[int, dict[str, int]] = {}
    for category, state, n in rows.annotate(n=Count("pk")):
        counts.setdefault(category, {})[state] = n
    found = selection.categories.select_related("recommender", "site_type").order_by("order", "id")
    return [Lane(one, counts.get(one.pk, {})) for one in found]


def states_of(selection: Selection) -> list[State]:
    """The steps that this selection has, in order: the board's columns."""
    course = [State.FILLING, State.RETURNED, State.RECOMMENDING, State.EXAMINING]
    if selection.check_workdays:
        course.append(State.CHECKING)
    if selection.notice_workdays:
        course += [State.ANNOUNCING, State.NOTICED]
    else:
        course.append(State.SENDING if selection.is_upward else State.DECIDING)
    if selection.is_upward:
        course.append(State.SENT)
    return [*course, State.NAMED, State.REFUSED]


def open_now(by: User) -> QuerySet[Selection]:
    """Of one's own county, open for applications today."""
    day = today()
    found = Selection.objects.filter(visible_selections(by), state=SelectionState.OPEN, direction="down")
    rows = Category.objects.select_related("recommender", "site_type").order_by("order", "id")
    return found.filter(opens_on__lte=day, closes_on__gte=day).prefetch_related(Prefetch("categories", rows)).order_by("closes_on")  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """A category that is open, and whether the unit has anything that fits it."""

    category: Category
    fits: bool


def offers(by: User) -> list[tuple[Selection, list[Offer]]]:
    """What is open, and what of it the account's unit can apply for: four statements."""
    if by.unit is None:
        return []
    kinds = set(Unit.objects.filter(path__startswith=by.unit.path, until__isnull=True).values_list("kind", flat=True))
    places = set(Site.objects.filter(current(), unit__path__startswith=by.unit.path).values_list("type", flat=True))

    def fits(one: Category) -> bool:
        if one.candidate == Candidate.UNIT:
            return not one.unit_kind or one.unit_kind in kinds
        return one.candidate == Candidate.NAME or (one.site_type_id in places if one.site_type_id else bool(places))

    return [(one, [Offer(kind, fits(kind)) for kind in one.categories.all()]) for one in open_now(by)]


def objections(selection: Selection) -> QuerySet[Objection]:
    return Objection.objects.filter(notice__selection=selection).select_related("application", "notice").order_by("outcome", "-id")  # fmt: skip


def notices(selection: Selection) -> list[PublicNotice]:
    """Two statements."""
    names = Application.objects.select_related("category").order_by("category__order", "category", "id")
    found = PublicNotice.objects.filter(selection=selection).prefetch_related(Prefetch("applications", names))
    open_ones = Count("objections", filter=Q(objections__outcome=Outcome.OPEN), distinct=True)
    return list(found.annotate(open_objections=open_ones).order_by("-since", "-id"))


def public_notices() -> list[PublicNotice]:
    """What everybody may read, the newest first: names, kinds, days. Two statements."""
    names = Application.objects.select_related("category", "unit").order_by("category__order", "category", "id")
    found = PublicNotice.objects.filter(since__lte=today()).select_related("selection")
    return list(found.prefetch_related(Prefetch("applications", names)).order_by("-until", "-id")[:50])


def packages(selection: Selection) -> list[Package]:
    return list(Package.objects.filter(selection=selection).annotate(names=Count("applications")).order_by("-id")[:20])


def package(pk: int) -> Package:
    return get_object_or_404(Package.objects.select_related("selection"), pk=pk)
