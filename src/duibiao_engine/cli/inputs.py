"""What a command is given becomes what the engine needs, or one sentence that says why it cannot."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import pyarrow as pa

from duibiao_engine import packs
from duibiao_engine.cli.group import Unusable
from duibiao_engine.cli.progress import progress
from duibiao_engine.cycle import period_of, score_years, standings, years_with_facts
from duibiao_engine.facts import FactSet, read_facts, vocabulary_of
from duibiao_engine.problems import Problem, Severity, has_errors
from duibiao_engine.results import CycleResult, ScoreResult
from duibiao_engine.scoring import score
from duibiao_engine.standard.above import Period
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import read_pack

#: Problems of one file that a terminal shows; `check` shows them all.
MOST_PROBLEMS = 30


@dataclass(frozen=True, slots=True)
class Times:
    """The options about time."""

    as_of: datetime.date | None = None
    from_: datetime.date | None = None
    to: datetime.date | None = None
    year: int | None = None

    def period(self, standard: Standard, facts: FactSet) -> Period | None:
        """The period that is meant; None leaves it to the standard."""
        if self.year is not None:
            if self.from_ or self.to:
                raise Unusable("--year 与 --from/--to 只用一种。Use --year or --from/--to, not both.")
            return period_of(standard, self.year)
        if self.from_ or self.to:
            return self._between(standard.period)
        return standard.period or self._latest(standard, facts)

    def _between(self, declared: Period | None) -> Period:
        start = self.from_ or (declared.start if declared else None)
        end = self.to or (declared.end if declared else None)
        if start is None or end is None:
            raise Unusable("--from 和 --to 要一起给。Give both --from and --to.")
        if start > end:
            raise Unusable(f"考核期的第一天 {start} 晚于最后一天 {end}。The period begins after its end.")
        return Period.model_validate({"from": start, "to": end})

    @staticmethod
    def _latest(standard: Standard, facts: FactSet) -> Period:
        years = years_with_facts(standard, facts)
        if not years:
            raise Unusable(
                "标准没有写考核期，请用 --year 或 --from、--to 给出。The standard names no period; give --year or --from and --to."
            )
        return period_of(standard, max(years))


@dataclass(frozen=True, slots=True)
class Scored:
    """Everything about one evaluation that a command may want to show."""

    standard: Standard
    facts: FactSet
    result: ScoreResult
    cycles: dict[str, CycleResult]
    years: dict[int, ScoreResult]


def open_pack(name: str) -> Standard:
    """The standard, its warnings on stderr; unusable if anything is an error."""
    standard, problems = read_pack(pack_folder(name))
    tell(problems)
    if standard is None:
        raise Unusable(f"标准“{name}”有错，先改好再用；duibiao check 可看全部。The standard has errors.")
    return standard


def pack_folder(name: str) -> Path:
    """Where the pack lies."""
    found = packs.find(name)
    if found is not None:
        return found
    known = packs.packaged()
    near = difflib.get_close_matches(name, known, 3, 0.4)
    hint = f"是不是 {'、'.join(near)}" if near else f"随程序带的有 {'、'.join(known)}"
    raise Unusable(f"找不到标准“{name}”：没有这个文件夹，也没有这个名字的标准包；{hint}？No such pack.")


def open_facts(standard: Standard, pack: str, given: str) -> FactSet:
    """The facts, their warnings on stderr; unusable if anything is an error."""
    path = facts_path(pack, given)
    facts, problems = read_facts(path, standard.measures, vocabulary_of(standard))
    tell(problems)
    if facts is None:
        raise Unusable(
            f"{path.name} 里的事实不能用，先改好上面的错误再计分。The facts have errors; nothing was scored."
        )
    return facts


def facts_path(pack: str, given: str) -> Path:
    """A file or folder, or the name of one of the pack's worked cases."""
    path = Path(given)
    if path.exists():
        return path
    case = pack_folder(pack) / "examples" / given
    if case.is_dir():
        return case
    cases = sorted(found.name for found in (pack_folder(pack) / "examples").glob("*") if found.is_dir())
    hint = f"；这个标准自带的例子有 {'、'.join(cases)}" if cases else ""
    raise Unusable(f"找不到事实“{given}”：没有这个文件或文件夹{hint}。No such facts.")


