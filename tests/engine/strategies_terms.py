"""Random terms of every kind, with the measures that they need."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

Spec = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]

GRADES = ("a", "b", "c")
LEVELS = ("city", "county")


def clerks(low: int, high: int) -> st.SearchStrategy[Decimal]:
    """Numbers as clerks write them: whole, or with one or two decimals."""
    fine = st.integers(low * 100, high * 100).map(lambda cents: Decimal(cents) / 100)
    return st.one_of(
        st.integers(low, high).map(Decimal), st.integers(low * 10, high * 10).map(lambda x: Decimal(x) / 10), fine
    )


class Catalogue:
    """The measures of one standard; a term asks for one of a kind and gets a new one or one that is there."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.measures: dict[str, Spec] = {}
        self.with_years: set[str] = set()

    def want(self, kind: str, **more: Any) -> str:
        spec = {"kind": kind, **more}
        same = [code for code, each in self.measures.items() if {**each, "name": 0} == {**spec, "name": 0}]
        if same and self.draw(st.booleans()):
            return same[0]
        code = f"m{len(self.measures) + 1}"
        self.measures[code] = {"name": f"计量{code}", **spec}
        return code

    def event(self) -> str:
        return self.want("event", **self.absent())

    def absent(self) -> Spec:
        """Sometimes: no fact means none."""
        said: Spec = self.draw(st.sampled_from([{}, {}, {"missing": "none"}]))
        return said

    def plain(self, *kinds: str) -> str:
        """Any measure that is a number."""
        kind = self.draw(st.sampled_from(kinds or ("count", "ratio", "score", "amount")))
        if kind == "ratio":
            return self.want(kind, **self.draw(st.sampled_from([{}, {"none_due": "full"}])))
        ways = {
            "count": ["sum", "highest"],
            "score": ["mean", "lowest", "highest"],
            "amount": ["latest", "mean", "sum"],
        }
        how = self.draw(st.sampled_from([None, *ways.get(kind, ["latest"])]))
        return self.want(kind, **({} if how is None else {"combine": how}), **self.absent())

    def number(self) -> str:
        kind = self.draw(st.sampled_from(["count", "amount", "ratio"]))
        return self.want(kind)

    def sites(self, kind: str) -> str:
        if kind == "ratio" or self.draw(st.integers(1, 5)) > 1:
            return self.want(kind, per="site")
        return self.want(kind)


def small(draw: Draw) -> Decimal:
    return Decimal(draw(st.sampled_from(["0.1", "0.3", "0.5", "1", "0.25", "2", "0.35"])))


def worth(draw: Draw, points: Decimal) -> Any:
    """What a gain is worth: all, said or not, or a part."""
    return draw(st.sampled_from([{}, {"points": "all"}, {"points": points}, {"points": points / 2}]))


def flagged(draw: Draw, measures: Catalogue, points: Decimal, kind: str) -> Spec:
    said = draw(st.sampled_from([{"points": "all"}, {"points": points / 2}]))
    return {kind: measures.want("flag", **measures.absent()), **said}


