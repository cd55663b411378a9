"""Jobs of messages: make the digests that are due, send one, try again with growing pauses."""

from typing import Any

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job


class AsTold(BaseRetryStrategy):
    """The attempt itself says when the next one is due; anything unforeseen is tried again for a while."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        wait = getattr(exception, "wait_seconds", None)
        if wait is None:
            return RetryDecision(retry_in={"seconds": 60 * (job.attempts + 1)}) if job.attempts < 5 else None
        return RetryDecision(retry_in={"seconds": wait})


@app.periodic(cron="*/10 * * * *")
@app.task(name="notices.send_due", queueing_lock="notices.send_due")
def send_due(timestamp: int = 0, **_context: Any) -> None:
    """Whoever's hour has come gets his digest; what is urgent goes as soon as the hours of quiet allow."""
    from django.utils import timezone

    from duibiao.notices.delivering import make_due

    make_due(timezone.now())


@app.task(name="notices.deliver", retry=AsTold())
def deliver(dispatch: int, **_context: Any) -> None:
    """One digest to one place."""
    from django.utils import timezone

    from duibiao.notices.delivering import attempt

    attempt(dispatch, timezone.now())
