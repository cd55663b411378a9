"""`duibiao explain` and `duibiao losses`: why the points are what they are, and which can be won back."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from duibiao_engine.cli import options
from duibiao_engine.cli.group import Unusable

if TYPE_CHECKING:
    from rich.console import RenderableType

    from duibiao_engine.cli.inputs import Scored
    from duibiao_engine.reports.sheets import Report
    from duibiao_engine.results import NodeScore, UnitScore
    from duibiao_engine.rules.base import Language


@click.command()
@options.pack()
@options.facts()
@click.option("--unit", "-u", required=True, metavar="U", help="单位的编号或名称。The unit's id or name.")
@click.option(
    "--indicator", "-i", default=None, metavar="C",
    help="指标编号；上级指标则逐个说明下级；不写则说明全部，连同否决和罚分。The indicator's code; without it all, with vetoes and penalties.",
)  # fmt: skip
@options.times()
@options.output()
def explain(
    pack: str,
    facts: str,
    unit: str,
    indicator: str | None,
    as_of: datetime.date | None,
    from_: datetime.date | None,
    to: datetime.date | None,
    year: int | None,
    format_: str | None,
    output: Path | None,
    lang: Language,
) -> None:
    """说明：一个单位一项指标的每一行计分，以及它依据的事实。

    Explain one indicator of one unit: every line in words, and the facts that it rests on.
    """
    from duibiao_engine.cli.inputs import Times, evaluate, only
    from duibiao_engine.cli.output import Output

    scored = only(evaluate(pack, facts, Times(as_of, from_, to, year), cycle=False), (unit,), None)
    Output.of(format_, output, lang).hand_out(explain_report(scored, indicator, lang))


def explain_report(scored: Scored, code: str | None, language: Language) -> Report:
    """An indicator of the one chosen unit explained, or all of them and what stands above the tree."""
    from duibiao_engine.evidence import Evidence
    from duibiao_engine.reports.explained import Explained
    from duibiao_engine.reports.score_sheets import ScoreSheets
    from duibiao_engine.reports.sheets import Report
    from duibiao_engine.reports.verdicts_explained import verdicts_explained
    from duibiao_engine.reports.views import ScoreView
    from duibiao_engine.reports.words import period_of, title_of

    unit = next(iter(scored.result.units.values()))
    leaves = leaves_under(unit, code) if code else [node for node in unit.nodes.values() if node.leaf]
    evidence = Evidence.of(scored.result, scored.standard, scored.facts)
    told = Explained(unit, leaves, evidence, language, () if code else verdicts_explained(unit, evidence, language))
    view = ScoreView(ScoreSheets(scored.result, scored.standard, language, {}), {})

    def shown() -> Iterator[RenderableType]:
        yield from (view.verdict(verdict) for verdict in told.verdicts)
        for leaf in leaves:
            yield view.explained(unit, leaf, told.facts_of(leaf))

    heading = (
        title_of(scored.standard, language),
        f"{unit.name} · {period_of(scored.result.period, scored.result.as_of, language)}",
    )
    return Report(
        "duibiao/explain@1",
        heading,
        (told.lines_sheet(), told.facts_sheet()),
        flat=told.flat(),
        document=told.document,
        view=shown,
    )


def leaves_under(unit: UnitScore, code: str) -> list[NodeScore]:
    """The leaf itself, or all leaves below an indicator."""
    if code not in unit.nodes:
        near = [node.code for node in unit.nodes.values() if node.code.startswith(code[:1])][:12]
        raise Unusable(
            f"“{unit.name}”没有指标“{code}”；编号如 {'、'.join(near or list(unit.nodes)[:12])}。No such indicator."
        )
    inside = {code}
    inside.update(node.code for node in unit.nodes.values() if _below(unit, node, code))
    return [node for node in unit.nodes.values() if node.leaf and node.code in inside]


def _below(unit: UnitScore, node: NodeScore, code: str) -> bool:
    while node.parent is not None:
        if node.parent == code:
            return True
        node = unit.nodes[node.parent]
    return False


@click.command()
@options.pack()
@options.facts()
@click.option(
    "--by", type=click.Choice(["indicator", "unit", "site", "reason", "liable"]), default=None,
    help="按指标、单位、点位、原因或责任单位合计。Sum up by indicator, unit, site, reason or answerable unit.",
)  # fmt: skip
@options.times()
@options.choice()
@options.output()
def losses(
    pack: str,
    facts: str,
    by: str | None,
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
    """失分清单：最大的、还能挽回的失分在最前，写明点位和责任单位。

    The loss list of a unit or of all, the largest recoverable loss first, with sites and answerable units.
    """
    from duibiao_engine.cli.inputs import Times, evaluate, only
    from duibiao_engine.cli.output import Output

    scored = only(evaluate(pack, facts, Times(as_of, from_, to, year), cycle=False), unit, group)
    Output.of(format_, output, lang).hand_out(losses_report(scored, by, lang))


def losses_report(scored: Scored, by: str | None, language: Language) -> Report:
    """The loss list, or its sums."""
    from duibiao_engine import gap
    from duibiao_engine.reports import loss_sheets
    from duibiao_engine.reports.score_sheets import losses_sheet
    from duibiao_engine.reports.sheets import Report
    from duibiao_engine.reports.words import period_of, title_of

    found = gap.losses(scored.result, scored.standard, scored.facts)
    heading = (
        title_of(scored.standard, language),
        period_of(scored.result.period, scored.result.as_of, language),
        loss_sheets.sentence(found, language),
    )
    about: dict[str, Any] = {"standard": scored.standard.id, "edition": scored.standard.edition, "by": by}
    if by is not None:
        sums = gap.grouped(found, cast(gap.By, by))
        return Report(
            "duibiao/losses@1", heading, (loss_sheets.sums_sheet(sums, cast(gap.By, by), language),), about=about
        )
    sheet, view = losses_sheet(found, language), loss_sheets.view(found, language)
    return Report(
        "duibiao/losses@1", heading, (sheet,), view=lambda: view, document=lambda: loss_sheets.document(found, about)
    )
