"""Whole standards and counties, scored by both: what the packs show is what the format means."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from duibiao_engine.facts import read_facts
from duibiao_engine.scoring import score
from duibiao_engine.standard.reader import read_pack
from duibiao_engine.worked_cases import vocabulary_of
from tests.engine.bridge import differences, oracle_facts
from tests.engine.oracle import evaluate

PACKS = Path(__file__).resolve().parents[2] / "packs"


@pytest.mark.parametrize(
    "case", ["field-2016/examples/published", "fazhi-demo/examples/qinghe", "civilized-demo/examples/county"]
)
def test_engine_and_oracle_agree_on_a_whole_pack(case: str) -> None:
    pack = PACKS / case.partition("/")[0]
    standard, _ = read_pack(pack)
    assert standard is not None
    facts, _ = read_facts(PACKS / case, standard.measures, vocabulary_of(standard))
    assert facts is not None
    spec = yaml.safe_load((pack / "standard.yaml").read_text(encoding="utf-8"))
    assert differences(score(standard, facts), evaluate(spec, *oracle_facts(facts)), spec.get("rounding")) == []
