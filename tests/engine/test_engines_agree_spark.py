"""Spark says what DuckDB says: the same packs and facts, within 1e-9 before rounding and identical after it.

Spark is an optional extra; where pyspark or Java is missing these tests are skipped, and say what to install.
"""

from __future__ import annotations

import importlib.util
import shutil
import warnings
from collections.abc import Iterator
from typing import Any

import ibis
import pytest

from duibiao_engine.scoring.engines import fetch
from duibiao_engine.scoring.run import evaluate, plan_for, score
from tests.engine.agreeing import CASES, case, differences


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
