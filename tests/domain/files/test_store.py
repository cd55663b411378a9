"""The store: a content is kept once, whole or not at all, and what a row refers to is never swept away."""

import fcntl
import hashlib
import os
import resource
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.signing import BadSignature, SignatureExpired
from django.db import transaction

from duibiao.files import store, uploading
from duibiao.files.models import Blob, Upload
from duibiao.files.sweeping import sweep
from tests import ledgering
from tests.cast import Cast
from tests.committed import beside, settled  # noqa: F401

NOW = timedelta(0)


def on_disk() -> list[Path]:
    return [Path(folder) / name for folder, _folders, names in os.walk(store.root()) for name in names]


def orphan(content: list[bytes]) -> Blob:
    """A file whose row was rolled back."""
    with transaction.atomic():
        made = store.put(content, name="a.pdf")
        transaction.set_rollback(True)
    return made


def aged(seconds: int = 60) -> None:
    """As if everything had been there for a while."""
    for path in on_disk():
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - seconds))


def test_a_content_is_kept_once_under_its_own_hash(db: None) -> None:
    first = store.put([b"ab", b"c"], name="a.pdf")
    second = store.put([b"abc"], name="b.pdf")
    assert first == second
    assert first.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert first.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert (first.size, first.media_type) == (3, "application/pdf")
    assert [path.name for path in on_disk()] == [first.sha256]
    with store.open(first) as file:
        assert file.read() == b"abc"
    assert b"".join(store.pieces(first, 1, 1)) == b"b"


def test_a_line_that_breaks_leaves_nothing(db: None) -> None:
    def broken() -> Iterator[bytes]:
        yield b"begun"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.put(broken(), name="a.pdf")
    assert on_disk() == []
    assert not Blob.objects.exists()


def test_a_disk_that_is_full_says_so_and_loses_nothing(db: None) -> None:
    kept = store.put([b"before"], name="a.pdf")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(store.Full):
            store.put([bytes(60_000)] * 3, name="b.pdf")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [path.name for path in on_disk()] == [kept.sha256]


def test_the_reserve_of_the_disk_is_left_to_the_database(cast: Cast, settings: Any) -> None:
    settings.FILES_RESERVE = 2**60
    with pytest.raises(store.Full):
        store.put([b"a"], name="a.pdf")
    with pytest.raises(store.Full):
        uploading.begin(cast.wang, sha256="a" * 64, size=9, name="a.pdf")


def test_the_sweep_takes_what_nobody_refers_to_and_nothing_else(cast: Cast) -> None:
    material = ledgering.material(cast)
    held = material.files.get().blob
    idle = store.put([b"nobody uses this"], name="a.pdf")
    rolled_back = orphan([b"its row was rolled back"])
    growing = uploading.begin(cast.wang, sha256="a" * 64, size=9, name="a.pdf")
    brought(growing, b"abc", 0)
    (store.parts() / "new-left").write_bytes(b"a write that was killed")
    assert sweep().files == 0
    aged()
    done = sweep(NOW)
    assert {path.name for path in on_disk()} == {held.sha256}
    assert (done.uploads, done.contents) == (1, 1)
    assert not Blob.objects.filter(sha256__in=[idle.sha256, rolled_back.sha256]).exists()


def test_the_sweep_waits_for_whoever_is_about_to_refer_to_a_file(settled: Cast) -> None:  # noqa: F811
    content = [b"an orphan that somebody hands in again"]
    orphan(content)
    aged()
    faults: list[BaseException] = []
    bound, swept = threading.Event(), threading.Event()

    def bind() -> None:
        with transaction.atomic():
            store.put(content, name="a.pdf")
            bound.set()
            assert not swept.wait(0.3), "the sweep did not wait"

    binding = beside(bind, faults)
    bound.wait()
    aged()
    sweeping = beside(lambda: (sweep(timedelta(seconds=30)), swept.set()), faults)
    binding.join()
    sweeping.join()
    assert faults == []
    with store.open(Blob.objects.get()) as file:
        assert file.read() == content[0]


