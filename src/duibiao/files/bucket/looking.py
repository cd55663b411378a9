"""How things stand between disk and bucket: counted, checked byte by byte, mended, and brought back when a county leaves its bucket."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.conf import settings

from duibiao.files import store
from duibiao.files.bucket import line, owning
from duibiao.files.bucket.evicting import copies
from duibiao.files.bucket.fetching import fetch
from duibiao.files.bucket.pushing import push_one
from duibiao.files.models import Blob, InBucket

Say = Callable[[int], None]


@dataclass
class Standing:
    """Contents by where they lie, as disk and marks say, and their bytes."""

    disk_only: int = 0
    bucket_only: int = 0
    both: int = 0
    nowhere: list[str] = field(default_factory=list)
    waiting_bytes: int = 0
    disk_bytes: int = 0


def standing() -> Standing:
    """Without a question to the bucket."""
    found, here = Standing(), {one.sha256: one.size for one in copies()}
    marked = set(InBucket.objects.filter(bucket=line.place()).values_list("blob", flat=True))
    found.disk_bytes = sum(here.values())
    for pk, sha256, size in Blob.objects.values_list("pk", "sha256", "size").iterator():
        if sha256 in here:
            found.both += pk in marked
            found.disk_only += pk not in marked
        else:
            found.bucket_only += pk in marked
            if pk not in marked:
                found.nowhere.append(sha256)
        found.waiting_bytes += 0 if pk in marked else size
    return found


def nowhere() -> int:
    """Contents that have a row and lie nowhere, also where no bucket is set any more."""
    here = {one.sha256 for one in copies()}
    marks = InBucket.objects.filter(bucket=line.place()) if line.is_set() else InBucket.objects.none()
    rows = Blob.objects.exclude(pk__in=marks.values("blob")).values_list("sha256", flat=True)
    return sum(1 for sha256 in rows.iterator() if sha256 not in here)


@dataclass
class Checked:
    """What was found to be wrong, by content."""

    contents: int = 0
    missing: list[str] = field(default_factory=list)
    damaged_there: list[str] = field(default_factory=list)
    damaged_here: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    strangers: int = 0

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.damaged_there or self.damaged_here or self.gone)


def check(*, deep: bool, mend: bool, say: Say = lambda done: None) -> Checked:
    """Every content against the bucket's own list; with `deep` every byte on both sides is read. Raises `Unreachable`, `NotOurs`.

    With `mend` an object that is missing or damaged is sent anew from a copy that is right, and a damaged copy fetched anew.
    """
    if mend:
        owning.require_ours()
    found, there = Checked(), {one.sha256: one.size for one in line.objects()}
    marked = set(InBucket.objects.filter(bucket=line.place()).values_list("blob", flat=True))
    rows = Blob.objects.order_by("pk")
    found.strangers = len(there.keys() - set(rows.values_list("sha256", flat=True)))
    for blob in rows.iterator(chunk_size=500):
        _look_at(blob, found, there.get(blob.sha256), blob.pk in marked, deep=deep, mend=mend)
        found.contents += 1
        say(found.contents)
    return found


def _look_at(blob: Blob, found: Checked, there: int | None, marked: bool, *, deep: bool, mend: bool) -> None:
    here = _copy_is_right(blob, deep=deep)
    right = there == blob.size and (not deep or line.is_whole(blob.sha256, blob.size))
    if here is False:
        found.damaged_here.append(blob.sha256)
    if not right and (there is not None or marked):
        (found.missing if there is None else found.damaged_there).append(blob.sha256)
    if not right and not here:
        found.gone.append(blob.sha256)
    if mend and _mended(blob, here=here, right=right, there=there is not None):
        found.mended.append(blob.sha256)


def _copy_is_right(blob: Blob, *, deep: bool) -> bool | None:
    """None: there is no copy on the disk."""
    try:
        with store.path_of(blob).open("rb") as file:
            if not deep:
                return file.seek(0, 2) == blob.size
            return hashlib.file_digest(file, "sha256").hexdigest() == blob.sha256
    except FileNotFoundError:
        return None


def _mended(blob: Blob, *, here: bool | None, right: bool, there: bool) -> bool:
    if here and not right:
        if there:
            line.delete(blob.sha256)
        InBucket.objects.filter(blob=blob).delete()
        push_one(blob)
        return True
    if here is False and right:
        store.path_of(blob).unlink(missing_ok=True)
        fetch(blob)
        return True
    return False


def missing_here() -> Iterator[Blob]:
    """Contents without a copy on the disk."""
    here = {one.sha256 for one in copies()}
    return (blob for blob in Blob.objects.order_by("pk").iterator(chunk_size=500) if blob.sha256 not in here)


@dataclass
class Brought:
    """What came back to the disk, and what could not."""

    contents: int = 0
    bytes: int = 0
    gone: list[str] = field(default_factory=list)


def bring_back(say: Callable[[Brought], None] = lambda brought: None) -> Brought:
    """Every content onto the disk, none let go of. Raises `Full` before anything is fetched, `Unreachable`."""
    wanted = list(missing_here())
    if sum(blob.size for blob in wanted) > store.free_bytes():
        raise store.Full
    brought = Brought()
    for blob in wanted:
        try:
            fetch(blob, make_room=False)
        except store.Lost:
            brought.gone.append(blob.sha256)
        else:
            brought.contents += 1
            brought.bytes += blob.size
            say(brought)
    return brought


def limit() -> int | None:
    kept: int | None = settings.S3_KEEP_LOCAL
    return kept
