"""The work plans that units hand in for a campaign. Each stays as it came; a newer one goes before it."""

import hashlib
from pathlib import PurePath

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign, WorkPlan
from duibiao.campaigns.permissions import may_see_score
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import holds, may_see_unit, require, visible_units

#: What offices write plans with.
KINDS = (".docx", ".doc", ".wps", ".pdf", ".ofd", ".xlsx", ".xls", ".et")
MOST_BYTES = 20 * 2**20


class NotAPlan(Exception):
    """The file cannot be a plan: `why` is empty, large or kind."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def may_hand_in(by: User, unit: Unit) -> bool:
    """The unit itself, those above it, and the office on its behalf."""
    return holds(by, Role.OFFICE) or (holds(by, Role.UNIT) and may_see_unit(by, unit))


def plans(by: User, campaign: Campaign) -> QuerySet[WorkPlan]:
    """The plans that `by` sees, the newest first, without their contents."""
    seen = Unit.objects.filter(visible_units(by)).values("code")
    return (
        WorkPlan.objects.filter(campaign=campaign, unit__in=seen).defer("content").select_related("unit", "by__person")
    )


def plans_of(campaign: Campaign, unit: Unit) -> QuerySet[WorkPlan]:
    """One unit's plans, the newest first, without their contents."""
    return WorkPlan.objects.filter(campaign=campaign, unit=unit).defer("content")


def plan(by: User, pk: int) -> WorkPlan:
    """A plan with its content, for those who may see the unit's score; there is none: 404."""
    found = get_object_or_404(WorkPlan.objects.select_related("unit", "campaign"), pk=pk)
    require(may_see_score(by, found.campaign, found.unit))
    return found


@transaction.atomic
def hand_in(by: User, campaign: Campaign, unit: Unit, *, name: str, content: bytes, words: str = "") -> WorkPlan:
    """Keep a plan. The very same file as the unit's last one changes nothing."""
    require(may_hand_in(by, unit))
    _check(name, content)
    sha256 = hashlib.sha256(content).hexdigest()
    last = plans_of(campaign, unit).first()
    if last is not None and last.sha256 == sha256:
        return last
    fields = {"name": name[:200], "content": content, "size": len(content), "sha256": sha256, "words": words}
    made = WorkPlan.objects.create(campaign=campaign, unit=unit, by=by, **fields)
    note(by, "campaigns.hand_in_plan", campaign, unit=unit.pk, sha256=sha256)
    return made


def _check(name: str, content: bytes) -> None:
    if not content:
        raise NotAPlan("empty")
    if len(content) > MOST_BYTES:
        raise NotAPlan("large")
    if PurePath(name).suffix.lower() not in KINDS:
        raise NotAPlan("kind")
