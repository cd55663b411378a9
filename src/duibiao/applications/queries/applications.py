"""Applications as pages want them: one's own, what one is to recommend, the office's queue, one with all its steps."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, Prefetch, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from duibiao.applications.choices import LIVE, RECOMMENDED, SHAPES, WITH_UNIT, State
from duibiao.applications.models import Application, Picture, Selection, Step, Tick
from duibiao.applications.permissions import visible_applications
from duibiao.applications.queries.selections import overdue
from duibiao.inspections.models import Visit
from duibiao.ledger.models import Material
from duibiao.lib.spans import today
from duibiao.organisation.choices import Role, UnitKind
from duibiao.organisation.models import User
from duibiao.organisation.permissions import about_own_units, holds

RELATED = ("selection", "category", "unit", "recommender", "site", "notice")


def applications(by: User) -> QuerySet[Application]:
    """What `by` sees, each with whether it is `late`."""
    late = Case(When(overdue(), then=Value(True)), default=Value(False), output_field=BooleanField())
    return Application.objects.filter(visible_applications(by)).select_related(*RELATED).annotate(late=late)


def application(by: User, pk: int) -> Application:
    return get_object_or_404(applications(by), pk=pk)


def holder(one: Application) -> str:
    """Who has it now, in words; empty when it is decided."""
    if one.state in WITH_UNIT:
        return str(one.unit)
    if one.state == State.RECOMMENDING:
        return _("县领导") if one.recommender.kind == UnitKind.COUNTY else str(one.recommender)
    if one.state == State.NOTICED and one.notice is not None and one.notice.until >= today():
        return _("公示期")
    if one.state == State.SENT:
        return one.selection.authority
    return _("创建办") if one.state in LIVE else ""


def shape(one: Application) -> str:
    """How its state is drawn: red when its day has gone by."""
    return "bad" if getattr(one, "late", False) else SHAPES.get(State(one.state), "info")


def to_recommend(by: User) -> QuerySet[Application]:
    """What waits for the unit's (or the county leaders') recommendation."""
    found = applications(by).filter(state=State.RECOMMENDING)
    county = Q(recommender__kind=UnitKind.COUNTY)
    return (
        found.filter(county) if holds(by, Role.LEADER) else found.filter(about_own_units(by, "recommender") & ~county)
    )


def in_hand(by: User) -> dict[str, int]:
    """How many of its own unit's were returned, and how many are not filled in to the end: one statement."""
    own = Application.objects.filter(unit=by.unit)
    return own.aggregate(
        returned=Count("pk", filter=Q(state=State.RETURNED)), filling=Count("pk", filter=Q(state=State.FILLING))
    )


def share_left(one: Application) -> int | None:
    """How many its recommending unit may still recommend in its category; None where there is no limit, or nothing to recommend."""
    most = one.category.recommend_quota
    if most is None or one.state != State.RECOMMENDING:
        return None
    spent = Application.objects.filter(category=one.category, recommender=one.recommender, state__in=RECOMMENDED)
    return max(most - spent.count(), 0)


def queue(by: User, selection: Selection) -> QuerySet[Application]:
    """What waits for the first examination, the longest first."""
    return applications(by).filter(selection=selection, state=State.EXAMINING).order_by("moved_at", "pk")


def next_after(by: User, one: Application) -> int | None:
    """The next in the queue behind this one; else the first of all."""
    keys = list(queue(by, one.selection).values_list("pk", "moved_at"))
    behind = [pk for pk, moved in keys if (moved, pk) > (one.moved_at, one.pk)]
    rest = [pk for pk, _moved in keys if pk != one.pk]
    return next(iter(behind or rest), None)


@dataclass(frozen=True)
class Told:
    """A step as the page shows it, with the photos of the acceptance."""

    step: Step
    pictures: list[Picture]


def steps(one: Application) -> list[Told]:
    """Two statements."""
    found = one.steps.select_related("unit", "by__person", "visit__site").order_by("-id")
    rows = found.prefetch_related(Prefetch("pictures", Picture.objects.order_by("id")))
    return [Told(step, list(step.pictures.all())) for step in rows]


def answers(one: Application) -> list[tuple[Any, str]]:
    """Each line of the form with what was filled in."""
    from duibiao.applications.papers import answer_words

    return [(field, answer_words(field.kind, one.answers.get(str(field.pk)))) for field in one.selection.fields.all()]


def materials_for(one: Application) -> QuerySet[Material]:
    """What the unit has given already and could serve again."""
    return Material.objects.filter(unit=one.unit, withdrawn_at=None).order_by("-id")


def visits_for(one: Application) -> QuerySet[Visit]:
    """Visits to the candidate's site that count and are open to everybody."""
    if one.site_id is None:
        return Visit.objects.none()
    return Visit.objects.filter(site=one.site_id, counts=True, posted_at__isnull=False).order_by("-at")


def ticked(by: User, pk: int) -> Tick:
    """The material behind a condition, for whoever sees the application."""
    rows = Tick.objects.select_related("file__blob", "application").exclude(file=None)
    return get_object_or_404(rows.filter(application__in=Application.objects.filter(visible_applications(by))), pk=pk)


def picture(by: User, pk: int) -> Picture:
    seen = Application.objects.filter(visible_applications(by))
    return get_object_or_404(Picture.objects.select_related("blob").filter(step__application__in=seen), pk=pk)
