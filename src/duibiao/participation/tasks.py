"""Jobs of participation: who reported is forgotten in time."""

from typing import Any

from procrastinate.contrib.django import app


@app.periodic(cron="20 3 * * *")
@app.task(name="participation.forget", queueing_lock="participation.forget")
def forget(timestamp: int = 0, **_context: Any) -> int:
    """Each night: contacts of cases that have been closed for a while."""
    from django.utils import timezone

    from duibiao.participation.services.forgetting import forget

    return forget(timezone.now())
