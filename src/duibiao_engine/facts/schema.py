"""The shape of facts and of the frame around them.

Its one trick: one canonical table, the same for a clerk's workbook and for a hundred million rows of Parquet, so that
everything after the reader knows only these columns. A correction names the *sequence* of the fact that it replaces.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

MOMENT = pa.timestamp("us")

FACTS = pa.schema(
    [
        pa.field("sequence", pa.int64(), nullable=False),
        pa.field("uid", pa.string(), nullable=False),
        pa.field("measure", pa.string(), nullable=False),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("site", pa.string()),
        pa.field("at", MOMENT),
        pa.field("value", pa.float64()),
        pa.field("out_of", pa.float64()),
        pa.field("grade", pa.string()),
        pa.field("level", pa.string()),
        pa.field("source", pa.string()),
        pa.field("reference", pa.string()),
        pa.field("recorded_at", MOMENT),
        pa.field("recorded_by", pa.string()),
        pa.field("supersedes", pa.int64()),
        pa.field("reason", pa.string()),
    ]
)
LIABILITIES = pa.schema(
    [pa.field("sequence", pa.int64(), nullable=False), pa.field("unit", pa.string(), nullable=False)]
)
UNITS = pa.schema(
    [
        pa.field("unit", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("parent", pa.string()),
    ]
)
UNIT_GROUPS = pa.schema([pa.field("unit", pa.string(), nullable=False), pa.field("group", pa.string(), nullable=False)])
NOT_APPLICABLE = pa.schema(
    [
        pa.field("unit", pa.string(), nullable=False),
        pa.field("indicator", pa.string(), nullable=False),
        pa.field("reason", pa.string()),
    ]
)

#: Kind of a unit when there is no list of units.
PLAIN_KIND = "unit"
#: The grade that says "this observation does not apply here".
DOES_NOT_APPLY = "n/a"

FACT_HEADERS: dict[str, tuple[str, ...]] = {
    "uid": ("编号", "事实编号"),
    "measure": ("计量项", "计量项名称", "计量项代码"),
    "unit": ("单位", "单位名称", "单位编号", "被测评单位"),
    "site": ("点位", "点位名称"),
    "at": ("时间", "日期", "发生时间", "发生日期"),
    "value": ("数值", "值"),
    "out_of": ("总数", "分母"),
    "grade": ("等次", "等级"),
    "level": ("层级",),
    "source": ("来源",),
    "reference": ("依据",),
    "recorded_at": ("记录时间",),
    "recorded_by": ("记录人",),
    "supersedes": ("更正", "更正编号"),
    "reason": ("更正原因",),
    "liable": ("责任单位",),
}
UNIT_HEADERS: dict[str, tuple[str, ...]] = {
    "id": ("编号", "单位编号"),
    "name": ("名称", "单位名称", "单位"),
    "kind": ("类别",),
    "groups": ("分组",),
    "parent": ("上级", "上级单位"),
}
NOT_APPLICABLE_HEADERS: dict[str, tuple[str, ...]] = {
    "unit": ("单位", "单位名称", "单位编号"),
    "indicator": ("指标", "指标编号", "指标代码"),
    "reason": ("原因", "理由"),
}
#: Sheet of a workbook, and stem of a file in a folder, for each of the three tables.
SHEET_NAMES: dict[str, tuple[str, ...]] = {
    "facts": ("事实", "facts"),
    "units": ("单位", "units"),
    "not_applicable": ("不适用", "not_applicable"),
}


class MeasureLike(Protocol):
    """What the reader needs to know of a measure; the standard's own model has it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def combine(self) -> str | None: ...
    @property
    def per(self) -> str | None: ...
    @property
    def grades(self) -> Sequence[str] | None: ...
    @property
    def range(self) -> Sequence[float | None] | None: ...
    @property
    def missing(self) -> str | None: ...
    @property
    def none_due(self) -> str | None: ...
    @property
    def written_as(self) -> str | None: ...


Catalogue = Mapping[str, MeasureLike]


@dataclass(frozen=True)
class Vocabulary:
    """What else the standard knows and a file may name. None: not known here, so not checked.

    levels: measure → the levels its ladder has steps for; indicators: code → name; unit_kinds: kind → Chinese name.
    """

    levels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    indicators: Mapping[str, str] | None = None
    unit_kinds: Mapping[str, str] | None = None


@dataclass(frozen=True)
class FactSet:
    """Facts and their frame, read and checked: five tables with exactly the schemas above."""

    facts: pa.Table
    liabilities: pa.Table
    units: pa.Table
    unit_groups: pa.Table
    not_applicable: pa.Table


def table(schema: pa.Schema, columns: Mapping[str, object]) -> pa.Table:
    """A table of exactly this schema; columns that are not given are empty."""
    rows = max((len(column) for column in columns.values()), default=0)  # type: ignore[arg-type]
    arrays = [_column(columns.get(field.name), field.type, rows) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _column(given: object, kind: pa.DataType, rows: int) -> pa.Array:
    if given is None:
        return pa.nulls(rows, kind)
    if isinstance(given, pa.ChunkedArray):
        given = given.combine_chunks()
    return given.cast(kind) if isinstance(given, pa.Array) else pa.array(given, kind)


def only_named_units(facts: pa.Table) -> pa.Table:
    """The list of units when nobody gave one: whoever a fact names, in the order of first mention."""
    names = facts.column("unit").unique()
    kinds = pa.array([PLAIN_KIND] * len(names), pa.string())
    return table(UNITS, {"unit": names, "name": names, "kind": kinds})
