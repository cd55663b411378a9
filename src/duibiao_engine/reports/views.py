"""What a terminal shows of a score: units with their bars, one unit's tree, an indicator explained with its facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from duibiao_engine.gap import Loss
from duibiao_engine.reports.bars import bar, legend
from duibiao_engine.reports.score_sheets import ScoreSheets
from duibiao_engine.reports.sheets import say
from duibiao_engine.reports.table import plain
from duibiao_engine.reports.verdicts_explained import VerdictExplained
from duibiao_engine.reports.words import GATE, STATUS, word
from duibiao_engine.results import CycleResult, NodeScore, Status, TermLine, UnitScore
from duibiao_engine.rules.base import number

_MARK: dict[Status, tuple[str, str]] = {
    "met": ("✓", "green"),
    "partly": ("◐", "yellow"),
    "not_met": ("✗", "red"),
    "unknown": ("？", "cyan"),
    "not_applicable": ("－", "dim"),
}
#: Facts shown for one line; the other formats hold all of them.
MOST_FACTS = 20


@dataclass(frozen=True)
class ScoreView:
    """Everything that a view of one result draws on."""

    sheets: ScoreSheets
    losses: Mapping[str, Sequence[Loss]]  #: by unit

    def units(self) -> Iterator[RenderableType]:
        """All units with their bars, and what stands above their trees."""
        table = plain()
        for heading, justify in self._headings():
            table.add_column(heading, justify=justify, no_wrap=heading != self._say("单位", "Unit"))
        for unit in self.sheets.result.ranked():
            table.add_row(*self._row(unit))
        yield table
        yield legend(self.sheets.language)
        yield from self._gates()
        for unit in self.sheets.result.ranked():
            for said in (self.sheets.vetoes(unit), self.sheets.penalties(unit)):
                if said:
                    yield Text(f"{unit.name}：{said}")

    def _gates(self) -> Iterator[RenderableType]:
        for gate in self.sheets.standard.gates:
            states = Counter(unit.gates[gate.id] for unit in self.sheets.result.units.values())
            counts = "，".join(f"{word(GATE[state], self.sheets.language)} {count}" for state, count in states.items())
            yield Text(f"{self._say('门槛', 'Gate')} {gate.name}：{counts}")

    def _headings(self) -> list[tuple[str, Any]]:
        return [
            (self._say("名次", "Rank"), "right"),
            (self._say("单位", "Unit"), "left"),
            (self._say("得分 / 满分", "Score / full"), "right"),
            ("", "left"),
            (self._say("得分率", "Rate"), "right"),
            (self._say("可能范围", "Range"), "right"),
            (self._say("等次", "Grade"), "left"),
            *([(self._say("周期累计", "Cycle"), "right")] if self.sheets.cycles else []),
        ]

    def _row(self, unit: UnitScore) -> list[RenderableType]:
        standing = self.sheets.cycles.get(unit.unit)
        span = "" if unit.worst == unit.best else f"{number(unit.worst)}–{number(unit.best)}"
        return [
            Text("—" if unit.rank is None else str(unit.rank)),
            Text(unit.name),
            Text(f"{number(unit.total)} / {number(unit.full)}"),
            self.bar(unit),
            Text("—" if unit.rate is None else f"{number(100 * unit.rate)}%"),
            Text(span),
            Text(unit.grade or ""),
            *([Text(f"{number(round(standing.running, 2))}%" if standing else "")] if self.sheets.cycles else []),
        ]

    def bar(self, unit: UnitScore) -> Text:
        """The unit's points bar."""
        lost = max(unit.full - unit.best, 0.0)
        to_win = min(sum(loss.to_win for loss in self.losses.get(unit.unit, ())), lost)
        return bar(unit.worst, to_win, lost - to_win, unit.best - unit.worst)

    def _verdicts(self, unit: UnitScore, lead: str) -> Iterator[RenderableType]:
        for said in (self.sheets.gates(unit), self.sheets.vetoes(unit), self.sheets.penalties(unit), self._cycle(unit)):
            if said:
                yield Text(f"{lead}{said}")

    def _cycle(self, unit: UnitScore) -> str:
        standing = self.sheets.cycles.get(unit.unit)
        return "" if standing is None else cycle_sentence(standing, english=self.sheets.language == "en")

    def unit(self, unit: UnitScore) -> Iterator[RenderableType]:
        """One unit: its score, then its tree with the lines that cost points."""
        rank = "" if unit.rank is None else self._say(f" · 第 {unit.rank} 名", f" · rank {unit.rank}")
        grade = f" · {unit.grade}" if unit.grade else ""
        yield Text.assemble(
            (unit.name, "bold"), f"  {number(unit.total)} / {number(unit.full)}  ", self.bar(unit), f"{rank}{grade}"
        )
        yield from self._verdicts(unit, "  ")
        yield self._tree(unit)
        yield legend(self.sheets.language)

    def _tree(self, unit: UnitScore) -> RenderableType:
        table = Table.grid(padding=(0, 1))
        table.add_column(ratio=1)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(no_wrap=True)
        for node in unit.nodes.values():
            table.add_row(self._named(node), Text(node_points(node)), node_bar(node))
            for line in unit.lines_of(node.code) if node.leaf else ():
                if not line.known or (line.delta or 0.0) < 0:
                    table.add_row(
                        Padding(Text(self._sentence(line), style="dim"), (0, 0, 0, 2 * node.depth + 2)), "", ""
                    )
        return table

    def _named(self, node: NodeScore) -> RenderableType:
        mark, style = _MARK[node.status]
        text = Text.assemble((mark, style), f" {node.code} {node.name}", style="bold" if node.depth == 1 else "")
        return Padding(text, (0, 0, 0, 2 * (node.depth - 1)))

    def _sentence(self, line: TermLine) -> str:
        return line.sentence_en if self.sheets.language == "en" else line.sentence_zh

    def _say(self, zh: str, en: str) -> str:
        return say(self.sheets.language, zh, en)

    def verdict(self, verdict: VerdictExplained) -> RenderableType:
        """A veto or a penalty, and the events that it rests on."""
        facts = facts_table(verdict.facts, self.sheets.standard.measures, self.sheets.language)
        said = Text("· " + verdict.sentence, style="bold")
        return Group(said, Padding(facts, (0, 0, 0, 2))) if verdict.facts else said

    def explained(self, unit: UnitScore, node: NodeScore, facts: Mapping[int, list[dict[str, Any]]]) -> RenderableType:
        """One leaf: the clause, each line's sentence, the facts that it rests on (by term)."""
        standard, indicator = self.sheets.standard, self.sheets.standard.by_code[node.code].indicator
        status = word(STATUS[node.status], self.sheets.language)
        parts: list[RenderableType] = [
            Text.assemble(
                (f"{node.code} {node.name}", "bold"), f"  {node_points(node)}  ", node_bar(node), f"  {status}"
            )
        ]
        if indicator.text:
            parts.append(Text(self._say("条文：", "Clause: ") + indicator.text, style="dim"))
        for line in unit.lines_of(node.code):
            parts.append(Text("· " + self._sentence(line)))
            parts.append(
                Padding(facts_table(facts.get(line.term, []), standard.measures, self.sheets.language), (0, 0, 0, 2))
            )
        return Group(*parts)


