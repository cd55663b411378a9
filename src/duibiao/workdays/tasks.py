"""Jobs of the work calendar: work out again what rests on it, and notice when a newer program knows a new year."""

from typing import Any

from procrastinate.contrib.django import app


@app.task(name="workdays.recompute", queueing_lock="workdays.recompute", retry=5)
def recompute(**_context: Any) -> None:
    """Everything that rests on the calendar, anew. Tried again while somebody could not follow."""
    from duibiao.workdays import changed, services

    failed = changed.run_all()
    if failed:
        raise RuntimeError(f"could not follow the new calendar: {', '.join(failed)}")
    services.mark_followed()


@app.periodic(cron="30 5 * * *")
@app.task(name="workdays.look_for_notices", queueing_lock="workdays.look_for_notices")
def look_for_notices(timestamp: int = 0, **_context: Any) -> None:
    """A newer release of the published calendar brings years by itself: what rests on them is worked out again."""
    from duibiao.workdays import services

    services.follow_if_new_years()
