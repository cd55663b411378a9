"""Jobs of problems: who is late is told, what is suspended goes on, what held is archived, the month's look back is drawn."""

from typing import Any

from procrastinate.contrib.django import app


@app.periodic(cron="10 7 * * *")
@app.task(name="problems.sweep", queueing_lock="problems.sweep")
def sweep(timestamp: int = 0, **_context: Any) -> None:
    """Each morning before people begin; each step bears being done twice."""
    from django.db import transaction

    from duibiao.problems import escalating, pausing, watching

    with transaction.atomic():
        pausing.resume_due()
        watching.archive_due()
        escalating.mark_old()
    escalating.sweep()


@app.periodic(cron="30 6 1-3 * *")
@app.task(name="problems.draw_looks", queueing_lock="problems.draw_looks")
def draw_looks(timestamp: int = 0, **_context: Any) -> None:
    """On the first days of a month: its look back, once."""
    from duibiao.problems.watching import draw_looks as draw

    draw()
