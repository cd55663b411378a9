"""Materials and their uses, as pages want them: one's own, one of them, those that hold some words, those that could serve."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from duibiao.audit.models import Line
from duibiao.files import words
from duibiao.files.models import Text
from duibiao.ledger.choices import UseState
from duibiao.ledger.models import Material, MaterialFile, Pass, Requirement, Review, Use
from duibiao.ledger.permissions import may_see_materials_of, visible_in
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require


def materials(by: User) -> QuerySet[Material]:
    """What `by` sees, each with its newest file's name and number, and how many uses stand (`used`)."""
    newest = MaterialFile.objects.filter(material=OuterRef("pk")).order_by("-number")
    standing = ~Q(uses__state=UseState.WITHDRAWN)
    return (
        Material.objects.filter(visible_in(by))
        .select_related("unit", "by__person")
        .annotate(
            file_name=Subquery(newest.values("name")[:1]),
            file_pk=Subquery(newest.values("pk")[:1]),
            file_size=Subquery(newest.values("blob__size")[:1]),
            used=Count("uses", filter=standing, distinct=True),
            late=Exists(Use.objects.filter(material=OuterRef("pk"), late=True)),
        )
    )


def material(by: User, pk: int) -> Material:
    """One with versions and uses; there is none: 404; it is another's: refused."""
    uses = Use.objects.select_related("requirement__campaign").order_by("requirement", "id")
    files = MaterialFile.objects.select_related("blob__preview__blob", "by__person").order_by("-number")
    rows = Material.objects.select_related("unit", "by__person")
    found = get_object_or_404(rows.prefetch_related(Prefetch("uses", uses), Prefetch("files", files)), pk=pk)
    require(may_see_materials_of(by, found.unit))
    return found


def file(by: User, pk: int) -> MaterialFile:
    """A version that `by` may look at, else refused."""
    found = get_object_or_404(MaterialFile.objects.select_related("blob__preview__blob", "material__unit"), pk=pk)
    require(may_see_materials_of(by, found.material.unit))
    return found


def holding(asked: str) -> Q:
    """The condition of materials that say some words: in their title, number, facts, or in the file itself."""
    condition = Q()
    for word in asked.split():
        said = Q(pk__in=[])
        for name in ("title", "document_number", "place", "people", "theme", "cause", "background", "words"):
            said |= Q(**{f"{name}__icontains": word})
        found = words.holding(word).values("blob") if len(word) > 1 else Text.objects.none().values("blob")
        inside = MaterialFile.objects.filter(material=OuterRef("pk"), blob__in=found)
        condition &= said | Q(Exists(inside))
    return condition


def uses_of(by: User, requirement: Requirement, unit: Unit) -> list[Use]:
    """What a unit gave for a line, the withdrawn last; two statements more for files and reviews."""
    reviews = Review.objects.select_related("by__person").order_by("-id")
    found = Use.objects.filter(visible_in(by), requirement=requirement, unit=unit).select_related(
        "material", "by__person"
    )
    files = MaterialFile.objects.select_related("blob").order_by("-number")
    rows = found.prefetch_related(Prefetch("reviews", reviews), Prefetch("material__files", files))
    return sorted(rows, key=lambda use: (use.state == UseState.WITHDRAWN, use.order, use.pk))


@dataclass(frozen=True)
class Offer:
    """A material that is there already and could serve: when it was given and for what."""

    material: Material
    first: Use | None
    likeness: int


def offers(by: User, requirement: Requirement, unit: Unit, limit: int = 6) -> list[Offer]:
    """The unit's materials that could serve this line, the likeliest first: before anything is asked for, this is shown."""
    used_here = Use.objects.filter(requirement=requirement, material=OuterRef("pk")).exclude(state=UseState.WITHDRAWN)
    found = Material.objects.filter(visible_in(by), ~Exists(used_here), unit=unit, withdrawn_at=None)
    uses = Use.objects.exclude(state=UseState.WITHDRAWN).select_related("requirement").order_by("at")
    rows = found.prefetch_related(Prefetch("uses", uses)).order_by("-id")[:300]
    ranked = [Offer(one, next(iter(one.uses.all()), None), _likeness(one, requirement)) for one in rows]
    fitting = [one for one in ranked if one.likeness >= 3]
    return sorted(fitting, key=lambda one: (-one.likeness, -one.material.pk))[:limit]


def _likeness(material: Material, wanted: Requirement) -> int:
    """The same measure or indicator says most, then the words, then the kind and the span of time."""
    uses = list(material.uses.all())
    likeness = 4 * any(wanted.measure_id and one.requirement.measure_id == wanted.measure_id for one in uses)
    likeness += 4 * any(one.requirement.title == wanted.title for one in uses)
    likeness += min(len(_pairs([material.title]) & _pairs([wanted.title])), 4)
    likeness += material.kind == wanted.kind
    return likeness - 3 * _out_of_span(material, wanted)


def _pairs(texts: Iterable[str]) -> set[str]:
    return {pair for text in texts for pair in words.grams(text) if len(pair) > 1}


def _out_of_span(material: Material, wanted: Requirement) -> bool:
    day = material.dated_on
    return day is not None and bool((wanted.since and day < wanted.since) or (wanted.until and day > wanted.until))


def looks_at(material: Material, limit: int = 30) -> list[Line]:
    """Who looked at it, newest first."""
    return list(
        Line.objects.filter(act="ledger.look", thing="ledger.material", thing_id=material.pk).order_by("-id")[:limit]
    )


def names_of_lookers(lines: Iterable[Line]) -> dict[int, str]:
    """By line: the account's person, or the body that a pass was opened for. Names stand in no line: they are looked up."""
    accounts = {line.by_id for line in lines if line.by_id}
    visits = {line.detail["pass"] for line in lines if line.detail.get("pass")}
    people = {one.pk: str(one) for one in User.objects.filter(pk__in=accounts).select_related("person")}
    bodies = dict(Pass.objects.filter(pk__in=visits).values_list("pk", "name")) if visits else {}
    found = {line.pk: people.get(line.by_id or 0) or bodies.get(line.detail.get("pass")) for line in lines}
    return {pk: name for pk, name in found.items() if name}


@dataclass(frozen=True)
class Seen:
    """A material that a visitor looked at, and at which page."""

    at: datetime
    material: Material
    page: int | None


def seen_with(passes: Iterable[Pass], limit: int = 500) -> dict[int, list[Seen]]:
    """By pass: what was looked at with it, the newest first. Two statements."""
    keys = [one.pk for one in passes]
    lines = list(
        Line.objects.filter(act="ledger.look", thing="ledger.material", detail__pass__in=keys).order_by("-id")[:limit]
    )
    held = Material.objects.in_bulk({line.thing_id for line in lines if line.thing_id})
    found: dict[int, list[Seen]] = {key: [] for key in keys}
    for line in lines:
        if line.thing_id in held:
            found[line.detail["pass"]].append(Seen(line.at, held[line.thing_id], line.detail.get("page")))
    return found
