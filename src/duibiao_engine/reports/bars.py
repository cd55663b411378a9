"""The points bar in text: earned, still to be won, lost for good, unknown. One look, the same everywhere."""

from __future__ import annotations

from rich.text import Text

#: sign and style of each part, in the order in which they stand
PARTS = (("█", "green"), ("▒", "yellow"), ("░", "dim"), ("·", "cyan"))
WIDTH = 20


def bar(earned: float, to_win: float, lost_for_good: float, unknown: float, width: int = WIDTH) -> Text:
    """A bar of so many cells; the parts' rounding errors fall to the largest part."""
    parts = [max(part, 0.0) for part in (earned, to_win, lost_for_good, unknown)]
    cells = _cells(parts, width)
    text = Text()
    for (sign, style), count in zip(PARTS, cells, strict=True):
        text.append(sign * count, style=style)
    return text


def _cells(parts: list[float], width: int) -> list[int]:
    whole = sum(parts)
    if not whole:
        return [0, 0, width, 0]
    # a part that exists is always seen
    cells = [max(round(part / whole * width), 1) if part > 1e-9 else 0 for part in parts]
    largest = max(range(len(cells)), key=lambda i: cells[i])
    cells[largest] += width - sum(cells)
    return cells


def legend(language: str) -> Text:
    """What the signs mean."""
    words = ("已得", "可挽回", "已失去", "未知") if language == "zh" else ("earned", "to win back", "lost", "unknown")
    text = Text()
    for (sign, style), said in zip(PARTS, words, strict=True):
        text.append(sign * 2, style=style).append(f" {said}   ")
    return text
