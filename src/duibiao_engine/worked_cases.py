"""Worked cases: facts beside the results that they must give, written so that an official can check them by hand.

Its one trick: only what a case lists is asserted, and every difference is a problem with the line of the expected file,
so that a pack says about itself whether the engine still counts as its authors did.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ConfigDict, ValidationError

from duibiao_engine.facts.reading import read_facts
from duibiao_engine.facts.vocabulary import vocabulary_of
from duibiao_engine.problems import Problem, error, has_errors
from duibiao_engine.results import Card, NodeScore, ScoreResult, UnitScore
from duibiao_engine.scoring import score
from duibiao_engine.scoring.run import NoPeriod
from duibiao_engine.standard.above import Part, Period
from duibiao_engine.standard.messages import in_chinese
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import decode, is_number, read_pack
from duibiao_engine.standard.yaml_text import Lines, load

EXPECTED = "expected.yaml"
#: A written and a computed number may differ by this much: rounding is the standard's business, not the check's.
TOLERANCE = 1e-9

Where = tuple[str, ...]
T = TypeVar("T")


class _Nothing:
    """Stands for what the result does not have."""

    def __str__(self) -> str:
        return "没有这一项"


NOTHING = _Nothing()

_UNIT: Mapping[str, Callable[[UnitScore], Any]] = {
    "total": lambda unit: unit.total_before,
    "after_penalties": lambda unit: unit.total,
    "full": lambda unit: unit.full,
    "rate": lambda unit: unit.rate,
    "rate_before": lambda unit: unit.rate_before,
    "best": lambda unit: unit.best,
    "worst": lambda unit: unit.worst,
    "rank": lambda unit: unit.rank,
    "rank_before": lambda unit: unit.rank_before,
    "grade": lambda unit: unit.grade,
    "vetoes": lambda unit: list(unit.vetoes),
}
_NODE: Mapping[str, Callable[[NodeScore], Any]] = {
    "points": lambda node: node.points_shown,
    "full": lambda node: node.full,
    "rate": lambda node: node.rate,
    "best": lambda node: node.best,
    "worst": lambda node: node.worst,
    "status": lambda node: node.status,
}
_CARD: Mapping[str, Callable[[Card], Any]] = {
    "n": lambda card: card.n,
    "score": lambda card: card.score,
    "full": lambda card: card.full,
    "rate": lambda card: card.rate,
}


class _NodeShape(Part):
    """What may stand about an indicator: plain quantities, and parts of the sentences that explain it."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)

    lines: tuple[str, ...] = ()


class _UnitShape(Part):
    """What may stand about a unit; the plain quantities are checked when they are compared."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)

    indicators: dict[str, _NodeShape] = {}
    gates: dict[str, str] = {}
    penalties: dict[str, float] = {}
    vetoes: tuple[str, ...] = ()


class _CaseShape(Part):
    """The shape of an expected.yaml."""

    as_of: datetime.date | None = None
    period: Period | None = None
    units: dict[str, _UnitShape] = {}
    scorecards: dict[str, dict[str, dict[str, Any]]] = {}


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a case says, and what the engine found. The last step of `where` names the quantity."""

    where: Where
    said: Any
    found: Any

    @property
    def holds(self) -> bool:
        """Whether the engine agrees."""
        if self.where[-1] == "lines":
            return all(any(str(part) in line for line in self.found) for part in self.said)
        return _same(self.said, self.found)


def cases_of(pack_dir: Path) -> list[Path]:
    """The folders of a pack's worked cases, by name."""
    return sorted(found.parent for found in (pack_dir / "examples").glob(f"*/{EXPECTED}"))


def check_case(pack_dir: Path, case_dir: Path) -> list[Problem]:
    """Everything in which a case and the engine differ, or what keeps the case from being computed."""
    standard, problems = read_pack(pack_dir)
    return problems if standard is None else check_case_of(standard, case_dir)


def check_case_of(standard: Standard, case_dir: Path) -> list[Problem]:
    """The same for a standard that is read already."""
    facts, problems = read_facts(case_dir, standard.measures, vocabulary_of(standard))
    case = _read_case(case_dir)
    problems = [*problems, *case.problems]
    if facts is None or has_errors(problems):
        return problems
    try:
        result = score(standard, facts, period=case.period, as_of=case.said.get("as_of"))
    except NoPeriod as missing:
        return [*problems, error("case_period", case.file, "", str(missing))]
    wrong = [claim for claim in claims(case.said, result) if not claim.holds]
    return [*problems, *(_problem(claim, case) for claim in wrong)]


