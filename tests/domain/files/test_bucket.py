"""Disk and bucket: whatever happens in whatever order, every content can be read or it is said in words why not."""

import hashlib
import os
import random
import shutil
import threading
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from duibiao.files import store
from duibiao.files.bucket import evicting, fetching, line, looking, owning, pushing
from duibiao.files.models import Blob, InBucket
from duibiao.files.sweeping import sweep
from tests import bucketing
from tests.bucketing import Asked, Bucket, emptied
from tests.cast import Cast
from tests.committed import beside, settled  # noqa: F401


def made(number: int, size: int = 900) -> tuple[bytes, Blob]:
    content = random.Random(number).randbytes(size)
    return content, store.put([content], name="a.pdf")


def read(blob: Blob) -> bytes:
    with store.open(blob) as file:
        return file.read()


def here(blob: Blob) -> bool:
    return store.path_of(blob).exists()


def test_a_content_is_sent_once_let_go_of_and_fetched_when_somebody_reads_it(db: None, bucket: Bucket) -> None:
    (small, one), (large, two) = made(1), made(2, line.AT_ONCE + line.PIECE + 5)
    assert pushing.push().contents == 2
    assert bucket.contents() == {one.sha256: small, two.sha256: large}
    assert pushing.push().contents == 0
    assert evicting.tidy().contents == 2
    assert not here(one)
    assert not here(two)
    found = looking.standing()
    assert (found.disk_only, found.bucket_only, found.both, found.nowhere) == (0, 2, 0, [])
    assert b"".join(store.pieces(two, 10, 20)) == large[10:30]
    with store.held(one) as path:
        assert path.read_bytes() == small
        assert evicting.tidy().contents == 1, "the one that is read stays"
        assert here(one)
    assert [one.name for one in store.parts().iterdir()] == ["letting-go"]


def test_what_no_one_may_lose_stays_on_the_disk(db: None, bucket: Bucket, settings: Any) -> None:
    (_old, one), (_new, two) = made(1), made(2)
    assert evicting.tidy().contents == 0, "not in the bucket yet"
    pushing.push()
    bucket.objects.pop(bucket.key_of(one.sha256))
    evicting.tidy()
    assert here(one), "the mark was not true: the bucket was asked"
    assert not here(two)
    assert pushing.push().contents == 1
    assert one.sha256 in bucket.contents()
    read(two)
    os.utime(store.path_of(one), (0, 0))
    settings.S3_KEEP_LOCAL = 1000
    evicting.tidy()
    assert (here(one), here(two)) == (False, True), "the longest unread goes first, and no more than must"
    settings.S3_KEEP_LOCAL = None
    assert evicting.tidy().contents == 0


def test_a_damaged_content_goes_neither_in_nor_out(db: None, bucket: Bucket) -> None:
    (_small, one), (_large, two) = made(1), made(2, line.AT_ONCE + line.PIECE + 5)
    for blob in (one, two):
        with store.path_of(blob).open("r+b") as file:
            file.seek(-1, 2)
            file.write(b"?")
    assert pushing.push().damaged == [one.sha256, two.sha256]
    assert bucket.contents() == {}
    assert bucket.growing == {}
    good, three = made(3)
    pushing.push()
    evicting.tidy()
    bucket.objects[bucket.key_of(three.sha256)] = good[:-1] + b"?"
    with pytest.raises(store.Damaged, match=three.sha256):
        read(three)
    assert not here(three)
    bucket.objects[bucket.key_of(three.sha256)] = good[:-1]
    with pytest.raises(store.Damaged):
        read(three)
    store.put([good], name="a.pdf")
    evicting.tidy()
    assert here(three), "the object is not the one that was marked"
    assert three.sha256 in pushing.push().damaged
    assert len(bucket.contents()[three.sha256]) == len(good) - 1, "what is there is never written over by itself"
    found = looking.check(deep=True, mend=True)
    assert (found.damaged_there, found.mended) == ([three.sha256], [three.sha256])
    assert sorted(found.damaged_here) == sorted(found.gone) == sorted([one.sha256, two.sha256])
    assert bucket.contents()[three.sha256] == good


