"""CSV and TSV files, in the encodings that offices really use.

Its one trick: a clean file goes through Arrow's parser whole; only when that stumbles is it read again line by line, to
say which line is broken. Line numbers are worked out only when somebody asks for the place of a fault.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from itertools import zip_longest

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from duibiao_engine.facts.findings import Findings, Words
from duibiao_engine.facts.grid import Grid

#: A single cell longer than this is a broken file (a quotation mark that never ends), not a cell.
LONGEST_CELL = 100_000
#: More columns than this is not a table of facts.
MOST_COLUMNS = 500
_SAVE_AGAIN = "在 Excel 或 WPS 里打开，另存为“CSV UTF-8”"
_BINARY = (
    (b"PK\x03\x04", "Excel 工作簿或压缩包"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office 文件"),
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"PAR1", "Parquet 文件"),
)


def read_text(file: str, content: bytes, findings: Findings, *, tabs: bool = False) -> Grid | None:
    """The file as a grid; None when it is no table of text (the findings say why)."""
    text = decode(file, content, findings)
    if text is None:
        return None
    if not text.strip():
        words = Words("文件是空的", "里面没有任何文字", "检查导出或保存是否成功")
        findings.add("facts.empty", file, "", words)
        return None
    mark = "\t" if tabs else separator(text)
    whole = _parsed_whole(file, text, mark)
    return whole if whole is not None else _parsed_by_line(file, text, mark, findings)


def decode(file: str, content: bytes, findings: Findings) -> str | None:
    """The text, whether it was written as UTF-8, UTF-16 or GBK/GB18030."""
    if not content:
        findings.add("facts.empty", file, "", Words("文件是空的", "长度是 0", "检查导出或保存是否成功"))
        return None
    kind = next((name for magic, name in _BINARY if content.startswith(magic)), None)
    if kind:
        words = Words(f"这不是文本表格，而是{kind}", "扩展名和内容不符", "把扩展名改回来，或重新导出为 CSV")
        findings.add("facts.binary", file, "", words)
        return None
    wide = _utf16(content)
    if wide:
        return _strictly(file, content, wide, findings)
    if b"\x00" in content:
        words = Words("这不是文本表格", "文件里有二进制的零字节", "重新导出为 CSV 或 xlsx")
        findings.add("facts.binary", file, "", words)
        return None
    return _utf8_or_gbk(file, content, findings)


def _utf16(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Without a mark: a header in Latin letters or any comma and line end leaves a zero in every second byte.
    head = content[:2000]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if len(head) < 4 or max(odd, even) <= len(head) // 20 or min(odd, even) > 0:
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def _strictly(file: str, content: bytes, encoding: str, findings: Findings) -> str | None:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        _say_undecodable(file, content, fault.start, findings)
        return None


def _utf8_or_gbk(file: str, content: bytes, findings: Findings) -> str | None:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        if _mostly_utf8(content):
            _say_undecodable(file, content, fault.start, findings)
            return None
    return _strictly(file, content, "gb18030", findings)


def _mostly_utf8(content: bytes) -> bool:
    """Damaged UTF-8 must not be taken for GBK: it would be read as other characters, without any complaint.

    GBK taken for UTF-8 is broken at almost every character; damaged or cut-off UTF-8 only here and there.
    """
    if content.startswith(codecs.BOM_UTF8):
        return True
    text = content[:200_000].decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for char in text if "\u2e80" <= char <= "\uffef") - text.count("\ufffd")
    return whole > 4 * broken


def _say_undecodable(file: str, content: bytes, start: int, findings: Findings) -> None:
    line = content.count(b"\n", 0, start) + 1
    words = Words(
        "文件里有认不出的文字",
        "既不是完整的 UTF-8，也不是 GBK/GB18030；文件可能被截断或损坏",
        f"重新导出；或{_SAVE_AGAIN}",
    )
    findings.add("facts.encoding", file, f"第 {line} 行", words)


def separator(text: str) -> str:
    """Comma, tab or semicolon: whichever the first line with any of them has most of."""
    for line in io.StringIO(text[:20_000]):
        counts = {mark: line.count(mark) for mark in (",", "\t", ";")}
        if any(counts.values()):
            return max(counts, key=lambda mark: counts[mark])
    return ","


def _parsed_whole(file: str, text: str, mark: str) -> Grid | None:
    width = text.partition("\n")[0].count(mark) + 1
    if width > MOST_COLUMNS:
        return None
    names = [str(index) for index in range(width)]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(text.encode()),
            read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=8 << 20),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=mark, newlines_in_values='"' in text, ignore_empty_lines=False
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, UnicodeEncodeError):
        return None
    columns = [column.combine_chunks() for column in table.columns]
    if any(_longest(column) > LONGEST_CELL for column in columns):
        return None
    return Grid(file, "", columns, Lines(text, mark))


def _longest(column: pa.Array) -> int:
    return int(pc.max(pc.binary_length(column)).as_py() or 0)


class Lines:
    """Where each row of a text file stands; counts lines only when the first place is asked for."""

    def __init__(self, text: str, mark: str) -> None:
        self._text, self._mark = text, mark
        self._starts: list[int] | None = None if '"' in text else []

    def __call__(self, row: int, column: int) -> str:
        if self._starts is None:
            self._starts = []
            # a place is also found in a file whose quotes are odd but were understood; beyond that rows are counted
            with suppress(csv.Error):
                self._starts.extend(line for line, _ in _rows(self._text, self._mark, strict=False))
        return f"第 {self._starts[row] if row < len(self._starts) else row + 1} 行"


def _rows(text: str, mark: str, *, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line on which it begins."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=strict)
    begins = 1
    for row in reader:
        yield begins, row
        begins = reader.line_num + 1


def _parsed_by_line(file: str, text: str, mark: str, findings: Findings) -> Grid | None:
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        for line, row in _rows(text, mark):
            rows.append(row)
            lines.append(line)
    except csv.Error:
        line = lines[-1] + 1 if lines else 1
        words = Words(
            "从这一行起读不下去",
            "引号没有成对，或者文件在这里被截断、损坏",
            "检查这一行的双引号；从 Excel 重新导出最可靠",
        )
        findings.add("facts.broken-csv", file, f"第 {line} 行", words)
        return None
    return _squared(file, rows, lines, findings)


def _squared(file: str, rows: list[list[str]], lines: list[int], findings: Findings) -> Grid | None:
    """Rows of one width: that of the header, which is the first row with two filled cells (a title has one)."""
    top = next((index for index, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)
    width = len(rows[top])
    if width > MOST_COLUMNS:
        words = Words(f"第一行有 {width} 列", "事实表不会有这么多列", "检查分隔符：应是逗号或制表符")
        findings.add("facts.broken-csv", file, f"第 {lines[0]} 行", words)
        return None
    for line, row in list(zip(lines, rows, strict=True))[top:]:
        # One empty cell too many may be a comma inside the text that pushed everything else to the right.
        if len(row) != width and any(row):
            _say_ragged(file, line, len(row), width, findings)
    cut = (row[:width] for row in rows)
    columns = [pa.array(column, pa.string()) for column in zip_longest(*cut, fillvalue="")]
    return Grid(file, "", columns, lambda row, _: f"第 {lines[row]} 行")


def _say_ragged(file: str, line: int, has: int, width: int, findings: Findings) -> None:
    words = Words(
        f"这一行有 {has} 列，表头有 {width} 列", "多半是内容里有逗号却没有加引号，或者文件被截断",
        "给含逗号的内容加上双引号，或从 Excel 重新导出",
    )  # fmt: skip
    findings.add("facts.ragged-row", file, f"第 {line} 行", words)