def claims(expected: Mapping[str, Any], result: ScoreResult) -> Iterator[Claim]:
    """Every single thing that the case asserts, beside what was computed."""
    for key, said in expected.items():
        if key == "units":
            for unit, about in said.items():
                yield from _unit_claims(("units", unit), about, result.units.get(unit))
        elif key == "scorecards":
            for card, rows in said.items():
                yield from _card_claims(("scorecards", card), rows, result.scorecards.get(card, {}))
        elif key not in ("as_of", "period"):
            yield Claim((key,), said, NOTHING)


def _unit_claims(where: Where, about: Mapping[str, Any], unit: UnitScore | None) -> Iterator[Claim]:
    for key, said in about.items():
        if unit is None:
            yield Claim((*where, key), said, NOTHING)
        elif key == "indicators":
            for code, node_about in said.items():
                yield from _node_claims((*where, key, code), node_about, unit, code)
        elif key in ("gates", "penalties"):
            yield from _named((*where, key), said, unit.gates if key == "gates" else unit.penalties)
        else:
            yield _one(where, key, said, _UNIT, unit)


def _node_claims(where: Where, about: Mapping[str, Any], unit: UnitScore, code: str) -> Iterator[Claim]:
    node = unit.nodes.get(code)
    for key, said in about.items():
        if key == "lines":
            own = [line for line in unit.lines if line.indicator == code]
            yield Claim((*where, key), said, [text for line in own for text in (line.sentence_zh, line.sentence_en)])
        else:
            yield _one(where, key, said, _NODE, node)


def _card_claims(where: Where, rows: Mapping[str, Any], cards: Mapping[str, Card]) -> Iterator[Claim]:
    for unit, about in rows.items():
        for key, said in about.items():
            yield _one((*where, unit), key, said, _CARD, cards.get(unit))


def _named(where: Where, said: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Claim]:
    for name, value in said.items():
        yield Claim((*where, name), value, found.get(name, NOTHING))


def _one(where: Where, key: str, said: Any, table: Mapping[str, Callable[[T], Any]], of: T | None) -> Claim:
    return Claim((*where, key), said, table[key](of) if of is not None and key in table else NOTHING)


def _same(said: Any, found: Any) -> bool:
    if is_number(said) and is_number(found):
        return bool(abs(said - found) <= TOLERANCE)
    if isinstance(said, list) and isinstance(found, list):
        return sorted(said) == sorted(found)
    return bool(said == found)


def _problem(claim: Claim, case: _Case) -> Problem:
    found = "；".join(claim.found) if isinstance(claim.found, list) else claim.found
    what = f"{' · '.join(claim.where)}：应为 {claim.said}，算出 {found}"
    remedy = "请核对是标准、事实还是应有结果写错了"
    return error("case_differs", case.file, case.lines.of(claim.where), what, "算出的结果与例子里写的不一致", remedy)


@dataclass(frozen=True, slots=True)
class _Case:
    """An expected.yaml as read."""

    file: str
    said: dict[str, Any]
    lines: Lines
    problems: list[Problem]

    @property
    def period(self) -> Period | None:
        """The period that the case asks for, if any."""
        given = self.said.get("period")
        return Period.model_validate(given) if given else None


def _read_case(case_dir: Path) -> _Case:
    path, file = case_dir / EXPECTED, f"{case_dir.name}/{EXPECTED}"
    if not path.is_file():
        return _Case(
            file,
            {},
            Lines(None),
            [error("case_missing", file, "", "找不到这个文件", "例子要写出应有的结果", f"请补上 {EXPECTED}")],
        )
    text, problems = decode(path)
    data, lines, problems = (None, Lines(None), problems) if text is None else load(text, file)
    if not problems:
        problems = _shape_problems(data, lines, file)
    return _Case(file, data if isinstance(data, dict) else {}, lines, problems)


def _shape_problems(data: Any, lines: Lines, file: str) -> list[Problem]:
    if not isinstance(data, dict):
        return [error("case_empty", file, "", "没有内容", "例子要写出应有的结果", "请参照其他标准包的 expected.yaml")]
    try:
        _CaseShape.model_validate(data)
    except ValidationError as invalid:
        return [in_chinese(each, file, lines.of(each["loc"])) for each in invalid.errors()]
    return []