def test_the_check_finds_what_is_missing_or_changed_and_mends_what_can_be(db: None, bucket: Bucket) -> None:
    contents = [made(number) for number in range(5)]
    pushing.push()
    (right, one), (_b, two), (_c, three), *_rest = contents
    bucket.objects[bucket.key_of(one.sha256)] = right[:-1] + b"?"
    bucket.objects.pop(bucket.key_of(two.sha256))
    store.path_of(three).write_bytes(b"x" * three.size)
    bucket.objects[f"elsewhere/{'0' * 64}"] = b"not under our prefix"
    assert looking.check(deep=False, mend=False).missing == [two.sha256]
    found = looking.check(deep=True, mend=False)
    assert (found.missing, found.damaged_there, found.damaged_here) == ([two.sha256], [one.sha256], [three.sha256])
    assert not found.is_whole
    assert (found.gone, found.strangers) == ([], 0)
    assert len(looking.check(deep=True, mend=True).mended) == 3
    assert looking.check(deep=True, mend=False).is_whole
    evicting.tidy()
    bucket.objects.pop(bucket.key_of(two.sha256))
    assert looking.check(deep=False, mend=True).gone == [two.sha256]
    brought = looking.bring_back()
    assert (brought.contents, brought.gone) == (4, [two.sha256])
    assert looking.nowhere() == 0, "its mark still says the bucket: the check names it"


def test_the_sweep_takes_the_object_with_its_row_and_another_site_takes_nothing(
    cast: Cast,
    bucket: Bucket,
    settings: Any,
) -> None:
    _content, blob = made(1)
    pushing.push()
    evicting.tidy()
    (settings.DATA / "bucket-name").rename(settings.DATA / "kept-name")  # a backup, restored elsewhere for a trial
    assert sweep(timedelta(0)).contents == 0
    assert read(blob), "reading is allowed"
    made(2)
    with pytest.raises(owning.NotOurs, match="只能读"):
        pushing.push()
    assert evicting.tidy().contents == 0
    (settings.DATA / "kept-name").rename(settings.DATA / "bucket-name")
    bucket.fault = lambda asked: "gone"
    assert sweep(timedelta(0)).contents == 1, "the one that was never sent; the other's row waits for the bucket"
    bucket.mended()
    assert sweep(timedelta(0)).contents == 1
    assert bucket.contents() == {}
    assert not InBucket.objects.exists()


def afresh(bucket: Bucket) -> None:
    """No row, no file, no object."""
    emptied(bucket)
    InBucket.objects.all().delete()
    Blob.objects.all().delete()
    shutil.rmtree(store.root(), ignore_errors=True)


def test_a_line_that_breaks_is_said_in_words_and_costs_nothing(db: None, bucket: Bucket, settings: Any) -> None:
    content, blob = made(1)
    bucket.fault = lambda asked: "busy" if asked.number % 3 else ""
    pushing.push()
    bucket.mended()
    evicting.tidy()
    broken = iter(("cut", "", ""))
    bucket.fault = lambda asked: next(broken)
    assert read(blob) == content, "a piece that breaks off is asked for again"
    evicting.let_go(blob.sha256, blob.size)
    for fault in ("gone", "cut"):
        bucket.fault = lambda asked, fault=fault: fault  # type: ignore[misc]
        with pytest.raises(store.Unreachable, match="没有应答"):
            read(blob)
        asked = len(bucket.asked)
        with pytest.raises(store.Unreachable, match="刚才"):
            read(blob)
        assert len(bucket.asked) == asked, "nobody waits for a line that has just failed"
        bucket.mended()
    assert read(blob) == content
    evicting.tidy()
    settings.FILES_RESERVE = 2**60
    with pytest.raises(store.Full):
        read(blob)
    settings.S3_SECRET = "another"
    with pytest.raises(store.Unreachable, match="密钥") as refused:
        line.look(blob.sha256)
    said = f"{refused.value!r} {refused.value.__cause__!r} {line._bucket()!r}"
    assert "another" not in said
    assert bucketing.SECRET not in said


def test_a_server_without_conditions_is_served_too(db: None, bucket: Bucket) -> None:
    bucket.conditions = False
    content, blob = made(1)
    pushing.push()
    evicting.tidy()
    assert read(blob) == content


