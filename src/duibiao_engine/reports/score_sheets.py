"""The sheets of a score: 总表 (units), 指标 (indicators), 明细 (every line), 失分清单 (losses); and one flat table for CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from duibiao_engine.gap import REASONS, Loss
from duibiao_engine.reports.sheets import Column, Row, Sheet
from duibiao_engine.reports.words import EFFECT, GATE, RECOVERABLE, STATUS, word
from duibiao_engine.results import CycleResult, ScoreResult, TermLine, UnitScore
from duibiao_engine.rules.base import Language
from duibiao_engine.standard.model import Standard

#: Ids of facts that one cell names.
MOST_FACTS = 20
_UNIT = (
    Column("unit", "单位", "Unit", width=16),
    Column("total", "得分", "Score", "points"),
    Column("full", "满分", "Full mark", "points"),
    Column("rate", "得分率", "Rate", "percent"),
    Column("rank", "名次", "Rank", "whole", 6),
    Column("grade", "等次", "Grade", width=8),
)
UNITS = (
    Column("rank", "名次", "Rank", "whole", 6),
    *_UNIT[:4],
    _UNIT[5],
    Column("kind", "类别", "Kind", width=10),
    Column("group", "排名组", "Ranked in", width=10),
    Column("worst", "最低可能", "Worst case", "points"),
    Column("best", "最高可能", "Best case", "points"),
    Column("gates", "门槛", "Gates", width=22),
    Column("vetoes", "一票否决", "Vetoes", width=16),
    Column("penalties", "罚分", "Penalties", width=16),
    Column("total_before", "罚分前得分", "Before penalties", "points"),
    Column("rank_before", "罚分前名次", "Rank before", "whole"),
    Column("running", "周期累计（%）", "Cycle so far (%)", "points"),
    Column("still_to_win", "周期还可得（%）", "Cycle still to win (%)", "points"),
    Column("needed", "其余年份须达（%）", "Needed in other years (%)", "points"),
)
RANKS = (
    Column("group", "排名组", "Ranked in", width=12),
    Column("rank", "名次", "Rank", "whole", 6),
    Column("unit", "编号", "Id", width=12),
    Column("name", "单位", "Unit", width=16),
    Column("total", "得分", "Score", "points"),
    Column("full", "满分", "Full mark", "points"),
    Column("rate", "得分率", "Rate", "percent"),
    Column("grade", "等次", "Grade", width=8),
    Column("rank_before", "罚分前名次", "Rank before penalties", "whole"),
    Column("total_before", "罚分前得分", "Score before penalties", "points"),
)
CARD = (
    Column("unit", "单位", "Unit", width=16),
    Column("n", "事实数", "Facts", "whole"),
    Column("score", "得分", "Score", "points"),
    Column("full", "满分", "Full mark", "points"),
    Column("rate", "得分率", "Rate", "percent"),
)
_NODE = (
    Column("code", "指标", "Indicator", width=9),
    Column("name", "名称", "Name", width=28),
)
INDICATORS = (
    Column("unit", "单位", "Unit", width=16),
    *_NODE,
    Column("points", "得分", "Points", "points"),
    Column("full", "满分", "Full mark", "points"),
    Column("lost", "已失", "Lost", "points"),
    Column("unknown", "未知", "Unknown", "points"),
    Column("rate", "得分率", "Rate", "percent"),
    Column("status", "状态", "Status", width=10),
)
_LINE = (
    Column("sentence", "计分说明", "Explanation", width=60),
    Column("delta", "加减分", "Points", "points"),
    Column("worst", "最低可能", "Worst case", "points"),
    Column("best", "最高可能", "Best case", "points"),
    Column("recoverable", "能否挽回", "Recoverable", width=10),
)
LINES = (Column("unit", "单位", "Unit", width=16), *_NODE, *_LINE)
FLAT = (
    *_UNIT,
    *_NODE,
    Column("points", "指标得分", "Indicator points", "points"),
    Column("indicator_full", "指标满分", "Indicator full mark", "points"),
    Column("status", "状态", "Status"),
    *_LINE,
)
LOSSES = (
    Column("unit", "单位", "Unit", width=16),
    *_NODE,
    Column("points", "折合总分", "Points of total", "points"),
    Column("leaf_points", "本指标失分", "Indicator's points", "points"),
    Column("unknown", "还不确定", "Still unknown", "points"),
    Column("recoverable", "能否挽回", "Recoverable", width=10),
    Column("reason", "原因", "Reason", width=16),
    Column("sentence", "计分说明", "Explanation", width=60),
    Column("sites", "点位", "Sites", width=30),
    Column("liable", "责任单位", "Answerable", width=20),
    Column("facts", "相关事实", "Facts", width=20),
)


@dataclass(frozen=True)
class ScoreSheets:
    """Rows of a result, made as they are asked for."""

    result: ScoreResult
    standard: Standard
    language: Language
    cycles: Mapping[str, CycleResult]

    def units(self) -> Sheet:
        """总表."""
        columns = UNITS if self.cycles else UNITS[:-3]
        return Sheet(
            "units",
            "总表",
            "Units",
            columns,
            lambda: (self._unit(unit)[: len(columns)] for unit in self.result.ranked()),
        )

    def indicators(self) -> Sheet:
        """指标."""
        return Sheet("indicators", "指标", "Indicators", INDICATORS, self._indicators)

    def ranks(self) -> Sheet:
        """Ranks, group by group."""
        return Sheet("units", "排名", "Ranks", RANKS, self._ranks)

    def cards(self) -> list[Sheet]:
        """得分卡: what units have by what they answer for."""
        cards = self.standard.scorecards
        return [
            Sheet(f"card_{c.id}", f"得分卡 {c.name}", f"Scorecard {c.id}", CARD, partial(self._card, c.id))
            for c in cards
        ]

    def lines(self) -> Sheet:
        """明细."""
        return Sheet("lines", "明细", "Lines", LINES, self._lines)

    def flat(self) -> Sheet:
        """Everything in one table, a line a row."""
        return Sheet("lines", "明细", "Lines", FLAT, self._flat)

    def _unit(self, unit: UnitScore) -> Row:
        standing = self.cycles.get(unit.unit)
        cycle = (standing.running, standing.still_to_win, standing.needed) if standing else (None, None, None)
        return (
            unit.rank, unit.name, unit.total, unit.full, unit.rate, unit.grade,
            self.standard.unit_kinds.get(unit.kind, unit.kind), self.group(unit), unit.worst, unit.best,
            self.gates(unit), self.vetoes(unit), self.penalties(unit), unit.total_before, unit.rank_before, *cycle,
        )  # fmt: skip

    def group(self, unit: UnitScore) -> str:
        """The name of the ranking group, as people say it."""
        if unit.group == "*":
            return word(("全部", "all"), self.language)
        return self.standard.unit_kinds.get(unit.group, unit.group)

    def gates(self, unit: UnitScore) -> str:
        """Every gate and its state."""
        return "；".join(
            f"{gate.name}：{word(GATE[unit.gates[gate.id]], self.language)}" for gate in self.standard.gates
        )

    def vetoes(self, unit: UnitScore) -> str:
        """The vetoes that are triggered, with what they do."""
        mine = (veto for veto in self.standard.vetoes if veto.id in unit.vetoes)
        return "；".join(f"{veto.name}（{word(EFFECT[veto.effect], self.language)}）" for veto in mine)

    def penalties(self, unit: UnitScore) -> str:
        """The fines."""
        mine = (penalty for penalty in self.standard.penalties if penalty.id in unit.penalties)
        return "；".join(f"{penalty.name} −{unit.penalties[penalty.id]:g}" for penalty in mine)

    def _ranks(self) -> Iterator[Row]:
        for u in self.result.ranked():
            yield self.group(u), u.rank, u.unit, u.name, u.total, u.full, u.rate, u.grade, u.rank_before, u.total_before

    def _card(self, card: str) -> Iterator[Row]:
        for row in self.result.scorecards.get(card, {}).values():
            yield row.unit, row.n, row.score, row.full, row.rate

    def _indicators(self) -> Iterator[Row]:
        for unit in self.result.ranked():
            for node in unit.nodes.values():
                lost, unknown = (node.lost, node.unknown) if node.applicable else (None, None)
                status = word(STATUS[node.status], self.language)
                name = "　" * (node.depth - 1) + node.name
                yield unit.name, node.code, name, node.points_shown, node.full, lost, unknown, node.rate, status

    def _lines(self) -> Iterator[Row]:
        for unit in self.result.ranked():
            for line in unit.lines:
                yield unit.name, line.indicator, unit.nodes[line.indicator].name, *self._line(line)

    def _flat(self) -> Iterator[Row]:
        for unit in self.result.ranked():
            about = unit.name, unit.total, unit.full, unit.rate, unit.rank, unit.grade
            for line in unit.lines:
                node = unit.nodes[line.indicator]
                status = word(STATUS[node.status], self.language)
                yield *about, node.code, node.name, node.points_shown, node.full, status, *self._line(line)

    def _line(self, line: TermLine) -> Row:
        sentence = line.sentence_en if self.language == "en" else line.sentence_zh
        return sentence, line.delta, line.worst, line.best, word(RECOVERABLE[line.recoverable], self.language)


def losses_sheet(found: Sequence[Loss], language: Language) -> Sheet:
    """失分清单."""
    return Sheet("losses", "失分清单", "Losses", LOSSES, lambda: (_loss(loss, language) for loss in found))


def _loss(loss: Loss, language: Language) -> Row:
    return (
        loss.unit_name,
        loss.indicator,
        loss.name,
        loss.points,
        loss.leaf_points,
        loss.unknown,
        word(RECOVERABLE[loss.recoverable], language),
        word(REASONS[loss.kind], language),
        loss.sentence_en if language == "en" else loss.sentence_zh,
        "；".join(f"{site.site} {site.points:.3g}" for site in loss.sites),
        "；".join(loss.liable),
        _some(loss.facts),
    )


def _some(uids: Sequence[str]) -> str:
    """Enough to find them; a cell is no place for thousands."""
    return "；".join(uids[:MOST_FACTS]) + (f" …（{len(uids)}）" if len(uids) > MOST_FACTS else "")
