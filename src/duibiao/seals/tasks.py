"""Jobs of seals: every ten minutes what is new is sealed, every night everything is looked at."""

from typing import Any

from procrastinate.contrib.django import app


@app.periodic(cron="*/10 * * * *")
@app.task(name="seals.seal", queueing_lock="seals.seal")
def seal(timestamp: int = 0, **_context: Any) -> None:
    """Begun twice, it seals once: what is in the log is not taken again."""
    from duibiao.seals.services import seal as seal_new

    seal_new()


@app.periodic(cron="10 2 * * *")
@app.task(name="seals.examine_nightly", queueing_lock="seals.examine_nightly")
def examine_nightly(timestamp: int = 0, **_context: Any) -> None:
    from duibiao.seals.models import Check

    examine(Check.objects.create().pk)


@app.task(name="seals.examine", queueing_lock=None)
def examine(check: int, **_context: Any) -> None:
    """Hold the database against its seals and keep what was found. Begun twice, it looks twice."""
    from duibiao.seals.checking import examine as look
    from duibiao.seals.models import Check
    from duibiao.seals.services import keep_outcome

    asked = Check.objects.filter(pk=check).first()
    if asked is not None:
        found = look()
        keep_outcome(asked, size=found.size, wrong=found.wrong)
