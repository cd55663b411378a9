"""Whatever the bytes are: no exception, and facts exactly when there is no error."""

import io
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duibiao_engine.facts import lazy_parquet, read_facts
from duibiao_engine.facts.schema import FACT_HEADERS, FACTS, LIABILITIES
from duibiao_engine.problems import has_errors
from tests.engine.facts.made import CATALOGUE, KNOWN

HEADER = list(FACT_HEADERS)
GOOD = [
    ["F1", "meetings", "甲", "一号", "2026-03-05", "3", "", "", "", "", "", "", "", "", "", "甲|乙"],
    ["F2", "court", "乙", "", "2026年3月5日", "19", "20", "", "", "", "", "", "", "", "", ""],
    ["F3", "meetings", "甲", "", "20260305", "4", "", "", "", "", "", "", "", "F1", "录错", ""],
]
ODD = st.sampled_from(
    ["", "F1", "F2", "meetings", "出庭应诉率", "systems", "甲", "９５％", "0.95", "1e999", "NaN", "-1", "n/a", "both", "是", "×", "2026-02-30",
     "46086", "|", "a|b|", "#DIV/0!", "=1+1", '"', "\ufeff", "1,234", "99999999999999999999", "\u3000", "city"]
)  # fmt: skip
CELL = ODD | st.text(max_size=12)
TABLE = st.lists(st.lists(CELL, min_size=len(HEADER), max_size=len(HEADER)), max_size=6)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def holds(content: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"facts{suffix}"
        path.write_bytes(content)
        facts, problems = read_facts(path, CATALOGUE, KNOWN)
        assert (facts is None) == has_errors(problems)
        assert all(str(problem) for problem in problems)
        if facts is not None:
            assert facts.facts.schema == FACTS
            assert facts.liabilities.schema == LIABILITIES
            facts.facts.validate(full=True)


def holds_lazily(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.parquet"
        path.write_bytes(content)
        source, problems = lazy_parquet(path, CATALOGUE, KNOWN)
        assert (source is None) == has_errors(problems)


def as_text(rows: Sequence[Sequence[str]], separator: str = ",") -> str:
    quoted = ([f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows)
    return "\n".join(separator.join(row) for row in quoted)


def as_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "事实"
    for row in rows:
        sheet.append([cell if cell.isprintable() else "?" for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def as_parquet(rows: Sequence[Sequence[str]]) -> bytes:
    columns = {
        name: [row[index] or None for row in rows]
        for index, name in enumerate(HEADER)
        if name in ("measure", "unit", "site")
    }
    buffer = io.BytesIO()
    pq.write_table(pa.table({**columns, "value": [float(row[5]) for row in rows]}), buffer)
    return buffer.getvalue()


GOOD_FILES = {
    ".parquet": as_parquet([row for row in GOOD if row[1] == "meetings"]),
    ".csv": as_text([HEADER, *GOOD]).encode(),
    ".xlsx": as_workbook([HEADER, *GOOD]),
}


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """A good file with some bytes changed, cut out or put in."""
    found = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(found) - 1, 0)))
        length = draw(st.integers(0, 20))
        found[at : at + length] = draw(st.binary(max_size=20))
    return bytes(found)


@FEW
@given(st.binary(max_size=600), st.sampled_from([".csv", ".tsv", ".xlsx", ".xls", ".parquet"]))
def test_random_bytes_never_raise(content: bytes, suffix: str) -> None:
    holds(content, suffix)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@FEW
@given(st.data())
def test_a_mutated_good_file_never_raises(suffix: str, data: st.DataObject) -> None:
    holds(data.draw(mutated(GOOD_FILES[suffix])), suffix)


@FEW
@given(TABLE, st.sampled_from([",", "\t"]), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_random_cells_in_a_text_file_never_raise(rows: list[list[str]], separator: str, encoding: str) -> None:
    text = as_text([HEADER, *GOOD, *rows], separator)
    holds(text.encode(encoding, "replace"), ".tsv" if separator == "\t" else ".csv")


@FEW
@given(st.data())
def test_a_mutated_sheet_in_a_sound_zip_never_raises(data: st.DataObject) -> None:
    part = data.draw(
        st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD_FILES[".xlsx"])) as good, zipfile.ZipFile(buffer, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            bad.writestr(name, data.draw(mutated(content)) if name == part else content)
    holds(buffer.getvalue(), ".xlsx")


@FEW
@given(st.data())
def test_mutated_parquet_never_raises_at_either_door(data: st.DataObject) -> None:
    content = data.draw(mutated(GOOD_FILES[".parquet"]))
    holds(content, ".parquet")
    holds_lazily(content)


@FEW
@given(st.text(max_size=300))
def test_random_text_never_raises(text: str) -> None:
    holds((",".join(HEADER) + "\n" + text).encode("utf-8", "replace"), ".csv")


@FEW
@given(TABLE)
def test_random_cells_in_a_workbook_never_raise(rows: list[list[str]]) -> None:
    holds(as_workbook([HEADER, *GOOD, *rows]), ".xlsx")


VALUES: dict[pa.DataType, st.SearchStrategy[object]] = {
    pa.int64(): st.none() | st.integers(-3, 8) | st.integers(-(2**63), 2**63 - 1),
    pa.string(): st.none() | ODD,
    pa.float64(): st.none() | st.floats(),
    pa.timestamp("us"): st.none() | st.integers(-(2**62), 2**62),
}


@FEW
@given(st.data(), st.integers(0, 5))
def test_random_cells_in_parquet_never_raise_at_either_door(data: st.DataObject, rows: int) -> None:
    drawn = {
        field.name: pa.array(data.draw(st.lists(VALUES[field.type], min_size=rows, max_size=rows)), field.type)
        for field in FACTS
    }
    buffer = io.BytesIO()
    pq.write_table(pa.table(drawn), buffer)
    holds(buffer.getvalue(), ".parquet")
    holds_lazily(buffer.getvalue())
