"""What an address asks of the map: which of the four questions, which sites. The page, its list and its export read it alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duibiao.insight import atlas
from duibiao.insight.found import on_the_map
from duibiao.inspections import queries as inspections
from duibiao.inspections.choices import AssignmentState
from duibiao.inspections.models import Assignment, Round
from duibiao.inspections.queries import with_last_visit
from duibiao.organisation.models import Unit, User
from duibiao.places.choices import Zone
from duibiao.places.models import Site, SiteType

#: The four questions that the one map answers.
QUESTIONS = (
    ("stands", _("谁负责")),
    ("visited", _("多久没查")),
    ("round", _("本轮进度")),
    ("problems", _("哪里有问题")),
)
#: Days after which a visit is old, and after which a site is blind.
OLD, BLIND = 30, 90


@dataclass(frozen=True)
class Asked:
    """Checked: what was made up is as if it were not there."""

    question: str
    round: Round | None
    unit: int
    type: int
    zone: str
    box: tuple[float, ...]

    @property
    def narrowed(self) -> Q:
        """The sites that the choices leave."""
        found = Q()
        if self.unit:
            found &= Q(unit=self.unit)
        if self.type:
            found &= Q(type=self.type)
        return found & Q(zone=self.zone) if self.zone else found


def asked_of(by: User, given: Mapping[str, Any]) -> Asked:
    """At most one statement: the round, if it is one that `by` may see."""
    question = given.get("show", "")
    number = _number(given.get("round"))
    held = inspections.rounds(by).filter(pk=number).first() if number else None
    return Asked(
        question if question in dict(QUESTIONS) else "stands",
        held,
        _number(given.get("unit")),
        _number(given.get("type")),
        given.get("zone", "") if given.get("zone", "") in Zone.values else "",
        box_of(given.get("box", "")),
    )


def _number(text: Any) -> int:
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10 else 0


def box_of(text: str) -> tuple[float, ...]:
    """west,south,east,north; empty when it is none."""
    try:
        box = tuple(float(part) for part in text.split(","))
    except ValueError:
        return ()
    return box if len(box) == 4 and all(-360 <= side <= 360 for side in box) else ()


def listed(by: User, asked: Asked) -> QuerySet[Site]:
    """The sites of the list beside the map: what needs somebody comes first."""
    found = atlas.sites_of(by).filter(asked.narrowed)
    if asked.box:
        found = found.filter(atlas.within(asked.box))
    if asked.round is not None and asked.question == "round":
        found = found.filter(Exists(Assignment.objects.filter(round=asked.round, site=OuterRef("pk"))))
    found = with_last_visit(found, by).annotate(is_attended=atlas.held()).select_related("type", "unit", "within")
    if asked.round is not None and asked.question == "round":
        mine = Assignment.objects.filter(round=asked.round, site=OuterRef("pk")).exclude(state=AssignmentState.REPLACED)
        found = found.annotate(assigned=Subquery(mine.order_by("-state").values("state")[:1]))
        return found.order_by("-assigned", "code")
    if asked.question == "visited":
        return found.order_by(F("last_visit").asc(nulls_first=True), "code")
    return found.order_by("is_attended", "-type__needs_person", "code")


def listed_problems(by: User, asked: Asked) -> QuerySet[Any]:
    """The problems of the list beside the map: what is late comes first, then what waits longest."""
    found = on_the_map(by).select_related("kind", "site", "area", "unit")
    if asked.unit:
        found = found.filter(unit=asked.unit)
    if asked.box:
        west, south, east, north = asked.box
        found = found.filter(east__gte=west, east__lte=east, north__gte=south, north__lte=north)
    return found.order_by("stands", "found_at", "pk")


def stands_of(site: Any) -> str:
    return "good" if site.is_attended else "bad" if site.type.needs_person else "none"


def age_of(site: Any) -> str:
    """How long nobody was there, as a state."""
    if site.last_visit is None:
        return "bad"
    days = (timezone.now() - site.last_visit) / timedelta(days=1)
    return "good" if days <= OLD else "info" if days <= BLIND else "soon"


def choices(by: User, found: QuerySet[Site]) -> dict[str, Any]:
    """What can be chosen: units that have sites, types, the rounds that `by` may see. Three statements."""
    units = Unit.objects.filter(pk__in=found.values("unit")).order_by("path")
    rounds = inspections.rounds(by).exclude(state="planned").exclude(state="void")
    return {
        "units": [(one.pk, one.known_as) for one in units],
        "types": [(one.pk, one.name) for one in SiteType.objects.all()],
        "zones": list(Zone.choices),
        "rounds": [(one.pk, one.title) for one in rounds[:40]],
    }
