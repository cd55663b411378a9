"""A file that arrives piece by piece, over a line that breaks.

The sender says what it has (SHA-256, size, name), asks how much is here, sends what is missing from there, and has it finished.
Each step may be repeated: what is known is told again, nothing is kept twice. How much is here is the size of the growing file,
so that no row can say something else, whoever was killed in between. Who may send pieces holds a signed ticket that names the file:
a piece costs no question to the database.
"""

import fcntl
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import FileIO
from pathlib import Path
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.files import store
from duibiao.files.checking import check, check_claim
from duibiao.files.kinds import Refused, safe_name
from duibiao.files.models import Blob, Upload


class Elsewhere(Exception):
    """The piece does not begin where the file ends; `offset` is where it ends."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the file ends at {offset}")
        self.offset = offset


class Busy(Exception):
    """Another request is writing to the same file: the sender's own, which its line has forgotten."""


def begin(by: Any, *, sha256: str, size: int, name: str) -> Upload:
    """The upload of this content by this account, new or as far as it came. Raises `Refused` and `Full`."""
    name = safe_name(name)
    check_claim(name, size)
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise Refused("hash", _("没有算出文件的指纹，请刷新页面后再传。"))
    if size > store.free_bytes():
        raise store.Full
    fields = {"by": by, "sha256": sha256, "size": size, "name": name}
    with transaction.atomic():
        Upload.objects.bulk_create([Upload(key=secrets.token_hex(16), **fields)], ignore_conflicts=True)
        held = Upload.objects.select_for_update().get(by=by, sha256=sha256)
        held.name, held.size, held.touched_at = name, size, timezone.now()
        held.save(update_fields=["name", "size", "touched_at"])
    return held


def find(by: Any, key: str) -> Upload | None:
    """One's own upload, and no other's."""
    return Upload.objects.select_related("blob").filter(by=by, key=key).first()


#: A ticket is good for so long; who still sends then asks for another.
TICKET_LASTS = timedelta(hours=12)
_SIGNER = signing.TimestampSigner(salt="duibiao.files.upload")


@dataclass(frozen=True)
class Ticket:
    """Leave to bring pieces of one file: its key, and how many bytes it is to have."""

    key: str
    size: int


def ticket_for(upload: Upload) -> str:
    """A ticket in words, for whoever was found to own the upload. The growing file is there from now on."""
    if upload.blob_id is None:
        part_of(upload.key).touch()
    return _SIGNER.sign_object([upload.key, upload.size])


def ticket_from(words: str) -> Ticket:
    """Raises `SignatureExpired`, and `BadSignature` for what we never gave."""
    key, size = _SIGNER.unsign_object(words, max_age=TICKET_LASTS)
    return Ticket(str(key), int(size))


def part_of(key: str) -> Path:
    return store.parts() / key


def offset_of(upload: Upload) -> int:
    """How many bytes are here."""
    if upload.blob_id is not None:
        return upload.size
    try:
        return min(part_of(upload.key).stat().st_size, upload.size)
    except FileNotFoundError:
        return 0


def append(ticket: Ticket, piece: bytes, *, offset: int) -> int:
    """Write bytes that begin at `offset`; how many bytes are here then. What is beyond the file's size is not kept.

    Raises `Elsewhere`, `Busy`, `Full`, and `FileNotFoundError` for a file that was finished or given up meanwhile.
    """
    with _growing(ticket.key) as file, store.saying_when_full():
        end = file.seek(0, 2)
        if offset != end:
            raise Elsewhere(end)
        return end + file.write(piece[: ticket.size - end])


@contextmanager
def _growing(key: str) -> Iterator[FileIO]:
    """The growing file, for one writer at a time. Nothing is held back in memory: what a full disk did not take was never said to be here."""
    with part_of(key).open("r+b", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield file


def finish(upload: Upload) -> Blob:
    """Check the whole file and keep it. Raises `Elsewhere` if pieces are missing, `Refused` for what is wrong with it.

    What was refused is taken away: it would be refused again. Finishing twice finishes once.
    """
    if upload.blob is not None:
        return upload.blob
    offset = offset_of(upload)
    if offset < upload.size:
        raise Elsewhere(offset)
    with _growing(upload.key):
        return _kept(upload)


def _kept(upload: Upload) -> Blob:
    path = part_of(upload.key)
    try:
        written = store.measure(path)
        if written.sha256 != upload.sha256:
            raise Refused("damaged", _("传来的内容和您电脑上的不一样，路上坏了。请再传一次。"))
        kind = check(path, upload.name)
    except Refused:
        path.unlink(missing_ok=True)
        raise
    with transaction.atomic():
        blob = store.keep(written, media_type=kind.media_type, stays=True)
        Upload.objects.filter(pk=upload.pk).update(blob=blob, touched_at=timezone.now())
    upload.blob = blob
    return blob


def take(chunks: Iterable[bytes], *, name: str) -> Blob:
    """A file that comes in one piece, as a plain form sends it: written, checked, kept. Raises `Refused`, `Full`."""
    name = safe_name(name)
    written = store.write(chunks)
    try:
        kind = check(written.path, name)
        return store.keep(written, media_type=kind.media_type)
    finally:
        written.path.unlink(missing_ok=True)
