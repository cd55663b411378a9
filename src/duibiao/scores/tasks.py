"""Jobs of scores: bring a campaign up to the journal's end."""

from typing import Any

from procrastinate.contrib.django import app


@app.task(name="scores.work_out", queueing_lock=None, retry=3)
def work_out(campaign: int, **_context: Any) -> None:
    """Ranks, verdicts and everything that one fact alone could not move."""
    from duibiao.campaigns.models import Campaign
    from duibiao.scores.points import mark_today
    from duibiao.scores.working_out import work_out as bring_up

    held = Campaign.objects.select_related("edition").filter(pk=campaign).first()
    if held is not None:
        bring_up(held)
        mark_today(held)
