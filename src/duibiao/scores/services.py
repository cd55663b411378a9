"""The only place that writes scores. A fact that is recorded here moves its leaf, the leaf's parents and the total at once.

Its one trick: the rows are updated in the transaction of the fact itself, on the same connection, by statements compiled
from the engine's own expressions. What looks at peers follows by a job written in the same transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.facts import services as journal
from duibiao.facts.drafts import Draft
from duibiao.facts.models import Fact
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.scores.keeping import move_leaf
from duibiao.scores.models import NodeRow, Total
from duibiao.scores.plans import incremental_of
from duibiao.scores.tasks import work_out
from duibiao.scores.touching import LOCK, Touched, touched_by
from duibiao_engine.rounding import rounded
from duibiao_engine.standard.model import Standard

#: More facts than this at once are left to the job.
AT_ONCE = 3


@dataclass(frozen=True)
class Moved:
    """A campaign (its number) whose rows a fact has moved: the unit's total after and before, and by number the leaves' points before."""

    campaign: int
    unit: str
    total: float | None
    total_was: float | None
    leaves_were: Mapping[int, float]


@dataclass(frozen=True)
class Recorded:
    """What was recorded, and what moved at once."""

    facts: Sequence[Fact]
    known: int
    moved: Sequence[Moved]


@transaction.atomic
def record(by: User, *, drafts: Sequence[Draft], source: str) -> Recorded:
    """Post facts and bring the scores along. Raises what `facts.services.post` raises."""
    posted = journal.post(by, drafts=drafts, source=source)
    return Recorded(posted.facts, posted.known, follow(posted.facts))


@transaction.atomic
def correct(by: User, fact: Fact, *, draft: Draft, reason: str, entitled: bool = False) -> Recorded:
    """Supersede a fact and bring the scores along. Raises what `facts.services.supersede` raises."""
    correction = journal.supersede(by, fact, draft=draft, reason=reason, entitled=entitled)
    return Recorded([correction], 0, follow([correction]))


def follow(facts: Sequence[Fact]) -> list[Moved]:
    """Bring the scores along after facts that a part below has posted, in its transaction (a review, a visit)."""
    if not facts:
        return []
    touched = touched_by(facts)
    moved = [_move(one) for one in touched if one.current] if len(facts) <= AT_ONCE else []
    for campaign in {one.campaign for one in touched if not one.waits}:
        ask_for_work(campaign)
    return moved


def _move(touched: Touched) -> Moved:
    """Work out the leaves that look at the measure, for one unit."""
    campaign, unit = touched.as_campaign(), touched.unit
    incremental = incremental_of(campaign)
    standard, top, heard, were = incremental.plan.standard, None, False, {}
    leaves = incremental.leaves_of.get(touched.word, ())
    for leaf in leaves:
        if incremental.looks_at_peers(leaf):
            continue
        kept = move_leaf(campaign, unit, leaf)
        if 0 in kept:
            top, heard = kept[0], heard or bool(kept[0]["heard"])
            were[leaf.number] = kept[leaf.number][f"was_{standard.unknown}"]
    were |= _stood(campaign, unit, standard, [leaf.number for leaf in leaves if incremental.looks_at_peers(leaf)])
    total = None if top is None else _keep_total(touched, standard, top, heard=heard)
    return Moved(campaign.pk, unit, total, touched.total, {leaf: was for leaf, was in were.items() if was is not None})


def _stood(campaign: Campaign, unit: str, standard: Standard, leaves: list[int]) -> dict[int, float]:
    """Points of leaves that follow by the job."""
    if not leaves:
        return {}
    kept = NodeRow.objects.filter(campaign=campaign, unit=unit, node__in=leaves)
    return dict(kept.values_list("node", standard.unknown))


def _keep_total(stood: Touched, standard: Standard, top: dict[str, Any], *, heard: bool) -> float | None:
    """The unit's total; penalties and vetoes stand as they were worked out last (the job sees to them)."""
    if stood.fined is None:
        return None
    fined, zeroed = stood.fined, bool(stood.zeroed)
    raw, full = top[standard.unknown], top["full"]
    before, worst, best = (rounded(points, standard.rounding.total) for points in (raw, top["worst"], top["best"]))
    total, worst, best = (_fined(standard, points, fined, zeroed) for points in (before, worst, best))
    part = (raw if total == before else total) / full if full else None
    rate = None if part is None else rounded(part, standard.rounding.rate)
    changes = {"total_before": before, "total": total, "worst": worst, "best": best, "full": full, "rate": rate}
    if heard:
        changes["has_data"] = True
    Total.objects.filter(campaign=stood.campaign, unit__code=stood.unit).update(**changes)
    return total


def _fined(standard: Standard, points: float, fined: float, zeroed: bool) -> float:
    """Points after penalties, as `Assembly` puts a unit together."""
    if zeroed:
        return 0.0
    return rounded(max(points - fined, standard.floor or 0.0), standard.rounding.total) if fined else points


def ask_for_work(campaign: int) -> None:
    """Have a job bring the campaign up to date; one that is waiting already is enough.

    It cannot end before a fact that is being recorded here is committed: both need the journal's counter.
    """
    lock = f"{LOCK}{campaign}"
    if ProcrastinateJob.objects.filter(queueing_lock=lock, status="todo").exists():
        return  # asked first: a refused job is rolled back, and a rollback costs the connection its prepared statements
    try:
        with transaction.atomic():
            work_out.configure(queueing_lock=lock).defer(campaign=campaign)
    except AlreadyEnqueued:
        pass


@transaction.atomic
def refresh(by: User, campaign: Campaign) -> None:
    """The office asks for everything to be worked out anew (units or decisions have changed)."""
    require(may_run_campaigns(by))
    ask_for_work(campaign.pk)
