"""Jobs that need every part at once: reminders of what stands on people's days."""

from typing import Any

from procrastinate.contrib.django import app


@app.periodic(cron="5 * * * *")
@app.task(name="web_base.remind", queueing_lock="web_base.remind")
def remind(timestamp: int = 0, **_context: Any) -> None:
    """Once a day, in its first hour in which there is a worker: a machine that is off at night misses nothing."""
    from django.core.cache import cache

    from duibiao.lib.spans import today
    from duibiao.web.base.days.reminding import remind_all

    mark = f"reminded:{today()}"
    if cache.get(mark) is None:
        remind_all()
        cache.set(mark, 1, 26 * 3600)
