"""From the tables of a file to a proposed standard: the whole way in one call, nothing decided silently.

Its one trick: every step writes down what it doubts with the cell that it doubts, and goes on with the rest.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from duibiao_engine.problems import Problem, error, warning
from duibiao_engine.standard.importing import usage
from duibiao_engine.standard.importing.bare_points import bare_points
from duibiao_engine.standard.importing.carried import Carried, fingerprint, unpacked
from duibiao_engine.standard.importing.codes import give_codes
from duibiao_engine.standard.importing.drafts import Draft, Read, Rebuilder, bare_numbers
from duibiao_engine.standard.importing.layout import Layout
from duibiao_engine.standard.importing.leaves import placed, split_rows, words
from duibiao_engine.standard.importing.numerals import points_in
from duibiao_engine.standard.importing.proposal import (
    ColumnRole,
    Corrections,
    Place,
    Placed,
    Proposal,
    ProposedIndicator,
    RowKind,
    Source,
    TableReading,
    UnitWords,
)
from duibiao_engine.standard.importing.scores import Scores, adds_up_to, sum_of
from duibiao_engine.standard.importing.understanding import understand
from duibiao_engine.standard.yaml_text import load

_TITLE = re.compile(r"体系|标准|细则|办法|指标|测评|考核|考评|评估|评分|计分|方案|一览")
_NO_TITLE = re.compile(r"^(?:附件|附表|附录|单位|填报|填表|时间|日期|注|第?\s*\d+\s*页)")


def propose(source: Source, corrections: Corrections | None = None) -> Proposal:
    """What the file says; `corrections` are what a person said of an earlier proposal."""
    found = understand(source, corrections)
    reads = [Read(layout, reading) for layout, reading in found if reading.used]
    rebuilder = Rebuilder(several=len(reads) > 1)
    for read in reads:
        rebuilder.take(read)
    roots = rebuilder.roots
    bare_numbers(roots)
    split_rows(roots)
    problems = give_codes(source.name, roots, reads)
    maker = _Maker(source, unpacked(source.carried))
    maker.applies(roots)
    scores = Scores(source.name, roots)
    scores.take(reads)
    bare_points(roots)
    scores.totals(reads)
    indicators = tuple(maker.indicator(root) for root in roots)
    title, said = _title(source, found, corrections)
    if not maker.is_untouched(indicators) and not maker.combines:
        scores.check()
        problems += scores.problems + _against_title(source.name, said, scores)
    return Proposal(
        source.name, source.sha256, title, said if said is not None else _full(scores), indicators,
        tuple(reading for _, reading in found), _notes(reads),
        (*source.problems, *_unused(source, found), *_hidden(source, reads), *problems), maker.head,
    )  # fmt: skip


def _full(scores: Scores) -> float | None:
    return scores.total if scores.total is not None else sum_of(scores.roots)


class _Maker:
    """Makes the proposed indicators from the drafts, and restores those that are untouched."""

    def __init__(self, source: Source, carried: Carried | None) -> None:
        self.source = source
        self.seen = carried.seen if carried else {}
        self.head: dict[str, Any] = {}
        self.known: dict[str, dict[str, Any]] = {}
        if carried is not None:
            data, _, problems = load(carried.text, "standard.yaml")
            if isinstance(data, dict) and not problems:
                self.head = {key: value for key, value in data.items() if key != "indicators"}
                self._index(data.get("indicators"))

    def _index(self, siblings: Any) -> None:
        for one in siblings if isinstance(siblings, list) else []:
            self.known[str(one.get("code"))] = {key: value for key, value in one.items() if key != "children"}
            self._index(one.get("children"))

    def applies(self, roots: list[Draft]) -> None:
        """The kinds of units of each leaf, which the sums of points depend on."""
        kinds = {**usage.KINDS, **self.head.get("unit_kinds", {})}
        for root in roots:
            for node in root.walk():
                if not node.children:
                    node.applies = usage.kinds_of(words(node.rows, ColumnRole.APPLIES), kinds)

    def indicator(self, node: Draft) -> ProposedIndicator:
        """One indicator with all below it."""
        rows = node.rows
        contents, clauses = placed(rows, ColumnRole.CONTENT), placed(rows, ColumnRole.RULE)
        method = words(rows, ColumnRole.METHOD) if not node.children else ""
        made = ProposedIndicator(
            code=node.code, name=node.name or _nameless(node), place=node.place,
            numbering=node.number.text if node.number else "", raw=node.raw, points=node.points,
            text="\n".join(dict.fromkeys(one.words for one in contents)) or node.text,
            clauses=_once(clauses), method=usage.method_of(method), method_words=method, units=_units(node),
            applies_to=node.applies, applies_words=words(rows, ColumnRole.APPLIES) if not node.children else "",
            materials=words(rows, ColumnRole.MATERIALS), note=words(rows, ColumnRole.NOTE), bonus=node.bonus,
            children=tuple(self.indicator(child) for child in node.children),
            restored=None, problems=self._doubts(node),
        )  # fmt: skip
        return self._restored(made)

    def _restored(self, made: ProposedIndicator) -> ProposedIndicator:
        code = self.seen.get(fingerprint(shown(made))) if self.seen else None
        known = self.known.get(code or "")
        return replace(made, code=str(code), restored=known) if known is not None else made

    def is_untouched(self, indicators: tuple[ProposedIndicator, ...]) -> bool:
        """Whether every indicator is exactly the exported one, and none is gone or moved."""
        every = [one for root in indicators for one in root.walk()]
        return (
            bool(every)
            and all(one.restored is not None for one in every)
            and [one.code for one in every] == list(self.seen.values())
        )

    @property
    def combines(self) -> bool:
        """Whether the carried edition does anything but add; its own check then knows better than sums do."""
        return any(one.get("combine", "sum") != "sum" for one in (self.head, *self.known.values()))

    def _doubts(self, node: Draft) -> tuple[Problem, ...]:
        found = []
        if not node.name:
            found.append(
                error(
                    "table.nameless", self.source.name, str(node.place), f"{node.code} 没有名称", "这一行没有指标名称，也没有内容",
                    "请补上名称，或说明这一行不是指标",
                )
            )  # fmt: skip
        written = words(node.rows, ColumnRole.APPLIES)
        if written and not node.children and not node.applies:
            found.append(
                warning(
                    "table.applies", self.source.name, str(node.place), f"考核对象“{written[:30]}”认不出是哪类单位", "",
                    "请在标准里写 applies_to，或核对后留空（所有单位都适用）",
                )
            )  # fmt: skip
        return tuple(found)


def shown(one: ProposedIndicator) -> tuple[str, ...]:
    """What a table shows of an indicator, as its fingerprint needs it."""
    if one.children:
        return (one.raw,)
    points = "" if one.points is None else f"{one.points:g}"
    return one.raw, points, one.text + one.clause, one.method_words, one.applies_words, one.note


def _nameless(node: Draft) -> str:
    return f"第 {node.code} 项"


def _once(clauses: tuple[Placed, ...]) -> tuple[Placed, ...]:
    return tuple({one.words: one for one in reversed(clauses)}.values())[::-1]


def _units(node: Draft) -> UnitWords:
    if node.children:
        return UnitWords()
    roles = (ColumnRole.LEAD, ColumnRole.RESPONSIBLE, ColumnRole.SUPPORTING)
    found = [placed(node.rows, role) for role in roles]
    first = next((one[0].place for one in found if one), Place())
    lead, responsible, supporting = (words(node.rows, role) for role in roles)
    return UnitWords(lead, responsible, supporting, first)


# ── the file as a whole ───────────────────────────────────────────────────────────────────────────


def _title(
    source: Source, found: list[tuple[Layout, TableReading]], corrections: Corrections | None
) -> tuple[str, float | None]:
    """The title, and the full mark that it says."""
    if corrections and corrections.title:
        return corrections.title, None
    lines: list[str] = []
    for layout, reading in found:
        if reading.used:
            lines += layout.table.before
            titles = [row for row, kind in reading.row_kinds.items() if kind is RowKind.TITLE]
            lines += [cell.text for row in sorted(titles) for cell in layout.beginning(row)]
    fitting = [line.replace("\n", "") for line in lines if not _NO_TITLE.match(line) and 4 <= len(line) <= 60]
    speaking = next((line for line in fitting if _TITLE.search(line)), fitting[0] if fitting else "")
    title, points = points_in(speaking)
    return title or PurePath(source.name).stem, points


def _against_title(file: str, said: float | None, scores: Scores) -> list[Problem]:
    added = sum_of(scores.roots)
    if said is None or added is None or adds_up_to(scores.roots, said):
        return []
    return [
        error(
            "table.points-sum",
            file,
            "",
            f"各项合计 {added:g} 分，标题写 {said:g} 分",
            "总分与各项分值不符",
            "请核对原件的分值",
        )
    ]


def _notes(reads: list[Read]) -> tuple[Placed, ...]:
    found: list[Placed] = []
    for read in reads:
        rows = [row for row, kind in read.reading.row_kinds.items() if kind is RowKind.NOTE]
        for row in sorted(rows):
            text = " ".join(cell.text for cell in read.layout.beginning(row))
            found.append(Placed(text, read.place(row)))
        found += [Placed(line, Place(read.layout.table.name)) for line in read.layout.table.after]
    return tuple(found)


def _unused(source: Source, found: list[tuple[Layout, TableReading]]) -> list[Problem]:
    if not any(reading.used for _, reading in found):
        if not found:
            return []
        return [
            error(
                "table.no-header", source.name, "", "没有找到指标表",
                "；".join(f"{one.name}：{one.why}" for _, one in found[:6]),
                "表头里要有“一级指标、测评内容、计分办法、分值”这样的列名；或用手指出表头和各列",
            )
        ]  # fmt: skip
    return [
        warning(
            "table.unused",
            source.name,
            one.name,
            "这张表没有当作标准来读",
            one.why,
            "如果它也是指标表，请指出表头和各列",
        )
        for _, one in found
        if not one.used
        and any(table.number == one.table and min(table.rows, table.columns) > 1 for table in source.tables)
    ]


def _hidden(source: Source, reads: list[Read]) -> list[Problem]:
    found = []
    for read in reads:
        rows = [row for row in read.layout.table.hidden_rows if read.layout.beginning(row)]
        if rows:
            listed = "、".join(map(str, rows[:20])) + ("等" if len(rows) > 20 else "")
            found.append(
                warning(
                    "table.hidden-rows", source.name, f"{read.layout.table.name}", f"第 {listed} 行是隐藏的，没有读",
                    "隐藏的行多半是作废的，也可能只是被筛选了", "要读的，请取消隐藏或筛选后再导入",
                )
            )  # fmt: skip
    return found
