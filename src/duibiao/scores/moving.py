"""A campaign goes over to another edition: what it would come to, and the kept rows of the old one set aside.

Nothing that was recorded is touched: facts stay, snapshots stay. Only what is worked out from them is worked out again.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace

from django.db import transaction

from duibiao.campaigns import services as campaigns
from duibiao.campaigns.models import Campaign, Move
from duibiao.facts.queries import last_sequence
from duibiao.organisation.models import User
from duibiao.scores.memory import FrameRows, fact_set, frame_now
from duibiao.scores.models import LineRow, NodeRow, Standing, Total
from duibiao.scores.plans import plan_of
from duibiao.scores.services import ask_for_work
from duibiao.standards.models import Edition
from duibiao_engine.results import ScoreResult
from duibiao_engine.scoring.run import score_plan


@dataclass(frozen=True)
class Estimate:
    """One unit under the present edition and under the other, in per cent of the full mark."""

    unit: str
    name: str
    now_percent: float | None
    then_percent: float | None

    @property
    def change_percent(self) -> float | None:
        return None if None in (self.now_percent, self.then_percent) else self.then_percent - self.now_percent  # type: ignore[operator]


def estimate(campaign: Campaign, edition: Edition, indicators: Mapping[str, str]) -> list[Estimate]:
    """Every unit's rate now and as the other edition would give it from the same facts; nothing is kept."""
    moved = copy(campaign)
    moved.edition = edition
    then = _score(moved, _carried(frame_now(moved), indicators))
    now = Total.objects.filter(campaign=campaign).select_related("unit").order_by("unit__order", "unit_id")
    return [Estimate(row.unit_id, row.unit.name, _percent(row), _percent_of(then, row.unit_id)) for row in now]


def _score(campaign: Campaign, frame: FrameRows) -> ScoreResult:
    return score_plan(plan_of(campaign), fact_set(frame, last_sequence()))


def _carried(frame: FrameRows, indicators: Mapping[str, str]) -> FrameRows:
    """The frame with what does not apply in the other edition's codes."""
    kept = [
        {**row, "indicator": indicators[row["indicator"]]}
        for row in frame.not_applicable
        if row["indicator"] in indicators
    ]
    return replace(frame, not_applicable=kept)


def _percent(row: Total) -> float | None:
    return 100 * row.rate if row.has_data and row.rate is not None else None


def _percent_of(result: ScoreResult, unit: str) -> float | None:
    score = result.units.get(unit)
    return 100 * score.rate if score is not None and score.has_data and score.rate is not None else None


@transaction.atomic
def move(by: User, campaign: Campaign, *, version: int, edition: Edition, indicators: dict[str, str]) -> Move:
    """Go over, set the old rows aside and have everything worked out under the new edition."""
    moved = campaigns.move(by, campaign, version=version, edition=edition, indicators=indicators)
    _set_aside(campaign)
    return moved


@transaction.atomic
def undo_move(by: User, moved: Move, *, version: int) -> Campaign:
    """Go back; the scores under the edition before come back from the same facts."""
    campaign = campaigns.undo_move(by, moved, version=version)
    _set_aside(campaign)
    return campaign


def _set_aside(campaign: Campaign) -> None:
    """Rows are numbered by an edition's indicators; under another one they would say something else."""
    for model in (LineRow, NodeRow, Total, Standing):
        model.objects.filter(campaign=campaign).delete()
    ask_for_work(campaign.pk)
