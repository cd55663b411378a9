"""Everything besides the facts that a score depends on: units, groups, liabilities, what does not apply.

Its one trick: the frame has a hash of its content that does not depend on the order of rows, so that a score can say, for
ever, on which frame it stands.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import pyarrow as pa

from duibiao_engine.facts.schema import (
    LIABILITIES,
    NOT_APPLICABLE,
    UNIT_GROUPS,
    UNITS,
    FactSet,
    only_named_units,
    table,
)

_BATCH = 50_000


@dataclass(frozen=True)
class Frame:
    """Versioned input: four tables with the schemas of `facts.schema`."""

    units: pa.Table
    unit_groups: pa.Table
    not_applicable: pa.Table
    liabilities: pa.Table

    @classmethod
    def of(cls, facts: FactSet) -> Frame:
        """The frame of a set of facts."""
        return cls(facts.units, facts.unit_groups, facts.not_applicable, facts.liabilities)

    @classmethod
    def around(cls, facts: pa.Table) -> Frame:
        """The plainest frame: every unit that a fact names, and nothing else."""
        return cls(only_named_units(facts), table(UNIT_GROUPS, {}), table(NOT_APPLICABLE, {}), table(LIABILITIES, {}))

    def kinds(self) -> dict[str, str]:
        """Each unit's kind."""
        return dict(zip(self._units("unit"), self._units("kind"), strict=True))

    def names(self) -> dict[str, str]:
        """Each unit's name."""
        return dict(zip(self._units("unit"), self._units("name"), strict=True))

    def groups(self) -> dict[str, set[str]]:
        """Each unit's groups; a unit without groups is there with none."""
        found: dict[str, set[str]] = {unit: set() for unit in self._units("unit")}
        pairs = zip(self.unit_groups["unit"].to_pylist(), self.unit_groups["group"].to_pylist(), strict=True)
        for unit, group in pairs:
            found.setdefault(unit, set()).add(group)
        return found

    def applies(self, unit: str, indicator: str) -> bool:
        """Whether nobody has decided that the indicator does not apply to the unit."""
        rows = zip(self.not_applicable["unit"].to_pylist(), self.not_applicable["indicator"].to_pylist(), strict=True)
        return (unit, indicator) not in set(rows)

    def sha256(self) -> str:
        """The hash of the content; the same for the same rows in any order."""
        digest = hashlib.sha256(b"duibiao frame 1\n")
        for schema, rows in (
            (UNITS, self.units),
            (UNIT_GROUPS, self.unit_groups),
            (NOT_APPLICABLE, self.not_applicable),
            (LIABILITIES, self.liabilities),
        ):
            _take(digest, schema, rows)
        return digest.hexdigest()

    def _units(self, column: str) -> list[str]:
        return [str(value) for value in self.units[column].to_pylist()]


def _take(digest: hashlib._Hash, schema: pa.Schema, rows: pa.Table) -> None:
    digest.update(json.dumps([schema.names, len(rows)]).encode() + b"\n")
    ordered = rows.select(schema.names).sort_by([(name, "ascending") for name in schema.names])
    for batch in ordered.to_batches(max_chunksize=_BATCH):
        lines = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        digest.update("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode())
