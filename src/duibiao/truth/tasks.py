"""The job that looks at what was given since it looked last. The ledger below knows nothing of it."""

from typing import Any

from procrastinate.contrib.django import app

#: Versions of one run; the next minute goes on.
AT_ONCE = 300


@app.periodic(cron="* * * * *")
@app.task(name="truth.look", queueing_lock="truth.look")
def look(timestamp: int = 0, **_context: Any) -> None:
    """Begun twice, each hint is kept once."""
    from duibiao.files import store
    from duibiao.truth.queries import waiting
    from duibiao.truth.services import look_at, pass_over

    for version in waiting()[:AT_ONCE]:
        try:
            look_at(version)
        except store.Unreachable:
            return  # the next minute asks again
        except store.Lost:
            pass_over(version)
