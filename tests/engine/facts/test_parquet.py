from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from duibiao_engine.facts import FactSource, lazy_parquet, parquet
from duibiao_engine.facts.schema import FACTS, table
from duibiao_engine.problems import Problem, Severity
from tests.engine.facts.made import CATALOGUE, KNOWN, column, errors, good, text_file, warnings

Row = dict[str, object]


def canonical(folder: Path, *rows: Row, name: str = "facts.parquet") -> Path:
    """Canonical facts; each row changes a plain fact about 专题研究次数."""
    path = folder / name
    plain = {"measure": "meetings", "unit": "甲", "value": 1.0}
    full = [{"sequence": n, "uid": f"U{n}", **plain, **row} for n, row in enumerate(rows, start=1)]
    columns = {field.name: pa.array([row.get(field.name) for row in full], field.type) for field in FACTS}
    pq.write_table(table(FACTS, columns), path)
    return path


def lazy(path: Path) -> tuple[FactSource | None, list[Problem]]:
    return lazy_parquet(path, CATALOGUE, KNOWN)


def codes(path: Path, severity: Severity = Severity.ERROR) -> list[tuple[str, str]]:
    source, problems = lazy(path)
    assert (source is None) == (severity is Severity.ERROR)
    return [(problem.code, problem.place) for problem in problems if problem.severity is severity]


def test_a_parquet_file_reads_like_any_other_table(tmp_path: Path) -> None:
    rows = [
        {"计量项": "满意率", "单位": "甲", "数值": 95.5, "时间": datetime(2026, 3, 5)},  # noqa: DTZ001
        {"计量项": "专题研究次数", "单位": "乙", "数值": 3.0, "时间": None},
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "facts.parquet")
    facts = good(tmp_path / "facts.parquet")
    assert column(facts, "out_of") == [100, None]
    assert column(facts, "at") == [datetime(2026, 3, 5), None]  # noqa: DTZ001


def test_canonical_facts_read_in_the_order_of_their_sequence(tmp_path: Path) -> None:
    path = canonical(tmp_path, {"sequence": 2, "supersedes": 1, "value": 2.0, "reason": "x"}, {"sequence": 1})
    facts = good(path)
    assert column(facts, "value") == [1, 2]
    assert column(facts, "supersedes") == [None, 1]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"a,b\n1,2\n"])
def test_what_is_no_parquet_file_is_refused_at_both_doors(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "facts.parquet"
    path.write_bytes(content)
    assert errors(path) == [("facts.broken-parquet", "")]
    assert codes(path) == [("facts.broken-parquet", "")]


def test_a_truncated_or_damaged_file_is_refused(tmp_path: Path) -> None:
    path = canonical(tmp_path, *({} for _ in range(1000)))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert codes(path) == [("facts.broken-parquet", "")]


def test_nan_and_a_fork_are_refused_in_memory_too(tmp_path: Path) -> None:
    path = canonical(
        tmp_path, {"value": float("nan")}, {"supersedes": 1, "reason": "x"}, {"supersedes": 1, "reason": "x"}
    )
    assert {code for code, _ in errors(path)} == {"facts.not-finite", "facts.supersedes-fork"}


def test_a_file_too_large_for_memory_is_sent_to_the_other_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "MOST_ROWS", 2)
    path = canonical(tmp_path, {}, {}, {})
    assert errors(path) == [("facts.too-large", "")]
    assert lazy(path)[0] is not None


def test_a_lazy_source_gives_exactly_the_canonical_columns_and_loads_nothing(tmp_path: Path) -> None:
    source, problems = lazy(canonical(tmp_path, {}, {"unit": "乙"}))
    assert source is not None
    assert problems == []
    assert source.rows == 2
    with duckdb.connect() as connection:
        source.attach(connection)
        assert connection.sql("FROM facts ORDER BY sequence").to_arrow_table().cast(FACTS).num_rows == 2
        assert connection.sql("FROM facts").columns == FACTS.names
    assert source.frame.names() == {"甲": "甲", "乙": "乙"}


