"""Shortcomings, as pages want them: each with the points that it can win back as of now.

Its one trick: losses lie counted in the cache of their campaign, so points cost no statement for each row; two shortcomings of one
unit at one indicator share its points, and no sum counts them twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.scores.queries import counted_losses
from duibiao.standards.queries import standard_of
from duibiao.upkeep.choices import LIVE, Sort, State
from duibiao.upkeep.models import Shortcoming
from duibiao.upkeep.permissions import may_see_shortcoming, visible_shortcomings
from duibiao_engine.standard.model import Node


def shortcomings(by: User) -> QuerySet[Shortcoming]:
    return _whole(Shortcoming.objects.filter(visible_shortcomings(by)))


def _whole(found: QuerySet[Shortcoming]) -> QuerySet[Shortcoming]:
    whole = found.select_related("unit", "site", "area", "campaign__edition", "campaign__standing", "problem")
    return whole.defer("campaign__edition__text")


def shortcoming(by: User, pk: int) -> Shortcoming:
    """There is none: 404; another unit's: refused in words."""
    found = get_object_or_404(_whole(Shortcoming.objects.all()).prefetch_related("steps"), pk=pk)
    require(may_see_shortcoming(by, found.unit))
    return found


@dataclass(frozen=True)
class Line:
    """A shortcoming with its points. `shared`: how many open ones of the unit stand at the same indicator."""

    row: Shortcoming
    points: float | None
    name: str
    steps: int
    done: int
    shared: int = 1

    @property
    def own_points(self) -> float:
        """Its part, where several share an indicator; 0 where nobody knows."""
        return (self.points or 0.0) / self.shared

    @property
    def late(self) -> bool:
        return self.row.state == State.OPEN and self.row.due_on < today()

    @property
    def light(self) -> str:
        if self.row.state == State.OPEN:
            return "bad" if self.late else "info"
        return {"made_good": "soon", "accepted": "good"}.get(self.row.state, "none")


def lines(found: QuerySet[Shortcoming]) -> list[Line]:
    """All of them, what brings most first: one statement, and the kept losses of each campaign."""
    rows = list(
        found.annotate(n=Count("steps"), n_done=Count("steps", filter=Q(steps__done_on__isnull=False))).order_by("due_on", "pk")
    )  # fmt: skip
    points = _points(rows)
    shared: dict[tuple[int, int, str], int] = {}
    for row in rows:
        if row.state in LIVE and row.indicator:
            shared[_key(row)] = shared.get(_key(row), 0) + 1
    made = [Line(row, *_of(row, points), steps=row.n, done=row.n_done, shared=shared.get(_key(row), 1)) for row in rows]
    return sorted(made, key=lambda one: (one.row.state not in LIVE, -(one.points or 0.0), one.row.due_on, one.row.pk))


def line_of(row: Shortcoming) -> Line:
    """One of them, with its steps read already."""
    steps = list(row.steps.all())
    points = _of(row, _points([row]))
    return Line(row, *points, steps=len(steps), done=sum(one.done_on is not None for one in steps))


def _key(row: Shortcoming) -> tuple[int, int, str]:
    return row.campaign_id or 0, row.unit_id, row.indicator


def _of(row: Shortcoming, points: dict[tuple[int, str], dict[str, float]]) -> tuple[float | None, str]:
    """Its points and its indicator's name; what no indicator measures has the estimate, if any."""
    node = standard_of(row.campaign.edition).by_code.get(row.indicator) if row.campaign is not None else None
    if node is None or row.campaign is None:
        return row.estimate, ""
    return points.get((row.campaign.pk, row.unit.code), {}).get(row.indicator, 0.0), node.indicator.name


def _points(rows: Iterable[Shortcoming]) -> dict[tuple[int, str], dict[str, float]]:
    """By campaign and unit, what can be won back at each indicator and below it, as counted last."""
    found: dict[tuple[int, str], dict[str, float]] = {}
    wanted = {(row.campaign_id, row.unit.code) for row in rows if row.indicator}
    for campaign in {
        row.campaign.pk: row.campaign for row in rows if row.campaign is not None and row.indicator
    }.values():
        above = _lines_up(campaign)
        for loss in counted_losses(campaign, getattr(campaign, "standing", None)):
            won = loss.to_win + (loss.unknown if loss.recoverable else 0.0)
            if won and (campaign.pk, loss.unit) in wanted:
                at = found.setdefault((campaign.pk, loss.unit), {})
                for code in above.get(loss.indicator, ()):
                    at[code] = at.get(code, 0.0) + won
    return found


def _lines_up(campaign: Campaign) -> dict[str, tuple[str, ...]]:
    """Each indicator with all above it."""
    found: dict[str, tuple[str, ...]] = {}
    by_number: dict[int, Node] = {}
    for node in standard_of(campaign.edition).nodes:  # parents come before their children
        above = by_number.get(node.parent)
        by_number[node.number] = node
        found[node.code] = (node.code, *(found[above.code] if above is not None else ()))
    return found


@dataclass(frozen=True)
class Sums:
    """The open ones of a list, in figures. Points shared by several are counted once."""

    open: int
    late: int
    waiting: int
    accepted: int
    points: float
    money_wan: float
    by_sort: Sequence[tuple[str, int, float]]


def sums(found: Sequence[Line]) -> Sums:
    live = [one for one in found if one.row.state in LIVE]
    parts = []
    for sort in Sort:
        of_sort = [one for one in live if one.row.sort == sort]
        parts.append((str(sort.label), len(of_sort), sum(one.own_points for one in of_sort)))
    return Sums(
        len(live), sum(one.late for one in live), sum(one.row.state == State.MADE_GOOD for one in live),
        sum(one.row.state == State.ACCEPTED for one in found), sum(one.own_points for one in live),
        sum(one.row.money_wan or 0.0 for one in live), parts,
    )  # fmt: skip


def late_and_waiting(day: date) -> tuple[int, int]:
    """For the office's morning: how many are late, how many wait for acceptance; one statement."""
    held = Shortcoming.objects.aggregate(
        late=Count("pk", filter=Q(state=State.OPEN, due_on__lt=day)),
        waiting=Count("pk", filter=Q(state=State.MADE_GOOD)),
    )
    return held["late"], held["waiting"]
