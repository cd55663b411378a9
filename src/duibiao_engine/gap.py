"""Where the points went: the loss list of a unit or of a county, the largest loss that can still be won back first.

Its one trick: every loss is told in points of the *total*. What a leaf lost is divided among its terms (what is lost for
good first, so that the rest is truly what could be won back), and each part is carried up the tree by `effect`. So the
parts of a leaf add up to the leaf, and where the parents add, the list adds up to full mark − best case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from duibiao_engine.blame import Blame, Culprit
from duibiao_engine.effect import Climb
from duibiao_engine.evidence import Evidence
from duibiao_engine.facts.schema import FactSet
from duibiao_engine.results import NodeScore, ScoreResult, TermLine, UnitScore
from duibiao_engine.rules.base import TOLERANCE, number
from duibiao_engine.scoring.plan import PlannedTerm
from duibiao_engine.scoring.run import plan_for
from duibiao_engine.standard.model import Standard

By = Literal["indicator", "unit", "site", "reason", "liable"]
#: Why points are lost, in a clerk's words: by the word of the rule, and for what is not a rule.
REASONS: dict[str, tuple[str, str]] = {
    "when": ("有不该有的情形", "something that must not be"),
    "unless": ("该有的没有", "something that must be is not"),
    "per": ("发生一次扣一次", "each occurrence"),
    "short_of": ("数量不足", "too few"),
    "below": ("比率低于目标", "rate below target"),
    "above": ("比率高于上限", "rate above limit"),
    "if_below": ("低于界限", "below the limit"),
    "if_above": ("高于界限", "above the limit"),
    "quota": ("点位数量不足", "too few at places"),
    "ladder": ("按层级计", "by level"),
    "late": ("逾期", "late"),
    "judged": ("评判扣分", "judged"),
    "false_report": ("查实不实", "found false"),
    "share": ("完成不足", "partly done"),
    "grade": ("等次不高", "a low grade"),
    "bands": ("档次不高", "a low band"),
    "scale": ("评分不高", "a low mark"),
    "all_of": ("点位不符合", "places do not conform"),
    "share_of": ("点位不符合", "places do not conform"),
    "mean_of": ("点位失分", "places lost marks"),
    "quorum": ("点位不符合", "places do not conform"),
    "rank": ("名次靠后", "a low rank"),
    "relative": ("落后于最好的", "behind the best"),
    "threshold_or_trend": ("未达标，趋势也不好", "neither threshold nor trend"),
    "rule": ("计分办法给不满分", "the rule cannot give more"),
    "not_applicable": ("不适用而不得分", "does not apply and earns nothing"),
    "penalty": ("罚分", "penalty"),
    "veto": ("一票否决", "veto"),
}


@dataclass(frozen=True, slots=True)
class SiteLoss:
    """A site's part of a loss, in points of the total, and who answers for it there."""

    site: str
    points: float
    liable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss of one unit. `points` and `unknown` are points of the total; `leaf_points` are the indicator's own."""

    unit: str
    unit_name: str
    indicator: str
    name: str
    term: int | None
    kind: str
    points: float
    leaf_points: float
    unknown: float
    recoverable: bool
    sentence_zh: str
    sentence_en: str
    measures: tuple[str, ...] = ()
    sites: tuple[SiteLoss, ...] = ()
    liable: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def to_win(self) -> float:
        """Points of the total that can still be won back."""
        return self.points if self.recoverable else 0.0


@dataclass(frozen=True, slots=True)
class LossGroup:
    """Losses with something in common, summed up."""

    key: str
    name: str
    to_win: float
    lost_for_good: float
    unknown: float
    losses: tuple[Loss, ...] = field(repr=False)

    @property
    def points(self) -> float:
        """All that is lost for certain."""
        return self.to_win + self.lost_for_good


def losses(
    result: ScoreResult, standard: Standard, factset: FactSet | None = None, *, units: Iterable[str] | None = None
) -> list[Loss]:
    """Every loss of the chosen units (default: all), the largest that can be won back first, then what is lost for good.

    With the facts given, each loss also names the sites, facts and answerable units that it must be laid to.
    """
    chosen = list(result.units) if units is None else list(units)
    counted = _Counting(result, standard)
    found = [part for unit in chosen for part in counted.unit(result.units[unit])]
    blamed = found if factset is None else _blamed(found, Evidence.of(result, standard, factset))
    return sorted((part.loss for part in blamed), key=_order)


def _order(loss: Loss) -> tuple[float, float, float, str, str]:
    return (-loss.to_win, -loss.points, -loss.unknown, loss.indicator, loss.unit)