def test_a_lazy_source_without_sequence_counts_rows_and_casts_narrow_types(tmp_path: Path) -> None:
    rows = {
        "measure": ["meetings", "meetings"],
        "unit": ["甲", "乙"],
        "value": pa.array([1, 2], pa.int32()),
        "at": pa.array([1, 2], pa.date32()),
    }
    pq.write_table(pa.table(rows), tmp_path / "facts.parquet")
    source, _ = lazy(tmp_path / "facts.parquet")
    assert source is not None
    with duckdb.connect() as connection:
        source.attach(connection)
        assert connection.sql("SELECT sequence, uid, value FROM facts").fetchall() == [(1, "1", 1.0), (2, "2", 2.0)]


def test_a_lazy_source_with_other_columns_or_types_is_refused_with_all_of_them(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"measure": ["meetings"], "value": ["1"], "colour": ["x"], "# mine": [1]}), tmp_path / "facts.parquet"
    )
    assert codes(tmp_path / "facts.parquet") == [
        ("facts.missing-column", ""), ("facts.column-type", "列 value"), ("facts.unknown-column", "列 colour"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"measure": "meeting"}, "facts.unknown-measure"),
        ({"value": float("nan")}, "facts.not-finite"),
        ({"value": float("-inf"), "measure": "growth"}, "facts.not-finite"),
        ({"measure": "no_group", "value": 2.0}, "facts.bad-flag"),
        ({"value": -1.0}, "facts.negative"),
        ({"value": None}, "facts.no-value"),
        ({"measure": "court", "value": 3.0}, "facts.unclear-ratio"),
        ({"measure": "court", "value": 3.0, "out_of": 0.0}, "facts.zero-total"),
        ({"measure": "mark", "value": 101.0}, "facts.out-of-range"),
        ({"measure": "report", "value": None}, "facts.no-date"),
        ({"measure": "systems", "value": None}, "facts.no-grade"),
        ({"measure": "systems", "value": None, "grade": "two"}, "facts.unknown-grade"),
        ({"grade": "n/a"}, "facts.value-and-not-applicable"),
        ({"sequence": 1}, "facts.sequence-twice"),
        ({"uid": "U1"}, "facts.uid-twice"),
        ({"supersedes": 2}, "facts.supersedes-itself"),
        ({"supersedes": 99}, "facts.supersedes-unknown"),
        ({"supersedes": 1, "unit": "乙"}, "facts.supersedes-other"),
    ],
)
def test_a_relational_check_finds_each_fault_with_its_sequence(tmp_path: Path, row: Row, code: str) -> None:
    found = codes(canonical(tmp_path, {}, row))
    assert (code, f"序号 {row.get('sequence', 2)}") in found


def test_forks_and_circles_are_found_relationally(tmp_path: Path) -> None:
    assert codes(canonical(tmp_path, {}, {"supersedes": 1}, {"supersedes": 1})) == [
        ("facts.supersedes-fork", "序号 2"), ("facts.supersedes-fork", "序号 3"),
    ]  # fmt: skip
    path = canonical(tmp_path, {"supersedes": 3}, {"supersedes": 1}, {"supersedes": 2})
    assert codes(path) == [("facts.supersedes-circle", "序号 1")]


def test_units_of_a_lazy_source_come_from_the_list_beside_it(tmp_path: Path) -> None:
    text_file(tmp_path, "id,name,kind", "甲,甲镇,乡镇", name="units.csv")
    canonical(tmp_path, {}, {})
    source, _ = lazy(tmp_path)
    assert source is not None
    assert source.frame.kinds() == {"甲": "township"}
    canonical(tmp_path, {}, {"unit": "丙"})
    assert codes(tmp_path) == [("facts.unknown-unit", "序号 2")]


def test_more_than_all_and_unknown_levels_are_pointed_out(tmp_path: Path) -> None:
    path = canonical(
        tmp_path, {"measure": "court", "value": 3.0, "out_of": 2.0}, {"measure": "praised", "level": "village"}
    )
    assert codes(path, Severity.WARNING) == [("facts.over-total", "序号 1"), ("facts.unknown-level", "序号 2")]
    assert len(warnings(path)) == 2


def test_both_doors_agree_on_what_is_right(tmp_path: Path) -> None:
    path = canonical(
        tmp_path, {}, {"measure": "court", "value": 3.0, "out_of": 4.0}, {"supersedes": 1, "reason": "x", "value": 5.0}
    )
    source, _ = lazy(path)
    assert source is not None
    with duckdb.connect() as connection:
        source.attach(connection)
        assert connection.sql("FROM facts ORDER BY sequence").to_arrow_table().cast(FACTS).equals(good(path).facts)
