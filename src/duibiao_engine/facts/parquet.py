"""A Parquet file of moderate size as a grid of text, so that it is interpreted like any other table.

Its one trick: where corrections name sequences (the canonical form), they are turned into uids here, which is how every
other file writes them. Files too large for memory go through `source.lazy_parquet` instead.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet

from duibiao_engine.facts.findings import Findings, Words
from duibiao_engine.facts.grid import Grid

#: More rows than this are not taken into memory.
MOST_ROWS = 5_000_000
_REWRITE = "重新导出 Parquet"


def parquet_grid(path: Path, findings: Findings) -> Grid | None:
    """The whole file as text; None when it is no Parquet file, or too large (the findings say why)."""
    rows = count_rows(path, findings)
    if rows is None:
        return None
    if rows > MOST_ROWS:
        words = Words(f"有 {rows} 行，太多", f"这样读最多 {MOST_ROWS} 行", "把文件作为大数据源直接计算（不载入内存）")
        findings.add("facts.too-large", path.name, "", words)
        return None
    try:
        table = pyarrow.parquet.ParquetFile(path).read()
        columns = _texts(_with_uids(table))
    except (pa.ArrowException, OSError, ValueError):
        findings.add("facts.broken-parquet", path.name, "", _broken())
        return None
    names = [name for name in table.column_names if name != "sequence"]
    headed = [pa.concat_arrays([pa.array([name]), column]) for name, column in zip(names, columns, strict=True)]
    return Grid(path.name, "", headed, lambda row, column: f"第 {row} 行" if row else f"列 {names[column]}")


def count_rows(path: Path, findings: Findings) -> int | None:
    """How many rows the file says that it has; None when it is no Parquet file."""
    try:
        return int(pyarrow.parquet.read_metadata(path).num_rows)
    except FileNotFoundError:
        findings.add("facts.unreadable", path.name, "", Words("打不开文件", "没有这个文件", "检查路径"))
    except (pa.ArrowException, OSError, ValueError):
        findings.add("facts.broken-parquet", path.name, "", _broken())
    return None


def _broken() -> Words:
    return Words("不是完整的 Parquet 文件", "文件损坏、没有传完，或者只是扩展名叫 parquet", _REWRITE)


def _with_uids(table: pa.Table) -> pa.Table:
    if "sequence" not in table.column_names:
        return table
    table = table.sort_by("sequence")
    sequence = table.column("sequence").combine_chunks()
    if "uid" not in table.column_names:
        table = table.append_column("uid", sequence.cast(pa.string()))
    where = table.schema.get_field_index("supersedes")
    if where >= 0 and pa.types.is_integer(table.schema.field(where).type):
        target = table.column(where).combine_chunks()
        found = pc.index_in(target, value_set=sequence)
        uid = pc.cast(table.column("uid").combine_chunks(), pa.string()).take(found)
        table = table.set_column(where, "supersedes", pc.coalesce(uid, target.cast(pa.string())))
    return table


def _texts(table: pa.Table) -> list[pa.Array]:
    names = [name for name in table.column_names if name != "sequence"]
    return [_text(table.column(name).combine_chunks()).fill_null("") for name in names]


def _text(column: pa.Array) -> pa.Array:
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = pc.local_timestamp(column.cast(pa.timestamp("us", "Asia/Shanghai")))
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return pc.binary_join(column.cast(pa.list_(pa.string())), "|")
    return column.cast(pa.string())
