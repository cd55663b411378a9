"""DuckDB says the same of facts in a file of its own as of facts in memory: there it uses functions of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq
import pytest

from duibiao_engine.facts.schema import FactSet
from duibiao_engine.scoring.engines import fetch, sql
from duibiao_engine.scoring.expression import Evaluation
from duibiao_engine.scoring.run import evaluate, plan_for
from tests.engine.agreeing import CASES, case, differences

# Ibis reads schemas from DuckDB in a way that DuckDB is about to drop
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")


def in_a_file(engine: Any, facts: FactSet, folder: Path) -> ibis.Table:
    pq.write_table(facts.facts, folder / "facts.parquet")
    found: ibis.Table = engine.read_parquet(folder / "facts.parquet")
    return found


@pytest.mark.parametrize("name", CASES)
def test_facts_in_a_file_and_in_memory_agree(name: str, tmp_path: Path) -> None:
    standard, facts = case(name)
    plan, engine = plan_for(standard), ibis.duckdb.connect()
    here = evaluate(plan, facts)
    there = Evaluation(plan, in_a_file(engine, facts, tmp_path), here.frame)
    assert differences(fetch(engine, here.lines), fetch(engine, there.lines), "unit", "term") == []


def test_only_facts_in_duckdb_are_asked_with_its_own_function(tmp_path: Path) -> None:
    standard, facts = case("fazhi-demo/qinghe")
    plan = plan_for(standard)
    there = Evaluation(plan, in_a_file(ibis.duckdb.connect(), facts, tmp_path), evaluate(plan, facts).frame)
    assert "arg_max(" in sql(there.lines, "duckdb").lower()
    assert "arg_max(" not in sql(evaluate(plan, facts).lines, "duckdb").lower()
