"""The points bar's arithmetic: from points to the parts of a bar. Kept apart so that it is tested without a page."""

from dataclasses import dataclass
from typing import Literal

PartName = Literal["earned", "recoverable", "lost", "unknown", "bonus"]


@dataclass(frozen=True)
class Segment:
    """One part of the bar: where it begins and how wide it is, in percent of the whole bar, and where it leads."""

    name: PartName
    points: float
    start_percent: float
    width_percent: float
    href: str


@dataclass(frozen=True)
class Bar:
    """A bar: its parts, and how much of its width the full mark takes (the rest is bonus)."""

    segments: tuple[Segment, ...]
    frame_percent: float


def bar(*, full: float, parts: dict[PartName, float], links: dict[PartName, str] | None = None) -> Bar:
    """Lay out `parts` in their fixed order; bonus stands beyond the frame. Parts of nothing are left out."""
    bonus = max(parts.get("bonus", 0.0), 0.0)
    whole = full + bonus
    if whole <= 0:
        return Bar((), 100.0)
    order: tuple[PartName, ...] = ("earned", "recoverable", "lost", "unknown")
    segments, start = [], 0.0
    for name in order:
        points = min(max(parts.get(name, 0.0), 0.0), full - start)
        if points > 0:
            segments.append(_segment(name, points, start, whole, links))
            start += points
    if bonus:
        segments.append(_segment("bonus", bonus, full, whole, links))
    return Bar(tuple(segments), round(100 * full / whole, 3))


def _segment(name: PartName, points: float, start: float, whole: float, links: dict[PartName, str] | None) -> Segment:
    return Segment(
        name, points, round(100 * start / whole, 3), round(100 * points / whole, 3), (links or {}).get(name, "")
    )
