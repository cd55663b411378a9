"""Reading pledges for pages."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from duibiao.duties.choices import State as DutyState
from duibiao.duties.models import Duty
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.pledges.models import Pledge
from duibiao.pledges.permissions import may_see, visible_pledges


def pledges(by: User) -> QuerySet[Pledge]:
    found = Pledge.objects.filter(visible_pledges(by))
    return found.select_related("campaign", "unit", "to", "text", "scan", "signed_by__person")


def pledge(by: User, pk: int) -> Pledge:
    """There is none: 404; not for `by`: refused in words."""
    found = get_object_or_404(Pledge.objects.select_related("campaign", "unit", "to", "text", "scan"), pk=pk)
    require(may_see(by, found.unit))
    return found


@dataclass(frozen=True)
class Kept:
    """The duties of a pledge, and how many are done."""

    duties: list[Duty]

    @property
    def done(self) -> int:
        return sum(one.state == DutyState.DONE for one in self.duties)


def kept(pledge: Pledge) -> Kept:
    found = Duty.objects.filter(pk__in=pledge.duties).select_related("unit", "person").order_by("indicator", "id")
    return Kept(list(found))
