"""Tables in a terminal: never wider than the window nor than 100 columns, Chinese characters counted as two."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable
from typing import Any

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from duibiao_engine.reports.sheets import CellKind, Report, Sheet
from duibiao_engine.rules.base import Language, number

WIDEST = 100


def as_table(report: Report, language: Language) -> bytes:
    """The report as plain text."""
    return in_text(view_of(report, language)).encode()


def in_text(parts: Iterable[RenderableType], *, colour: bool = False) -> str:
    """What a console would show."""
    buffer = io.StringIO()
    width = min(shutil.get_terminal_size((WIDEST, 40)).columns, WIDEST) if colour else WIDEST
    console = Console(file=buffer, width=width, force_terminal=colour, highlight=False, legacy_windows=False)
    for part in parts:
        console.print(part)
    lines = (line.rstrip() for line in buffer.getvalue().splitlines())
    return "\n".join(lines) + "\n"


def view_of(report: Report, language: Language) -> Iterable[RenderableType]:
    """What a report shows in a terminal: its own view, or its sheets as tables."""
    yield from headings(report.heading)
    if report.view is not None:
        yield from report.view()
        return
    for sheet in report.sheets:
        if len(report.sheets) > 1:
            yield Text(f"\n{sheet.title(language)}", style="bold")
        yield grid(sheet, language)


def headings(lines: Iterable[str]) -> Iterable[RenderableType]:
    """The title, and what stands small below it."""
    for i, line in enumerate(lines):
        yield Text(line, style="bold" if i == 0 else "dim")


def grid(sheet: Sheet, language: Language) -> RenderableType:
    """A sheet as a table."""
    table = plain()
    for column in sheet.columns:
        table.add_column(
            column.heading(language), justify="left" if column.kind == "text" else "right", overflow="fold"
        )
    for row in sheet.rows():
        table.add_row(*(Text(shown(value, column.kind)) for value, column in zip(row, sheet.columns, strict=True)))
    return table


def plain() -> Table:
    """The one look of tables."""
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)


def shown(value: Any, kind: CellKind) -> str:
    """A cell for people."""
    if value is None:
        return "—" if kind != "text" else ""
    if kind == "percent" and isinstance(value, int | float):
        return f"{number(100.0 * value)}%"
    return number(float(value)) if isinstance(value, int | float) and kind != "whole" else str(value)
