"""`duibiao check`: everything that is wrong with a standard, its worked cases, and a file of facts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao_engine.cli import options
from duibiao_engine.cli.group import PROBLEMS, Unusable

if TYPE_CHECKING:
    from duibiao_engine.problems import Problem
    from duibiao_engine.reports.sheets import Report
    from duibiao_engine.rules.base import Language
    from duibiao_engine.standard.model import Standard

#: With these there is nothing to check: the input is not a standard at all.
_NO_STANDARD = frozenset({"no_standard", "too_large", "encoding"})


@click.command()
@options.pack()
@click.argument("facts", metavar="[FACTS]", required=False)
@options.output()
def check(pack: str, facts: str | None, format_: str | None, output: Path | None, lang: Language) -> None:
    """检查标准：一次说出全部问题（文件、行、什么错、怎么改），并核对随附的例子。

    Check a standard: all problems at once, each with file, line and remedy; its worked cases are computed and compared.

    给出 FACTS 时也检查这份事实。Give FACTS to check them too.
    """
    from duibiao_engine.cli.inputs import pack_folder
    from duibiao_engine.cli.output import Output
    from duibiao_engine.problems import has_errors
    from duibiao_engine.standard.reader import read_pack

    folder = pack_folder(pack)
    standard, problems = read_pack(folder)
    if unusable := next((problem for problem in problems if problem.code in _NO_STANDARD), None):
        raise Unusable(str(unusable))
    cases = 0
    if standard is not None:
        found, cases = _checked(standard, folder, pack, facts)
        problems = [*problems, *found]
    Output.of(format_, output, lang).hand_out(problems_report(folder.name, standard, problems, cases, lang))
    if has_errors(problems):
        raise click.exceptions.Exit(PROBLEMS)


def _checked(standard: Standard, folder: Path, pack: str, facts: str | None) -> tuple[list[Problem], int]:
    from duibiao_engine.cli.progress import progress
    from duibiao_engine.worked_cases import cases_of, check_case_of

    cases = cases_of(folder) if folder.is_dir() else []
    work: list[tuple[str, Callable[[], list[Problem]]]] = [
        (f"核对例子 {case.name}", partial(check_case_of, standard, case)) for case in cases
    ]
    if facts is not None:
        work.append((f"检查事实 {facts}", partial(_facts_problems, standard, pack, facts)))
    found: list[Problem] = []
    with progress(len(work)) as step:
        for words, does in work:
            step(words)
            found += does()
    return found, len(cases)


def _facts_problems(standard: Standard, pack: str, facts: str) -> list[Problem]:
    from duibiao_engine.cli.inputs import facts_path
    from duibiao_engine.facts import read_facts, vocabulary_of

    return read_facts(facts_path(pack, facts), standard.measures, vocabulary_of(standard))[1]


def problems_report(
    name: str, standard: Standard | None, problems: list[Problem], cases: int, language: Language
) -> Report:
    """Problems as a report."""
    from duibiao_engine.reports.problem_sheets import problems_sheet, problems_view, verdict
    from duibiao_engine.reports.sheets import Report
    from duibiao_engine.reports.words import title_of

    heading = (title_of(standard, language) if standard else name, verdict(problems, standard, cases, language))
    about = {"pack": name, "cases": cases}
    return Report(
        "duibiao/problems@1",
        heading,
        (problems_sheet(problems),),
        view=lambda: problems_view(problems, language),
        about=about,
    )
