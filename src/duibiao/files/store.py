"""Files on disk by what they contain: one place for each content, whoever hands it in and however often.

Its one trick: bytes are written to a temporary name while SHA-256 and SM3 are counted, forced to the disk, and only then moved to
their place in one step. A place under `DATA_FILES` is whole or it is not there. A row and its file are bound by a lock on the content,
held until the caller's transaction ends, so that the sweep never removes what somebody is about to refer to.
"""

import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction

from duibiao.files.models import Blob

PIECE = 1024 * 1024
#: What a disk says that takes no more: full, over quota, file too large for it.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Full(Exception):
    """The disk takes no more. Nothing was kept of what was being written; everything before it is as it was."""


class Lost(Exception):
    """The row is there and its file is not: somebody took it from the disk (or the bucket) by hand."""


class Damaged(Lost):
    """What lies there is not the content of that name. It is not given out."""


class Unreachable(Exception):
    """It lies in the bucket alone, and the bucket cannot be asked now; in words."""


@dataclass(frozen=True)
class Written:
    """Bytes on the disk under a temporary name, counted and forced out; `keep` moves them to their place."""

    path: Path
    sha256: str
    sm3: str
    size: int


def root() -> Path:
    return Path(settings.DATA_FILES)


def parts() -> Path:
    """Where files grow. On the same disk as the store, so that moving is one step."""
    folder = root() / "parts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def place_of(sha256: str) -> Path:
    return root() / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def saying_when_full() -> Iterator[None]:
    """Turns what the disk says when it takes no more into `Full`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Full from error
        raise


def free_bytes() -> int:
    """What may still be written: the disk's free bytes without the reserve that the database lives on."""
    return shutil.disk_usage(parts()).free - settings.FILES_RESERVE


def write(chunks: Iterable[bytes]) -> Written:
    """Stream bytes to a temporary name. Raises `Full`; what was written of them is taken away again."""
    path = parts() / f"new-{secrets.token_hex(12)}"
    try:
        with saying_when_full():
            if free_bytes() <= 0:
                raise Full
            return _written(path, chunks)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _written(path: Path, chunks: Iterable[bytes]) -> Written:
    sha256, sm3, size = hashlib.sha256(), hashlib.new("sm3"), 0
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
            sha256.update(chunk)
            sm3.update(chunk)
            size += len(chunk)
        force(file)
    return Written(path, sha256.hexdigest(), sm3.hexdigest(), size)


def measure(path: Path) -> Written:
    """Both hashes of a file that grew piece by piece."""
    sha256, sm3, size = hashlib.sha256(), hashlib.new("sm3"), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            sha256.update(piece)
            sm3.update(piece)
            size += len(piece)
        force(file)
    return Written(path, sha256.hexdigest(), sm3.hexdigest(), size)


def force(file: BinaryIO) -> None:
    """Onto the disk, not only into the machine's memory."""
    file.flush()
    os.fsync(file.fileno())


@transaction.atomic
def keep(written: Written, *, media_type: str, stays: bool = False) -> Blob:
    """Put into its place and note it, in the caller's transaction. What is there already is kept once.

    With `stays` the temporary name is taken away only when the transaction has ended well: who is killed in between finds it again.
    """
    lock(written.sha256)
    place = place_of(written.sha256)
    with saying_when_full():
        place.parent.mkdir(parents=True, exist_ok=True)
        moved = _double(written.path) if stays else written.path
        moved.replace(place)  # also over one that is there: the same bytes, and certainly whole
        force_folder(place.parent)
    if stays:
        moved.unlink(missing_ok=True)  # two names of one file: then the move has done nothing
        transaction.on_commit(lambda: written.path.unlink(missing_ok=True))
    fields = {"sha256": written.sha256, "sm3": written.sm3, "size": written.size, "media_type": media_type}
    Blob.objects.bulk_create([Blob(**fields)], ignore_conflicts=True)
    return Blob.objects.get(sha256=written.sha256)


def _double(path: Path) -> Path:
    """A second name for the same bytes; a copy where the file system knows no such thing."""
    other = parts() / f"new-{secrets.token_hex(12)}"
    try:
        os.link(path, other)
    except OSError:
        shutil.copyfile(path, other)
        with other.open("rb+") as file:
            force(file)
    return other


def force_folder(folder: Path) -> None:
    with suppress(OSError):  # not every file system lets a folder be forced
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def lock(sha256: str) -> None:
    """Whoever binds or removes this content waits for the other's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key(sha256)])


def lock_key(sha256: str) -> int:
    return int(sha256[:15], 16)


def put(chunks: Iterable[bytes], *, name: str, kind: str = "") -> Blob:
    """Keep a file as it is; `kind` is its media type, else it follows from the name. Checking it is the caller's matter."""
    from duibiao.files.kinds import media_type_of

    return keep(write(chunks), media_type=kind or media_type_of(name))


def open(blob: Blob) -> BinaryIO:
    """The file's bytes, to be closed by the caller; fetched where they lie in the bucket alone. Raises `Lost`, `Unreachable`, `Full`."""
    if settings.S3_BUCKET:
        from duibiao.files.bucket.fetching import opened

        return opened(blob)
    try:
        return path_of(blob).open("rb")
    except FileNotFoundError as error:
        raise Lost(blob.sha256) from error


@contextmanager
def held(blob: Blob) -> Iterator[Path]:
    """Where the file lies, for a program that wants a path; it stays there meanwhile. Raises as `open`."""
    with open(blob):
        yield path_of(blob)


def path_of(blob: Blob) -> Path:
    """Its place on the disk. Whether it lies there now, only `open` and `held` know."""
    return place_of(blob.sha256)


def pieces(blob: Blob, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """The bytes of a range, a megabyte at a time."""
    left = blob.size - start if length is None else length
    with open(blob) as file:
        file.seek(start)
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
