"""`duibiao tour`: the main job on real input and on a generated county, before anybody has typed a fact."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao_engine.cli import options

if TYPE_CHECKING:
    from rich.console import RenderableType

    from duibiao_engine.cli.inputs import Scored
    from duibiao_engine.gap import Loss
    from duibiao_engine.reports.views import ScoreView
    from duibiao_engine.results import NodeScore, UnitScore
    from duibiao_engine.rules.base import Language

REAL, CASE = "field-2016", "published"
COUNTY = "fazhi-demo"
#: Losses and units that are shown of each.
SHOWN_LOSSES, SHOWN_UNITS = 6, 12


@click.command()
@click.option("--seed", default=2026, show_default=True, help="演示县的随机种子。Seed of the generated county.")
@options.language()
def tour(seed: int, lang: Language) -> None:
    """导览：用一次真实测评和一个生成的演示县，走一遍计分、排名、失分、说明。

    A tour: one real assessment and one generated county, scored, ranked and explained.
    """
    import sys

    from duibiao_engine.reports.table import in_text

    for part in (real_assessment(lang), generated_county(seed, lang), farewell(lang)):
        click.echo(in_text(part, colour=sys.stdout.isatty()))


def real_assessment(language: Language) -> Iterator[RenderableType]:
    """The field assessment of 2016: every published line, and where the points went."""
    from rich.rule import Rule
    from rich.text import Text

    from duibiao_engine.cli.inputs import Times, evaluate, pack_folder
    from duibiao_engine.reports.sheets import say
    from duibiao_engine.worked_cases import check_case_of

    scored = evaluate(REAL, CASE, Times())
    unit = next(iter(scored.result.units.values()))
    differing = check_case_of(scored.standard, pack_folder(REAL) / "examples" / CASE)
    yield Rule(say(language, "一次真实的实地测评", "A real field assessment"))
    yield from opening(scored, language)
    published = sum(node.parent is None for node in unit.nodes.values())
    cards = sum(len(card) for card in scored.result.scorecards.values())
    exact = say(
        language,
        f"{scored.facts.facts.num_rows} 条点位记录进，1 行总分、{published} 行指标、{cards} 行属地和部门出；"
        + ("与当时公布的结果逐行一致。" if not differing else f"与公布的结果有 {len(differing)} 处不同！"),
        f"{scored.facts.facts.num_rows} site records in; one total, {published} indicators and {cards} scorecards out; "
        + ("every published line is exact." if not differing else f"{len(differing)} published lines differ!"),
    )
    yield Text(exact, style="bold")
    yield from first_level(unit, language)
    yield from top_losses(scored, language)


def generated_county(seed: int, language: Language) -> Iterator[RenderableType]:
    """A county full of facts: ranks, gates, losses, and the largest recoverable loss explained."""
    from rich.rule import Rule

    from duibiao_engine.cli.inputs import Times, evaluate, pack_folder
    from duibiao_engine.demo_county import AS_OF, generate, write_county
    from duibiao_engine.reports.sheets import say
    from duibiao_engine.standard.reader import read_pack

    standard, _ = read_pack(pack_folder(COUNTY))
    with tempfile.TemporaryDirectory() as folder:
        county = generate(seed)
        write_county(county.for_standard(standard) if standard else county, Path(folder))
        scored = evaluate(COUNTY, folder, Times(as_of=AS_OF))
    yield Rule(say(language, "一个生成的演示县", "A generated county"))
    yield from opening(scored, language)
    yield from ranked(scored, language)
    losses = yield from top_losses(scored, language)
    yield from explained(scored, losses, language)


def opening(scored: Scored, language: Language) -> Iterator[RenderableType]:
    """Title and period."""
    from duibiao_engine.reports.table import headings
    from duibiao_engine.reports.words import period_of, title_of

    yield from headings(
        (title_of(scored.standard, language), period_of(scored.result.period, scored.result.as_of, language))
    )


def _view(scored: Scored, language: Language, losses: Sequence[Loss] = ()) -> ScoreView:
    from duibiao_engine.reports.score_sheets import ScoreSheets
    from duibiao_engine.reports.views import ScoreView, by_unit

    return ScoreView(ScoreSheets(scored.result, scored.standard, language, scored.cycles), by_unit(losses))


def first_level(unit: UnitScore, language: Language) -> Iterator[RenderableType]:
    """The unit's total and its first-level indicators, each with its bar."""
    from rich.table import Table
    from rich.text import Text

    from duibiao_engine.reports.views import node_bar, node_points
    from duibiao_engine.rules.base import number

    table = Table.grid(padding=(0, 2))
    table.add_row(Text(unit.name, style="bold"), Text(f"{number(unit.total)} / {number(unit.full)}", style="bold"))
    top: list[NodeScore] = [node for node in unit.nodes.values() if node.parent is None]
    for node in top:
        table.add_row(Text(f"{node.code} {node.name}"), Text(node_points(node), justify="right"), node_bar(node))
    yield table


def ranked(scored: Scored, language: Language) -> Iterator[RenderableType]:
    """The first units of the ranking, with their bars."""
    from dataclasses import replace

    from duibiao_engine.gap import losses

    best = sorted(
        (unit for unit in scored.result.units.values() if unit.rank), key=lambda unit: (unit.rank or 0, unit.group)
    )
    kept = {unit.unit: unit for unit in best[:SHOWN_UNITS]}
    few = replace(scored, result=replace(scored.result, units=kept))
    yield from _view(few, language, losses(few.result, scored.standard)).units()


def top_losses(scored: Scored, language: Language) -> Generator[RenderableType, None, list[Loss]]:
    """The loss list's sentence and its first lines; hands the list back."""
    from rich.text import Text

    from duibiao_engine.gap import losses
    from duibiao_engine.reports import loss_sheets

    found = losses(scored.result, scored.standard, scored.facts)
    yield Text()
    yield Text(loss_sheets.sentence(found, language), style="bold")
    yield from loss_sheets.view(found[:SHOWN_LOSSES], language)
    return found


def explained(scored: Scored, losses: Sequence[Loss], language: Language) -> Iterator[RenderableType]:
    """The largest recoverable loss that facts can show, down to its facts."""
    from rich.text import Text

    from duibiao_engine.evidence import Evidence
    from duibiao_engine.reports.explained import Explained
    from duibiao_engine.reports.sheets import say

    shown = next((loss for loss in losses if loss.facts), losses[0] if losses else None)
    if shown is None:
        return
    unit = scored.result.units[shown.unit]
    leaf = unit.nodes[shown.indicator]
    told = Explained(unit, [leaf], Evidence.of(scored.result, scored.standard, scored.facts), language)
    yield Text(say(language, f"为什么？{unit.name}：", f"Why? {unit.name}:"), style="bold")
    yield _view(scored, language).explained(unit, leaf, told.facts_of(leaf))


def farewell(language: Language) -> Iterator[RenderableType]:
    """What to try next."""
    from rich.text import Text

    from duibiao_engine.reports.sheets import say

    yield Text(say(language, "接着试试：", "Try next:"), style="bold")
    for line in (
        f"duibiao score {REAL} {CASE}",
        f"duibiao losses {REAL} {CASE} --by liable",
        f"duibiao template {COUNTY} -o facts.xlsx",
        f"duibiao check {COUNTY}",
    ):
        yield Text(f"  {line}")
