"""What a decision does to scores: every total and the leaves that look at the measure, before and after, exact.

Its one trick: the journal's counter is held from the first reading to the last, so nothing else can have moved a score
between the two.
"""

from dataclasses import dataclass
from typing import Any

from duibiao.appeals.models import Appeal, Effect
from duibiao.campaigns.models import Campaign
from duibiao.facts.models import Counter, Fact
from duibiao.facts.queries import last_sequence
from duibiao.organisation.models import Unit
from duibiao.scores.models import NodeRow, Total
from duibiao.scores.queries import standing
from duibiao.scores.touching import touched_by
from duibiao.scores.working_out import work_out
from duibiao.standards.queries import standard_of
from duibiao_engine.standard.model import Node


@dataclass(frozen=True)
class Stood:
    """A campaign's scores at one moment: totals by unit, and points by unit and leaf."""

    campaign: Campaign
    leaves: list[Node]
    totals: dict[str, Total]
    points: dict[tuple[str, int], float]


def hold_still() -> None:
    """No fact is recorded by anybody else until the caller's transaction ends."""
    Counter.objects.select_for_update().get(pk=1)


def before(fact: Fact) -> list[Stood]:
    """Each campaign that the fact counts in, as it stands now; one that is behind is brought up first."""
    words = {one.campaign: one.word for one in touched_by([fact])}
    campaigns = Campaign.objects.filter(pk__in=words).select_related("edition").defer("edition__text")
    found = []
    for campaign in campaigns:
        held = standing(campaign)
        if held is None or held.sequence != last_sequence():
            work_out(campaign)
        found.append(_stood(campaign, _leaves(campaign, words[campaign.pk])))
    return found


def after(appeal: Appeal, fact: Fact, were: list[Stood]) -> list[Effect]:
    """Work the campaigns out again and keep what moved: for the unit, for who answers, for whoever's total changed."""
    concerned: set[str] = {fact.unit_id, *map(str, fact.liabilities.values_list("unit", flat=True))}
    rows = []
    for was in were:
        work_out(was.campaign)
        now = _stood(was.campaign, was.leaves)
        moved = {code for code, total in now.totals.items() if _differs(was.totals.get(code), total)}
        rows += [_effect(appeal, code, was, now) for code in sorted(moved | concerned) if code in now.totals]
    return Effect.objects.bulk_create(rows)


def _differs(was: Total | None, now: Total) -> bool:
    return was is None or was.total != now.total


def _leaves(campaign: Campaign, word: str) -> list[Node]:
    leaves = standard_of(campaign.edition).leaves
    return [leaf for leaf in leaves if any(word in term.measures for term in leaf.indicator.rule)]


def _stood(campaign: Campaign, leaves: list[Node]) -> Stood:
    worst = standard_of(campaign.edition).unknown == "worst"
    rows = NodeRow.objects.filter(campaign=campaign, node__in=[leaf.number for leaf in leaves])
    points = {(row.unit, row.node): row.worst if worst else row.best for row in rows}
    totals = {row.unit_id: row for row in Total.objects.filter(campaign=campaign).select_related("unit")}
    return Stood(campaign, leaves, totals, points)


def _effect(appeal: Appeal, code: str, was: Stood, now: Stood) -> Effect:
    old, new = was.totals.get(code), now.totals[code]
    unit: Unit = new.unit
    return Effect(
        appeal=appeal, campaign=was.campaign, unit=unit, total_before=old.total if old else new.total,
        total_after=new.total, rank_before=old.rank if old else None, rank_after=new.rank,
        indicators=[one for leaf in was.leaves if (one := _moved(code, leaf, was, now))],
    )  # fmt: skip


def _moved(code: str, leaf: Node, was: Stood, now: Stood) -> dict[str, Any] | None:
    old, new = was.points.get((code, leaf.number)), now.points.get((code, leaf.number))
    if old is None or new is None or abs(old - new) < 1e-9:
        return None
    return {"code": leaf.code, "name": leaf.indicator.name, "before": old, "after": new}
