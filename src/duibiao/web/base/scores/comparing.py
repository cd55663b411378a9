"""Fixed results read from their own bytes, and two of them side by side: never from today's rows."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duibiao.scores.models import Snapshot
from duibiao_engine.standard.model import Standard

#: A change smaller than this is the same number, written again.
SAME = 1e-9


def document(content: bytes) -> dict[str, Any]:
    """The published document."""
    held: dict[str, Any] = json.loads(bytes(content))
    return held


@dataclass(frozen=True)
class Line:
    """A unit in a fixed result."""

    unit: str
    name: str
    group: str
    rank: int | None
    total: float
    full: float
    rate: float | None
    grade: str
    vetoes: tuple[str, ...]


def lines(content: dict[str, Any], standard: Standard) -> list[Line]:
    """The units in the order of the document: by group and rank."""
    return [_line(unit, standard) for unit in content["units"]]


def _line(unit: dict[str, Any], standard: Standard) -> Line:
    vetoes = tuple(veto["name"] for veto in unit["vetoes"] if veto["state"] == "triggered")
    group = standard.unit_kinds.get(unit["group"], "" if unit["group"] == "*" else unit["group"])
    return Line(
        unit["unit"],
        unit["name"],
        group,
        unit["rank"],
        unit["total"],
        unit["full"],
        unit["rate"],
        unit["grade"] or "",
        vetoes,
    )


def of_unit(content: dict[str, Any], unit: str) -> dict[str, Any]:
    """The document with one unit alone: what that unit sees where each sees its own."""
    return {**content, "units": [one for one in content["units"] if one["unit"] == unit], "scorecards": []}


@dataclass(frozen=True)
class Change:
    """A unit in two results."""

    name: str
    group: str
    before: Line | None
    after: Line | None
    y_before: float
    y_after: float

    @property
    def points(self) -> float | None:
        """Points gained; None where it stands in one of the two only."""
        return None if self.before is None or self.after is None else self.after.total - self.before.total

    @property
    def places(self) -> int | None:
        if self.before is None or self.after is None or self.before.rank is None or self.after.rank is None:
            return None
        return self.before.rank - self.after.rank


def changes(before: list[Line], after: list[Line]) -> list[Change]:
    """By group and size of the change, the largest fall first."""
    old, new = ({line.unit: line for line in found} for found in (before, after))
    rates = [line.rate for line in (*before, *after) if line.rate is not None]
    low, high = min(rates, default=0.0), max(rates, default=1.0)

    def y(line: Line | None) -> float:
        return (
            -1.0 if line is None or line.rate is None else round(12 + 336 * (high - line.rate) / (high - low or 1.0), 1)
        )

    made = [_change(old.get(unit), new.get(unit), y) for unit in dict.fromkeys((*old, *new))]
    return sorted(made, key=lambda one: (one.group, one.points is None, one.points or 0.0))


def _change(before: Line | None, after: Line | None, y: Any) -> Change:
    named = after or before
    assert named is not None
    return Change(named.name, named.group, before, after, y(before), y(after))


@dataclass(frozen=True)
class Difference:
    """A place where two documents say different things."""

    place: str
    kept: str
    computed: str


#: Differences that are shown; the first few tell the story.
MOST_DIFFERENCES = 50


def differences(kept: bytes, computed: bytes) -> list[Difference]:
    """Where a fixed result and the one computed again part, place by place."""
    try:
        old, new = document(kept), document(computed)
    except ValueError:
        return [Difference("JSON", bytes(kept[:60]).decode(errors="replace"), computed[:60].decode())]
    found = _differences("", old, new)
    return [one for one, _n in zip(found, range(MOST_DIFFERENCES), strict=False)]


def _differences(place: str, old: Any, new: Any) -> Iterator[Difference]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _differences(f"{place}/{key}", old.get(key), new.get(key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            named = one.get("unit") or one.get("code") if isinstance(one, dict) else None
            yield from _differences(f"{place}/{named or number}", one, other)
    elif old != new:
        yield Difference(place, _short(old), _short(new))


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:80]


def slopes(found: list[Change]) -> list[Change]:
    """Those that stand in both results, for the picture."""
    return [one for one in found if one.y_before >= 0 and one.y_after >= 0]


def canonical(content: dict[str, Any]) -> bytes:
    """A document as bytes, spelt as the whole one is."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def with_content(snapshot: Snapshot) -> dict[str, Any]:
    return document(bytes(snapshot.result))
