"""A county of facts for trying things out: fictional 青禾县 in the middle of its campaigns.

Its one trick: every measure of every unit has a dice of its own, seeded with its name, so that the same seed gives the
same county for ever, and a measure that is added or changed leaves the facts of all others as they were. Good and poor
units are good and poor throughout; what is not yet due, not yet known or not applicable is simply not there.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from duibiao_engine.demo_drawing import Drawing, Fact, Surroundings, dice, held
from duibiao_engine.demo_names import DemoUnit, county_units
from duibiao_engine.demo_wishes import Exempt, Profile, Wanted, profile, read_wanted
from duibiao_engine.packs import find
from duibiao_engine.standard.model import Node, Standard

Row = dict[str, str]

FACT_COLUMNS: Final = (
    "uid", "measure", "unit", "site", "at", "value", "out_of", "grade", "level", "source", "reference",
    "recorded_at", "recorded_by", "supersedes", "reason", "liable",
)  # fmt: skip
UNIT_COLUMNS: Final = ("id", "name", "kind", "groups", "parent")
NOT_APPLICABLE_COLUMNS: Final = ("unit", "indicator", "reason")

AS_OF: Final = datetime.date(2026, 9, 30)
DEFAULT_PACK: Final = "fazhi-demo"
CORRECTED: Final = 0.02  #: share of the facts that replace an earlier, wrong one
_REASONS: Final = ("录入笔误", "漏计一件", "重复计算", "经与承办科室核对", "佐证材料补齐后重新认定", "统计口径有误")


@dataclass(frozen=True, slots=True)
class DemoCounty:
    """The county as lines of CSV files. A line of `not_applicable` also says of which `standard` it speaks."""

    units: list[Row]
    facts: list[Row]
    not_applicable: list[Row]

    def for_standard(self, standard: Standard) -> DemoCounty:
        """Only what this standard knows: its measures, the kinds of unit that it scores, its indicators."""
        units = [row for row in self.units if not standard.unit_kinds or row["kind"] in standard.unit_kinds]
        ids = {row["id"] for row in units}
        units = [{**row, "parent": row["parent"] if row["parent"] in ids else ""} for row in units]
        facts = [
            _only_liable(row, ids) for row in self.facts if row["measure"] in standard.measures and row["unit"] in ids
        ]
        frame = [row for row in self.not_applicable if row["standard"] == standard.id and row["unit"] in ids]
        return DemoCounty(units, facts, frame)


def _only_liable(row: Row, ids: set[str]) -> Row:
    return {**row, "liable": "|".join(unit for unit in row["liable"].split("|") if unit in ids)}


def generate(
    seed: int = 2026, standards: Sequence[Wanted | Path] | None = None, *, as_of: datetime.date = AS_OF
) -> DemoCounty:
    """The county on the evening of `as_of`, with facts for every measure of the standards (by default fazhi-demo).

    A pack's folder may be given instead of what was read from it. A measure that several standards share has its facts
    once, as the first of them wishes. Raises ContentError for a pack with errors.
    """
    wanted = [one if isinstance(one, Wanted) else read_wanted(one) for one in standards or (_default(),)]
    units = county_units()
    frame = [row for one in wanted for row in _not_applicable(seed, one, units)]
    return DemoCounty([unit.row() for unit in units], _Generation(seed, wanted, units, frame, as_of).facts(), frame)


def _default() -> Path:
    folder = find(DEFAULT_PACK)
    if folder is None:
        raise FileNotFoundError(f"找不到随程序附带的标准包 {DEFAULT_PACK}")
    return folder


def write_county(county: DemoCounty, folder: Path) -> None:
    """facts.csv, units.csv and not_applicable.csv in this folder, as the engine reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "facts.csv", FACT_COLUMNS, county.facts)
    _write(folder / "units.csv", UNIT_COLUMNS, county.units)
    _write(folder / "not_applicable.csv", NOT_APPLICABLE_COLUMNS, county.not_applicable)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# ── what does not apply ───────────────────────────────────────────────────────────────────────────


def _not_applicable(seed: int, wanted: Wanted, units: Sequence[DemoUnit]) -> Iterator[Row]:
    for exempt in wanted.wishes.not_applicable:
        for unit in units:
            if exempt.among in (unit.kind, *unit.groups) and _is_exempt(seed, exempt, unit):
                for code in exempt.indicators:
                    yield {
                        "standard": wanted.standard.id,
                        "unit": unit.id,
                        "indicator": code,
                        "reason": exempt.reason,
                    }


def _is_exempt(seed: int, exempt: Exempt, unit: DemoUnit) -> bool:
    return dice(seed, "exempt", *exempt.indicators, unit.id).random() < exempt.share


def _asked_of(standard: Standard, unit: DemoUnit, spared: set[str]) -> set[str]:
    """The measures that this standard looks at for this unit."""
    nodes = {node.number: node for node in standard.nodes}
    scored = not standard.unit_kinds or unit.kind in standard.unit_kinds
    asked = set(standard.events) if scored else set()
    for leaf in standard.leaves:
        if scored and all(_within(unit, kinds) for kinds in leaf.applies_to) and not _spared(leaf, nodes, spared):
            asked.update(measure for term in leaf.indicator.rule for measure in term.measures)
    return asked


def _within(unit: DemoUnit, kinds: frozenset[str]) -> bool:
    return unit.kind in kinds or not kinds.isdisjoint(unit.groups)


