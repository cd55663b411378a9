"""`duibiao score` and `duibiao rank`: from a standard and facts to every unit's score and rank."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao_engine.cli import options

if TYPE_CHECKING:
    from duibiao_engine.cli.inputs import Scored
    from duibiao_engine.reports.sheets import Report
    from duibiao_engine.rules.base import Language


@click.command()
@options.pack()
@options.facts()
@options.times()
@options.choice()
@options.output()
def score(
    pack: str,
    facts: str,
    as_of: datetime.date | None,
    from_: datetime.date | None,
    to: datetime.date | None,
    year: int | None,
    unit: tuple[str, ...],
    group: str | None,
    format_: str | None,
    output: Path | None,
    lang: Language,
) -> None:
    """计分：每个单位的得分、名次、等次、门槛和指标树，每一分都有说明。

    Score every unit: total, rank, grade, gates and the tree of indicators, every point explained.

    PACK 是标准包的文件夹或名称，FACTS 是事实文件、文件夹，或标准包里一个例子的名称。
    """
    from duibiao_engine.cli.inputs import Times, evaluate, only
    from duibiao_engine.cli.output import Output

    wanted = Output.of(format_, output, lang)
    scored = only(evaluate(pack, facts, Times(as_of, from_, to, year)), unit, group)
    wanted.hand_out(score_report(scored, lang, with_losses=wanted.format in ("xlsx", "table")))


def score_report(scored: Scored, language: Language, *, with_losses: bool) -> Report:
    """All four forms of a score."""
    from duibiao_engine.gap import losses
    from duibiao_engine.reports.score_document import FORMAT, ScoreDocument
    from duibiao_engine.reports.score_sheets import ScoreSheets, losses_sheet
    from duibiao_engine.reports.sheets import Report
    from duibiao_engine.reports.views import ScoreView, by_unit
    from duibiao_engine.reports.words import period_of, title_of

    sheets = ScoreSheets(scored.result, scored.standard, language, scored.cycles)
    found = losses(scored.result, scored.standard, scored.facts) if with_losses else []
    view = ScoreView(sheets, by_unit(found))
    several = len(scored.result.units) != 1
    document = ScoreDocument(scored.result, scored.standard, scored.cycles, scored.years)
    return Report(
        FORMAT,
        (title_of(scored.standard, language), period_of(scored.result.period, scored.result.as_of, language)),
        (sheets.units(), sheets.indicators(), sheets.lines(), losses_sheet(found, language), *sheets.cards()),
        flat=sheets.flat(),
        document=document.whole,
        view=lambda: view.units() if several else view.unit(next(iter(scored.result.units.values()))),
    )


@click.command()
@options.pack()
@options.facts()
@options.times()
@options.choice()
@options.output()
def rank(
    pack: str,
    facts: str,
    as_of: datetime.date | None,
    from_: datetime.date | None,
    to: datetime.date | None,
    year: int | None,
    unit: tuple[str, ...],
    group: str | None,
    format_: str | None,
    output: Path | None,
    lang: Language,
) -> None:
    """排名：各组的名次，罚分前后都列；同分同名次，下一名次空出；没有数据的不排名。

    Ranks in each group, before and after penalties; ties share a rank; no data, no rank.
    """
    from duibiao_engine.cli.inputs import Times, evaluate, only
    from duibiao_engine.cli.output import Output

    scored = only(evaluate(pack, facts, Times(as_of, from_, to, year), cycle=False), unit, group)
    Output.of(format_, output, lang).hand_out(rank_report(scored, lang))


def rank_report(scored: Scored, language: Language) -> Report:
    """Ranks as a report."""
    from duibiao_engine.reports.score_sheets import ScoreSheets
    from duibiao_engine.reports.sheets import Report
    from duibiao_engine.reports.words import period_of, title_of

    sheets = ScoreSheets(scored.result, scored.standard, language, {})
    heading = (title_of(scored.standard, language), period_of(scored.result.period, scored.result.as_of, language))
    return Report(
        "duibiao/rank@1",
        heading,
        (sheets.ranks(),),
        about={"standard": scored.standard.id, "edition": scored.standard.edition},
    )
