"""What the tests of agreeing engines share: the cases, and what differs between two tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from duibiao_engine.facts.reading import read_facts
from duibiao_engine.facts.schema import FactSet
from duibiao_engine.facts.vocabulary import vocabulary_of
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import read_pack

PACKS = Path(__file__).parents[2] / "packs"
CLOSE = 1e-9
#: Between them: every family of terms, peers, corrections, what does not apply, roundings and a real assessment.
CASES = (
    "field-2016/published",
    "fazhi-demo/qinghe",
    "fazhi-demo/worked-trend",
    "fazhi-demo/worked-not-applicable",
    "civilized-demo/townships-and-departments",
    "public-ads/two-districts",
)


def case(name: str) -> tuple[Standard, FactSet]:
    pack, example = name.split("/")
    standard, problems = read_pack(PACKS / pack)
    assert standard is not None, problems
    facts, problems = read_facts(PACKS / pack / "examples" / example, standard.measures, vocabulary_of(standard))
    assert facts is not None, problems
    return standard, facts


def rows(table: pa.Table, *keys: str) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {tuple(row[key] for key in keys): row for row in table.to_pylist()}


def apart(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) > CLOSE * max(1.0, abs(one))
    return bool(one != other)


def differences(one: pa.Table, other: pa.Table, *keys: str) -> list[str]:
    mine, theirs = rows(one, *keys), rows(other, *keys)
    missing = [f"{key}: only one engine has it" for key in mine.keys() ^ theirs.keys()]
    return missing + [
        f"{key} {name}: {row[name]} / {theirs[key][name]}"
        for key, row in mine.items()
        if key in theirs
        for name in row
        if apart(row[name], theirs[key][name])
    ]
