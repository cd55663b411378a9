"""The two pictures of a score as plain geometry: the loss waterfall and the trend line. Templates only draw what is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from duibiao.scores.models import Point
from duibiao.web.base.scores.reading import Reading

#: Height of a waterfall's row and of its bar, and width of the drawing, in its own units.
ROW, BAR, WIDE = 30, 16, 1000


@dataclass(frozen=True)
class Step:
    """A row of the waterfall: a first-level indicator and what it lost, as a bar hanging at the end of the one above."""

    code: str
    name: str
    full: float
    lost: float
    unknown: float
    bonus: float
    x: float
    y: int
    won_width: float
    lost_width: float
    unknown_width: float

    @property
    def end(self) -> float:
        """Where the bar above ends and this one hangs."""
        return self.x if self.bonus else self.gone_x + self.lost_width

    @property
    def bar_y(self) -> int:
        return self.y + (ROW - BAR) // 2

    @property
    def guide_y(self) -> int:
        return self.y - (ROW - BAR) // 2

    @property
    def gone_x(self) -> float:
        return self.x + self.unknown_width + self.won_width

    @property
    def won_x(self) -> float:
        return self.x + self.unknown_width


@dataclass(frozen=True)
class Waterfall:
    """Full mark → losses by first-level indicator → score."""

    steps: tuple[Step, ...]
    full: float
    total: float
    total_width: float
    full_width: float
    height: int
    low: float

    @property
    def last_y(self) -> int:
        return self.height - ROW + (ROW - BAR) // 2


def waterfall(reading: Reading) -> Waterfall:
    """The largest loss first. The scale begins below the score, so that small losses can be seen."""
    score = reading.score
    tops = [node for node in score.nodes.values() if node.depth == 1 and node.applicable]
    to_win = _to_win_by_top(reading)
    tops.sort(key=lambda node: (node.bonus, -(node.full - node.worst)))
    fell = sum(node.full - node.worst for node in tops if not node.bonus)
    high = max(score.full, score.total, 1.0)
    low = max(0.0, high - 2.2 * max(fell, high * 0.05))
    scale = WIDE / (high - low)
    steps, end = [], score.full
    for number, node in enumerate(tops, 1):
        bonus = node.worst if node.bonus else 0.0
        unknown, lost = (0.0, 0.0) if node.bonus else (node.unknown, node.lost)
        start = end if bonus else end - lost - unknown
        won = min(to_win.get(node.code, 0.0), lost)
        widths = ((bonus or won) * scale, (lost - won) * scale, unknown * scale)
        steps.append(
            Step(
                node.code, reading.name_of(node.code), node.full, lost, unknown, bonus,
                _place(start, low, scale), number * ROW, *(round(width, 2) for width in widths),
            )
        )  # fmt: skip
        end = start + bonus if bonus else start
    return Waterfall(
        tuple(steps),
        score.full,
        score.total,
        _place(score.total, low, scale),
        _place(score.full, low, scale),
        (len(tops) + 2) * ROW,
        low,
    )


def _place(points: float, low: float, scale: float) -> float:
    return round(max(points - low, 0.0) * scale, 2)


def _to_win_by_top(reading: Reading) -> dict[str, float]:
    sums: dict[str, float] = {}
    for loss in reading.losses:
        node = reading.score.nodes.get(loss.indicator)
        while node is not None and node.parent is not None:
            node = reading.score.nodes.get(node.parent)
        if node is not None:
            sums[node.code] = sums.get(node.code, 0.0) + loss.to_win
    return sums


@dataclass(frozen=True)
class Dot:
    """One day of the trend."""

    point: Point
    x: float
    y: float


@dataclass(frozen=True)
class Trend:
    """A line over some days with the target across. Places are in a drawing of `width` × `height`."""

    dots: tuple[Dot, ...]
    line: str
    ticks: tuple[tuple[float, str], ...]
    days: tuple[tuple[float, date], ...]
    target_y: float | None
    target: float | None
    change: float
    width: int = 720
    height: int = 240

    @property
    def fell(self) -> float:
        return -self.change


def trend(points: Sequence[Point], full: float, target_rate: float | None) -> Trend | None:
    """None where there is no line to draw (fewer than two days)."""
    if len(points) < 2:
        return None
    target = None if target_rate is None else full * target_rate / 100
    values = [point.total for point in points] + ([] if target is None else [target])
    low, high = _rounded_out(min(values), max(values))
    first, last = points[0].day, points[-1].day

    def x(day: date) -> float:
        return round(48 + 648 * (day - first).days / max((last - first).days, 1), 1)

    def y(value: float) -> float:
        return round(16 + 184 * (high - value) / (high - low), 1)

    dots = tuple(Dot(point, x(point.day), y(point.total)) for point in points)
    middle = first + timedelta(days=(last - first).days // 2)
    return Trend(
        dots,
        " ".join(f"{dot.x},{dot.y}" for dot in dots),
        tuple((y(value), f"{value:g}") for value in (low, (low + high) / 2, high)),
        tuple((x(day), day) for day in (first, middle, last)),
        None if target is None else y(target),
        target,
        points[-1].total - points[0].total,
    )


@dataclass(frozen=True)
class Ranks:
    """Ranks over some days, the first place on top, with the best and the worst of them."""

    dots: tuple[Dot, ...]
    line: str
    ticks: tuple[tuple[float, int], ...]
    days: tuple[tuple[float, date], ...]
    best: Point
    worst: Point
    width: int = 720
    height: int = 240


def ranks(points: Sequence[Point]) -> Ranks | None:
    """None where there is no line to draw."""
    held = [point for point in points if point.rank]
    if len(held) < 2:
        return None
    first, last = held[0].day, held[-1].day
    lowest = max(2, *(point.rank or 1 for point in held))

    def x(day: date) -> float:
        return round(48 + 648 * (day - first).days / max((last - first).days, 1), 1)

    def y(rank: int) -> float:
        return round(16 + 184 * (rank - 1) / (lowest - 1), 1)

    dots = tuple(Dot(point, x(point.day), y(point.rank or lowest)) for point in held)
    return Ranks(
        dots,
        " ".join(f"{dot.x},{dot.y}" for dot in dots),
        tuple((y(rank), rank) for rank in dict.fromkeys((1, (1 + lowest) // 2, lowest))),
        tuple((x(day), day) for day in dict.fromkeys((first, first + (last - first) // 2, last))),
        min(held, key=lambda point: point.rank or 0),
        max(held, key=lambda point: point.rank or 0),
    )


def _rounded_out(low: float, high: float) -> tuple[float, float]:
    step = 2.0 if high - low < 12 else 10.0
    return max(0.0, step * (low // step)), step * (high // step + 1)
