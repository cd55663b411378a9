"""Jobs: rows written in the caller's own transaction, done by a worker that runs beside the server.

An app's jobs stand in its `tasks.py` (`from procrastinate.contrib.django import app`, `@app.task(name="app.verb")`: this
module stands above the apps); its services enqueue them with `defer`.
A job that was written is done at least once; one whose transaction failed was never written.
"""

from procrastinate.contrib.django import app

__all__ = ["app", "run_worker"]


def run_worker() -> None:
    """Do jobs until told to stop; what is begun is finished first."""
    from procrastinate.contrib.django.procrastinate_app import current_app

    worker = current_app.with_connector(current_app.connector.get_worker_connector())  # type: ignore[attr-defined]
    worker.run_worker(name="duibiao", shutdown_graceful_timeout=30)
