"""The loss list: its sentence, its sums, its look in a terminal, its JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from duibiao_engine.gap import REASONS, By, Loss, LossGroup
from duibiao_engine.reports.sheets import CellKind, Column, Sheet, say
from duibiao_engine.reports.table import plain
from duibiao_engine.rules.base import Language, number

#: Rows that a terminal shows; the other formats hold all of them.
MOST_ROWS = 40
_BY: dict[By, tuple[str, str]] = {
    "indicator": ("指标", "Indicator"),
    "unit": ("单位", "Unit"),
    "site": ("点位", "Site"),
    "reason": ("原因", "Reason"),
    "liable": ("责任单位", "Answerable"),
}


def points(value: float) -> str:
    """Points for people; a loss too small to see is not shown as nothing."""
    return number(round(value, 4)) if abs(value) >= 0.00005 or not value else "＜0.0001"


def sentence(found: Sequence[Loss], language: Language) -> str:
    """The one sentence: what is lost, what of it can be won back, where most of it lies."""
    lost, to_win = sum(loss.points for loss in found), sum(loss.to_win for loss in found)
    unknown = sum(loss.unknown for loss in found)
    first = found[0] if found and found[0].to_win > 0 else None
    if language == "en":
        most = f"; most in {first.indicator} {first.name} ({points(first.to_win)})" if first else ""
        return f"{points(lost)} points lost, {points(to_win)} can be won back, {points(unknown)} still unknown{most}."
    most = (
        f"；最多的一项是{first.unit_name}的 {first.indicator} {first.name}（{points(first.to_win)} 分）"
        if first
        else ""
    )
    return f"共失 {points(lost)} 分，其中 {points(to_win)} 分还能挽回，另有 {points(unknown)} 分还不确定{most}。"


def view(found: Sequence[Loss], language: Language) -> list[RenderableType]:
    """The list in a terminal: points first, then whose they are and why."""
    table: Table = plain()
    single = len({loss.unit for loss in found}) <= 1
    table.add_column(say(language, "可挽回", "To win"), justify="right", no_wrap=True)
    table.add_column(say(language, "已失", "Lost"), justify="right", no_wrap=True)
    table.add_column(say(language, "未知", "Unknown"), justify="right", no_wrap=True)
    if not single:
        table.add_column(say(language, "单位", "Unit"), no_wrap=True)
    table.add_column(say(language, "指标和原因", "Indicator and reason"), overflow="fold")
    for loss in found[:MOST_ROWS]:
        good = loss.points - loss.to_win
        nothing = "0" if not loss.points and not loss.unknown else ""
        cells = [points(x) if x else "" for x in (loss.to_win, good, loss.unknown)]
        cells[0] = cells[0] or nothing
        table.add_row(
            *(Text(cell) for cell in cells), *([] if single else [Text(loss.unit_name)]), _why(loss, language)
        )
    more = len(found) - MOST_ROWS
    rest = say(
        language,
        f"……还有 {more} 项，用 --format xlsx -o 文件名 看全部",
        f"… {more} more; --format xlsx -o FILE has all",
    )
    return [table, *([Text(rest, style="dim")] if more > 0 else [])]


def _why(loss: Loss, language: Language) -> Text:
    text = Text(f"{loss.indicator} {loss.name}\n", style="bold")
    text.append(loss.sentence_en if language == "en" else loss.sentence_zh, style="not bold dim")
    if loss.sites:
        named = "、".join(site.site for site in loss.sites[:4])
        rest = f" +{len(loss.sites) - 4}" if len(loss.sites) > 4 else ""
        text.append(f"\n{say(language, '点位：', 'Sites: ')}{named}{rest}", style="not bold")
    if loss.liable:
        text.append(f"\n{say(language, '责任单位：', 'Answerable: ')}{'、'.join(loss.liable[:6])}", style="not bold")
    return text


def sums_sheet(groups: Sequence[LossGroup], by: By, language: Language) -> Sheet:
    """Losses summed up."""
    kind: CellKind = "points"
    columns = (
        Column("key", "编号", "Key", width=12),
        Column("name", *_BY[by], width=30),
        Column("to_win", "可挽回", "To win back", kind),
        Column("lost_for_good", "已失", "Lost for good", kind),
        Column("unknown", "还不确定", "Still unknown", kind),
        Column("losses", "项数", "Losses", "whole", 8),
    )

    def rows() -> list[tuple[Any, ...]]:
        return [(g.key, _named(g, by, language), g.to_win, g.lost_for_good, g.unknown, len(g.losses)) for g in groups]

    short = columns if by in ("indicator", "unit") else columns[1:]
    return Sheet(
        "groups", "失分合计", "Losses summed up", short, lambda: (row[len(columns) - len(short) :] for row in rows())
    )


def _named(group: LossGroup, by: By, language: Language) -> str:
    if by == "reason" and language == "en":
        return REASONS[group.key][1]
    return group.name or say(language, "（不在点位上）", "(not at a site)")


def document(found: Sequence[Loss], about: dict[str, Any]) -> dict[str, Any]:
    """The list for programs."""
    return {"format": "duibiao/losses@1", **about, "losses": [_record(loss) for loss in found]}


def _record(loss: Loss) -> dict[str, Any]:
    record = asdict(loss)
    record["sentence"] = {"zh": record.pop("sentence_zh"), "en": record.pop("sentence_en")}
    return record
