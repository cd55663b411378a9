"""What the tests of this folder share: one small catalogue and ways to make real files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from duibiao_engine.facts import FactSet, Vocabulary, read_facts
from duibiao_engine.problems import Problem, Severity
from duibiao_engine.standard.measures import Measure

CATALOGUE = {
    measure.code: measure
    for measure in (
        Measure(code="no_group", name="未成立领导小组", kind="flag"),
        Measure(code="meetings", name="专题研究次数", kind="count", unit="次"),
        Measure(code="court", name="出庭应诉率", kind="ratio"),
        Measure(code="satisfied", name="满意率", kind="ratio", written_as="percent"),
        Measure(code="trained", name="培训率", kind="ratio", written_as="fraction"),
        Measure(code="mark", name="点位得分", kind="score", per="site", range=(0, 100)),
        Measure(code="growth", name="增长率", kind="amount", unit="%"),
        Measure(code="systems", name="制度建设", kind="grade", grades=("both", "one", "none")),
        Measure(code="report", name="报告日期", kind="date"),
        Measure(code="praised", name="受到表彰", kind="event"),
    )
}
KNOWN = Vocabulary(
    levels={"praised": ("city", "provincial")},
    indicators={"1.1": "第一责任人", "1.10": "领导小组"},
    unit_kinds={"township": "乡镇", "department": "县直部门"},
)


def text_file(folder: Path, *lines: str, encoding: str = "utf-8", name: str = "facts.csv") -> Path:
    """A CSV file with these lines."""
    path = folder / name
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return path


def workbook(folder: Path, *, name: str = "facts.xlsx", **sheets: Sequence[Sequence[object]]) -> Path:
    """A workbook made by openpyxl with these rows on these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    path = folder / name
    book.save(path)
    return path


def read(path: Path) -> tuple[FactSet | None, list[Problem]]:
    """Reads with the catalogue above."""
    return read_facts(path, CATALOGUE, KNOWN)


def good(path: Path) -> FactSet:
    """Reads a file that must have no errors."""
    facts, problems = read(path)
    assert facts is not None, [str(problem) for problem in problems]
    return facts


def errors(path: Path) -> list[tuple[str, str]]:
    """Code and place of each error of a file that must have some."""
    facts, problems = read(path)
    assert facts is None
    found = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert all(problem.what for problem in found)
    return [(problem.code, problem.place) for problem in found]


def warnings(path: Path) -> list[tuple[str, str]]:
    """Code and place of each warning of a file without errors."""
    facts, problems = read(path)
    assert facts is not None, [str(problem) for problem in problems]
    return [(problem.code, problem.place) for problem in problems]


def column(facts: FactSet, name: str) -> list[object]:
    """One column of the facts."""
    return list(facts.facts[name].to_pylist())
