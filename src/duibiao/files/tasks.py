"""Jobs of files: reading words, making previews, sweeping. Each bears being begun twice."""

from typing import Any

from django.conf import settings
from procrastinate.contrib.django import app

if settings.S3_BUCKET:
    from duibiao.files.bucket import tasks as _of_the_bucket  # noqa: F401  # known by being imported

#: Nobody waits for these as for a score: whatever else is to be done goes before them.
LATER = -10


@app.task(name="files.look_into", queueing_lock=None, retry=3, priority=LATER)
def look_into(blob: int, **_context: Any) -> None:
    """A content that was handed in: its words; an Office file's preview by a job of its own."""
    from duibiao.files import previews, words
    from duibiao.files.models import Blob

    held = Blob.objects.filter(pk=blob).first()
    if held is not None:
        words.read(held)
        if previews.is_wanted(held) and previews.program():
            make_preview.defer(blob=blob)


@app.task(name="files.make_preview", queueing_lock=None, retry=3, priority=2 * LATER)
def make_preview(blob: int, **_context: Any) -> None:
    """An Office file as PDF: some seconds of LibreOffice."""
    from duibiao.files import previews
    from duibiao.files.models import Blob

    held = Blob.objects.filter(pk=blob).first()
    if held is not None:
        previews.make(held)


@app.periodic(cron="17 3 * * *")
@app.task(name="files.sweep", queueing_lock="files.sweep")
def sweep(timestamp: int = 0, **_context: Any) -> None:
    """Every night: what nobody refers to."""
    from duibiao.files.sweeping import sweep as take_away

    take_away()
