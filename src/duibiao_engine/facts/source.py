"""Facts too many for memory: a Parquet file that is scored where it lies.

Its one trick: every check is a relational query that DuckDB runs over the file, one pass for all the row checks; only the
rows that fail are ever looked at one by one. The file must be in the canonical form (codes and ids, not names).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet

from duibiao_engine.facts.findings import Findings, Words
from duibiao_engine.facts.frame import Frame
from duibiao_engine.facts.parquet import count_rows
from duibiao_engine.facts.reading import folder_grids, not_applicable_of, units_of
from duibiao_engine.facts.schema import (
    FACTS,
    LIABILITIES,
    PLAIN_KIND,
    UNIT_GROUPS,
    UNITS,
    Catalogue,
    Vocabulary,
    table,
)
from duibiao_engine.facts.source_checks import check_source
from duibiao_engine.facts.unit_rows import Units
from duibiao_engine.problems import Problem

#: What DuckDB calls the canonical types.
SQL_TYPES = {
    pa.int64(): "BIGINT", pa.string(): "VARCHAR", pa.float64(): "DOUBLE", pa.timestamp("us"): "TIMESTAMP"
}  # fmt: skip

#: A damaged file may raise almost anything of DuckDB's; these would be a fault of ours and must be seen.
_OURS = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.ConnectionException)


@dataclass(frozen=True)
class FactSource:
    """A checked Parquet file of facts. `schema` is the file's own; `sql` gives the canonical columns."""

    path: Path
    schema: pa.Schema
    rows: int
    frame: Frame

    @property
    def sql(self) -> str:
        """A SELECT in DuckDB's SQL with exactly the columns of `schema.FACTS`."""
        return canonical_sql(self.path, self.schema)

    def attach(self, connection: duckdb.DuckDBPyConnection, name: str = "facts") -> None:
        """Makes the facts a view of this connection; nothing is loaded."""
        connection.execute(f'CREATE OR REPLACE VIEW "{name}" AS {self.sql}')


def lazy_parquet(
    path: Path, catalogue: Catalogue, vocabulary: Vocabulary | None = None
) -> tuple[FactSource | None, list[Problem]]:
    """A file (or a folder with facts.parquet, units.*, not_applicable.*, liabilities.parquet), checked, not loaded."""
    findings = Findings()
    file = path / "facts.parquet" if path.is_dir() else path
    rows = count_rows(file, findings)
    if rows is None:
        return None, findings.problems()
    schema = pyarrow.parquet.read_schema(file)
    _check_columns(file.name, schema, findings)
    if findings.failed:
        return None, findings.problems()
    try:
        frame = _checked(path, canonical_sql(file, schema), file.name, catalogue, vocabulary or Vocabulary(), findings)
    except (duckdb.Error, pa.ArrowException, UnicodeDecodeError) as fault:
        if isinstance(fault, _OURS):
            raise
        words = Words("Parquet 文件读到一半读不下去", "数据页损坏，或有转换不了的值", "重新导出 Parquet")
        findings.add("facts.broken-parquet", file.name, "", words)
        return None, findings.problems()
    return (None if findings.failed else FactSource(file, schema, rows, frame)), findings.problems()


def _checked(
    path: Path, sql: str, file: str, catalogue: Catalogue, vocabulary: Vocabulary, findings: Findings
) -> Frame:
    with duckdb.connect() as connection:
        connection.execute(f"CREATE VIEW facts AS {sql}")
        frame, units = _frame(path, connection, vocabulary, findings)
        check_source(connection, file, catalogue, vocabulary, units, findings)
    return frame


def canonical_sql(path: Path, schema: pa.Schema) -> str:
    """The canonical columns of a Parquet file; those that it does not have are null."""
    quoted = str(path).replace("'", "''")
    fallback = {"sequence": "file_row_number + 1", "uid": _uid(schema)}
    columns = [
        f"CAST({_quoted(field.name) if field.name in schema.names else fallback.get(field.name, 'NULL')}"
        f' AS {SQL_TYPES[field.type]}) AS "{field.name}"'
        for field in FACTS
    ]
    return f"SELECT {', '.join(columns)} FROM read_parquet('{quoted}', file_row_number = true)"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _uid(schema: pa.Schema) -> str:
    return "sequence" if "sequence" in schema.names else "file_row_number + 1"


def _check_columns(file: str, schema: pa.Schema, findings: Findings) -> None:
    missing = [name for name in ("measure", "unit") if name not in schema.names]
    if missing:
        words = Words(
            f"缺少列：{'、'.join(missing)}", f"文件里的列：{'、'.join(schema.names[:30])}", "按规范的列名导出"
        )
        findings.add("facts.missing-column", file, "", words)
    for field in schema:
        if field.name in FACTS.names:
            _check_type(file, field, findings)
        elif not field.name.startswith(("#", "备注")):
            words = Words(
                f"不认识列「{field.name[:40]}」",
                f"规范的列：{'、'.join(FACTS.names)}",
                "改名；不需要读的列，列名前加 #",
            )
            findings.add("facts.unknown-column", file, f"列 {field.name[:40]}", words)


def _check_type(file: str, field: pa.Field, findings: Findings) -> None:
    wanted = FACTS.field(field.name).type
    if not _fits(field.type, wanted):
        words = Words(f"列「{field.name}」的类型是 {field.type}", f"应是 {wanted}", f"导出时把这一列转换成 {wanted}")
        findings.add("facts.column-type", file, f"列 {field.name}", words)


def _fits(given: pa.DataType, wanted: pa.DataType) -> bool:
    kinds = pa.types
    if kinds.is_null(given):
        return True
    if kinds.is_dictionary(given):
        given = given.value_type
    if wanted == pa.string():
        return bool(kinds.is_string(given) or kinds.is_large_string(given) or kinds.is_string_view(given))
    if wanted == pa.int64():
        return bool(kinds.is_integer(given))
    if wanted == pa.float64():
        return bool(kinds.is_floating(given) or kinds.is_integer(given) or kinds.is_decimal(given))
    return bool((kinds.is_timestamp(given) and given.tz is None) or kinds.is_date(given))


def _frame(
    path: Path, connection: duckdb.DuckDBPyConnection, vocabulary: Vocabulary, findings: Findings
) -> tuple[Frame, Units | None]:
    grids = folder_grids(path, findings, ("units", "not_applicable")) if path.is_dir() else {}
    units = units_of(grids, vocabulary, findings)
    left_out = not_applicable_of(grids, units, vocabulary, findings)
    liabilities = _liabilities(path / "liabilities.parquet", findings) if path.is_dir() else table(LIABILITIES, {})
    if units:
        return Frame(units.units, units.groups, left_out, liabilities), units
    named = connection.sql("SELECT unit FROM facts WHERE unit IS NOT NULL GROUP BY unit ORDER BY min(sequence)")
    names = named.to_arrow_table().column("unit").combine_chunks()
    kinds = pa.array([PLAIN_KIND] * len(names), pa.string())
    plain = table(UNITS, {"unit": names, "name": names, "kind": kinds})
    return Frame(plain, table(UNIT_GROUPS, {}), left_out, liabilities), None


def _liabilities(path: Path, findings: Findings) -> pa.Table:
    if path.exists():
        try:
            return pyarrow.parquet.ParquetFile(path).read(columns=LIABILITIES.names).cast(LIABILITIES)
        except (pa.ArrowException, OSError, ValueError, KeyError):
            words = Words("责任单位表读不了", "要有 sequence（整数）和 unit（文字）两列，都不能空", "重新导出 Parquet")
            findings.add("facts.broken-parquet", path.name, "", words)
    return table(LIABILITIES, {})
