"""Jobs of files: reading words, making previews, sweeping. Each bears being begun twice."""

from typing import Any

from procrastinate.contrib.django import app


@app.task(name="files.look_into", queueing_lock=None, retry=3)
def look_into(blob: int, **_context: Any) -> None:
    """A content that was handed in: its words, then its preview."""
    from duibiao.files import previews, words
    from duibiao.files.models import Blob

    held = Blob.objects.filter(pk=blob).first()
    if held is not None:
        words.read(held)
        previews.make(held)


@app.periodic(cron="17 3 * * *")
@app.task(name="files.sweep", queueing_lock="files.sweep")
def sweep(timestamp: int = 0, **_context: Any) -> None:
    """Every night: what nobody refers to."""
    from duibiao.files.sweeping import sweep as take_away

    take_away()
