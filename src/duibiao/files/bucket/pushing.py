"""Sending contents to the bucket: what is not marked as being there, once, and marked when the bucket says that it has it whole.

Its one trick: nothing is remembered on the way. Killed anywhere, the next run finds the object there or not there, and marks or sends it.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet

from duibiao.files import store
from duibiao.files.bucket import line, owning
from duibiao.files.models import Blob, InBucket


@dataclass
class Sent:
    """What went to the bucket, and what could not: by content, in words of its kind."""

    contents: int = 0
    bytes: int = 0
    lost: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    left: bool = False


def waiting() -> QuerySet[Blob]:
    """Contents that are not marked as lying in our bucket."""
    return Blob.objects.exclude(pk__in=InBucket.objects.filter(bucket=line.place()).values("blob")).order_by("pk")


def push(seconds: float | None = None, say: Callable[[Sent], None] = lambda sent: None) -> Sent:
    """Everything that waits, or as much as goes in so many seconds. Raises `owning.NotOurs`, `store.Unreachable`."""
    sent, begun = Sent(), time.monotonic()
    for blob in _first_to_last(waiting()):
        if not sent.contents:
            owning.require_ours()
        try:
            push_one(blob)
        except store.Damaged:
            sent.damaged.append(blob.sha256)
        except store.Lost:
            sent.lost.append(blob.sha256)
        else:
            sent.contents += 1
            sent.bytes += blob.size
            say(sent)
        if seconds is not None and time.monotonic() - begun > seconds:
            sent.left = True
            break
    return sent


def _first_to_last(rows: QuerySet[Blob]) -> Iterator[Blob]:
    """A few at a time: sending takes long, and no cursor should stay open meanwhile."""
    last = 0
    while some := list(rows.filter(pk__gt=last)[:100]):
        yield from some
        last = some[-1].pk


def push_one(blob: Blob) -> None:
    """Send one content and mark it. Raises `Lost`, `Damaged`: the copy on the disk, or an object of that name that is another."""
    sent = False
    if store.path_of(blob).exists():
        with store.open(blob) as file:
            sent = line.put(blob.sha256, blob.size, file)
    mark(blob, line.look(blob.sha256) if sent else _seen_whole(blob))


def _seen_whole(blob: Blob) -> line.Object:
    """An object that was there before us is read to its end: who put it there, nobody knows."""
    seen = line.look(blob.sha256)
    if seen is None:
        raise store.Lost(blob.sha256)
    if seen.size != blob.size or not line.is_whole(blob.sha256, blob.size):
        raise store.Damaged(blob.sha256)
    return seen


@transaction.atomic
def mark(blob: Blob, seen: line.Object | None) -> None:
    """Note that the bucket has it, after asking; under the content's lock, so that no sweep takes it away between."""
    store.lock(blob.sha256)
    if seen is None or seen.size != blob.size or line.look(blob.sha256) != seen:
        raise store.Damaged(blob.sha256)
    if Blob.objects.filter(pk=blob.pk).exists():
        InBucket.objects.update_or_create(blob=blob, defaults={"bucket": line.place(), "tag": seen.tag})