def per(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    code = measures.want(draw(st.sampled_from(["count", "event"])), **measures.absent())
    more = draw(
        st.sampled_from(
            [{}, {"every": 1}, {"every": 2, "beyond": 1}, {"beyond": Decimal("0.5")}, {"every": Decimal("0.1")}]
        )
    )
    return {"points": small(draw), "per": {"measure": code, **more}}


def short_of(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    target = {"target": draw(st.integers(1, 6))} if draw(st.booleans()) else {"target_measure": measures.want("count")}
    return {"points": small(draw), "short_of": {"measure": measures.want("count", **measures.absent()), **target}}


def percentage(draw: Draw, measures: Catalogue, points: Decimal, kind: str) -> Spec:
    fraction = draw(st.sampled_from(["whole", "ceil", "linear"]))
    says = {
        "measure": measures.plain(),
        "target": draw(st.sampled_from([95, 90, 5, Decimal("2.5")])),
        "fraction": fraction,
    }
    step = draw(st.sampled_from([{}, {"step": 5}, {"step": Decimal("0.5")}]))
    return {"points": small(draw), kind: {**says, **step}}


def limit(draw: Draw, measures: Catalogue, points: Decimal, kind: str) -> Spec:
    return {
        "points": small(draw),
        kind: {"measure": measures.plain(), "limit": draw(st.sampled_from([1, 2, Decimal("2.5"), 60]))},
    }


def quota(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    says = {
        "things": measures.want("count", per="site"),
        "at_least": draw(st.integers(1, 4)),
        "sample": draw(st.integers(1, 3)),
    }
    says["count"] = draw(st.sampled_from(["per_place", "whole_sample"]))
    if draw(st.booleans()):
        kind = {"of_kind": measures.want("count", per="site"), "of_kind_at_least": draw(st.integers(1, 2))}
        says |= {**kind, "of_kind_counts": draw(st.sampled_from(["within", "extra"]))}
    return {"points": small(draw), "quota": says}


def ladder(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    steps = {"city": small(draw), "county": small(draw)}
    return {
        "ladder": {"measure": measures.event(), "steps": steps, "same_event": draw(st.sampled_from(["all", "highest"]))}
    }


def late(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    more = {
        "due": draw(st.sampled_from(["03-01", "02-15", "2026-03-01"])),
        "missing": draw(st.sampled_from(["unknown", "late"])),
    }
    return {"points": small(draw), "late": {"measure": measures.want("date"), "each_day": draw(st.booleans()), **more}}


def judged(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    if draw(st.booleans()):
        return {"judged": {"measure": measures.want("score"), "between": [points / 4, points]}}
    ranges = {"a": [points / 2, points], "b": [points / 4, points / 2], "c": [0, points / 4]}
    return {"judged": {"measure": measures.want("score", grades=list(GRADES)), "ranges": ranges}}


def false_report(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    said = draw(st.sampled_from([{"points": "all"}, {"points": Decimal("0.5")}]))
    return {**said, "false_report": {"measure": measures.event()}}


def share(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    if draw(st.booleans()):
        return {**worth(draw, points), "share": {"measure": measures.want("ratio")}}
    return {**worth(draw, points), "share": {"measure": measures.plain(), "target": draw(st.sampled_from([3, 4, 7]))}}


def grade(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    worths = {"a": points, "b": draw(st.sampled_from([points / 2, points / 4])), "c": Decimal(0)}
    return {"grade": {"measure": measures.want("grade", grades=list(GRADES)), "points": worths}}


def bands(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    low, high = draw(st.sampled_from([(1, 2), (2, 5), (Decimal("2.5"), 60), (80, 90)]))
    upper, lower = draw(st.sampled_from([("at_least", "below"), ("above", "at_most")]))
    steps = [
        {upper: high, "points": points},
        {upper: low, lower: high, "points": points / 2},
        {lower: low, "points": 0},
    ]
    return {"bands": {"measure": measures.plain(), "steps": steps}}


def scale(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    return {
        **worth(draw, points),
        "scale": {"measure": measures.want("score"), "from": draw(st.sampled_from([10, 7, 100]))},
    }


def over_places(draw: Draw, measures: Catalogue, points: Decimal, kind: str) -> Spec:
    of = draw(st.sampled_from(["score", "count"])) if kind == "mean_of" else "flag"
    says: Spec = {"measure": measures.sites(of)}
    if kind == "mean_of":
        says["full"] = 10
    if kind == "quorum":
        says |= {"sample": 3, "at_least": draw(st.integers(1, 3))}
    elif draw(st.booleans()):
        says["sample"] = draw(st.integers(1, 3))
    return {**worth(draw, points), kind: says}


def rank(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    places = [points, points / 2, points / 4][: draw(st.integers(1, 3))]
    more = {"order": draw(st.sampled_from(["high", "low"])), "beyond": draw(st.sampled_from([Decimal(0), points / 8]))}
    return {"rank": {"measure": measures.number(), "points": places, **more}}


def relative(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    order = draw(st.sampled_from(["high", "low"]))
    return {
        **worth(draw, points),
        "relative": {"measure": measures.want(draw(st.sampled_from(["count", "ratio"]))), "order": order},
    }


def threshold_or_trend(draw: Draw, measures: Catalogue, points: Decimal) -> Spec:
    code = measures.number()
    measures.with_years.add(code)
    test = draw(st.sampled_from([{"at_least": 5}, {"at_most": 3}]))
    trend = draw(st.sampled_from(["rising", "falling", "not_above_mean", "not_below_mean"]))
    return {
        **worth(draw, points),
        "threshold_or_trend": {"measure": code, **test, "or": trend, "years": draw(st.integers(1, 2))},
    }


SIMPLE: dict[str, Callable[[Draw, Catalogue, Decimal], Spec]] = {
    "per": per, "short_of": short_of, "quota": quota, "ladder": ladder, "late": late, "judged": judged,
    "false_report": false_report, "share": share, "grade": grade, "bands": bands, "scale": scale, "rank": rank,
    "relative": relative, "threshold_or_trend": threshold_or_trend,
}  # fmt: skip
NAMED: dict[str, Callable[[Draw, Catalogue, Decimal, str], Spec]] = {
    "when": flagged, "unless": flagged, "below": percentage, "above": percentage, "if_below": limit, "if_above": limit,
    "all_of": over_places, "share_of": over_places, "mean_of": over_places, "quorum": over_places,
}  # fmt: skip
ALL_KINDS = tuple(sorted([*SIMPLE, *NAMED]))
ONLY_DEDUCT = {"short_of", "below", "above", "quota", "late", "false_report"}
ONLY_EARN = {
    "share", "scale", "all_of", "share_of", "mean_of", "quorum", "rank", "relative", "threshold_or_trend",
}  # fmt: skip


def sign(draw: Draw, kind: str) -> str:
    if kind in ONLY_DEDUCT:
        return "deduct"
    return "earn" if kind in ONLY_EARN else str(draw(st.sampled_from(["deduct", "earn"])))


def a_term(draw: Draw, kind: str, measures: Catalogue, points: Decimal) -> Spec:
    """One term of this kind, in an indicator worth so many points."""
    body = SIMPLE[kind](draw, measures, points) if kind in SIMPLE else NAMED[kind](draw, measures, points, kind)
    if draw(st.integers(1, 4)) == 4:
        body = {**body, "cap": points / 2}
    return {sign(draw, kind): body}