def evaluate(pack: str, given: str, times: Times, *, cycle: bool = True) -> Scored:
    """Read and score; a cycle's years are scored too where they are wanted."""
    with progress(4) as step:
        step("读标准 reading the standard")
        standard = open_pack(pack)
        step("读事实 reading the facts")
        facts = open_facts(standard, pack, given)
        step("计分 scoring")
        result = score(standard, facts, period=times.period(standard, facts), as_of=times.as_of)
        if not result.units:
            raise Unusable(_nobody(standard, facts))
        step("周期各年 the cycle's years")
        years = score_years(standard, facts, times.as_of) if cycle and standard.cycle else {}
        return Scored(standard, facts, result, standings(standard, years), years)


def _nobody(standard: Standard, facts: FactSet) -> str:
    """Why nobody is scored, and what to do."""
    names = "、".join(_texts(facts.units, "name")[:5])
    if not names:
        return "没有单位：「单位」表和「事实」里都没有单位。No units."
    kinds = "、".join(standard.unit_kinds.values()) or "标准里写的类别"
    return (
        f"没有单位能计分：标准的指标都按类别适用（{kinds}），而{names}没有写类别，或者写的不是这些。"
        "在「单位」表里写上每个单位的类别。No unit is of a kind that the standard applies to."
    )


def only(scored: Scored, units: Sequence[str], group: str | None) -> Scored:
    """The same with the chosen units only; ranks stay those among all."""
    if not units and group is None:
        return scored
    chosen = [find_unit(scored.result, name) for name in units] or list(scored.result.units)
    if group is not None:
        members = _members(scored, group)
        chosen = [unit for unit in chosen if unit in members]
    if not chosen:
        raise Unusable("没有单位符合 --unit、--group 的条件。No unit fits --unit and --group.")
    kept = {unit: scored.result.units[unit] for unit in scored.result.units if unit in chosen}
    cards = {
        card: {unit: row for unit, row in rows.items() if unit in chosen}
        for card, rows in scored.result.scorecards.items()
    }
    return replace(scored, result=replace(scored.result, units=kept, scorecards=cards))


def find_unit(result: ScoreResult, name: str) -> str:
    """A unit's id from its id or its name."""
    if name in result.units:
        return name
    named = [unit.unit for unit in result.units.values() if unit.name == name]
    if len(named) == 1:
        return named[0]
    if named:
        raise Unusable(
            f"有 {len(named)} 个单位叫“{name}”，请写编号：{'、'.join(named)}。Several units have this name; give the id."
        )
    near = difflib.get_close_matches(name, [*result.units, *(unit.name for unit in result.units.values())], 3, 0.3)
    have = near or [unit.name for unit in result.units.values()][:8]
    raise Unusable(f"没有被测评的单位“{name}”；有 {'、'.join(dict.fromkeys(have))} 等。No such unit.")


def _members(scored: Scored, group: str) -> set[str]:
    kinds = {kind for kind, name in scored.standard.unit_kinds.items() if group in (kind, name)} | {group}
    listed = set(_units_in(scored.facts.unit_groups, group))
    members = {
        unit.unit
        for unit in scored.result.units.values()
        if unit.kind in kinds or unit.group in kinds or unit.unit in listed
    }
    if not members:
        have = dict.fromkeys(
            [
                *_texts(scored.facts.unit_groups, "group"),
                *(scored.standard.unit_kinds.get(u.kind, u.kind) for u in scored.result.units.values()),
            ]
        )
        raise Unusable(
            f"没有“{group}”这一组或这一类；有 {'、'.join(name for name in have if name)}。No such group or kind."
        )
    return members


def _units_in(groups: pa.Table, group: str) -> Iterable[str]:
    return (row["unit"] for row in groups.to_pylist() if row["group"] == group)


def _texts(table: pa.Table, column: str) -> list[str]:
    return [str(text) for text in table[column].unique().to_pylist()]


def tell(problems: Sequence[Problem]) -> None:
    """Problems on stderr, errors first."""
    ordered = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
    for problem in ordered[:MOST_PROBLEMS]:
        click.echo(str(problem), err=True)
    if len(ordered) > MOST_PROBLEMS:
        click.echo(f"……还有 {len(ordered) - MOST_PROBLEMS} 个。… and more.", err=True)


__all__ = [
    "Scored",
    "Times",
    "evaluate",
    "facts_path",
    "find_unit",
    "has_errors",
    "only",
    "open_facts",
    "open_pack",
    "pack_folder",
    "tell",
]
