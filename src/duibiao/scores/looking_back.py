"""Scores as of another day: worked out from the journal as it was known then, and kept in the cache.

The past does not change: what was known on a day stays known on it, so the cache key is the day, the edition and the
frame's own last change (the journal's number for today).
"""

from dataclasses import replace
from datetime import date

from django.core.cache import cache

from duibiao.campaigns.models import Campaign
from duibiao.facts.models import Fact
from duibiao.lib.spans import today
from duibiao.scores.memory import fact_set, frame_now, one_thread
from duibiao.scores.plans import plan_of
from duibiao_engine.results import ScoreResult
from duibiao_engine.scoring.run import score_plan


def known_on(day: date) -> int:
    """The number of the last fact recorded by the end of a day; 0 before the first."""
    last = (
        Fact.objects.filter(recorded_at__date__lte=day).order_by("-sequence").values_list("sequence", flat=True).first()
    )
    return last or 0


def score_on(campaign: Campaign, day: date) -> ScoreResult:
    """The campaign's result as it was known at the end of a day."""
    sequence = known_on(min(day, today()))
    key = f"score:{campaign.pk}:{campaign.version}:{campaign.edition.sha256[:12]}:{sequence}:{day}"
    held: ScoreResult | None = cache.get(key)
    if held is None:
        plan = replace(plan_of(campaign), as_of_day=campaign.as_of_day(day))
        held = score_plan(plan, fact_set(frame_now(campaign), sequence), as_of=sequence, connection=one_thread())
        cache.set(key, held, 3600)
    return held
