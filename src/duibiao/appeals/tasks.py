"""The job of appeals: who may decide is reminded, what is late goes to the leaders."""

from typing import Any

from procrastinate.contrib.django import app


@app.periodic(cron="20 7 * * *")
@app.task(name="appeals.sweep", queueing_lock="appeals.sweep")
def sweep(timestamp: int = 0, **_context: Any) -> None:
    """Each morning before people begin; once a day for each person, however often it runs."""
    from duibiao.appeals import escalating

    escalating.sweep()
