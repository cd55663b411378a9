"""Jobs: rows written in the caller's own transaction, done by a worker that runs beside the server.

An app's jobs stand in its `tasks.py` (`from procrastinate.contrib.django import app`, `@app.task(name="app.verb")`: this
module stands above the apps); its services enqueue them with `defer`.
A job that was written is done at least once; one whose transaction failed was never written.
"""

import os
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Status

__all__ = ["app", "run_worker", "take_up_again"]


#: How far the worker stands behind the pages (nice): people wait for these, and not for a package.
BEHIND = 5


@app.periodic(cron="* * * * *")
@app.task(name="jobs.take_up_again", queueing_lock="jobs.take_up_again", pass_context=True)
async def take_up_again(context: JobContext, /, timestamp: int = 0, **_more: Any) -> int:
    """Give jobs whose worker died in the middle to another; returns how many. Every job bears being begun twice."""
    manager = context.app.job_manager
    stopped = list(await manager.get_stalled_jobs())
    for job in stopped:
        try:
            await manager.retry_job(job)
        except (AlreadyEnqueued, UniqueViolation):  # the same work waits already: nothing failed
            await manager.finish_job(job, Status.ABORTED, delete_job=False)
    return len(stopped)


def run_worker() -> None:
    """Do jobs until told to stop; what is begun is finished first."""
    from procrastinate.contrib.django.procrastinate_app import current_app

    os.nice(BEHIND)
    worker = current_app.with_connector(current_app.connector.get_worker_connector())  # type: ignore[attr-defined]
    worker.run_worker(name="duibiao", shutdown_graceful_timeout=30)
