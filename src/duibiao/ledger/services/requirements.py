"""What is demanded: lines of an indicator's list of materials, and the window in which they are handed up."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.ledger.choices import Posts
from duibiao.ledger.models import Requirement, Window
from duibiao.ledger.permissions import may_run_ledger
from duibiao.lib import versions
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.standards.models import Measure
from duibiao.standards.queries import standard_of

#: What a measure's kind can be told by an accepted material.
FITTING = {
    "count": Posts.COUNT, "event": Posts.COUNT, "amount": Posts.SCORE, "flag": Posts.FLAG, "grade": Posts.GRADE, "score": Posts.SCORE,
}  # fmt: skip


class NotALeaf(Exception):
    """Materials are demanded where something is assessed."""


class DoesNotFit(Exception):
    """A review cannot say this to a measure of that kind."""


def add_requirement(
    by: User, campaign: Campaign, *, indicator: str, units: Iterable[Unit] = (), **fields: Any
) -> Requirement:
    """One more line of the indicator's list."""
    require(may_run_ledger(by))
    node = standard_of(campaign.edition).by_code.get(indicator)
    if node is None or not node.indicator.is_leaf:
        raise NotALeaf(indicator)
    _check(fields.get("measure"), fields.get("posts", ""))
    place = {"campaign": campaign, "edition_id": campaign.edition_id, "indicator": indicator}
    with transaction.atomic():
        made = Requirement.objects.create(**place, **fields)
        made.units.set(units)
        note(by, "ledger.add_requirement", made, indicator=indicator)
    return made


def fits(measure: Measure, posts: str) -> bool:
    """Whether a review can say this to the measure. What is recorded site by site, no material can tell."""
    return FITTING.get(measure.kind) == posts and measure.definition.get("per") != "site"


def _check(measure: Measure | None, posts: str) -> None:
    if posts and (measure is None or not fits(measure, posts)):
        raise DoesNotFit(posts)


@transaction.atomic
def change_requirement(
    by: User, requirement: Requirement, *, version: int, units: Iterable[Unit] | None = None, **fields: Any
) -> Requirement:
    """Write `fields` if nobody saved since `version`, else `versions.Stale`."""
    require(may_run_ledger(by))
    _check(fields.get("measure", requirement.measure), fields.get("posts", requirement.posts))
    changes = versions.save(requirement, version=version, **fields)
    if units is not None:
        requirement.units.set(units)
    note(by, "ledger.change_requirement", requirement, fields=sorted(fields), changes=changes)
    return requirement


@transaction.atomic
def drop_requirement(by: User, requirement: Requirement) -> None:
    """It is demanded no more; what was given for it stays on record."""
    require(may_run_ledger(by))
    if Requirement.objects.filter(pk=requirement.pk, dropped_at=None).update(dropped_at=timezone.now()):
        note(by, "ledger.drop_requirement", requirement, indicator=requirement.indicator)


@transaction.atomic
def set_window(by: User, campaign: Campaign, *, version: int = 0, **fields: Any) -> Window:
    """When materials are handed up and how they are reviewed; `version` is the row's that was seen (0: none yet)."""
    require(may_run_ledger(by))
    held, changes = Window.objects.filter(campaign=campaign).first(), {}
    if held is None:
        held = Window.objects.create(campaign=campaign, **fields)
    else:
        changes = versions.save(held, version=version, **fields)
    note(by, "ledger.set_window", campaign, closes_on=str(held.closes_on or ""), changes=changes)
    return held


def window_of(campaign: Campaign) -> Window:
    """The campaign's window; one that was never set is open and asks for one look."""
    return Window.objects.filter(campaign=campaign).first() or Window(campaign=campaign, version=0)
