"""What an import understood, as a report: the tree with its clauses, and everything that is doubtful."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from duibiao_engine.problems import has_errors
from duibiao_engine.reports.problem_sheets import problems_sheet, problems_view
from duibiao_engine.reports.sheets import Column, Report, Sheet, say
from duibiao_engine.rules.base import Language, number
from duibiao_engine.standard.importing.codec import to_json
from duibiao_engine.standard.importing.proposal import Proposal, ProposedIndicator

_COLUMNS = (
    Column("code", "编号", "Code", width=10),
    Column("name", "指标", "Indicator", width=28),
    Column("points", "分值", "Points", "points"),
    Column("text", "内容", "Text", width=36),
    Column("clause", "计分办法", "Clause", width=44),
    Column("method", "测评方法", "Method", width=12),
    Column("units", "单位", "Units", width=24),
    Column("waiting", "还要人来定", "Waits for a person", width=36),
    Column("place", "位置", "Place", width=14),
)


def import_report(proposal: Proposal, waiting: dict[str, list[str]], language: Language) -> Report:
    """The proposal as a report."""
    problems = proposal.all_problems()
    indicators = Sheet("indicators", "指标", "Indicators", _COLUMNS, lambda: _rows(proposal, waiting))
    leaves, open_ = len(proposal.leaves), len(waiting)
    said = say(
        language,
        f"{leaves} 项末级指标，{leaves - open_} 项条文已读成规则，{open_} 项还要人来定",
        f"{leaves} leaves: {leaves - open_} clauses read as rules, {open_} wait for a person",
    )
    about = {"proposal": to_json(proposal), "waiting": waiting}
    return Report(
        "duibiao/table@1",
        (proposal.title, said),
        (indicators, problems_sheet(problems)),
        document=lambda: {"format": "duibiao/table@1", "good": not has_errors(problems) and not waiting, **about},
        view=lambda: _view(proposal, waiting, language),
    )


def _rows(proposal: Proposal, waiting: dict[str, list[str]]) -> Iterator[tuple[Any, ...]]:
    for one in proposal.walk():
        units = "；".join(filter(None, (one.units.lead, one.units.responsible, one.units.supporting)))
        open_ = "；".join(waiting.get(one.code, ()))
        yield (
            one.code, one.name, one.points, one.text, one.clause, one.method_words or one.method, units, open_,
            str(one.place),
        )  # fmt: skip


def _view(proposal: Proposal, waiting: dict[str, list[str]], language: Language) -> Iterator[RenderableType]:
    for one in proposal.indicators:
        yield from _tree(one, 0, waiting)
    yield from problems_view(proposal.all_problems(), language)


def _tree(one: ProposedIndicator, depth: int, waiting: dict[str, list[str]]) -> Iterator[RenderableType]:
    points = "" if one.points is None else f"  {number(one.points)} 分"
    mark = "" if one.children else ("？ " if one.code in waiting else "✓ ")
    yield Text(f"{'  ' * depth}{mark}{one.code} {one.name}{points}", style="bold" if one.children else "")
    for words in waiting.get(one.code, ()):
        yield Text(f"{'  ' * depth}     {words}", style="yellow")
    for child in one.children:
        yield from _tree(child, depth + 1, waiting)