def test_many_readers_fetch_once(settled: Cast, bucket: Bucket) -> None:  # noqa: F811
    content, blob = made(1)
    pushing.push()
    evicting.tidy()
    held, go = threading.Event(), threading.Event()

    def slow(asked: Asked) -> str:
        if asked.method == "GET" and blob.sha256 in asked.key:
            held.set()
            go.wait(10)
        return ""

    bucket.fault = slow
    faults: list[BaseException] = []
    found: list[bytes] = []
    readers = [beside(lambda: found.append(read(blob)), faults) for _ in range(4)]
    assert held.wait(10)
    go.set()
    for reader in readers:
        reader.join()
    assert (faults, found) == ([], [content] * 4)
    assert bucket.count("GET", blob.sha256) == 1
    assert [one for one in [one.name for one in store.parts().iterdir()] if one.startswith("fetch")] == []


class Killed(BaseException):
    """As kill -9: nothing is tidied up after it, but what the kernel and the database do."""


#: Where a process may end: around each step that leaves something behind.
STEPS = {
    "send": (line, "put_new"), "seen": (line, "look"), "mark": (pushing, "mark"), "stream": (fetching, "_stream"),
    "forced": (store, "force"), "moved": (store, "force_folder"), "let go": (evicting, "_unlinked"), "delete": (line, "delete"),
}  # fmt: skip
ACTS = ("take", "push", "evict", "read", "sweep", "lose", "spoil", "restore", "kill")


class County:
    """A site, its disk and its bucket, and what we know of them."""

    def __init__(self, bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bucket, self.patch = bucket, monkeypatch
        self.known: dict[int, tuple[bytes, Blob]] = {}
        self.harmed: set[str] = set()
        self.spoilt: set[str] = set()

    def do(self, act: str, number: int) -> None:
        known = self.known.get(number)
        match act:
            case "take":
                self.known[number] = made(number, 300 + number)
            case "push":
                pushing.push()
            case "evict":
                evicting.tidy()
            case "sweep":
                sweep(timedelta(days=7))
            case "read" if known:
                self.reads(*known)
            case "lose" | "spoil" if known and known[1].sha256 in self.bucket.contents():
                self.harm(known[1].sha256, act)
            case "restore":
                looking.check(deep=True, mend=True)

    def harm(self, sha256: str, how: str) -> None:
        """Somebody else's hand in the bucket. A copy on the disk makes it good: then nothing may be lost."""
        key = self.bucket.key_of(sha256)
        if not store.place_of(sha256).exists():
            self.harmed.add(sha256)
        if how == "lose":
            del self.bucket.objects[key]
        else:
            self.bucket.objects[key] = b"x" * len(self.bucket.objects[key])
            self.spoilt.add(sha256)

    def killed(self, act: str, number: int, step: str, after: bool) -> None:
        """The act, ended at a step."""
        where, name = STEPS[step]
        real = getattr(where, name)

        def end(*args: Any, **named: Any) -> Any:
            if after:
                real(*args, **named)
            raise Killed

        with self.patch.context() as patch:
            patch.setattr(where, name, end)
            with suppress(Killed):
                self.do(act, number)

    def reads(self, content: bytes, blob: Blob) -> None:
        try:
            assert read(blob) == content
        except store.Lost:
            assert blob.sha256 in self.harmed, "nobody harmed it"

    def holds(self) -> None:
        """Every content comes back; what the bucket was robbed of is named, and given out never."""
        for content, blob in self.known.values():
            self.reads(content, blob)
        for sha256, content in self.bucket.contents().items():
            assert sha256 in self.spoilt or hashlib.sha256(content).hexdigest() == sha256


acts = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.sampled_from(sorted(STEPS)), st.sampled_from(ACTS[:5]), st.booleans()),
    min_size=3, max_size=14,
)  # fmt: skip


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_in_any_order_and_killed_anywhere_every_content_is_read_or_named(
    db: None,
    bucket: Bucket,
    monkeypatch: pytest.MonkeyPatch,
    course: list[tuple[str, int, str, str, bool]],
) -> None:
    afresh(bucket)
    county = County(bucket, monkeypatch)
    for act, number, step, other, after in course:
        if act == "kill":
            county.killed(other, number, step, after)
        else:
            county.do(act, number)
    county.holds()
