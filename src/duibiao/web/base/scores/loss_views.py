"""Losses as rows under three views: by indicator, by unit, by reason; the largest that can be won back first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from duibiao.web.base.scores.reading import english, sentence
from duibiao_engine.gap import REASONS, By, Loss, LossGroup, grouped
from duibiao_engine.standard.model import Standard

#: Single losses shown under a group, and groups shown on the page; the export holds all.
MOST_LOSSES, MOST_GROUPS = 20, 200
VIEWS: tuple[By, ...] = ("indicator", "unit", "reason")


@dataclass(frozen=True)
class LossRow:
    """One loss as it is read."""

    loss: Loss
    words: str


@dataclass(frozen=True)
class GroupRow:
    """Losses with something in common."""

    group: LossGroup
    name: str
    rows: tuple[LossRow, ...]
    more: int
    whole: float
    linked: bool

    @property
    def won_percent(self) -> float:
        return round(100 * self.group.to_win / self.whole, 2)

    @property
    def gone_percent(self) -> float:
        return round(100 * self.group.lost_for_good / self.whole, 2)

    @property
    def gone_to(self) -> float:
        return self.won_percent + self.gone_percent

    @property
    def unknown_percent(self) -> float:
        return round(100 * self.group.unknown / self.whole, 2)


def view_asked(asked: str, *, one_unit: bool) -> By:
    """The view in the address; a unit's own page knows no view by unit."""
    allowed = [view for view in VIEWS if not (one_unit and view == "unit")]
    return next((view for view in allowed if view == asked), "indicator")


def views(*, one_unit: bool) -> list[tuple[str, str]]:
    words = {"indicator": _("按指标"), "unit": _("按单位"), "reason": _("按原因")}
    return [(view, words[view]) for view in VIEWS if not (one_unit and view == "unit")]


def rows(found: Sequence[Loss], by: By, standard: Standard) -> list[GroupRow]:
    """Groups with their largest losses. Bars are drawn against the largest group's."""
    groups = grouped(found, by)[:MOST_GROUPS]
    largest = max((group.points + group.unknown for group in groups), default=0.0) or 1.0
    return [_row(group, by, standard, largest) for group in groups]


def _row(group: LossGroup, by: By, standard: Standard, largest: float) -> GroupRow:
    shown = tuple(LossRow(loss, sentence(loss)) for loss in group.losses[:MOST_LOSSES])
    more = len(group.losses) - len(shown)
    return GroupRow(group, name_of(group, by, standard), shown, more, largest, group.key in standard.by_code)


def name_of(group: LossGroup, by: By, standard: Standard) -> str:
    """The group's name in the reader's language."""
    if by == "reason":
        return REASONS[group.key][1 if english() else 0]
    held = standard.by_code.get(group.key) if by == "indicator" else None
    return ((held.indicator.name_en if held and english() else "") or group.name) or group.key


@dataclass(frozen=True)
class Sums:
    """All of them together."""

    to_win: float
    for_good: float
    unknown: float
    count: int


def sums(found: Sequence[Loss]) -> Sums:
    to_win = sum(loss.to_win for loss in found)
    return Sums(to_win, sum(loss.points for loss in found) - to_win, sum(loss.unknown for loss in found), len(found))