def grouped(found: Iterable[Loss], by: By) -> list[LossGroup]:
    """The same by indicator, unit, site, reason or answerable unit, the largest recoverable sum first.

    A loss with several sites is divided among them; one with several answerable units counts for each of them in full.
    """
    groups: dict[tuple[str, str], list[tuple[float, Loss]]] = {}
    for loss in found:
        for key, name, share in _keys(loss, by):
            groups.setdefault((key, name), []).append((share, loss))
    return sorted(
        (_group(key, name, parts) for (key, name), parts in groups.items()),
        key=lambda g: (-g.to_win, -g.points, -g.unknown, g.key),
    )


def _keys(loss: Loss, by: By) -> list[tuple[str, str, float]]:
    if by == "site":
        shares = [(s.site, s.site, s.points / loss.points) for s in loss.sites if loss.points]
        return shares or [("", "", 1.0)]
    if by == "liable":
        return [(name, name, 1.0) for name in loss.liable] or [(loss.unit, loss.unit_name, 1.0)]
    if by == "reason":
        return [(loss.kind, REASONS[loss.kind][0], 1.0)]
    return [(loss.indicator, loss.name, 1.0)] if by == "indicator" else [(loss.unit, loss.unit_name, 1.0)]


def _group(key: str, name: str, parts: list[tuple[float, Loss]]) -> LossGroup:
    return LossGroup(
        key=key,
        name=name,
        to_win=sum(share * loss.to_win for share, loss in parts),
        lost_for_good=sum(share * (loss.points - loss.to_win) for share, loss in parts),
        unknown=sum(share * loss.unknown for share, loss in parts),
        losses=tuple(dict.fromkeys(loss for _, loss in parts)),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A loss on its way, with the line that it came from."""

    loss: Loss
    line: TermLine | None = None


@dataclass(frozen=True)
class _Counting:
    """Turns a result into losses."""

    result: ScoreResult
    standard: Standard

    @cached_property
    def _planned(self) -> dict[tuple[str, int], PlannedTerm]:
        plan = plan_for(self.standard, self.result.period, self.result.as_of)
        return {(term.node.code, term.index): term for term in plan.terms}

    @cached_property
    def _mean_known(self) -> dict[str, frozenset[str]]:
        known: dict[str, set[str]] = {}
        for unit in self.result.units.values():
            sure = {node.code for node in unit.nodes.values() if node.leaf and node.applicable and not node.unknown}
            known.setdefault(unit.group, set()).update(sure)
        return {group: frozenset(codes) for group, codes in known.items()}

    def unit(self, unit: UnitScore) -> Iterator[_Part]:
        """All losses of one unit."""
        climb = Climb(self.standard, unit.nodes, self._mean_known[unit.group])
        for leaf in (node for node in unit.nodes.values() if node.leaf):
            if leaf.applicable:
                yield from self._leaf(unit, leaf, climb)
            elif climb.counts(self.standard.by_code[leaf.code]):
                yield from self._stood_in(unit, leaf, climb)
        yield from (_Part(loss) for loss in self._off_the_tree(unit))

    def _stood_in(self, unit: UnitScore, leaf: NodeScore, climb: Climb) -> Iterator[_Part]:
        lost = 0.0 if leaf.bonus else leaf.full - leaf.best
        if lost > TOLERANCE:
            said = "不适用，按标准不给满分", "does not apply; the standard gives less than the full mark"
            yield _Part(_loss(unit, leaf, None, "not_applicable", climb.effect(leaf.code, lost), lost, said))

    def _leaf(self, unit: UnitScore, leaf: NodeScore, climb: Climb) -> Iterator[_Part]:
        lines = unit.lines_of(leaf.code)
        lost = max((0.0 if leaf.bonus else leaf.full) - leaf.best, 0.0)
        shares = self._shares(leaf, lines, lost)
        open_ = sum(line.best - line.worst for line in lines if not line.known)
        for line, share in zip(lines, shares, strict=True):
            doubt = 0.0 if line.known or not open_ else leaf.unknown * (line.best - line.worst) / open_
            if share > TOLERANCE or doubt > TOLERANCE:
                yield _Part(_line_loss(unit, leaf, line, share, doubt, climb), line)
        rest = lost - sum(shares)
        if rest > TOLERANCE:
            said = (
                f"计分办法本身最多只能得 {number(leaf.full - rest)} 分",
                f"the rule itself gives {number(leaf.full - rest)} at most",
            )
            yield _Part(_loss(unit, leaf, None, "rule", climb.effect(leaf.code, rest), rest, said))

    def _shares(self, leaf: NodeScore, lines: list[TermLine], lost: float) -> list[float]:
        """What of the leaf's loss each line must be charged with: what is lost for good first, the rest in proportion."""
        raw = [self._raw(leaf, line) for line in lines]
        for_good = sum(size for size, line in zip(raw, lines, strict=True) if not line.recoverable)
        can_be_won = sum(raw) - for_good
        left = max(lost - for_good, 0.0)
        good_factor = min(1.0, lost / for_good) if for_good else 0.0
        won_factor = min(1.0, left / can_be_won) if can_be_won else 0.0
        return [size * (won_factor if line.recoverable else good_factor) for size, line in zip(raw, lines, strict=True)]

    def _raw(self, leaf: NodeScore, line: TermLine) -> float:
        if line.delta is None:
            return 0.0
        planned = self._planned[leaf.code, line.term]
        indicator = planned.node.indicator
        factor = indicator.rescale / indicator.worth if indicator.rescale and indicator.worth else 1.0
        best = 0.0 if leaf.bonus else planned.extremes()[1]
        return max(best - line.delta, 0.0) * factor

    def _off_the_tree(self, unit: UnitScore) -> Iterator[Loss]:
        fined = sum(unit.penalties.values())
        zero = [veto for veto in self.standard.vetoes if veto.id in unit.vetoes and veto.effect == "zero"]
        really = unit.total_before - unit.total
        taken = min(really, fined)
        for penalty in self.standard.penalties:
            if points := unit.penalties.get(penalty.id, 0.0):
                yield _above(unit, penalty.id, penalty.name, "penalty", points * taken / fined)
        for veto in zero:
            yield _above(unit, veto.id, veto.name, "veto", (really - taken) / len(zero))


def _line_loss(unit: UnitScore, leaf: NodeScore, line: TermLine, share: float, doubt: float, climb: Climb) -> Loss:
    said = line.sentence_zh, line.sentence_en
    unknown = -climb.effect(leaf.code, -doubt) if doubt else 0.0
    points = climb.effect(leaf.code, share) if share else 0.0
    return _loss(unit, leaf, line, line.kind, points, share, said, unknown)


def _loss(
    unit: UnitScore,
    leaf: NodeScore,
    line: TermLine | None,
    kind: str,
    points: float,
    share: float,
    said: tuple[str, str],
    unknown: float = 0.0,
) -> Loss:
    return Loss(
        unit=unit.unit,
        unit_name=unit.name,
        indicator=leaf.code,
        name=leaf.name,
        term=line.term if line else None,
        kind=kind,
        points=points,
        leaf_points=share,
        unknown=unknown,
        recoverable=line.recoverable if line else False,
        sentence_zh=said[0],
        sentence_en=said[1],
        measures=line.measures if line else (),
    )


def _above(unit: UnitScore, code: str, name: str, kind: str, points: float) -> Loss:
    zh, en = f"{REASONS[kind][0]}：{name} = −{number(points)}", f"{REASONS[kind][1]}: {name} = −{number(points)}"
    return Loss(unit.unit, unit.name, code, name, None, kind, points, points, 0.0, False, zh, en)


def _blamed(parts: list[_Part], evidence: Evidence) -> Iterator[_Part]:
    lines = [(part.loss.unit, part.line) for part in parts if part.line is not None and part.loss.leaf_points > 0]
    blame = Blame.for_lines(evidence, lines)
    for part in parts:
        if part.line is None or not part.loss.leaf_points:
            yield part
        else:
            yield _Part(_laid_to(part.loss, blame.culprits(part.loss.unit, part.line)), part.line)


def _laid_to(loss: Loss, culprits: list[Culprit]) -> Loss:
    total = sum(one.weight for one in culprits)
    at: dict[str, float] = {}
    who: dict[str, tuple[str, ...]] = {}
    for one in culprits:
        at[one.site] = at.get(one.site, 0.0) + loss.points * one.weight / total
        who[one.site] = tuple(dict.fromkeys((*who.get(one.site, ()), *one.liable)))
    sites = (SiteLoss(site, points, who[site]) for site, points in at.items() if site)
    return replace(
        loss,
        sites=tuple(sorted(sites, key=lambda s: (-s.points, s.site))),
        liable=tuple(dict.fromkeys(name for names in who.values() for name in names)),
        facts=tuple(uid for one in culprits for uid in one.uids),
    )


__all__ = ["REASONS", "By", "Loss", "LossGroup", "SiteLoss", "grouped", "losses"]
