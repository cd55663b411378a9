"""Problems as a report: the verdict in one sentence, then each with its place and its remedy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from duibiao_engine.problems import Problem, Severity
from duibiao_engine.reports.sheets import Column, Sheet, say
from duibiao_engine.rules.base import Language
from duibiao_engine.standard.model import Standard

_COLUMNS = (
    Column("severity", "轻重", "Severity", width=9),
    Column("file", "文件", "File", width=18),
    Column("place", "位置", "Place", width=12),
    Column("what", "什么问题", "What", width=44),
    Column("why", "为什么", "Why", width=36),
    Column("remedy", "怎么办", "Remedy", width=36),
    Column("code", "代码", "Code", width=16),
)


def problems_sheet(problems: Sequence[Problem]) -> Sheet:
    """One row for each problem."""
    rows = [(str(p.severity), p.file, p.place, p.what, p.why, p.remedy, p.code) for p in problems]
    return Sheet("problems", "问题", "Problems", _COLUMNS, lambda: rows)


def verdict(problems: Sequence[Problem], standard: Standard | None, cases: int, language: Language) -> str:
    """The one sentence."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    size = "" if standard is None else say(
        language,
        f"{len(standard.leaves)} 项末级指标、{len(standard.measures)} 个计量项、{cases} 个例子",
        f"{len(standard.leaves)} leaves, {len(standard.measures)} measures, {cases} worked cases",
    )  # fmt: skip
    if not errors:
        more = say(language, f"，{warnings} 处提醒" if warnings else "", f", {warnings} warnings" if warnings else "")
        return say(language, f"没有错误{more}（{size}）", f"No errors{more} ({size})")
    return say(language, f"有 {errors} 个错误、{warnings} 处提醒", f"{errors} errors, {warnings} warnings")


def problems_view(problems: Sequence[Problem], language: Language) -> Iterator[RenderableType]:
    """Each problem with its place, its reason and what to do."""
    for problem in problems:
        bad = problem.severity is Severity.ERROR
        mark = ("✗ ", "red") if bad else ("！", "yellow")
        where = f"{problem.file} {problem.place}".strip()
        yield Text.assemble(mark, (where, "bold"), f"  {problem.what}")
        for text in (problem.why, problem.remedy):
            if text:
                yield Padding(Text(text, style="dim"), (0, 0, 0, 3))
