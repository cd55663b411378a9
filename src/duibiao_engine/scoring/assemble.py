"""From rows to units: rounding of the total, penalties, verdicts and ranks, which look at a whole unit or at all units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from duibiao_engine import verdicts
from duibiao_engine.ranking import ranks_within
from duibiao_engine.results import GateState, NodeScore, Status, TermLine, UnitScore
from duibiao_engine.rounding import half_up, rounded
from duibiao_engine.rules.base import TOLERANCE
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.standard.above import Veto
from duibiao_engine.standard.model import Node

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Standing:
    """A unit's total on its way: before and after penalties, in three cases (shown, worst, best)."""

    before: dict[str, float]
    after: dict[str, float]
    raw: dict[str, float]
    raw_after: dict[str, float]
    full: float
    penalties: dict[str, float]
    vetoes: list[str]
    open_vetoes: list[str]
    evidence: verdicts.Evidence


@dataclass(frozen=True)
class Assembly:
    """Puts units together from the rows that the expressions yield."""

    plan: Plan
    unit_rows: Sequence[Row]
    group_rows: Sequence[Row]

    @cached_property
    def _nodes(self) -> dict[int, Node]:
        return {node.number: node for node in self.plan.standard.nodes}

    @cached_property
    def groups(self) -> dict[str, str]:
        """Who is ranked with whom."""
        within = self.plan.standard.ranking.within
        if within == "all":
            return {row["unit"]: "*" for row in self.unit_rows}
        if within == "kind":
            return {row["unit"]: row["kind"] or "" for row in self.unit_rows}
        first: dict[str, str] = {}
        for row in self.group_rows:
            first[row["unit"]] = min(first.get(row["unit"], row["group"]), row["group"])
        return {row["unit"]: first.get(row["unit"], "") for row in self.unit_rows}

    def units(
        self,
        node_rows: Sequence[Row],
        lines: Mapping[str, list[TermLine]],
        event_rows: Sequence[Row],
        seen: Set[str],
        wanted: Sequence[str] | None = None,
    ) -> dict[str, UnitScore]:
        """All units to which anything applies, in the order of the frame; `seen` are those with any fact at all."""
        trees: dict[str, dict[int, Row]] = {}
        for row in node_rows:
            trees.setdefault(row["unit"], {})[row["node"]] = row
        happened: dict[str, dict[str, float]] = {}
        for row in event_rows:
            happened.setdefault(row["unit"], {})[row["id"]] = row["happened"]
        scored = {
            u["unit"]: trees[u["unit"]] for u in self.unit_rows if trees.get(u["unit"], {}).get(0, {}).get("counted")
        }
        data = {unit: unit in seen for unit in scored}
        standings = {
            unit: self._standing(rows, lines.get(unit, []), happened.get(unit, {})) for unit, rows in scored.items()
        }
        before, after = (self._ranked(standings, data, when) for when in ("before", "after"))
        about = {row["unit"]: row for row in self.unit_rows}
        return {
            unit: self._unit(
                about[unit], scored[unit], lines.get(unit, []), standings[unit], data[unit], (before[unit], after[unit])
            )
            for unit in scored
            if wanted is None or unit in wanted
        }

    def _ranked(self, standings: Mapping[str, Standing], data: Mapping[str, bool], when: str) -> dict[str, int | None]:
        by_rate = self.plan.standard.ranking.by == "rate"
        numbers: dict[str, float | None] = {}
        for unit, standing in standings.items():
            raw = standing.raw if when == "before" else standing.raw_after
            points = getattr(standing, when)["shown"]
            value = self._rate(raw["shown"], standing.full) if by_rate else points
            numbers[unit] = value if data[unit] else None
        return ranks_within(numbers, self.groups)

    def _rate(self, points: float, full: float) -> float | None:
        return rounded(points / full, self.plan.standard.rounding.rate) if full else None

    def _standing(self, rows: Mapping[int, Row], lines: list[TermLine], happened: Mapping[str, float]) -> Standing:
        standard, total = self.plan.standard, rows[0]
        raw = {"worst": total["worst"], "best": total["best"], "shown": total[standard.unknown]}
        before = {case: rounded(points, standard.rounding.total) for case, points in raw.items()}
        evidence = self._evidence(rows, lines, happened)
        states = {veto.id: self._veto(veto, rows, evidence) for veto in standard.vetoes}
        triggered = [name for name, state in states.items() if state == "failed"]
        fines = {p.id: fine for p in standard.penalties if (fine := verdicts.fine(p, happened.get(p.id, 0.0))) > 0}
        zero = any(veto.effect == "zero" for veto in standard.vetoes if veto.id in triggered)
        return Standing(
            before=before,
            after={case: self._after(points, sum(fines.values()), zero) for case, points in before.items()},
            raw=raw,
            raw_after={case: self._fined(points, sum(fines.values()), zero) for case, points in raw.items()},
            full=total["full"],
            penalties=fines,
            vetoes=triggered,
            open_vetoes=[name for name, state in states.items() if state == "open"],
            evidence=evidence,
        )

    def _veto(self, veto: Veto, rows: Mapping[int, Row], evidence: verdicts.Evidence) -> GateState:
        """What does not apply cannot veto."""
        watched = self.plan.standard.by_code.get(veto.indicator or "")
        idle = watched is not None and not rows.get(watched.number, {}).get("applies", False)
        return "passed" if idle else verdicts.veto_state(veto, evidence)

    def _after(self, points: float, fined: float, zero: bool) -> float:
        after = self._fined(points, fined, zero)
        return rounded(after, self.plan.standard.rounding.total) if fined else after

    def _fined(self, points: float, fined: float, zero: bool) -> float:
        if zero:
            return 0.0
        return max(points - fined, self.plan.standard.floor or 0.0) if fined else points

    def _evidence(
        self, rows: Mapping[int, Row], lines: list[TermLine], happened: Mapping[str, float]
    ) -> verdicts.Evidence:
        rates = {code: self._range(number, rows.get(number)) for number, code in self._codes.items()}
        leaves = [node for node in self.plan.standard.leaves if not self._in_bonus(node) and node.number in rows]
        statuses = Counter(self.status(rows[leaf.number]) for leaf in leaves)
        mine = {leaf.code for leaf in leaves}
        graded = [line for line in lines if line.kind == "grade" and line.indicator in mine]
        first = {line.indicator: line for line in reversed(graded)}
        return verdicts.Evidence(
            rates=rates,
            statuses=statuses,
            grades=Counter(line.grade for line in first.values() if line.known and line.grade is not None),
            open_grades=sum(not line.known for line in first.values()),
            events=happened,
        )

    @cached_property
    def _codes(self) -> dict[int, str]:
        return {0: "", **{number: node.code for number, node in self._nodes.items()}}

    def _in_bonus(self, node: Node) -> bool:
        while True:
            if node.indicator.bonus:
                return True
            if node.parent == 0:
                return False
            node = self._nodes[node.parent]

    def _range(self, number: int, row: Row | None) -> verdicts.Range | None:
        if row is None or not row["counted"] or not row["full"]:
            return None
        if number and not row["applies"]:
            return None  # points that are given for what does not apply pass no gate
        return verdicts.Range(100.0 * row["worst"] / row["full"], 100.0 * row["best"] / row["full"])

    def status(self, row: Row) -> Status:
        """Met, partly, not met; unknown while missing facts could change the class."""
        if not row["applies"]:
            return "not_applicable"
        worst, best = self._class(row["worst"], row["full"]), self._class(row["best"], row["full"])
        return worst if worst == best else "unknown"

    def _class(self, points: float, full: float) -> Status:
        if points >= full * self.plan.standard.met_at / 100.0 - TOLERANCE:
            return "met"
        return "not_met" if points <= TOLERANCE else "partly"

    def _unit(
        self,
        about: Row,
        rows: Mapping[int, Row],
        lines: list[TermLine],
        standing: Standing,
        data: bool,
        ranked: tuple[int | None, int | None],
    ) -> UnitScore:
        standard = self.plan.standard
        shown, unrounded = standing.after["shown"], standing.raw_after["shown"]
        rate = self._rate(unrounded, standing.full)
        percent = None if rate is None else 100.0 * rate
        grade = None if standing.vetoes else verdicts.grade_of(standard, shown, percent, standing.evidence)
        return UnitScore(
            unit=about["unit"],
            name=about["name"],
            kind=about["kind"] or "",
            group=self.groups[about["unit"]],
            total=shown,
            best=standing.after["best"],
            worst=standing.after["worst"],
            full=standing.full,
            rate=rate,
            total_before=standing.before["shown"],
            rate_before=self._rate(standing.raw["shown"], standing.full),
            rank=ranked[1],
            rank_before=ranked[0],
            grade=grade if data else None,
            gates={gate.id: verdicts.gate_state(gate, standing.evidence) for gate in standard.gates},
            vetoes=standing.vetoes,
            open_vetoes=standing.open_vetoes,
            penalties=standing.penalties,
            has_data=data,
            nodes={node.code: self.node(node, rows[number]) for number, node in self._nodes.items() if number in rows},
            lines=lines,
        )

    def node(self, node: Node, row: Row) -> NodeScore:
        """One indicator of a unit as a value."""
        rounding, points = self.plan.standard.rounding, row[self.plan.standard.unknown]
        parent = self._nodes.get(node.parent)
        return NodeScore(
            code=node.code,
            name=node.indicator.name,
            points=points,
            points_shown=half_up(points, rounding.indicator.places) if rounding.indicator else points,
            worst=row["worst"],
            best=row["best"],
            full=row["full"],
            rate=rounded(points / row["full"], rounding.indicator_rate) if row["full"] else None,
            status=self.status(row),
            applicable=row["applies"],
            bonus=self._in_bonus(node),
            leaf=node.indicator.is_leaf,
            depth=node.depth,
            parent=parent.code if parent else None,
        )
