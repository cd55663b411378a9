"""Spark says what DuckDB says: the same packs and facts, within 1e-9 before rounding and identical after it.

Spark is an optional extra; where pyspark or Java is missing these tests are skipped, and say what to install.
"""

from __future__ import annotations

import importlib.util
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from duibiao_engine.facts.reading import read_facts
from duibiao_engine.facts.schema import FactSet
from duibiao_engine.facts.vocabulary import vocabulary_of
from duibiao_engine.scoring.engines import fetch
from duibiao_engine.scoring.run import evaluate, plan_for, score
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


def why_not() -> str | None:
    if importlib.util.find_spec("pyspark") is None:
        return "Spark NOT TESTED: pyspark is not installed (pip install 'duibiao[spark]')"
    if shutil.which("java") is None:
        return "Spark NOT TESTED: there is no Java on the path (Spark 4 needs Java 17)"
    return None


pytestmark = [
    pytest.mark.skipif(why_not() is not None, reason=str(why_not())),
    # pyspark speaks to old and new Pythons and pandas at once; its own warnings are not ours to mend
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession

        wishes = {
            "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.sql.shuffle.partitions": "1",
            "spark.sql.session.timeZone": "UTC", "spark.sql.execution.arrow.pyspark.enabled": "true",
        }  # fmt: skip
        builder = SparkSession.builder.master("local[2]").appName("duibiao-tests")
        for key, value in wishes.items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        yield ibis.pyspark.connect(session)
        session.stop()


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


@pytest.mark.parametrize("name", CASES)
def test_spark_agrees_before_and_after_rounding(name: str, spark: Any) -> None:
    standard, facts = case(name)
    evaluation, duckdb = evaluate(plan_for(standard), facts), ibis.duckdb.connect()
    lines = fetch(duckdb, evaluation.lines)
    assert differences(lines, fetch(spark, evaluation.lines), "unit", "term") == []
    resting = evaluation.resting_on(lines)
    assert differences(fetch(duckdb, resting.nodes), fetch(spark, resting.nodes), "unit", "node") == []


@pytest.mark.parametrize("name", ["field-2016/published", "fazhi-demo/worked-vetoes-and-penalties"])
def test_a_whole_score_by_spark_is_identical_once_rounded(name: str, spark: Any) -> None:
    standard, facts = case(name)
    assert said(score(standard, facts, connection=spark)) == said(score(standard, facts))


def said(result: Any) -> dict[str, Any]:
    return {unit: (one.total, one.rank, one.grade) for unit, one in result.units.items()}