def brought(upload: Upload, piece: bytes, offset: int) -> int:
    return uploading.append(uploading.ticket_from(uploading.ticket_for(upload)), piece, offset=offset)


def test_a_file_goes_on_where_its_line_broke(cast: Cast) -> None:
    content = ledgering.pdf(3)
    known = {"sha256": ledgering.sha256(content), "size": len(content), "name": "纪要.pdf"}
    first = uploading.begin(cast.wang, **known)
    assert brought(first, content[:100] + content[100:300], 0) == 300
    again = uploading.begin(cast.wang, **known)
    assert (again.key, uploading.offset_of(again)) == (first.key, 300)
    with pytest.raises(uploading.Elsewhere) as elsewhere:
        brought(again, content[100:], 100)
    assert elsewhere.value.offset == 300
    with pytest.raises(uploading.Elsewhere):
        uploading.finish(again)
    assert brought(again, content[300:] + b"and more than was said", 300) == len(content)
    blob = uploading.finish(again)
    assert uploading.finish(uploading.begin(cast.wang, **known)) == blob
    assert uploading.offset_of(uploading.begin(cast.wang, **known)) == len(content)
    assert Upload.objects.count() == Blob.objects.count() == 1


def test_a_hash_of_another_opens_nothing(cast: Cast) -> None:
    """Whoever only knows the hash of a file must still bring the file."""
    content = ledgering.pdf()
    known = {"sha256": ledgering.sha256(content), "size": len(content), "name": "a.pdf"}
    store.put([content], name="a.pdf")
    theirs = uploading.begin(cast.zhao, **known)
    assert uploading.offset_of(theirs) == 0
    assert uploading.find(cast.wang, theirs.key) is None


def test_a_file_that_was_damaged_on_its_way_is_sent_again(cast: Cast) -> None:
    content = ledgering.pdf()
    upload = uploading.begin(cast.wang, sha256=ledgering.sha256(content), size=len(content), name="a.pdf")
    brought(upload, content[:-1] + b"?", 0)
    with pytest.raises(uploading.Refused, match="路上坏了"):
        uploading.finish(upload)
    assert uploading.offset_of(upload) == 0


def test_two_lines_at_once_do_not_mix(cast: Cast) -> None:
    upload = uploading.begin(cast.wang, sha256="a" * 64, size=9, name="a.pdf")
    brought(upload, b"abc", 0)
    with (store.parts() / upload.key).open("r+b") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(uploading.Busy):
            brought(upload, b"xyz", 3)
    assert brought(upload, b"def", 3) == 6


def test_a_ticket_opens_one_file_for_a_while(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = uploading.begin(cast.wang, sha256="a" * 64, size=9, name="a.pdf")
    ticket = uploading.ticket_for(upload)
    assert uploading.ticket_from(ticket) == uploading.Ticket(upload.key, 9)
    with pytest.raises(BadSignature):
        uploading.ticket_from(ticket[:-1])
    monkeypatch.setattr(uploading, "TICKET_LASTS", timedelta(0))
    with pytest.raises(SignatureExpired):
        uploading.ticket_from(ticket)


def test_who_is_killed_while_a_file_is_kept_finishes_it_again(cast: Cast) -> None:
    content = ledgering.pdf()
    upload = uploading.begin(cast.wang, sha256=ledgering.sha256(content), size=len(content), name="纪要.pdf")
    brought(upload, content, 0)
    with transaction.atomic():
        uploading.finish(upload)
        transaction.set_rollback(True)  # the file lies in its place, and no row was ever committed
    again = uploading.find(cast.wang, upload.key)
    assert again is not None
    assert uploading.offset_of(again) == len(content)
    assert uploading.finish(again).sha256 == ledgering.sha256(content)
