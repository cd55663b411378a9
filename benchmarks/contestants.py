"""Hand-written contestants of `side_by_side.py`: what somebody would write for this one standard, and nothing more."""

from __future__ import annotations

import datetime
from pathlib import Path

#: What each of the 100 leaves loses for each event, and at most.
CAPPED = [(round(0.001 * (1 + n % 7), 3), 1.0 + n % 3 * 0.5) for n in range(100)]
#: Points of a leaf; leaves under a second-level and second-level under a first-level indicator.
WORTH, SECOND, FIRST = 2.0, 5, 5
SINCE, UNTIL = datetime.datetime.fromisoformat("2026-01-01"), datetime.datetime.fromisoformat("2027-01-01")


def by_polars(path: Path) -> dict[str, float]:
    """A lazy polars query on its streaming engine."""
    import material
    import polars as pl

    facts = pl.scan_parquet(path)
    superseded = facts.filter(pl.col("supersedes").is_not_null()).select(sequence="supersedes")
    current = facts.filter(
        pl.col("grade").is_null() | (pl.col("grade") != "n/a"),
        pl.col("at").is_null() | ((pl.col("at") >= SINCE) & (pl.col("at") < UNTIL)),
    )
    told = current.join(superseded, on="sequence", how="anti").group_by("unit", "measure").agg(x=pl.col("value").sum())
    rules = pl.LazyFrame({
        "measure": [material.name(n) for n in range(len(CAPPED))], "each": [each for each, _ in CAPPED],
        "cap": [cap for _, cap in CAPPED], "second": [n // SECOND for n in range(len(CAPPED))],
    })  # fmt: skip
    units = pl.LazyFrame({"unit": [material.unit_name(n) for n in range(material.UNITS)]})
    leaf = units.join(rules, how="cross").join(told, on=["unit", "measure"], how="left")
    lost = pl.min_horizontal(pl.col("each") * pl.col("x").fill_null(0.0), "cap")
    leaf = leaf.with_columns(points=pl.max_horizontal(WORTH - lost, 0.0))
    second = leaf.group_by("unit", "second").agg(pl.col("points").sum()).with_columns(first=pl.col("second") // FIRST)
    first = second.group_by("unit", "first").agg(pl.col("points").sum())
    total = first.group_by("unit").agg(pl.col("points").sum().round(2))
    return dict(total.collect(engine="streaming").rows())


def by_pandas(path: Path) -> dict[str, float]:
    """pandas, reading only the columns that it needs."""
    import material
    import pandas as pd

    facts = pd.read_parquet(path, columns=["sequence", "measure", "unit", "at", "value", "grade", "supersedes"])
    inside = facts["at"].isna() | ((facts["at"] >= SINCE) & (facts["at"] < UNTIL))
    facts = facts[inside & (facts["grade"] != "n/a") & ~facts["sequence"].isin(facts["supersedes"].dropna())]
    told = facts.groupby(["unit", "measure"])["value"].sum()
    names = [material.name(n) for n in range(len(CAPPED))]
    grid = (
        told.unstack("measure")
        .reindex(index=[material.unit_name(n) for n in range(material.UNITS)], columns=names)
        .fillna(0.0)
    )
    lost = (grid * [each for each, _ in CAPPED]).clip(upper=pd.Series([cap for _, cap in CAPPED], index=names), axis=1)
    points = (WORTH - lost).clip(lower=0.0)
    second = points.T.groupby([n // SECOND for n in range(len(CAPPED))]).sum()
    first = second.groupby([n // FIRST for n in range(len(second))]).sum()
    totals: dict[str, float] = first.sum().round(2).to_dict()
    return totals