def node_points(node: NodeScore) -> str:
    """`17.5 / 20`, with the range while facts are missing."""
    if not node.applicable:
        return "—"
    span = f"（{number(node.worst)}–{number(node.best)}）" if node.unknown > 1e-9 else ""
    return f"{number(node.points_shown)}{span} / {number(node.full)}"


def node_bar(node: NodeScore) -> Text:
    """A small bar; which part of a loss can be won back is told by the loss list."""
    return bar(node.worst, 0.0, node.lost, node.unknown, 10) if node.applicable and not node.bonus else Text()


def cycle_sentence(standing: CycleResult, *, english: bool) -> str:
    """Where the unit stands in the cycle, in one sentence."""
    won, open_ = number(round(standing.running, 2)), number(round(standing.still_to_win, 2))
    if english:
        need = (
            ""
            if standing.needed is None
            else f", the other years need {number(round(standing.needed, 2))}% for the target"
        )
        return f"Cycle: {won}% won, {open_}% still to be won{need}"
    need = "" if standing.needed is None else f"，其余年份平均要达到 {number(round(standing.needed, 2))}% 才够目标"
    reach = "（已不可能）" if standing.reachable is False else ""
    return f"周期：已得 {won}%，还可得 {open_}%{need}{reach}"


def facts_table(facts: Sequence[dict[str, Any]], measures: Mapping[str, Any], language: str) -> RenderableType:
    """The facts behind a line: row, id, site, date, value, reference."""
    if not facts:
        return Text("（没有事实）" if language == "zh" else "(no facts)", style="dim")
    several = len({fact["measure"] for fact in facts}) > 1
    table = plain()
    heads = (
        ("行", "编号", "计量项", "点位", "时间", "数值", "依据")
        if language == "zh"
        else ("Row", "Id", "Measure", "Site", "Date", "Value", "Reference")
    )
    for heading in heads:
        if several or heading not in ("计量项", "Measure"):
            table.add_column(heading, overflow="fold")
    for fact in facts[:MOST_FACTS]:
        cells = [
            str(fact["sequence"]),
            fact["uid"],
            measures[fact["measure"]].name,
            fact["site"] or "",
            day(fact),
            value(fact),
            reference(fact),
        ]
        table.add_row(*(Text(cell) for i, cell in enumerate(cells) if several or i != 2))
    if len(facts) <= MOST_FACTS:
        return table
    more = len(facts) - MOST_FACTS
    rest = f"……还有 {more} 条，用 --format csv 看全部" if language == "zh" else f"… {more} more; --format csv shows all"
    return Group(table, Text(rest, style="dim"))


def day(fact: Mapping[str, Any]) -> str:
    """The day on which a fact was true; the time only where it says more."""
    at = fact["at"]
    return "" if at is None else f"{at:%Y-%m-%d}" if (at.hour, at.minute) == (0, 0) else f"{at:%Y-%m-%d %H:%M}"


def value(fact: Mapping[str, Any]) -> str:
    """`57 / 60`, `甲`, `3 市级`."""
    number_ = "" if fact["value"] is None else number(fact["value"])
    out_of = "" if fact["out_of"] is None else f" / {number(fact['out_of'])}"
    return " ".join(part for part in (number_ + out_of, fact["grade"] or "", fact["level"] or "") if part)


def reference(fact: Mapping[str, Any]) -> str:
    """Where it came from."""
    return " ".join(part for part in (fact["source"] or "", fact["reference"] or "") if part)


def by_unit(losses: Iterable[Loss]) -> dict[str, list[Loss]]:
    """Losses sorted to their units."""
    sorted_: dict[str, list[Loss]] = {}
    for loss in losses:
        sorted_.setdefault(loss.unit, []).append(loss)
    return sorted_
