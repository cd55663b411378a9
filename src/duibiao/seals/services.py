"""The only place that seals. Everything recorded since the last seal is added to the log; the new root carries the last one's mark.

Its one trick: what has not been committed yet cannot be left behind. Facts come numbered in the order of their commits; of the
other tables a moment's lock waits until whoever is writing has ended, and gives the number up to which nothing is missing.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.facts.models import Counter
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.seals.choices import Kind
from duibiao.seals.models import Check, Entry, Seal
from duibiao.seals.permissions import may_seal
from duibiao.seals.rows import BATCH, KINDS, Sealed, leaves_of, plain
from duibiao_engine.seals.claims import NOTHING
from duibiao_engine.seals.hashing import marked
from duibiao_engine.seals.tree import Frontier

#: Nobody waits longer than this for a seal; who writes for longer is sealed the next time.
PATIENCE = "300ms"
_LOCK = 0x5EA15


def seal_now(by: User) -> Seal | None:
    """Seal what was recorded up to this moment, on demand. None if there has never been anything to seal."""
    require(may_seal(by))
    made = seal()
    if made is not None:
        note(by, "seals.seal", made, size=made.size, sha256=made.sha256)
    return made


def seal() -> Seal | None:
    """Seal all that is new; when nothing is, the last seal. It is its own record: it leaves no audit line to be sealed again."""
    ends = horizon()
    with transaction.atomic():
        _one_at_a_time()
        last = Seal.objects.order_by("-number").first()
        trees = {name: _tree(name, last) for name in ("sha256", "sm3")}
        until: dict[str, int] = dict(last.until) if last else {}
        for kind, end in ends.items():
            if _append(KINDS[kind], until.get(kind, 0), end, trees):
                until[kind] = end
        if last is not None and trees["sha256"].size == last.size:
            return last
        return _seal(last, until, trees) if trees["sha256"].size else None


def horizon() -> dict[str, int]:
    """The number of each kind up to which every row is there. A kind that somebody is writing is left for the next time."""
    ends = {Kind.FACT.value: Counter.objects.values_list("last", flat=True).first() or 0}
    for kind, sealed in KINDS.items():
        if kind != Kind.FACT and (end := _settled(sealed)) is not None:
            ends[kind] = end
    return ends


def _settled(sealed: Sealed) -> int | None:
    """Nobody who holds a smaller number is still writing once this lock was given."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute(f"LOCK TABLE {sealed.table} IN SHARE MODE")
            end: int | None = sealed.model._default_manager.aggregate(end=Max("pk"))["end"]
            cursor.execute("SET LOCAL lock_timeout = 0")
        return end or 0
    except OperationalError:  # somebody writes for longer than a moment
        return None


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _tree(name: str, last: Seal | None) -> Frontier:
    if last is None:
        return Frontier(name)
    return Frontier(name, last.size, [bytes.fromhex(root) for root in last.frontier[name]])


def _append(sealed: Sealed, after: int, end: int, trees: dict[str, Frontier]) -> int:
    """Put rows of one kind into the log and into the trees; returns how many."""
    rows = sealed.rows().filter(pk__gt=after, pk__lte=end).iterator(chunk_size=BATCH)
    count = 0
    while batch := list(islice(rows, BATCH)):
        first, hashes = trees["sha256"].size, list(leaves_of(map(sealed.text, batch)))
        _copy(
            (first + place, sealed.kind.value, row["pk"], *both)
            for place, (row, both) in enumerate(zip(batch, hashes, strict=True))
        )
        trees["sha256"].extend(both[0] for both in hashes)
        trees["sm3"].extend(both[1] for both in hashes)
        count += len(batch)
    return count


def _copy(entries: Iterator[tuple[Any, ...]]) -> None:
    columns = ", ".join(f'"{field.column}"' for field in Entry._meta.concrete_fields)
    with connection.cursor() as cursor, cursor.copy(f"COPY {Entry._meta.db_table} ({columns}) FROM STDIN") as copy:
        for entry in entries:
            copy.write_row(entry)


def _seal(last: Seal | None, until: dict[str, int], trees: dict[str, Frontier]) -> Seal:
    made = Seal(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        size=trees["sha256"].size,
        sha256=trees["sha256"].root().hex(),
        sm3=trees["sm3"].root().hex(),
        until=until,
        previous=last.mark if last else NOTHING,
        previous_sm3=last.mark_sm3 if last else NOTHING,
        frontier={name: [root.hex() for root in tree.roots] for name, tree in trees.items()},
    )
    marks = marked(record_of(made))
    made.mark, made.mark_sm3 = marks["mark"], marks["mark_sm3"]
    made.save(force_insert=True)
    return made


def record_of(seal: Seal) -> dict[str, Any]:
    """A seal as the outside world gets it; its mark is the hash of all the rest."""
    names = ("number", "size", "sha256", "sm3", "until", "previous", "previous_sm3", "mark", "mark_sm3")
    return {"at": plain(seal.at), **{name: getattr(seal, name) for name in names}}


@transaction.atomic
def ask_for_check(by: User) -> Check:
    """Have the whole database held against its seals, by a job."""
    from duibiao.seals.tasks import examine

    require(may_seal(by))
    asked = Check.objects.create(by=by)
    examine.defer(check=asked.pk)
    note(by, "seals.check", asked)
    return asked


def keep_outcome(check: Check, *, size: int, wrong: list[str]) -> None:
    """What a look found."""
    check.size, check.wrong, check.done_at = size, wrong, timezone.now()
    check.save(update_fields=["size", "wrong", "done_at"])