def _spared(leaf: Node, nodes: Mapping[int, Node], spared: set[str]) -> bool:
    node: Node | None = leaf
    while node is not None:
        if node.code in spared:
            return True
        node = nodes.get(node.parent)
    return False


# ── drawing facts ─────────────────────────────────────────────────────────────────────────────────


class _Generation:
    """One county being drawn."""

    def __init__(
        self, seed: int, wanted: Sequence[Wanted], units: Sequence[DemoUnit], frame: Sequence[Row], as_of: datetime.date
    ) -> None:
        self.seed, self.wanted, self.units, self.as_of = seed, wanted, units, as_of
        self.by_name = {unit.name: unit.id for unit in units}
        self.villages = {unit.id: [v.name for v in units if v.parent == unit.id] for unit in units}
        self.quality = {unit.id: held(dice(self.seed, "quality", unit.id).gauss(0.66, 0.2)) for unit in units}
        spared = {(row["standard"], row["unit"], row["indicator"]) for row in frame}
        self.asked = [
            {
                u.id: _asked_of(w.standard, u, {c for s, i, c in spared if (s, i) == (w.standard.id, u.id)})
                for u in units
            }
            for w in wanted
        ]

    def facts(self) -> list[Row]:
        """Everything, numbered in the order of recording."""
        drawn = [fact for one in self._profiles() for fact in self._of_measure(*one)]
        corrected = [part for fact in sorted(drawn, key=lambda f: f.order) for part in self._with_mistake(fact)]
        uids: dict[int, str] = {}
        rows = []
        for number, fact in enumerate(sorted(corrected, key=lambda f: f.order), 1):
            uids[id(fact)] = f"F{number:06}"
            rows.append(_row(fact, uids))
        return rows

    def _profiles(self) -> Iterator[tuple[Profile, list[DemoUnit]]]:
        """Each measure once, with the units that are asked for it by any standard that wishes so."""
        codes = dict.fromkeys(code for wanted in self.wanted for code in wanted.standard.measures)
        for code in codes:
            mine = [(w, asked) for w, asked in zip(self.wanted, self.asked, strict=True) if code in w.standard.measures]
            profiles = [profile(wanted, code) for wanted, _ in mine]
            wished = zip(profiles, (asked for _, asked in mine), strict=True)
            units = {u.id for p, asked in wished for u in self.units if code in asked[u.id] and _wishes(p, u)}
            yield profiles[0], [unit for unit in self.units if unit.id in units]

    def _of_measure(self, one: Profile, units: list[DemoUnit]) -> Iterator[Fact]:
        if one.wish.somebody is not None:
            units = self._somebody(one, units)
        for unit in units:
            chance = dice(self.seed, one.measure.code, unit.id)
            surely = one.measure.missing == "none" or one.wish.somebody is not None
            if chance.random() < one.wish.known or surely:
                yield from Drawing(self._around(unit), one, unit, chance).facts()

    def _around(self, unit: DemoUnit) -> Surroundings:
        return Surroundings(self.seed, self.as_of, self.quality[unit.id], self.villages[unit.id], self.by_name)

    def _somebody(self, one: Profile, units: list[DemoUnit]) -> list[DemoUnit]:
        """So many units, from the poorer half where it is a bad thing and from the better half where it is a good one."""
        ordered = sorted(units, key=lambda unit: self.quality[unit.id], reverse=one.better == "high")
        half = ordered[: max(len(ordered) // 2, 1)]
        return dice(self.seed, one.measure.code, "somebody").sample(half, min(one.wish.somebody or 0, len(half)))

    def _with_mistake(self, fact: Fact) -> list[Fact]:
        """The fact alone or, now and then, a wrong one that it replaces."""
        chance = dice(self.seed, "mistake", fact.measure, fact.unit, fact.site, fact.at, fact.reference)
        later = fact.recorded_at + datetime.timedelta(days=chance.randint(2, 15), minutes=chance.randint(1, 90))
        mistaken = chance.random() < CORRECTED and fact.grade != "n/a" and later.date() <= self.as_of
        wrong = _mistaken(fact) if mistaken else None
        if wrong is None:
            return [fact]
        return [wrong, replace(fact, recorded_at=later, reason=chance.choice(_REASONS), replaces=wrong)]


def _wishes(one: Profile, unit: DemoUnit) -> bool:
    return one.wish.units is None or unit.kind in one.wish.units


def _mistaken(fact: Fact) -> Fact | None:
    """What was recorded at first, one off. Only numbers that stay possible when they are one less."""
    if fact.value is None or fact.value < 1 or not float(fact.value).is_integer():
        return None
    return replace(fact, value=fact.value - 1)


def _row(fact: Fact, uids: Mapping[int, str]) -> Row:
    return {
        "uid": uids[id(fact)],
        "measure": fact.measure,
        "unit": fact.unit,
        "site": fact.site,
        "at": fact.at.isoformat(),
        "value": "" if fact.value is None else f"{fact.value:g}",
        "out_of": "" if fact.out_of is None else f"{fact.out_of:g}",
        "grade": fact.grade,
        "level": fact.level,
        "source": fact.source,
        "reference": fact.reference,
        "recorded_at": fact.recorded_at.isoformat(sep=" "),
        "recorded_by": fact.recorded_by,
        "supersedes": "" if fact.replaces is None else uids[id(fact.replaces)],
        "reason": fact.reason,
        "liable": "|".join(fact.liable),
    }
