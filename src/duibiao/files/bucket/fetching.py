"""Opening a content that may lie in the bucket alone: brought back to the disk, counted on the way, and only then read.

Its one trick: a reader holds a shared lock (`flock`) on the file it reads, and so nobody lets go of it meanwhile; whoever fetches holds the
whole lock on the growing file, and so the others wait and find it there. The kernel lets go of both with the process, however it ends.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from duibiao.files import store
from duibiao.files.bucket import line
from duibiao.files.models import Blob

#: When a file was read last is written down at most so often, in seconds.
NOTED = 600.0
#: A file may be let go of between finding and opening it; more often than so, something else is wrong.
TRIES = 8


def opened(blob: Blob, *, make_room: bool = True) -> BinaryIO:
    """The bytes, wherever they lie. The file that was opened stays under its name until it is closed.

    Raises `Lost`, `Damaged`, `Unreachable`, `Full`.
    """
    place = store.path_of(blob)
    for _try in range(TRIES):
        try:
            file = place.open("rb")
        except FileNotFoundError:
            fetch(blob, make_room=make_room)
            continue
        fcntl.flock(file, fcntl.LOCK_SH)
        if _is_named(file, place):
            _note_reading(file, place)
            return file
        file.close()
    raise store.Unreachable(_("磁盘太小，文件刚取回来又被腾走了"))


def _is_named(file: BinaryIO, place: Path) -> bool:
    """Whether the open file is still the one under that name."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file.fileno()), place.stat())
    return False


def _note_reading(file: BinaryIO, place: Path) -> None:
    """The file's own time says when it was read last: the disk's way of noting that is switched off on many."""
    now = time.time()
    if now - os.fstat(file.fileno()).st_mtime > NOTED:
        with suppress(OSError):
            os.utime(place)


def fetch(blob: Blob, *, make_room: bool = True) -> None:
    """Bring it back to the disk, unless another does."""
    from duibiao.files.bucket.evicting import room_for

    with _alone(blob.sha256) as growing:
        path, place = growing_path(blob.sha256), store.path_of(blob)
        if place.exists():
            return _given_up(growing, path)
        try:
            with store.saying_when_full():
                if make_room:
                    room_for(blob.size)
                _stream(blob, growing)
                place.parent.mkdir(parents=True, exist_ok=True)
                path.replace(place)
                store.force_folder(place.parent)
        except Exception:
            _given_up(growing, path)
            raise


def _given_up(growing: BinaryIO, path: Path) -> None:
    if _is_named(growing, path):
        path.unlink(missing_ok=True)


def _stream(blob: Blob, growing: BinaryIO) -> None:
    """From the bucket to the disk. Raises `Damaged` if it is not the content."""
    counted = hashlib.sha256()
    growing.truncate(0)
    for piece in line.get(blob.sha256, blob.size):
        growing.write(piece)
        counted.update(piece)
    if counted.hexdigest() != blob.sha256:
        raise store.Damaged(blob.sha256)
    store.force(growing)


def growing_path(sha256: str) -> Path:
    return store.parts() / f"fetch-{sha256}"


@contextmanager
def _alone(sha256: str) -> Iterator[BinaryIO]:
    """The growing file, for one at a time. Who has waited for another and finds its file moved away begins anew."""
    path = growing_path(sha256)
    while True:
        with path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if _is_named(file, path) or store.place_of(sha256).exists():
                yield file
                return
