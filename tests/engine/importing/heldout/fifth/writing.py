"""Makes real files of the rows in `cells.yaml`: workbooks, documents, a page, a text."""

from __future__ import annotations

import html
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.engine.importing.heldout.third.writing import Rows, spans, write_cells

HERE = Path(__file__).resolve().parent


@cache
def cells(folder: Path = HERE) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((folder / "cells.yaml").read_text(encoding="utf-8"))
    return found


def trees(folder: Path = HERE) -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    return found


def write(name: str, folder: Path, kept: Path = HERE) -> Path:
    """Write one file of the set that is `kept` there, and say where."""
    path, given = folder / name, cells(kept)[name]
    if path.suffix == ".html":
        path.write_text(page(given["blocks"]), encoding="utf-8")
    elif path.suffix == ".txt":
        lines = ["\t".join(map(str, row)) for rows in given["sheets"].values() for row in rows]
        path.write_text("\n".join(lines), encoding="utf-8")
    else:
        write_cells(given, path)
    return path


def page(blocks: list[str | Rows]) -> str:
    """Lines and tables as HTML."""
    return "".join(map(_block, blocks))


def _block(block: str | Rows) -> str:
    if isinstance(block, str):
        return f"<p>{html.escape(block)}</p>"
    rows = [""] * len(block)
    for r, _, high, wide, value in spans(block):
        rows[r] += f'<td rowspan="{high}" colspan="{wide}">{_text(value)}</td>'
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _text(value: Any) -> str:
    return html.escape(str(value)).replace("\n", "<br>")
