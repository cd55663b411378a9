"""Jobs of duties: the asks follow what became of them; who falls behind is told."""

from typing import Any

from procrastinate.contrib.django import app


@app.task(name="duties.bring_asks_into_line", retry=3)
def bring_asks_into_line(duties: list[int], **_context: Any) -> None:
    from duibiao.duties.asking import bring_into_line

    bring_into_line(duties)


@app.periodic(cron="40 6 * * *")
@app.task(name="duties.warn_of_delay", queueing_lock="duties.warn_of_delay")
def warn_of_delay(timestamp: int = 0, **_context: Any) -> None:
    """Each morning: who has fallen behind hears of it, once for each duty and level; what nobody owns or signed is told."""
    from django.db import transaction

    from duibiao.duties import alarms, warnings

    with transaction.atomic():
        warnings.warn_of_delay()
        alarms.warn_of_gaps()
