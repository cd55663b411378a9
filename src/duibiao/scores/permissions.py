"""Who may fix, approve and publish scores, and whose scores one sees."""

from django.db.models import Q

from duibiao.campaigns.models import Campaign
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import holds, may_see_unit, sees_all, visible_units
from duibiao.scores.choices import SnapshotState, Visibility
from duibiao.scores.models import Snapshot


def may_take_snapshots(by: User) -> bool:
    return holds(by, Role.OFFICE)


def may_decide(by: User, snapshot: Snapshot) -> bool:
    """A leader decides; never the person who fixed the result."""
    return holds(by, Role.LEADER) and snapshot.taken_by_id != by.pk


def may_publish(by: User, snapshot: Snapshot) -> bool:
    return holds(by, Role.OFFICE) and snapshot.state in (SnapshotState.APPROVED, SnapshotState.PUBLISHED)


def may_see_score(by: User, campaign: Campaign, unit: Unit) -> bool:
    """The office, leaders and assessors see every unit's score; a unit its own and those below it."""
    return holds(by, Role.ASSESSOR) or may_see_unit(by, unit)


def visible_scores(by: User, prefix: str = "unit__") -> Q:
    """The SQL condition of the units whose scores `by` sees."""
    if sees_all(by) or holds(by, Role.ASSESSOR):
        return Q()
    return Q(**{f"{prefix}in": _visible(by)})


def _visible(by: User) -> object:
    return Unit.objects.filter(visible_units(by)).values("code")


def visible_snapshots(by: User) -> Q:
    """Everything for the office and leaders; for others what was published to them."""
    if sees_all(by):
        return Q()
    published = Q(state=SnapshotState.PUBLISHED)
    return published & Q(visibility__in=[Visibility.OWN, Visibility.ALL, Visibility.PUBLIC])
