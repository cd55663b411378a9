"""OpenFisca as a contestant of `side_by_side.py`; runs in an environment that has openfisca-core, pandas and pyarrow only.

Every fact in force is a person and every county a household: a formula for each measure adds up its persons, a formula for
each indicator takes what stands below it. So its users model a benefit with a cap.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
import pandas as pd
from contestants import CAPPED, FIRST, SECOND, SINCE, UNTIL, WORTH
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

FACT = build_entity(key="fact", plural="facts", label="", is_person=True)
COUNTY = build_entity(
    key="county", plural="counties", label="", roles=[{"key": "about", "plural": "abouts", "label": ""}]
)
YEAR = SINCE.year


def variable(name: str, entity: Any, formula: Any = None, kind: type = float) -> type:
    """One variable of OpenFisca."""
    said = {"value_type": kind, "entity": entity, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), said | ({"formula": formula} if formula else {}))


def summed(number: int) -> Any:
    """What the persons of one measure add up to."""

    def formula(county: Any, period: Any) -> Any:
        return county.sum(county.members("value", period) * (county.members("measure", period) == number))

    return formula


def capped(number: int) -> Any:
    """A leaf: its points less what it loses for each event, up to a cap."""
    each, cap = CAPPED[number]

    def formula(county: Any, period: Any) -> Any:
        return numpy.maximum(WORTH - numpy.minimum(each * county(f"m{number}", period), cap), 0.0)

    return formula


def added(below: Sequence[str]) -> Any:
    """The points of what stands below."""

    def formula(county: Any, period: Any) -> Any:
        return sum(county(name, period) for name in below)

    return formula


def system() -> TaxBenefitSystem:
    """The same standard as a tax and benefit system."""
    made = TaxBenefitSystem([FACT, COUNTY])
    made.add_variables(variable("value", FACT), variable("measure", FACT, kind=int))
    level = [f"l{number}" for number in range(len(CAPPED))]
    for number, name in enumerate(level):
        made.add_variables(variable(f"m{number}", COUNTY, summed(number)), variable(name, COUNTY, capped(number)))
    for letter, each in (("s", SECOND), ("f", FIRST)):
        groups = [level[start : start + each] for start in range(0, len(level), each)]
        level = [f"{letter}{number}" for number in range(len(groups))]
        made.add_variables(*(variable(n, COUNTY, added(g)) for n, g in zip(level, groups, strict=True)))
    made.add_variables(variable("total", COUNTY, added(level)))
    return made


def totals(path: Path, counties: int) -> dict[str, float]:
    """From the file to the totals."""
    facts = pd.read_parquet(path, columns=["sequence", "measure", "unit", "at", "value", "grade", "supersedes"])
    inside = facts["at"].isna() | ((facts["at"] >= SINCE) & (facts["at"] < UNTIL))
    facts = facts[inside & (facts["grade"] != "n/a") & ~facts["sequence"].isin(facts["supersedes"].dropna())]
    names = [f"c{number:04d}" for number in range(counties)]
    builder, made = SimulationBuilder(), system()
    builder.create_entities(made)
    builder.declare_person_entity("fact", facts["sequence"].to_numpy())
    population = builder.declare_entity("county", names)
    builder.join_with_persons(population, facts["unit"].to_numpy(dtype=object), roles=["about"] * len(facts))
    simulation = builder.build(made)
    simulation.set_input("value", YEAR, facts["value"].to_numpy())
    simulation.set_input("measure", YEAR, facts["measure"].str[1:].astype("int32").to_numpy())
    found = simulation.calculate("total", YEAR)
    return {name: round(float(points), 2) for name, points in zip(names, found, strict=True)}


def main() -> None:
    """Measure and print one line of JSON, as the other contestants do."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--measure")
    parser.add_argument("--facts", type=Path, required=True)
    parser.add_argument("--counties", type=int, required=True)
    given = parser.parse_args()
    start, worked = time.perf_counter(), time.process_time()
    found = totals(given.facts, given.counties)
    seconds, cpu = time.perf_counter() - start, time.process_time() - worked
    gib = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 2)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "gib": gib, "totals": found}))


if __name__ == "__main__":
    main()
