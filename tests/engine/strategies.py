"""Random small standards, and counties of facts for them.

Its one trick: clerks' numbers. Small integers and one or two decimals, so that the edges on which rounding and comparing
turn are met often and not once in a million.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import strategies as st

from tests.engine.oracle import Fact, Frame, Unit
from tests.engine.strategies_terms import GRADES, LEVELS, Catalogue, Draw, Spec, a_term, clerks

KINDS = ("town", "dept")
GROUPS = ("east", "west")
SITES = ("s1", "s2", "s3")
YEAR = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
#: A half year whose end has no same day a month before: where months and years are moved, they must be clipped.
HALF = dt.date(2025, 9, 1), dt.date(2026, 3, 31)
POLICIES = ("drop", "own_full", "full", "zero", "peers_mean")
WEIGHTS = {1: ([100],), 2: ([60, 40], [0, 100], [85, 15]), 3: ([50, 30, 20], [50, 0, 50], [10, 20, 70])}


@dataclass(frozen=True)
class Case:
    """Everything that a score depends on."""

    standard: Spec
    facts: tuple[Fact, ...]
    frame: Frame

    def with_facts(self, facts: Sequence[Fact]) -> Case:
        return replace(self, facts=tuple(facts))


# ── the tree ──────────────────────────────────────────────────────────────────────────────────────


def maybe(draw: Draw, chance: int = 4) -> bool:
    """Once in so many times."""
    return bool(draw(st.integers(1, chance)) == chance)


def carried(node: Spec) -> Decimal:
    return Decimal(str(node.get("rescale", node["points"])))


def clipping(draw: Draw, points: Decimal) -> Spec:
    """Sometimes a cap, a floor, or another scale."""
    more: Spec = {}
    if maybe(draw, 8):
        more["cap"] = points - draw(st.sampled_from([Decimal(0), points / 4]))
    if maybe(draw, 8):
        more["floor"] = draw(st.sampled_from([Decimal(0), points / 4]))
    if maybe(draw, 8):
        more["rescale"] = points * 2
    return more


def who(draw: Draw) -> Spec:
    """For whom an indicator is, and what happens for the others."""
    more: Spec = {}
    if maybe(draw):
        more["applies_to"] = [draw(st.sampled_from(KINDS))]
    if maybe(draw, 3):
        more["not_applicable"] = draw(st.sampled_from(POLICIES))
    return more


def a_leaf(draw: Draw, code: str, catalogue: Catalogue, scored: bool, kinds: Sequence[str]) -> Spec:
    points = (
        draw(st.sampled_from([Decimal(each) for each in ("1", "2", "3", "2.5", "6", "10")])) if scored else Decimal(1)
    )
    terms = [a_term(draw, draw(st.sampled_from(kinds)), catalogue, points) for _ in range(draw(st.integers(1, 3)))]
    leaf: Spec = {"code": code, "name": f"指标{code}", "points": points if scored else None, "rule": terms}
    clips = clipping(draw, points) if scored else {}
    if clips:
        leaf["start"] = points / 2
    elif len({next(iter(term)) for term in terms}) > 1 or maybe(draw, 6):
        leaf["start"] = draw(st.sampled_from(["full", "zero", points / 2]))
    return leaf | clips | who(draw)


def a_parent(draw: Draw, code: str, catalogue: Catalogue, scored: bool, kinds: Sequence[str], depth: int) -> Spec:
    count = draw(st.integers(1, 3))
    children = [a_node(draw, f"{code}.{at}", catalogue, scored, kinds, depth - 1) for at in range(1, count + 1)]
    node: Spec = {"code": code, "name": f"指标{code}", **combined(draw, children, scored)}
    if maybe(draw, 6):
        node["children"] = [*node["children"], a_bonus(draw, f"{code}.9", catalogue, scored, kinds)]
    if maybe(draw, 8):
        node["not_applicable"] = draw(st.sampled_from(["drop", "own_full"]))
    return node | (clipping(draw, Decimal(str(node["points"]))) if scored else {})


def a_bonus(draw: Draw, code: str, catalogue: Catalogue, scored: bool, kinds: Sequence[str]) -> Spec:
    leaf = {**a_leaf(draw, code, catalogue, scored, kinds), "bonus": True}
    leaf.pop("rescale", None)
    return leaf


def combined(draw: Draw, children: list[Spec], scored: bool) -> Spec:
    """How children become one: their points, the way, and their weights."""
    if not scored:
        return {"points": None, "children": children}
    way = draw(st.sampled_from(["sum", "sum", "sum", "weighted", "mean", "min"]))
    if way == "sum":
        return {"points": sum(map(carried, children), Decimal(0)), "children": children}
    if way == "weighted":
        weights = draw(st.sampled_from(WEIGHTS[len(children)]))
        children = [{**child, "weight": weight} for child, weight in zip(children, weights, strict=True)]
    return {"points": draw(st.sampled_from([Decimal(5), Decimal(20)])), "combine": way, "children": children}


def a_node(draw: Draw, code: str, catalogue: Catalogue, scored: bool, kinds: Sequence[str], depth: int) -> Spec:
    if depth > 1 and draw(st.booleans()):
        return a_parent(draw, code, catalogue, scored, kinds, depth)
    return a_leaf(draw, code, catalogue, scored, kinds)


# ── the whole standard ────────────────────────────────────────────────────────────────────────────


def rounding(draw: Draw) -> Spec:
    purposes = ("leaf", "indicator_into_total", "indicator", "total", "rate", "indicator_rate")
    return {name: {"places": draw(st.integers(0, 4))} for name in purposes if draw(st.booleans())}


def a_standard(draw: Draw, kinds: Sequence[str]) -> tuple[Spec, Catalogue]:
    scored = not maybe(draw, 8)
    catalogue = Catalogue(draw)
    count = draw(st.integers(1, 3))
    nodes = [a_node(draw, str(at), catalogue, scored, kinds, depth=3) for at in range(1, count + 1)]
    top = combined(draw, nodes, scored)
    start, end = draw(st.sampled_from([YEAR, YEAR, HALF]))
    standard: Spec = {
        "id": "made-up", "title": "试编", "edition": "1", "issuer": "试编", "points": top["points"],
        "indicators": top["children"], "period": {"from": start, "to": end},
        "unit_kinds": {"town": "乡镇", "dept": "部门", "area": "区域"},
        "not_applicable": draw(st.sampled_from(POLICIES)), "unknown": draw(st.sampled_from(["worst", "best"])),
        "rounding": rounding(draw),
    }  # fmt: skip
    if "combine" in top:
        standard["combine"] = top["combine"]
    if scored:
        standard |= clipping(draw, Decimal(str(top["points"])))
    if maybe(draw, 3):
        standard["met_at"] = draw(st.sampled_from([60, 80]))
    standard |= above(draw, catalogue, nodes, scored)
    return {**standard, "measures": catalogue.measures}, catalogue


def all_nodes(nodes: Sequence[Spec]) -> list[Spec]:
    return [each for node in nodes for each in (node, *all_nodes(node.get("children", ())))]


def above(draw: Draw, catalogue: Catalogue, nodes: list[Spec], scored: bool) -> Spec:
    """Ranking, and sometimes gates, vetoes, penalties, grades and scorecards."""
    codes = [node["code"] for node in nodes if "applies_to" not in node]
    within = draw(st.sampled_from(["kind", "group", "all"]))
    more: Spec = {"ranking": {"within": within, "by": draw(st.sampled_from(["total", "rate"]))}}
    gates: list[Spec] = []
    if maybe(draw, 3):
        limits = {"met": {"at_least": draw(st.sampled_from([50, 75]))}, "not_met": {"at_most": 25}}
        gates.append({"id": "g1", "name": "线", "coverage": limits})
    if maybe(draw, 3):
        code = draw(st.sampled_from(["", *codes]))
        gates.append({"id": "g2", "name": "线", "score": {"indicator": code, "at_least": 60}})
    more["gates"] = gates
    more["penalties"], more["vetoes"] = events(draw, catalogue, codes, scored)
    if scored and maybe(draw, 2):
        bands = [
            {"name": "好", "at_least": 80},
            {"name": "中", "at_least": 50, "below": 80},
            {"name": "差", "below": 50},
        ]
        more["grades"] = {"of": draw(st.sampled_from(["rate", "total"])), "bands": bands}
    if maybe(draw, 4):
        card = {"id": "area", "name": "区域", "kinds": ["area"], "measures": [catalogue.want("score")], "full": 2}
        more["scorecards"] = [{**card, "rounding": {"score": {"places": 3}, "rate": {"places": 5}}}]
    return more


def events(draw: Draw, catalogue: Catalogue, codes: list[str], scored: bool) -> tuple[list[Spec], list[Spec]]:
    penalties: list[Spec] = []
    vetoes: list[Spec] = []
    months = st.sampled_from([1, 6, 12, 13])
    effects = st.sampled_from(["fail", "zero", "suspend", "bar", "revoke"])
    if scored and maybe(draw, 3):
        fine = {
            "id": "p1",
            "name": "罚",
            "event": catalogue.event(),
            "look_back_months": draw(months),
            "points": Decimal("0.5"),
        }
        penalties.append({**fine, "each": draw(st.booleans()), "cap": Decimal("1.2")})
    if maybe(draw, 3):
        event = {"id": "v1", "name": "否", "event": catalogue.event(), "look_back_months": draw(months)}
        vetoes.append({**event, "effect": draw(effects)})
    if maybe(draw, 3) and codes:
        code = draw(st.sampled_from(codes))
        vetoes.append({"id": "v2", "name": "否", "indicator": code, "rate_below": 30, "effect": draw(effects)})
    return penalties, vetoes


# ── the county ────────────────────────────────────────────────────────────────────────────────────


def a_day(draw: Draw, period: Spec, years_back: Sequence[int]) -> dt.datetime:
    """Days at the edges of the period and of its months are met more often than others."""
    start, end = period["from"], period["to"]
    edges = [
        start,
        end,
        start - dt.timedelta(1),
        end + dt.timedelta(1),
        end - dt.timedelta(30),
        end - dt.timedelta(365),
    ]
    inside = st.integers(0, (end - start).days).map(lambda days: start + dt.timedelta(days))
    day = draw(st.one_of(inside, inside, st.sampled_from(edges)))
    day -= dt.timedelta(365 * draw(st.sampled_from(years_back)))
    return dt.datetime.combine(day, draw(st.sampled_from([dt.time(), dt.time(9, 30), dt.time(23, 59)])))


def content(draw: Draw, measure: Spec) -> Spec:
    """What a fact says, by the kind of its measure."""
    kind = measure["kind"]
    if kind == "flag":
        return {"value": draw(st.integers(0, 1))}
    if kind == "ratio":
        out_of = draw(st.sampled_from([0, 3, 7, 8, 20, 40, 1000]))
        return {"value": draw(st.integers(0, out_of)), "out_of": out_of}
    if kind == "grade":
        return {"grade": draw(st.sampled_from(GRADES))}
    if kind == "date":
        return {}
    if kind == "event":
        reference = draw(st.sampled_from([None, "r1", "r2"]))
        return {
            "value": draw(st.integers(1, 2)),
            "level": draw(st.sampled_from(LEVELS)),
            "reference": reference,
        }
    if kind == "score":
        more = {"grade": draw(st.sampled_from(GRADES))} if "grades" in measure else {}
        return {"value": draw(clerks(0, 10)), **more}
    return {"value": draw(clerks(-2, 12) if kind == "amount" else st.one_of(st.integers(0, 9), clerks(0, 9)))}


def a_fact(draw: Draw, sequence: int, unit: str, code: str, measure: Spec, standard: Spec, trend: bool) -> Fact:
    at = a_day(draw, standard["period"], (0, 0, 1, 2) if trend else (0,))
    dated = measure["kind"] in ("date", "event") or trend or not maybe(draw, 10)
    says = content(draw, measure)
    if "value" in says and measure["kind"] != "event" and maybe(draw, 15):
        says = {"grade": "n/a"}
    site = draw(st.sampled_from(SITES)) if measure.get("per") == "site" else None
    recorded = dt.datetime.combine(standard["period"]["to"], dt.time(8)) + dt.timedelta(sequence - 10)
    liable = ("a1", "a2")[: draw(st.integers(0, 2))]
    return Fact(sequence, code, unit, site, at if dated else None, recorded_at=recorded, liable=liable, **says)


def corrected(draw: Draw, facts: list[Fact]) -> list[Fact]:
    """A chain of corrections: some facts again, with what another fact of the same measure says."""
    chain = list(facts)
    for _ in range(draw(st.integers(0, 3)) if facts else 0):
        free = [fact for fact in chain if fact.sequence not in {each.supersedes for each in chain}]
        old = draw(st.sampled_from(free))
        other = draw(st.sampled_from([fact for fact in facts if fact.measure == old.measure]))
        sequence = len(chain) + 1
        recorded = (chain[-1].recorded_at or dt.datetime(2026, 1, 1)) + dt.timedelta(1)  # noqa: DTZ001
        chain.append(replace(other, sequence=sequence, unit=old.unit, supersedes=old.sequence, recorded_at=recorded))
    return chain


def a_frame(draw: Draw, codes: Sequence[str]) -> Frame:
    groups = st.sampled_from([(), ("east",), ("west",)])
    units = [Unit(f"u{at}", draw(st.sampled_from(KINDS)), draw(groups)) for at in range(draw(st.integers(2, 5)))]
    cells = st.tuples(st.sampled_from([unit.id for unit in units]), st.sampled_from(list(codes)))
    away = draw(st.frozensets(cells, max_size=3))
    return Frame((*units, Unit("a1", "area"), Unit("a2", "area")), away)


@st.composite
def cases(draw: Draw, kinds: Sequence[str]) -> Case:
    """A standard whose terms are of these kinds, units, facts and decisions."""
    standard, catalogue = a_standard(draw, kinds)
    frame = a_frame(draw, [node["code"] for node in all_nodes(standard["indicators"])])
    facts: list[Fact] = []
    for unit in frame.units:
        for code, measure in catalogue.measures.items():
            trend = code in catalogue.with_years
            for _ in range(draw(st.integers(0, 5 if trend or "per" in measure else 2))):
                facts.append(a_fact(draw, len(facts) + 1, unit.id, code, measure, standard, trend))
    return Case(standard, tuple(corrected(draw, facts)), frame)
