"""Reading seals and proofs."""

from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.scores.models import Snapshot
from duibiao.seals.models import Check, Entry, Seal
from duibiao.seals.rows import KINDS, leaves_of
from duibiao.seals.services import record_of
from duibiao_engine.seals.claims import PROOFS, SEALS
from duibiao_engine.seals.tree import between, consistency

#: Bytes of one hash.
_LONG = 32


def seals() -> QuerySet[Seal]:
    """All seals, the newest first."""
    return Seal.objects.defer("frontier")


def seal_of(number: int) -> Seal:
    return get_object_or_404(seals(), pk=number)


def last_seal() -> Seal | None:
    return seals().first()


def last_check() -> Check | None:
    return Check.objects.first()


def all_seals() -> dict[str, Any]:
    """The chain as a file: what anybody may keep a copy of."""
    return {"format": SEALS, "seals": [record_of(seal) for seal in seals().order_by("number")]}


def entry_of(kind: str, row: int) -> Entry | None:
    return Entry.objects.filter(kind=kind, row=row).first()


def seal_holding(entry: Entry) -> Seal | None:
    """The first seal over an entry."""
    return seals().filter(size__gt=entry.index).order_by("number").first()


def seal_of_row(kind: str, row: int) -> Seal | None:
    """The newest seal, if it holds the row: its proof leads to this root."""
    last, entry = last_seal(), entry_of(kind, row)
    return last if last is not None and entry is not None and entry.index < last.size else None


def leaves(name: str, size: int) -> list[bytes]:
    """The hashes of the first `size` entries."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg({name}, ''::bytea ORDER BY index) FROM seals_entry WHERE index < %s", [size])
        [held] = cursor.fetchone() or [None]
    joined = bytes(held or b"")
    return [joined[at : at + _LONG] for at in range(0, len(joined), _LONG)]


def proof(seal: Seal, rows: list[tuple[str, int]], files: dict[tuple[str, int], str] | None = None) -> dict[str, Any]:
    """One proof for many rows (kind, number) under a seal, as the verifier reads it; `files` says which file a row is about.

    Rows that the seal does not hold are left out.
    """
    found = _entries(rows, seal.size)
    places = [one.index for one in found.values()]
    nodes = {name: between(name, leaves(name, seal.size), places) for name in ("sha256", "sm3")}
    texts = _texts(list(found))
    return {
        "format": PROOFS,
        "seal": record_of(seal),
        "rows": [
            {
                "index": one.index, "row": texts[key], "file": (files or {}).get(key, ""),
                "sha256": bytes(one.sha256).hex(), "sm3": bytes(one.sm3).hex(),
            }
            for key, one in sorted(found.items(), key=lambda item: item[1].index) if key in texts
        ],
        "nodes": {key: [nodes["sha256"][key].hex(), nodes["sm3"][key].hex()] for key in nodes["sha256"]},
    }  # fmt: skip


def _entries(rows: list[tuple[str, int]], size: int) -> dict[tuple[str, int], Entry]:
    found: dict[tuple[str, int], Entry] = {}
    for kind in dict.fromkeys(kind for kind, _row in rows):
        numbers = [row for one, row in rows if one == kind]
        found |= {(kind, one.row): one for one in Entry.objects.filter(kind=kind, row__in=numbers, index__lt=size)}
    return found


def _texts(rows: list[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Canonical forms as the rows stand now."""
    found: dict[tuple[str, int], str] = {}
    for kind in dict.fromkeys(kind for kind, _row in rows):
        sealed, numbers = KINDS[kind], [row for one, row in rows if one == kind]
        found |= {(kind, row["pk"]): sealed.text(row) for row in sealed.rows().filter(pk__in=numbers)}
    return found


def continuation(old: Seal, new: Seal) -> dict[str, list[str]]:
    """What shows that `new` holds all of `old`, unchanged (RFC 9162, 2.1.4)."""
    return {
        name: [one.hex() for one in consistency(name, leaves(name, new.size), old.size)] for name in ("sha256", "sm3")
    }


def is_as_sealed(row: dict[str, Any]) -> bool:
    """Whether a row of a proof still has the hashes with which it was sealed."""
    [(sha256, sm3)] = leaves_of([row["row"]])
    return (sha256.hex(), sm3.hex()) == (row["sha256"], row["sm3"])


def snapshot_name(pk: int) -> str:
    """The name under which a fixed result is downloaded."""
    return f"{get_object_or_404(Snapshot.objects.only('title'), pk=pk).title}.json"


def seal_with(root: str) -> Seal | None:
    """The seal whose root or mark this is."""
    return seals().filter(Q(sha256=root) | Q(sm3=root) | Q(mark=root) | Q(mark_sm3=root)).order_by("number").first()
