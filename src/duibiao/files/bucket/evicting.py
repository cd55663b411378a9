"""Letting go of copies on the disk, the longest unread first, when they pass the limit: never one that is not in the bucket.

Its one trick: the mark in the database only says where to look. Before a copy goes, under the content's lock, the bucket is asked again.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from duibiao.files import store
from duibiao.files.bucket import line, owning
from duibiao.files.models import InBucket

#: Fetching looks whether the disk passes the limit when so much has come: to look means to walk through the store.
LOOK_EVERY = 64 << 20
#: When something has to go, a little more goes: a share of the limit.
SLACK = 0.05
_CHUNK = 200


@dataclass(frozen=True, order=True)
class Copy:
    """A content on the disk: when it was read last, how large it is, its name."""

    read_at: float
    size: int
    sha256: str


@dataclass
class Gone:
    """What the disk let go of."""

    contents: int = 0
    bytes: int = 0


@dataclass
class _Since:
    """What this process has fetched since it looked last. The first fetch looks."""

    bytes: int = field(default=LOOK_EVERY)


_since = _Since()


def copies() -> Iterator[Copy]:
    """Every content that lies on the disk."""
    for first in _folders(store.root()):
        for second in _folders(first):
            for entry in os.scandir(second):
                if line.is_name(entry.name):
                    try:
                        said = entry.stat()
                    except FileNotFoundError:
                        continue
                    yield Copy(said.st_mtime, said.st_size, entry.name)


def _folders(folder: Path) -> list[Path]:
    try:
        return [Path(entry) for entry in os.scandir(folder) if len(entry.name) == 2 and entry.is_dir()]
    except FileNotFoundError:
        return []


def room_for(size: int) -> None:
    """Before `size` bytes are fetched: let go of others, if it is time to look. Raises `Full` if the disk has no room all the same."""
    _since.bytes += size
    if _since.bytes >= LOOK_EVERY:
        _since.bytes = 0
        tidy(size)
    if size > store.free_bytes():
        tidy(size)
        if size > store.free_bytes():
            raise store.Full


def tidy(coming: int = 0) -> Gone:
    """Let go of copies until the limit holds again. Without a limit none goes."""
    gone = Gone()
    limit: int | None = settings.S3_KEEP_LOCAL
    if limit is None:
        return gone
    with _one_at_a_time() as ours:
        if ours:
            found = sorted(copies())
            over = _over(sum(one.size for one in found) + coming, limit)
            if over > 0 and owning.is_ours():
                _let_go(found, over + int(SLACK * limit), gone)
    return gone


def _over(held: int, limit: int) -> int:
    """How much must go: what passes the limit, or what uploads lack on the disk."""
    short = 2 * settings.FILES_RESERVE - shutil.disk_usage(store.parts()).free
    return max(held - limit, short)


@contextmanager
def _one_at_a_time() -> Iterator[bool]:
    """Whether nobody else does the same now."""
    with (store.parts() / "letting-go").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _let_go(found: list[Copy], over: int, gone: Gone) -> None:
    for start in range(0, len(found), _CHUNK):
        some = found[start : start + _CHUNK]
        marked = marked_of(one.sha256 for one in some)
        for one in some:
            if gone.bytes >= over:
                return
            if one.sha256 in marked and let_go(one.sha256, one.size):
                gone.contents += 1
                gone.bytes += one.size


def marked_of(names: Iterable[str]) -> set[str]:
    """Which of these the database says to lie in our bucket."""
    marks = InBucket.objects.filter(blob__sha256__in=list(names), bucket=line.place())
    return set(marks.values_list("blob__sha256", flat=True))


def let_go(sha256: str, size: int) -> bool:
    """Remove one copy from the disk, if the bucket has the content and nobody reads the copy or takes it in now."""
    with transaction.atomic():
        if not _locked(sha256):
            return False
        mark = InBucket.objects.filter(blob__sha256=sha256, bucket=line.place()).first()
        if mark is None:
            return False
        if line.look(sha256) != line.Object(sha256, size, mark.tag):
            mark.delete()  # it is not there any more, or another: the push looks again
            return False
        return _unlinked(store.place_of(sha256))


def _locked(sha256: str) -> bool:
    """The content's lock, if nobody has it: we hold several, and must not wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [store.lock_key(sha256)])
        return bool(cursor.fetchone()[0])


def _unlinked(place: Path) -> bool:
    try:
        with place.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            place.unlink()
    except (BlockingIOError, FileNotFoundError):
        return False
    return True
