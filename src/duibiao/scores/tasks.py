"""Jobs of scores: bring a campaign up to the journal's end."""

from contextlib import suppress
from datetime import date
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued


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
        _then_count(campaign)


def _then_count(campaign: int) -> None:
    """One count that is waiting already is enough."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        count_losses.configure(queueing_lock=f"scores.count_losses:{campaign}").defer(campaign=campaign)


@app.task(name="scores.count_losses", queueing_lock=None)
def count_losses(campaign: int, **_context: Any) -> None:
    """What was lost and can be won back, for the whole county: counted after the ranks, so that they wait for nothing."""
    from duibiao.campaigns.models import Campaign
    from duibiao.scores.queries import counted_losses, standing

    held = Campaign.objects.select_related("edition").filter(pk=campaign).first()
    if held is not None:
        counted_losses(held, standing(held))


@app.task(name="scores.rebuild_points", queueing_lock=None)
def rebuild_points(campaign: int, days: list[str], **_context: Any) -> None:
    """Points of days that have gone by, worked out again from the journal. Begun twice, the same points stand there."""
    from duibiao.campaigns.models import Campaign
    from duibiao.scores.points import rebuild

    held = Campaign.objects.select_related("edition").filter(pk=campaign).first()
    if held is not None:
        rebuild(held, [date.fromisoformat(day) for day in days])


@app.task(name="scores.import_facts", queueing_lock=None)
def import_facts(stored: int, by: int, **_context: Any) -> None:
    """A large workbook of facts: simulated or executed, whichever is in hand. Begun twice, it is done once."""
    from duibiao.files.progress import told
    from duibiao.organisation.models import User
    from duibiao.scores.importing import carry_on

    with told(stored) as say:
        carry_on(User.objects.get(pk=by), stored, say)


@app.periodic(cron="50 6 * * *")
@app.task(name="scores.warn_of_stages", queueing_lock="scores.warn_of_stages")
def warn_of_stages(timestamp: int = 0, **_context: Any) -> None:
    """Each morning: the office hears of a staged target that was missed, or is near and short."""
    from duibiao.scores import deviation

    with transaction.atomic():
        deviation.warn_of_stages()
