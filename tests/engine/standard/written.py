"""Small standards as a clerk would write them. The line that a problem should name ends in `# <-`."""

from __future__ import annotations

from textwrap import dedent, indent

from duibiao_engine.problems import Problem
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import read_text

HERE = "# <-"
PLAN = "plan: {name: 有方案, kind: flag}"
#: A leaf of ten points that is good by itself.
LEAF = """
indicators:
  - code: "1"
    name: 方案
    points: 10
    rule:
      - deduct: {points: all, unless: plan}
"""


def written(body: str = LEAF, *, measures: str = PLAN, points: str = "10", head: str = "") -> str:
    """A whole standard: `body` holds the indicators and what stands above, `head` lines of the top."""
    top = f'id: t\ntitle: 测试\nedition: "1"\nissuer: 示例\npoints: {points}\n{dedent(head).strip()}\n'
    return f"{top}measures:\n{indent(dedent(measures).strip(), '  ')}\n{dedent(body).strip()}\n"


def leaf(rule: str, more: str = "") -> str:
    """One leaf of ten points with this rule (lines) and more keys (lines)."""
    keys = indent(dedent(more).strip(), "    ")
    return f'indicators:\n  - code: "1"\n    name: 甲项\n    points: 10\n{keys}\n    rule:\n{indent(dedent(rule).strip(), "      ")}\n'


def problems_of(text: str) -> list[Problem]:
    """All that is said about a text."""
    return read_text(text)[1]


def good(text: str) -> Standard:
    """The standard, about which nothing is said."""
    standard, problems = read_text(text)
    assert problems == []
    assert standard is not None
    return standard


def marked(text: str) -> str:
    """The place that is marked."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.endswith(HERE)]
    assert len(lines) == 1, f"{len(lines)} lines are marked"
    return f"第 {lines[0]} 行"


def the_problem(text: str, code: str) -> Problem:
    """The only problem of the text: it has this code, names the marked line and says everything in Chinese."""
    problems = problems_of(text)
    assert [problem.code for problem in problems] == [code], "\n".join(map(str, problems))
    assert problems[0].place == marked(text)
    assert problems[0].what
    assert problems[0].remedy
    return problems[0]
