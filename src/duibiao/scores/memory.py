"""The journal and the frame taken out of the database as the engine's own tables: for snapshots and for looking back.

A snapshot must give the same bytes on another day and another machine, so it is computed by the engine over plain tables,
on one thread (the order of a sum of binary numbers shows in its last bits), and numbers are written with nine places.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa
from django.db import connection

from duibiao.campaigns.models import Campaign
from duibiao.facts.models import Liability
from duibiao.scores import tables
from duibiao.scores.plans import run
from duibiao_engine.facts import schema
from duibiao_engine.facts.frame import Frame
from duibiao_engine.facts.schema import FactSet
from duibiao_engine.reports.score_document import ScoreDocument
from duibiao_engine.results import ScoreResult
from duibiao_engine.rounding import half_up
from duibiao_engine.scoring.statements import Statement
from duibiao_engine.standard.model import Standard

PLACES = 9


@dataclass(frozen=True)
class FrameRows:
    """A frame as it is kept with a snapshot: plain rows."""

    units: list[dict[str, Any]]
    unit_groups: list[dict[str, Any]]
    not_applicable: list[dict[str, Any]]
    bindings: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))


def frame_now(campaign: Campaign) -> FrameRows:
    """The frame as it is now, in an order of its own."""
    frame = tables.frame(campaign.pk)
    read = (_rows(part) for part in (frame.units, frame.unit_groups, frame.not_applicable))
    units, groups, decided = (
        sorted(rows, key=lambda row: tuple(str(value) for value in row.values())) for rows in read
    )
    bound = campaign.edition.bindings.order_by("code").values_list("code", "measure")
    return FrameRows(units, groups, decided, dict(bound))


def _rows(table: Any) -> list[dict[str, Any]]:
    return run(Statement.of(table, "postgres").text)


def fact_set(frame: FrameRows, sequence: int) -> FactSet:
    """The facts up to a number, in the edition's own words, inside a frame."""
    words = {measure: code for code, measure in frame.bindings.items()}
    facts = _facts(words, sequence)
    held = Liability.objects.filter(fact__lte=sequence, fact__measure__in=list(words)).order_by("fact", "unit")
    liabilities = [{"sequence": fact, "unit": unit} for fact, unit in held.values_list("fact", "unit").iterator()]
    return FactSet(
        facts=facts,
        liabilities=pa.Table.from_pylist(liabilities, schema=schema.LIABILITIES),
        units=pa.Table.from_pylist(frame.units, schema=schema.UNITS),
        unit_groups=pa.Table.from_pylist(frame.unit_groups, schema=schema.UNIT_GROUPS),
        not_applicable=pa.Table.from_pylist(frame.not_applicable, schema=schema.NOT_APPLICABLE),
    )


def _facts(words: dict[str, str], sequence: int) -> pa.Table:
    names = schema.FACTS.names
    listed = ", ".join(f'"{name}"' for name in names)
    wanted = "SELECT {} FROM facts_in_local_time WHERE sequence <= %s AND measure = ANY(%s) ORDER BY sequence"
    with connection.cursor() as cursor:
        cursor.execute(wanted.format(listed), [sequence, list(words)])
        columns = list(zip(*cursor.fetchall(), strict=True)) or [() for _name in names]
    held = dict(zip(names, columns, strict=True))
    held["measure"] = tuple(words[code] for code in held["measure"])
    return pa.Table.from_arrays(
        [pa.array(held[field.name], type=field.type) for field in schema.FACTS], schema=schema.FACTS
    )


def frame_sha256(facts: FactSet, frame: FrameRows) -> str:
    """The hash of everything that a score depends on beside edition and facts."""
    bound = "\n".join(f"{code}={measure}" for code, measure in sorted(frame.bindings.items()))
    return hashlib.sha256(f"{Frame.of(facts).sha256()}\n{bound}".encode()).hexdigest()


def one_thread() -> Any:
    """An engine whose sums are always added in the same order."""
    engine = ibis.duckdb.connect()
    engine.raw_sql("SET threads = 1")
    return engine


def document_bytes(result: ScoreResult, standard: Standard) -> bytes:
    """The result as the bytes that are published: canonical JSON, numbers with nine places."""
    document = ScoreDocument(result, standard, {}, {}).whole()
    text = json.dumps(_rounded(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return half_up(value, PLACES)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, list | tuple) else value
