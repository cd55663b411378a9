"""Makes real files of tables from rows of text. `^` goes on with the cell above, `<` with the cell on its left."""

import html
import io
from collections.abc import Iterator
from typing import Any

import docx
import openpyxl
from openpyxl.styles import Alignment

Rows = list[list[str]]


def rows_of(text: str) -> Rows:
    """Lines of cells parted by |; \\n inside a cell is a line break; leading dots are indents (one each)."""
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    width = max(line.count("|") for line in lines) + 1
    cells = [[cell.strip().replace("\\n", "\n") for cell in line.split("|")] for line in lines]
    return [line + [""] * (width - len(line)) for line in cells]


def spans(rows: Rows) -> Iterator[tuple[int, int, int, int, str]]:
    """Row, column (from 0), height, width and text of every cell that begins somewhere."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            width, height = 1, 1
            while c + width < len(row) and row[c + width] == "<":
                width += 1
            while r + height < len(rows) and rows[r + height][c] == "^":
                height += 1
            yield r, c, height, width, text


def xlsx(*sheets: str | tuple[str, str], hidden_rows: tuple[int, ...] = (), numbers: bool = True) -> bytes:
    """A workbook; a sheet is its rows, or its name and its rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for place, one in enumerate(sheets, 1):
        name, text = (f"Sheet{place}", one) if isinstance(one, str) else one
        sheet: Any = book.create_sheet(name)
        for r, c, height, width, cell in spans(rows_of(text)):
            _fill(sheet.cell(r + 1, c + 1), cell, numbers)
            if height > 1 or width > 1:
                sheet.merge_cells(start_row=r + 1, start_column=c + 1, end_row=r + height, end_column=c + width)
        for row in hidden_rows:
            sheet.row_dimensions[row].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(cell: Any, text: str, numbers: bool) -> None:
    indent = len(text) - len(text.lstrip("."))
    text = text.lstrip(".")
    if indent:
        cell.alignment = Alignment(indent=indent)
    is_number = numbers and text.replace(".", "", 1).isdigit()
    cell.value = (float(text) if "." in text else int(text)) if is_number else text or None


def word(*blocks: str | list[str]) -> bytes:
    """A document; a text with | is a table, another one lines."""
    made: Any = docx.Document()
    for block in blocks:
        if isinstance(block, str) and "|" in block:
            _table(made, rows_of(block))
        else:
            for line in [block] if isinstance(block, str) else block:
                made.add_paragraph(line)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _table(made: Any, rows: Rows) -> None:
    table = made.add_table(len(rows), len(rows[0]))
    for r, c, height, width, text in spans(rows):
        cell = table.cell(r, c)
        if height > 1 or width > 1:
            cell = cell.merge(table.cell(r + height - 1, c + width - 1))
        cell.text = text


def page(text: str, *, title: str = "") -> bytes:
    """A web page with one table."""
    rows = rows_of(text)
    lines: dict[int, list[str]] = {r: [] for r in range(len(rows))}
    for r, _, height, width, cell in spans(rows):
        said = html.escape(cell).replace("\n", "<br>")
        lines[r].append(f'<td rowspan="{height}" colspan="{width}">{said}</td>')
    body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in lines.values())
    return f"<html><body><p>{title}</p><table>{body}</table></body></html>".encode()


def tabs(text: str) -> bytes:
    """Pasted from a workbook: what is merged away is empty."""
    rows = [["" if cell in ("^", "<") else cell for cell in row] for row in rows_of(text)]
    return "\n".join("\t".join(f'"{cell}"' if "\n" in cell else cell for cell in row) for row in rows).encode()
