"""The only place that reads duties for pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from duibiao.campaigns.models import Campaign
from duibiao.duties.choices import IN_HAND, STANDING, Light, Role, State
from duibiao.duties.competence import competence_for
from duibiao.duties.models import CompetenceRule, Duty, Event, Objection, Report, Step
from duibiao.duties.outside import calendar
from duibiao.duties.parts import template
from duibiao.duties.permissions import visible_duties
from duibiao.lib.spans import current, today
from duibiao.organisation.models import Post, Unit, User
from duibiao.organisation.permissions import require

#: A duty is amber when so many workdays or fewer are left.
SOON_WORKDAYS = 3


@dataclass(frozen=True)
class Days:
    """The days against which duties are held: today, the last day given out that had to be signed by now, the day until which it is soon."""

    today: date
    sign_limit: date
    soon: date

    @classmethod
    def now(cls, sign_workdays: int | None = None) -> "Days":
        day, held = today(), calendar()
        workdays = template().sign_workdays if sign_workdays is None else sign_workdays
        return cls(day, held.before(day, workdays).day, held.after(day, SOON_WORKDAYS).day)


def unsigned(days: Days) -> Q:
    """Given out so long ago that it should have been signed."""
    return Q(state=State.ISSUED, issued_on__lt=days.sign_limit)


def overdue(days: Days) -> Q:
    return Q(state__in=IN_HAND, due_on__lt=days.today)


def lit(found: QuerySet[Duty], days: Days) -> QuerySet[Duty]:
    """Each with its `light`, and its day as a list sorts it (`due`)."""
    red = unsigned(days) | overdue(days) | Q(state__in=[State.OBJECTED, State.RULING])
    amber = Q(state=State.ISSUED) | Q(state=State.SIGNED, due_on__lte=days.soon)
    light = Case(
        When(red, then=Value(Light.BAD.value)),
        When(amber, then=Value(Light.SOON.value)),
        When(state__in=[State.SIGNED, State.DONE], then=Value(Light.GOOD.value)),
        default=Value(Light.NONE.value),
        output_field=CharField(),
    )
    # a list sorts by `due`: what is done and a draft without a day come last, and paging by key bears no empty keys
    over = When(state=State.DONE, then=Value(date.max))
    due = Case(over, default=Coalesce("due_on", Value(date.max)), output_field=DateField())
    return found.annotate(light=light, due=due)


def person_gone() -> Q:
    """The duty's person holds no post in the duty's unit now, or there is none."""
    held = Post.objects.filter(current(), person=OuterRef("person"), unit=OuterRef("unit"))
    return Q(person=None) | Q(~Exists(held))


def unit_gone() -> Q:
    return Q(unit__until__lt=today())


def duties(by: User) -> QuerySet[Duty]:
    """The duties that `by` sees, those taken back left out."""
    found = Duty.objects.filter(visible_duties(by), state__in=STANDING)
    return found.select_related("unit", "person", "campaign", "parent__unit")


def duty(by: User, pk: int) -> Duty:
    """One duty, taken back or not: there is none, 404; not for `by`, refused in words. One statement."""
    seen = Case(
        When(visible_duties(by) & Q(pk__gt=0), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    found = Duty.objects.select_related(
        "unit", "person", "campaign", "edition", "parent__unit", "assigned_by__person", "signed_by__person", "group"
    )
    held = get_object_or_404(found.defer("edition__text").annotate(seen=seen), pk=pk)
    require(held.seen)  # type: ignore[attr-defined]
    return held


def of_unit(unit: Unit) -> QuerySet[Duty]:
    """What a unit owes now: given out and standing."""
    found = Duty.objects.filter(unit=unit, state__in=[*IN_HAND, State.DONE])
    return found.select_related("unit", "person", "campaign", "parent__unit")


def tree_of(duty: Duty) -> list[Duty]:
    """The whole tree that a duty stands in, from its top, in order: one statement."""
    top = duty.path.split("/")[1] if duty.path else ""
    found = Duty.objects.filter(path__startswith=f"/{top}/", state__in=STANDING).select_related("unit", "person")
    return list(found.order_by("path"))


@dataclass(frozen=True)
class Branch:
    """A duty in its tree: how deep, and how many of those below it (itself left out) are done."""

    duty: Duty
    depth: int
    below: int
    done: int
    mean_percent: int

    @property
    def done_percent(self) -> int | None:
        return round(100 * self.done / self.below) if self.below else None


def branches(duty: Duty) -> list[Branch]:
    """The tree with the completion rate of every level."""
    found = tree_of(duty)
    rows = []
    for one in found:
        below = [other for other in found if other.path.startswith(one.path) and other.pk != one.pk]
        done = sum(other.state == State.DONE for other in below)
        mean = round(sum(other.percent for other in below) / len(below)) if below else one.percent
        rows.append(Branch(one, one.depth, len(below), done, mean))
    return rows


def chain(duty: Duty) -> list[Duty]:
    """From the top down to the duty: who answers to whom."""
    pks = [int(part) for part in duty.path.split("/") if part]
    found = Duty.objects.filter(pk__in=pks).select_related("unit", "person")
    return sorted(found, key=lambda one: one.path)


def alongside(duty: Duty) -> QuerySet[Duty]:
    """The duties of others for the same indicator."""
    found = Duty.objects.filter(campaign=duty.campaign_id, edition=duty.edition_id, indicator=duty.indicator)
    found = found.filter(state__in=STANDING).exclude(pk=duty.pk)
    return found.select_related("unit", "person", "support").order_by("path")


def steps_of(duty: Duty) -> list[Step]:
    return list(duty.steps.all())


def reports_of(duty: Duty) -> QuerySet[Report]:
    return duty.reports.select_related("by__person")


def events_of(duty: Duty) -> QuerySet[Event]:
    return duty.events.select_related("by__person", "old_unit", "new_unit", "old_person", "new_person")


def objections_of(duty: Duty) -> QuerySet[Objection]:
    return duty.objections.select_related("unit", "proposes", "by__person", "answered_by__person")


def counts(found: QuerySet[Duty], days: Days) -> dict[str, int]:
    """How many of them there are of each sort: one statement."""
    sorts = {
        "all": Q(),
        "draft": Q(state=State.DRAFT),
        "issued": Q(state=State.ISSUED),
        "unsigned": unsigned(days),
        "objected": Q(state=State.OBJECTED),
        "ruling": Q(state=State.RULING),
        "signed": Q(state=State.SIGNED),
        "done": Q(state=State.DONE),
        "overdue": overdue(days),
        "soon": Q(state__in=IN_HAND, due_on__gte=days.today, due_on__lte=days.soon),
        "complete": Q(state=State.SIGNED, percent=100),
        "troubled": Q(state=State.SIGNED, has_problem=True),
        "silent": Q(state=State.SIGNED, reported_at=None),
        "unit_gone": unit_gone() & Q(state__in=IN_HAND),
    }
    return found.order_by().aggregate(**{name: Count("pk", filter=one, distinct=True) for name, one in sorts.items()})


def nobody_owns(campaign: Campaign, codes: Iterable[str]) -> list[str]:
    """Of these indicators, those for which no unit leads or is responsible."""
    owners = [Role.LEAD, Role.RESPONSIBLE]
    held = Duty.objects.filter(campaign=campaign, edition=campaign.edition_id, role__in=owners, state__in=STANDING)
    owned = set(held.values_list("indicator", flat=True))
    return [code for code in codes if code not in owned]


def orphans(by: User) -> QuerySet[Duty]:
    """Duties in hand whose unit was dissolved or whose person has gone, with which of the two."""
    found = duties(by).filter(state__in=IN_HAND).filter(unit_gone() | person_gone())
    why = Case(When(unit_gone(), then=Value("unit")), default=Value("person"), output_field=CharField())
    return found.annotate(why=why)


def rules(words: str = "") -> QuerySet[CompetenceRule]:
    found = CompetenceRule.objects.filter(ended_at=None).select_related(
        "unit", "by__person", "edition", "duty", "measure"
    )
    return found.defer("edition__text")


def with_steps(found: QuerySet[Duty]) -> QuerySet[Duty]:
    return found.prefetch_related(Prefetch("steps", Step.objects.order_by("day", "id")))


__all__ = [
    "Branch",
    "Days",
    "alongside",
    "branches",
    "chain",
    "competence_for",
    "counts",
    "duties",
    "duty",
    "lit",
    "orphans",
]
