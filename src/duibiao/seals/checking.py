"""Holding the database against its seals: a changed row, a removed one, one put in later, a changed order; each is named.

Its one trick: three looks that cannot all be deceived from inside. Rows against the log (what changed), the log against the
roots (was the log changed to fit), the roots against their chain and against a root that somebody kept outside.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from duibiao.seals.models import Entry, Seal
from duibiao.seals.queries import seal_with
from duibiao.seals.rows import BATCH, KINDS, Sealed, leaves_of
from duibiao.seals.services import record_of
from duibiao_engine.seals.claims import Outcome, look_at_seals
from duibiao_engine.seals.hashing import leaf
from duibiao_engine.seals.tree import Frontier

#: Rows of one kind that are named one by one; more are counted.
NAMED = 50


@dataclass
class Found:
    """What a look found."""

    size: int = 0
    wrong: list[str] = field(default_factory=list)


def examine(number: int | None = None) -> Found:
    """Everything up to a seal (the last), looked at."""
    found, seals = Found(), list(Seal.objects.defer("frontier").order_by("number"))
    seals = seals if number is None else seals[:number]
    if not seals:
        return found
    found.size = seals[-1].size
    for kind, sealed in KINDS.items():
        found.wrong += _few([*_rows(sealed, found.size), *_late(sealed, seals[-1].until.get(kind, 0))])
    found.wrong += _log(seals)
    chain = Outcome()
    look_at_seals([record_of(seal) for seal in seals], chain)
    found.wrong += chain.wrong
    return found


def _few(words: Sequence[str]) -> list[str]:
    more = len(words) - NAMED
    return [*words[:NAMED], _("还有 %d 处同类的。") % more] if more > 0 else list(words)


def _called(sealed: Sealed, row: int) -> str:
    return _("%(kind)s第 %(row)d 号") % {"kind": sealed.kind.label, "row": row}


def _rows(sealed: Sealed, size: int) -> Iterator[str]:
    """Each entry of the log against the row that it stands for."""
    entries = Entry.objects.filter(kind=sealed.kind, index__lt=size).order_by("index").iterator(chunk_size=BATCH)
    before, changed = 0, []
    while batch := list(islice(entries, BATCH)):
        rows = {row["pk"]: row for row in sealed.rows().filter(pk__in=[one.row for one in batch])}
        held = dict(zip(rows, leaves_of(map(sealed.text, rows.values())), strict=True))
        for one in batch:
            if one.row <= before:
                yield _("%s：在封存记录里的次序被改动。") % _called(sealed, one.row)
            before = one.row
            if one.row not in rows:
                yield _("%s：封存以后被删掉了。") % _called(sealed, one.row)
            elif held[one.row] != (bytes(one.sha256), bytes(one.sm3)):
                changed.append((one, rows[one.row]))
    yield from _changed(sealed, changed)


def _changed(sealed: Sealed, changed: list[tuple[Entry, dict[str, Any]]]) -> Iterator[str]:
    """Rows that are not what was sealed; of few it is said whether they only changed places."""
    for one, _row in changed:
        other = next((row["pk"] for _entry, row in changed[:NAMED] if _was(sealed, one, row)), None)
        if other is None:
            yield _("%s：封存以后内容被改动。") % _called(sealed, one.row)
        else:
            yield _("%(row)s：内容与第 %(other)d 号对调，次序被改动。") % {
                "row": _called(sealed, one.row),
                "other": other,
            }


def _was(sealed: Sealed, one: Entry, row: dict[str, Any]) -> bool:
    """Whether this entry was sealed with the content that another row has now."""
    moved = sealed.text({**row, "pk": one.row})
    return row["pk"] != one.row and leaf("sha256", moved.encode()) == bytes(one.sha256)


def _late(sealed: Sealed, until: int) -> Iterator[str]:
    """Rows among the sealed ones that no seal has seen."""
    key = sealed.model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.{key} FROM {sealed.table} t WHERE t.{key} <= %s AND NOT EXISTS"
            f" (SELECT 1 FROM seals_entry e WHERE e.kind = %s AND e.row = t.{key}) ORDER BY 1",
            [until, sealed.kind.value],
        )
        for (row,) in cursor.fetchall():
            yield _("%s：不在封存记录里，是后来插进去的。") % _called(sealed, row)


def _log(seals: list[Seal]) -> Iterator[str]:
    """The log against the root of every seal, in one pass."""
    trees = {name: Frontier(name) for name in ("sha256", "sm3")}
    entries = Entry.objects.filter(index__lt=seals[-1].size).order_by("index").iterator(chunk_size=BATCH)
    place, good = 0, True
    for seal in seals:
        for one in islice(entries, seal.size - trees["sha256"].size):
            if one.index != place and good:
                yield _("封存记录缺了第 %d 条。") % place
                good = False
            place += 1
            trees["sha256"].append(bytes(one.sha256))
            trees["sm3"].append(bytes(one.sm3))
        roots = {name: tree.root().hex() for name, tree in trees.items()}
        if (seal.sha256, seal.sm3) != (roots["sha256"], roots["sm3"]) and good:
            start = seals[seal.number - 2].size if seal.number > 1 else 0
            yield _("第 %(number)d 次封存：根与第 %(start)d 至 %(end)d 条封存记录不符，记录或根被改动。") % {
                "number": seal.number,
                "start": start,
                "end": seal.size - 1,
            }
            good = False


def report(root: str | None, number: int | None) -> tuple[list[str], bool]:
    """The command's answer, line by line, and whether all is well. A root that somebody kept is looked for among the seals."""
    found = examine(number)
    last = Seal.objects.filter(size=found.size).order_by("number").first() if found.size else None
    lines = [
        _("到第 %(number)d 次封存为止 %(size)d 条，根 %(root)s")
        % {"number": last.number, "size": last.size, "root": last.sha256}
        if last
        else _("还没有封存过")
    ]
    wrong = list(found.wrong)
    if number is not None and not Seal.objects.filter(number=number).exists():
        wrong.append(_("没有第 %d 次封存。") % number)
    if root is not None:
        held = seal_with(root.lower())
        if held is None or (number is not None and held.number != number):
            wrong.append(_("给出的根不是本站哪一次封存的根：记录被整个改写过，或根抄错了。"))
        else:
            lines.append(_("给出的根是第 %d 次封存的。") % held.number)
    verdict = f"✗ {_('发现 %d 处不符。') % len(wrong)}" if wrong else f"✓ {_('完好，没有被改动。')}"
    return [*(f"· {words}" for words in lines), *(f"✗ {words}" for words in wrong), verdict], not wrong
