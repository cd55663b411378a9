"""Taking away what nobody refers to: contents without a user, files without a row, uploads that were left.

It can remove nothing that a row refers to: whether anybody refers to a content is asked under the lock under which it is bound
(`store.lock`), and the database's own foreign keys are asked last.
"""

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from duibiao.files import store
from duibiao.files.models import Blob, Preview, Text, Upload

#: An upload that nobody went on with for so long, and a content that nobody has used yet, are given up.
LEFT = timedelta(days=7)
_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass
class Swept:
    """What was taken away."""

    uploads: int = 0
    contents: int = 0
    files: int = 0
    bytes: int = 0


def sweep(left: timedelta = LEFT) -> Swept:
    """Everything older than `left` that nothing refers to. Begun twice, or killed in the middle, it harms nothing."""
    done, before = Swept(), timezone.now() - left
    done.uploads = _drop_uploads(before)
    for blob in Blob.objects.filter(made_at__lt=before).order_by("pk").iterator():
        done.contents += _dropped(blob)
    oldest = time.time() - left.total_seconds()
    for path in list(_old_files(oldest)):
        size = path.stat().st_size if path.exists() else 0
        if _removed(path):
            done.files += 1
            done.bytes += size
    return done


def _drop_uploads(before: datetime) -> int:
    """Uploads that were left; their growing files go with the other files that have no row."""
    gone, _each = Upload.objects.filter(touched_at__lt=before).delete()
    return gone


def _dropped(blob: Blob) -> bool:
    """Delete the row if no other row refers to it: the foreign keys themselves say so."""
    try:
        with transaction.atomic():
            store.lock(blob.sha256)
            Text.objects.filter(blob=blob).delete()
            Preview.objects.filter(of=blob).delete()
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM files_inbucket WHERE blob_id = %s RETURNING bucket", [blob.pk])
                marked = cursor.fetchone()
                cursor.execute("DELETE FROM files_blob WHERE id = %s", [blob.pk])
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            if marked and settings.S3_BUCKET:
                _drop_object(blob.sha256, str(marked[0]))
    except (IntegrityError, _NotNow):
        return False
    return True


class _NotNow(Exception):
    """The object in the bucket cannot be taken away now: the row stays until it can."""


def _drop_object(sha256: str, bucket: str) -> None:
    """Last, while the row's end is not yet sure: who is killed here finds a row that nobody refers to, and begins again."""
    from duibiao.files.bucket import line, owning

    if bucket != line.place():
        return
    try:
        owning.require_ours()
        line.delete(sha256)
    except (owning.NotOurs, store.Unreachable) as fault:
        raise _NotNow from fault


def _old_files(oldest: float) -> Iterator[Path]:
    """Files of the store and growing files that were not touched since."""
    for folder, _folders, names in os.walk(store.root()):
        for name in names:
            path = Path(folder) / name
            ours = _NAME.fullmatch(name) or path.parent == store.root() / "parts"
            if ours and path.stat().st_mtime < oldest:
                yield path


def _removed(path: Path) -> bool:
    """Remove a file if it has no row now; nobody can bind it meanwhile."""
    if path.parent.name == "parts":
        if Upload.objects.filter(key=path.name).exists():
            return False
        path.unlink(missing_ok=True)
        return True
    with transaction.atomic():
        store.lock(path.name)
        if Blob.objects.filter(sha256=path.name).exists():
            return False
        path.unlink(missing_ok=True)
    return True
