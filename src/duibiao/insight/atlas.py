"""The layers of the one map: sites, when each was last visited, who goes where in a round, and what was found wrong.

Its one trick: positions and numbers travel as bytes, names once beside them, and what stands behind a point is asked for when
somebody points at it. What `by` may not see is in no layer: a mystery round is not there, nor are its visits.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Case, Exists, F, Func, IntegerField, Max, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from duibiao.insight.found import on_the_map
from duibiao.insight.packing import packed
from duibiao.inspections.choices import AssignmentState
from duibiao.inspections.models import Assignment, Round, Visit
from duibiao.inspections.permissions import visible_visits
from duibiao.inspections.queries import standing
from duibiao.lib.spans import current
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import visible_units
from duibiao.places.choices import Zone
from duibiao.places.models import Site, SiteAnswerer

#: Days are counted from here: two bytes reach to 2109.
EPOCH = date(2020, 1, 1)
#: A degree in the unit that positions travel in: ten centimetres.
MICRO = 1_000_000
ZONES = list(Zone.values)
#: How a site stands: nobody has to answer for it, somebody does, nobody does although somebody must.
FREE, HELD, BARE = 0, 1, 2
#: What a round wants of a site.
WANTED = {
    AssignmentState.WAITING: 1,
    AssignmentState.VISITED: 2,
    AssignmentState.REPLACED: 3,
    AssignmentState.DROPPED: 4,
}


@dataclass(frozen=True)
class Layer:
    """A part of the file: its name, how long one row is, and its rows."""

    name: str
    width: int
    rows: bytes


class DaysSince(Func):
    """The local day of a moment, counted from EPOCH."""

    template = f"((%(expressions)s AT TIME ZONE '{settings.TIME_ZONE}')::date - DATE '{EPOCH.isoformat()}')"
    output_field = IntegerField()


def coded(field: str, values: Sequence[str]) -> Case:
    """A choice as its place in the list."""
    return Case(*(When(**{field: one}, then=Value(n)) for n, one in enumerate(values)), default=Value(0))


def sites_of(by: User) -> QuerySet[Site]:
    """The open sites that `by` sees."""
    return Site.objects.filter(current(), unit__in=Unit.objects.filter(visible_units(by)))


def held() -> Exists:
    return Exists(SiteAnswerer.objects.filter(current(), site=OuterRef("pk")))


def site_layer(by: User) -> Layer:
    """id, longitude, latitude, unit: four bytes each; type, zone, how it stands, shape: two each."""
    answered = Q(pk__in=SiteAnswerer.objects.filter(current()).values("site"))  # one look for all, not one for each
    stands = Case(
        When(answered, then=Value(HELD)), When(type__needs_person=True, then=Value(BARE)), default=Value(FREE)
    )
    shaped = Case(When(type__shape="point", then=Value(0)), When(type__shape="line", then=Value(1)), default=Value(2))
    rows = sites_of(by).filter(latitude__isnull=False)
    four = [F("pk"), F("longitude") * MICRO, F("latitude") * MICRO, F("unit")]
    return Layer("sites", 24, packed(rows, four, [F("type"), coded("zone", ZONES), stands, shaped]))


def visit_layer(by: User) -> Layer:
    """Of each site that was visited: id; day of the last visit, how many visits."""
    seen = Visit.objects.filter(visible_visits(by), standing())
    rows = seen.values("site").annotate(last=Max("at"))
    return Layer("visits", 6, packed(rows, [F("site")], [DaysSince(F("last"))]))


def round_layer(round: Round | None) -> Layer:
    """Of each site of a round: id; what the round wants of it. Who calls has looked whether it may be seen."""
    if round is None:
        return Layer("round", 6, b"")
    states = Case(*(When(state=state, then=Value(code)) for state, code in WANTED.items()), default=Value(0))
    rows = Assignment.objects.filter(round=round)
    return Layer("round", 6, packed(rows, [F("site")], [states]))


def problem_layer(by: User) -> Layer:
    """Of each problem that lies somewhere: id, longitude, latitude, unit (0: nobody's yet): four bytes each; how it stands,
    kind: two each."""
    rows = on_the_map(by)
    four = [F("pk"), F("east") * MICRO, F("north") * MICRO, Coalesce("unit", Value(0))]
    return Layer("problems", 20, packed(rows, four, [F("stands"), F("kind")]))


def written(layers: Sequence[Layer]) -> bytes:
    """One file: the length of a JSON head in four bytes, the head, then the layers one behind the other."""
    head = json.dumps([[one.name, one.width, len(one.rows) // one.width] for one in layers]).encode()
    return b"".join([struct.pack(">I", len(head)), head, *(one.rows for one in layers)])


def within(box: Sequence[float], prefix: str = "") -> Q:
    """The SQL condition of lying in (west, south, east, north)."""
    west, south, east, north = box
    return Q(
        **{
            f"{prefix}longitude__gte": west,
            f"{prefix}longitude__lte": east,
            f"{prefix}latitude__gte": south,
            f"{prefix}latitude__lte": north,
        }
    )


def lines_within(by: User, box: Sequence[float], most: int) -> list[tuple[int, list[list[float]]]]:
    """Segments and outlines whose middle lies in the box: drawn when one has come close enough to see them."""
    found = sites_of(by).filter(within(box)).exclude(line=[])
    return list(found.order_by("pk").values_list("pk", "line")[:most])
