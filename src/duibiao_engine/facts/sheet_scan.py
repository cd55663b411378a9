"""What a values-only reader does not tell about a sheet: percent formats, formulas without a result, errors, extent.

Its one trick: one pass of expat over the sheet's own XML, which keeps almost nothing, before the sheet is loaded. A cell
that stands at the far corner of the sheet would make the loader fill memory; here it is only a number. Most sheets have
nothing of the kind: a look at the bytes tells so, and then no cell is visited one by one.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: A rectangle of so many cells is loaded without looking which of them are filled.
PLAINLY_SMALL = 5_000_000
#: Formulas and errors; a stray match only costs the long way.
_REMARKABLE = (b"<f>", b"<f ", b"<f/", b"<f\n", b"<f\r", b"<f\t", b'"e"', b"'e'")
#: UTF-8 (or plainer): only then do the bytes look like the text.
_ASCII_LIKE = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*<(?:\?xml(?![^>]*encoding\s*=\s*["'](?!utf-8["']))|[a-z])""", re.IGNORECASE
)
_REFERENCE = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
#: What else begins with "<c" in a sheet: col, cols, conditionalFormatting, cfRule.
_NO_CELLS = (b"<col", b"<con", b"<cf")
_PERCENT_FORMATS = frozenset({9, 10})
_QUOTED = re.compile(r'"[^"]*"|\\.')

Attributes = dict[str, str]


class UnreadableSheet(Exception):
    """The XML of a workbook is broken or carries a document type (the door of XML bombs)."""


@dataclass
class SheetScan:
    """Rows and columns are counted from 0."""

    last_row: int = -1
    last_column: int = -1
    #: Column → rows whose number is shown as a percentage.
    percent: dict[int, array[int]] = field(default_factory=dict)
    unsolved: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)


def scan_sheets(archive: zipfile.ZipFile) -> dict[str, SheetScan]:
    """Each worksheet's scan by its name."""
    percent = _percent_styles(archive)
    return {
        name: scan_sheet(archive.read(path), percent)
        for name, path in _sheet_paths(archive).items()
        if path in archive.namelist()
    }


def scan_sheet(content: bytes, percent: set[str]) -> SheetScan:
    """One sheet's scan. `percent` holds the style numbers that show a percentage."""
    plain = b"<sheetData" in content and _ASCII_LIKE.match(content) and not any(mark in content for mark in _REMARKABLE)
    quick = _extent(content) if plain and not percent else None
    if quick is None:
        return _SheetReader(percent).read(content)
    _parse(content, None)
    return quick


def _extent(content: bytes) -> SheetScan | None:
    """How far the cells reach, filled or not; None when that is too far or cannot be told from the bytes."""
    references = _REFERENCE.findall(content)
    if len(references) != content.count(b"<c") - sum(content.count(mark) for mark in _NO_CELLS):
        return None
    columns = {letters for letters, _ in references}
    last_row = max(map(int, {row for _, row in references}), default=0) - 1
    last_column = max((column_number(letters.decode()) for letters in columns), default=-1)
    return SheetScan(last_row, last_column) if (last_row + 1) * (last_column + 1) <= PLAINLY_SMALL else None


def _parse(content: bytes, start: object, end: object = None, text: object = None) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start  # type: ignore[assignment]
    parser.EndElementHandler = end  # type: ignore[assignment]
    parser.CharacterDataHandler = text  # type: ignore[assignment]
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise UnreadableSheet from fault


def _refuse(*_: object) -> None:
    raise UnreadableSheet


@lru_cache(maxsize=4096)
def local(name: str) -> str:
    """An element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    names: dict[str, str] = {}
    targets: dict[str, str] = {}

    def sheet(element: str, given: Attributes) -> None:
        if local(element) == "sheet":
            relation = next((value for name, value in given.items() if local(name) == "id"), "")
            names[given.get("name", "")] = relation

    def target(element: str, given: Attributes) -> None:
        if local(element) == "Relationship":
            targets[given.get("Id", "")] = given.get("Target", "")

    _parse(_part(archive, "xl/workbook.xml"), sheet)
    _parse(_part(archive, "xl/_rels/workbook.xml.rels"), target)
    return {name: _full(targets.get(relation, "")) for name, relation in names.items()}


def _full(target: str) -> str:
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _part(archive: zipfile.ZipFile, path: str) -> bytes:
    try:
        return archive.read(path)
    except KeyError as fault:
        raise UnreadableSheet from fault


def _percent_styles(archive: zipfile.ZipFile) -> set[str]:
    """Style numbers (as written in cells) that show a number as a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    own: set[int] = set()
    styles: list[int] = []
    inside = False

    def start(element: str, given: Attributes) -> None:
        nonlocal inside
        name = local(element)
        if name == "numFmt" and "%" in _QUOTED.sub("", given.get("formatCode", "")):
            own.add(_number(given.get("numFmtId")))
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            styles.append(_number(given.get("numFmtId")))

    def end(element: str) -> None:
        nonlocal inside
        inside = inside and local(element) != "cellXfs"

    _parse(archive.read("xl/styles.xml"), start, end)
    return {str(index) for index, style in enumerate(styles) if style in own | _PERCENT_FORMATS}


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


class _SheetReader:
    """Takes the elements of one sheet as they come."""

    def __init__(self, percent: set[str]) -> None:
        self._percent = percent
        self._scan = SheetScan()
        self._row = self._column = -1
        self._style = self._type = ""
        self._formula = self._solved = self._in_value = False

    def read(self, content: bytes) -> SheetScan:
        _parse(content, self._start, self._end, self._text)
        return self._scan

    def _start(self, element: str, given: Attributes) -> None:
        name = local(element)
        if name == "c":
            self._enter(given)
        elif name == "row":
            self._row = _number(given.get("r")) - 1 if "r" in given else self._row + 1
            self._column = -1
        elif name in ("v", "is"):
            self._in_value = True
        elif name == "f":
            self._formula = True

    def _enter(self, given: Attributes) -> None:
        found = _CELL.fullmatch(given.get("r", ""))
        if found:
            self._column, self._row = column_number(found[1]), int(found[2]) - 1
        else:
            self._column += 1
        self._style, self._type = given.get("s", ""), given.get("t", "n")
        self._formula = self._solved = False

    def _text(self, _: str) -> None:
        if self._in_value:
            self._solved = True

    def _end(self, element: str) -> None:
        name = local(element)
        if name in ("v", "is"):
            self._in_value = False
        elif name == "c" and self._solved:
            self._leave_filled()
        elif name == "c" and self._formula and self._type != "str":
            self._scan.unsolved.append((self._row, self._column))

    def _leave_filled(self) -> None:
        scan = self._scan
        scan.last_row, scan.last_column = max(scan.last_row, self._row), max(scan.last_column, self._column)
        if self._type == "e":
            scan.errors.append((self._row, self._column))
        elif self._type == "n" and self._style in self._percent:
            scan.percent.setdefault(self._column, array("l")).append(self._row)


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
