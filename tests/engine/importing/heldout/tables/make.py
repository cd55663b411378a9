"""The held-out tables: real files in the layouts of real sheets. What should be read from each stands in expected.yaml.

Written without sight of any table reader. `python -m tests.engine.importing.heldout.tables.make FOLDER` writes them all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.engine.importing.heldout.tables import documents, workbooks
from tests.engine.importing.heldout.tables.writing import office_convert

#: A .doc is not made: LibreOffice loses the tables of these documents when it writes that format.
PRESENT: Final = {".xls": ".xlsx"}
#: File name → what writes it, in the present format; the one in an older one is converted afterwards.
TABLES: Final[dict[str, Callable[[Path], None]]] = {
    "merged_levels.xlsx": workbooks.merged_levels,
    "blank_is_same.xlsx": workbooks.blank_is_same,
    "repeated_headers.xlsx": workbooks.repeated_headers,
    "two_row_header.xlsx": workbooks.two_row_header,
    "several_sheets.xlsx": workbooks.several_sheets,
    "points_as_text.xlsx": workbooks.points_as_text,
    "without_points.xlsx": workbooks.without_points,
    "contradicting_totals.xlsx": workbooks.contradicting_totals,
    "indented.xlsx": workbooks.indented,
    "old_workbook.xls": workbooks.old_workbook,
    "one_column_numbered.docx": documents.one_column_numbered,
    "word_merged.docx": documents.word_merged,
    "two_tables.docx": documents.two_tables,
    "clauses_in_rows.docx": documents.clauses_in_rows,
}


def write(name: str, folder: Path) -> Path:
    """Write one table in the present format and say where."""
    path = (folder / name).with_suffix(PRESENT.get(Path(name).suffix, Path(name).suffix))
    TABLES[name](path)
    return path


def make(name: str, folder: Path) -> Path:
    """Write one table in its own format, which needs LibreOffice where that is an older one, and say where."""
    written, path = write(name, folder), folder / name
    if written != path:
        office_convert(written, path.suffix.removeprefix("."))
        written.unlink()
    return path


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    for file in TABLES:
        print(make(file, target))
