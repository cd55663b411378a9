"""Jobs of participation: who reported is forgotten in time."""

from typing import Any

from procrastinate.contrib.django import app


@app.periodic(cron="20 3 * * *")
@app.task(name="participation.forget", queueing_lock="participation.forget")
def forget(timestamp: int = 0, **_context: Any) -> int:
    """Each night: contacts of cases that have been closed for a while, and of supervisors whose term is over."""
    from django.utils import timezone

    from duibiao.lib.spans import today
    from duibiao.participation.services.forgetting import forget
    from duibiao.participation.services.supervisors import forget_contacts

    return forget(timezone.now()) + forget_contacts(today())
