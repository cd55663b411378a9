"""Two editions side by side: what is new, gone, moved, renumbered, reworded, scored otherwise; and what became of what.

Its one trick: first it is settled which old indicator is which new one (`matching`), then every difference is read off the
pairs, with the old codes of measures and indicators translated, so that a mere renumbering changes no rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from duibiao_engine.rules.base import Side, number
from duibiao_engine.standard.matching import Matching, Pair, Thing, similarity
from duibiao_engine.standard.measures import Measure
from duibiao_engine.standard.model import Indicator, Node, Standard, Term

_ABOVE = ("scorecards", "gates", "vetoes", "penalties")
_WHOLE = (
    "title", "edition", "issuer", "points", "combine", "cap", "floor", "rescale", "not_applicable", "unknown", "period",
    "rounding", "met_at", "unit_kinds", "grades", "ranking", "cycle",
)  # fmt: skip
_SETTINGS = ("combine", "weight", "cap", "floor", "rescale", "bonus", "not_applicable", "start")


@dataclass(frozen=True, slots=True)
class Listed:
    """An indicator or measure of one edition."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is otherwise: `key` names it, `old` and `new` are its values in words (empty: not there)."""

    key: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An indicator under another parent; an empty parent is the first level."""

    old: Listed
    new: Listed
    old_parent: str
    new_parent: str


@dataclass(frozen=True, slots=True)
class Renumbered:
    """An indicator with another code."""

    old: str
    new: str
    name: str


@dataclass(frozen=True, slots=True)
class Reworded:
    """Another name or text; `similarity` is 0–1 over both."""

    old: Listed
    new: Listed
    old_text: str
    new_text: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Changed:
    """An indicator or measure of which some things are otherwise."""

    old: Listed
    new: Listed
    differences: tuple[Difference, ...]


@dataclass(slots=True)
class Comparison:
    """Everything in which two editions differ, and the proposal for carrying work over."""

    old: str
    new: str
    added: list[Listed] = field(default_factory=list)
    removed: list[Listed] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    renumbered: list[Renumbered] = field(default_factory=list)
    reworded: list[Reworded] = field(default_factory=list)
    points: list[Changed] = field(default_factory=list)
    rules: list[Changed] = field(default_factory=list)
    settings: list[Changed] = field(default_factory=list)
    measures_added: list[Listed] = field(default_factory=list)
    measures_removed: list[Listed] = field(default_factory=list)
    measures_changed: list[Changed] = field(default_factory=list)
    whole: list[Difference] = field(default_factory=list)
    mapping: list[Pair] = field(default_factory=list)
    measure_mapping: list[Pair] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Whether nothing that counts is otherwise (title, edition and the like aside)."""
        idle = {"old", "new", "mapping", "measure_mapping", "whole"}
        return not any(getattr(self, key) for key in self.__slots__ if key not in idle) and not any(
            one.key not in ("title", "edition", "issuer") for one in self.whole
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`."""
        return asdict(self)


def compare(old: Standard, new: Standard) -> Comparison:
    """Compare two editions; neither is changed."""
    result = Comparison(_title(old), _title(new))
    result.measure_mapping = Matching(_measures(old), _measures(new)).run()
    measures = {pair.old: pair.new for pair in result.measure_mapping}
    _compare_measures(result, old, new, measures)
    result.mapping = Matching(_indicators(old, measures), _indicators(new, {})).run()
    codes = {pair.old: pair.new for pair in result.mapping}
    _Tree(old, new, codes, measures).compare(result)
    result.whole = [*_whole(old, new), *_above(old, new, codes, measures)]
    return result


def _title(standard: Standard) -> str:
    return f"{standard.title}（{standard.edition}）"


# ── what is paired ────────────────────────────────────────────────────────────────────────────────


def _measures(standard: Standard) -> Iterator[Thing]:
    for code, measure in standard.measures.items():
        yield Thing(code, measure.name, measure.note or "", measure.kind, (), _plain(measure, leave=("code",)))


def _indicators(standard: Standard, measures: Mapping[str, str]) -> Iterator[Thing]:
    names: dict[int, tuple[str, ...]] = {0: ()}
    deep = _Deep(measures)
    for node in standard.nodes:
        names[node.number] = (*names[node.parent], node.indicator.name)
        sort = "leaf" if node.indicator.is_leaf else "parent"
        words = (node.indicator.name, node.indicator.text or "")
        parent = standard.nodes[node.parent - 1].code if node.parent else ""
        yield Thing(node.code, *words, sort, names[node.parent], deep.of(node.indicator), parent)


class _Deep:
    """A number for everything that an indicator is made of, codes left out; equal numbers, equal indicators."""

    def __init__(self, measures: Mapping[str, str]) -> None:
        self.measures = measures

    def of(self, indicator: Indicator) -> str:
        """Its own words, points and rule, and the same of all below."""
        rule = "|".join(repr(_term_values(term, self.measures)) for term in indicator.rule)
        below = ",".join(self.of(child) for child in indicator.children)
        return f"({indicator.name};{indicator.text};{indicator.points};{rule};{below})"


def _plain(model: Any, leave: tuple[str, ...] = ()) -> str:
    return repr({key: value for key, value in model.model_dump(mode="json").items() if key not in leave})


# ── the tree ──────────────────────────────────────────────────────────────────────────────────────


class _Tree:
    """Reads the differences of indicators off their pairs."""

    def __init__(self, old: Standard, new: Standard, codes: Mapping[str, str], measures: Mapping[str, str]) -> None:
        self.old, self.new, self.codes, self.measures = old, new, codes, measures

    def compare(self, result: Comparison) -> None:
        """Fill in everything about indicators."""
        taken = set(self.codes.values())
        result.removed = [_listed(node) for node in self.old.nodes if node.code not in self.codes]
        result.added = [_listed(node) for node in self.new.nodes if node.code not in taken]
        for code, became in self.codes.items():
            one, other = self.old.by_code[code], self.new.by_code[became]
            self._place(result, one, other)
            self._words(result, one, other)
            self._scoring(result, one, other)

    def _place(self, result: Comparison, one: Node, other: Node) -> None:
        if one.code != other.code:
            result.renumbered.append(Renumbered(one.code, other.code, other.indicator.name))
        parent, parent_now = self._parent(self.old, one), self._parent(self.new, other)
        if self.codes.get(parent, "" if not parent else None) != parent_now:
            result.moved.append(Moved(_listed(one), _listed(other), parent, parent_now))

    @staticmethod
    def _parent(standard: Standard, node: Node) -> str:
        return standard.nodes[node.parent - 1].code if node.parent else ""

    def _words(self, result: Comparison, one: Node, other: Node) -> None:
        before, after = one.indicator, other.indicator
        text, text_now = before.text or "", after.text or ""
        if (before.name, text) != (after.name, text_now):
            alike = round(similarity(f"{before.name}\n{text}", f"{after.name}\n{text_now}"), 2)
            result.reworded.append(Reworded(_listed(one), _listed(other), text, text_now, alike))

    def _scoring(self, result: Comparison, one: Node, other: Node) -> None:
        before, after = one.indicator, other.indicator
        points = _differences(before, after, ("points",))
        rule = tuple(_rule_differences(before, after, self.measures, self.old.measures, self.new.measures))
        settings = _differences(before, after, ("applies_to", "method", *_SETTINGS))
        for into, found in ((result.points, points), (result.rules, rule), (result.settings, settings)):
            if found:
                into.append(Changed(_listed(one), _listed(other), found))


def _listed(node: Node) -> Listed:
    return Listed(node.code, node.indicator.name)


def _differences(one: Any, other: Any, keys: tuple[str, ...]) -> tuple[Difference, ...]:
    both = ((key, getattr(one, key), getattr(other, key)) for key in keys)
    return tuple(Difference(key, in_words(before), in_words(after)) for key, before, after in both if before != after)


def in_words(value: Any) -> str:
    """A value for people: nothing is empty, numbers without trailing zeros, lists with 、."""
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return number(float(value))
    if isinstance(value, Mapping):
        return "、".join(f"{key} {in_words(inner)}".strip() for key, inner in value.items() if inner is not None)
    if isinstance(value, list | tuple):
        return "、".join(f"（{in_words(one)}）" if isinstance(one, Mapping) else in_words(one) for one in value)
    return str(value)


# ── rules ─────────────────────────────────────────────────────────────────────────────────────────


def _term_values(term: Term, measures: Mapping[str, str]) -> dict[str, Any]:
    """A term as flat values, its measures translated into the new edition's codes."""
    parameters = term.parameters.model_dump(mode="json", by_alias=True, exclude={"word"})
    for key in ("measure", "target_measure", "things", "of_kind"):
        if parameters.get(key) is not None:
            parameters[key] = measures.get(parameters[key], parameters[key])
    common = {"points": term.points, "cap": term.cap, "recoverable": term.recoverable}
    values = {f"{term.side.value} {key}": value for key, value in common.items()}
    return {"side": term.side.value, "word": term.parameters.word, **values, **parameters}


def _rule_differences(
    before: Indicator,
    after: Indicator,
    translated: Mapping[str, str],
    old: Mapping[str, Measure],
    new: Mapping[str, Measure],
) -> Iterator[Difference]:
    olds = [(_term_values(term, translated), term) for term in before.rule]
    news = [(_term_values(term, {}), term) for term in after.rule]
    for values, term in list(olds):
        same = next((one for one in news if one[0] == values), None)
        if same is not None:
            news.remove(same)
            olds.remove((values, term))
    for values, term in olds:
        became = next((one for one in news if _is_same_term(one[0], values)), None)
        if became is not None:
            news.remove(became)
            yield from _changed_values(values, became[0])
        else:
            yield Difference("删去计分项", term_in_words(term, old), "")
    yield from (Difference("增加计分项", "", term_in_words(term, new)) for _, term in news)


def _is_same_term(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one.get(key) == other.get(key) for key in ("side", "word", "measure", "things"))


def _changed_values(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Difference]:
    for key in dict.fromkeys([*one, *other]):
        if one.get(key) != other.get(key):
            label = key.split(" ")[-1]
            yield Difference(f"{one['word']} 的 {label}", in_words(one.get(key)), in_words(other.get(key)))


def term_in_words(term: Term, measures: Mapping[str, Measure]) -> str:
    """`扣 0.5 分：short_of（专题研究次数，target 3）`."""
    side = "扣" if term.side is Side.DEDUCT else "得"
    points = "" if term.points is None else "全部分值" if term.points == "all" else f"{number(term.points)} 分"
    named = [measures[code].name if code in measures else code for code in term.measures]
    rest = term.parameters.model_dump(
        mode="json",
        by_alias=True,
        exclude={"word", "measure", "target_measure", "things", "of_kind"},
        exclude_none=True,
        exclude_defaults=True,
    )
    parts = [*named, *(f"{key} {in_words(value)}" for key, value in rest.items())]
    cap = f"，最多 {number(term.cap)} 分" if term.cap is not None else ""
    return f"{' '.join(part for part in (side, points) if part)}：{term.parameters.word}（{'，'.join(parts)}）{cap}"


# ── measures, and what stands above ───────────────────────────────────────────────────────────────


def _compare_measures(result: Comparison, old: Standard, new: Standard, became: Mapping[str, str]) -> None:
    taken = set(became.values())
    result.measures_removed = [Listed(code, one.name) for code, one in old.measures.items() if code not in became]
    result.measures_added = [Listed(code, one.name) for code, one in new.measures.items() if code not in taken]
    for code, other_code in became.items():
        one, other = old.measures[code], new.measures[other_code]
        found = _differences(one, other, tuple(Measure.model_fields))
        if found:
            result.measures_changed.append(Changed(Listed(code, one.name), Listed(other_code, other.name), found))


def _whole(old: Standard, new: Standard) -> Iterator[Difference]:
    before, after = (one.model_dump(mode="json", by_alias=True, include=set(_WHOLE)) for one in (old, new))
    for key in _WHOLE:
        if before[key] != after[key]:
            yield Difference(key, in_words(before[key]), in_words(after[key]))


def _above(old: Standard, new: Standard, codes: Mapping[str, str], measures: Mapping[str, str]) -> Iterator[Difference]:
    """Gates and the like by their ids; a gate on an indicator that was merely renumbered is the same."""
    for key in _ABOVE:
        before = {one.id: _translated(one.model_dump(mode="json"), codes, measures) for one in getattr(old, key)}
        after = {one.id: one.model_dump(mode="json") for one in getattr(new, key)}
        for name in dict.fromkeys([*before, *after]):
            if before.get(name) != after.get(name):
                yield Difference(f"{key} {name}", in_words(before.get(name)), in_words(after.get(name)))


def _translated(values: dict[str, Any], codes: Mapping[str, str], measures: Mapping[str, str]) -> dict[str, Any]:
    """The old edition's values in the new one's codes; what did not come over is marked, for its code may mean another now."""
    if values.get("event") is not None:
        values["event"] = measures.get(values["event"], f"原 {values['event']}")
    if values.get("indicator") is not None:
        values["indicator"] = codes.get(values["indicator"], f"原 {values['indicator']}")
    if isinstance(values.get("score"), dict) and values["score"]["indicator"]:
        code = values["score"]["indicator"]
        values["score"]["indicator"] = codes.get(code, f"原 {code}")
    if isinstance(values.get("measures"), list):
        values["measures"] = [measures.get(code, f"原 {code}") for code in values["measures"]]
    return values
