"""Orders to deal with facilities (处置单): replace, repair, renew, take down.

Its one trick: an order is a problem of the facility's site, with all of its life: given, signed, put right with a photo, rechecked by
somebody else, closed, watched. Here is only how many are opened in one go, and which order a facility has.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.places.choices import BAD_STATES, REMEDY, FacilityState
from duibiao.places.models import Facility
from duibiao.problems.assigning import assign_many
from duibiao.problems.choices import LIVE, Source
from duibiao.problems.models import Problem
from duibiao.problems.opening import open_problem
from duibiao.problems.permissions import may_manage
from duibiao.problems.rules import CHINESE


@dataclass(frozen=True)
class Ordered:
    """What ordering many did: how many orders, how many have one already, at how many nothing is wrong."""

    ordered: int
    there: int
    well: int


@transaction.atomic
def order_many(by: User, *, facilities: Iterable[int], words: str = "", due_at: datetime | None = None) -> Ordered:
    """An order for each facility that is not well and has none, to the unit that answers. Twice is once."""
    require(may_manage(by))
    chosen = with_order(Facility.objects.filter(pk__in=list(facilities), site__until=None))
    found = list(chosen.select_related("site__type", "unit", "photo").order_by("pk"))
    wrong = [one for one in found if one.state in BAD_STATES]
    fresh = {_opened(by, one, words): one.unit for one in wrong if one.order is None}  # type: ignore[attr-defined]
    assign_many(by, to=fresh, due_at=due_at)
    waiting = {one.order: one.unit for one in wrong if one.order is not None}  # type: ignore[attr-defined]
    given = assign_many(by, to=waiting, due_at=due_at)  # what inspectors found there and nobody has given out yet
    return Ordered(len(fresh) + given, len(waiting) - given, len(found) - len(wrong))


@override(CHINESE)
def _opened(by: User, one: Facility, words: str) -> int:
    """The problem of a facility as it was last seen: another look that finds fault again is another finding."""
    known = {"name": one.site.name, "state": one.get_state_display(), "remedy": REMEDY[FacilityState(one.state)]}
    said = _("%(name)s%(state)s，请%(remedy)s") % known
    look = one.looks.values_list("pk", flat=True).first()
    made = open_problem(
        by, source=Source.OTHER, reference=f"facility:{one.pk}:{look}", kind=one.site.type.fault_kind or "facility",
        words=f"{said}。{words}" if words else said, subject=one.state, site=one.site, unit=one.unit,
        photos=[one.photo] if one.photo else [], found_at=one.looked_at,
    )  # fmt: skip
    return made.pk


def with_order(found: QuerySet[Facility]) -> QuerySet[Facility]:
    """Each with `order`: the newest problem at it that is not over, or none."""
    live = Problem.objects.filter(site=OuterRef("site"), status__in=LIVE).order_by("-id")
    return found.annotate(order=Subquery(live.values("pk")[:1]))
