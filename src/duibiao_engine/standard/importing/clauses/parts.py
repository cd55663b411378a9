"""What a parsed phrase says, as small values: bounds, each, amounts. Pure look-ups in the tree; nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass

from duibiao_engine.standard.importing.clauses.lexing import Tok
from duibiao_engine.standard.importing.clauses.phrases import Node, Phrase


@dataclass(frozen=True, slots=True)
class Bound:
    """An interval. `inside` of an end is None where the words do not say whether the end belongs."""

    low: float | None = None
    low_in: bool | None = True
    high: float | None = None
    high_in: bool | None = False
    unit: str = ""
    percent: bool = False

    @property
    def number(self) -> float:
        """The one number of a bound with one end."""
        return self.low if self.low is not None else (self.high or 0.0)


@dataclass(frozen=True, slots=True)
class Each:
    """每 + what: the deviation, how many, of what unit, and the free text before, between and after."""

    dev: str
    dev_word: str
    count: float
    unit: str
    percent: bool
    before: str
    lead: str
    after: str
    every: bool
    start: Bound | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to the points: `kind` is loss, gain, zero, full, half, noloss, nogain, pass or veto."""

    kind: str
    points: float | None = None
    span: tuple[float, float] | None = None
    bonus: bool = False
    judged: bool = False
    each_of: bool = False
    listed: tuple[float, ...] = ()
    rate: str = ""
    rate_count: float = 1

    @property
    def takes(self) -> bool:
        """Whether it takes points (zero does so only beside losses)."""
        return self.kind in ("loss", "noloss")

    @property
    def gives(self) -> bool:
        """Whether it gives points."""
        return self.kind in ("gain", "full", "half", "pass", "nogain")


def texts(node: Node) -> list[str]:
    """The pieces of free text directly below."""
    return [tok.text for tok in node.toks("W")]


def before_and_after(node: Node) -> tuple[str, str]:
    """Free text before the first and after the last part that is not free text."""
    parts = node.parts
    solid = [i for i, part in enumerate(parts) if not (isinstance(part, Tok) and part.kind == "W")]
    if not solid:
        return "".join(texts(node)), ""
    left = "".join(str(part) for part in parts[: solid[0]] if isinstance(part, Tok))
    right = "".join(str(part) for part in parts[solid[-1] + 1 :] if isinstance(part, Tok))
    return left, right


def quantity(node: Node) -> tuple[float, str, bool]:
    """(how many, unit, whether percentage points)."""
    number = next(iter(node.toks("NUM")), None)
    percent = next(iter(node.toks("PCT")), None)
    unit = next(iter(node.toks("UNIT")), None)
    if percent is not None:
        return float(percent.value), "个百分点", True
    text = unit.text.replace("每", "") if unit else ""
    return (1.0 if number is None else float(number.value)), text, text in ("个百分点", "百分点", "‰", "个千分点")


def each(node: Node) -> Each:
    """What an `each` phrase counts."""
    inner = node.nodes("quantity")[0]
    count, unit, percent = quantity(inner)
    place = node.parts.index(inner)
    first = next((i for i, p in enumerate(node.parts) if isinstance(p, Tok) and p.kind in ("EVERY", "DEV")), 0)
    dev = next((tok for tok in node.toks("DEV")), None)
    lead = "".join(p.text for p in node.parts[first:place] if isinstance(p, Tok) and p.kind == "W")
    before = "".join(p.text for p in node.parts[:first] if isinstance(p, Tok) and p.kind == "W")
    base = next(iter(node.nodes("bounds")), None)
    things = described(base) if base else ""
    before = things or before_and_after(base)[0] if base else before
    after = "".join(p.text for p in node.parts[place + 1 :] if isinstance(p, Tok) and p.kind == "W")
    unit, after = _noun_apart(unit, after)
    start = bounds(base) if base and not things else None
    return Each(dev.value if dev else "", dev.text if dev else "", count, unit, percent, before, lead, after,
                any(tok.kind == "EVERY" for tok in node.toks()), start)  # fmt: skip


_PURE = ("个百分点", "个千分点", "个工作日", "个月", "个名次", "个位次", "个档次", "个季度")


def _noun_apart(unit: str, after: str) -> tuple[str, str]:
    """每个案件: what is counted are 案件, in 个."""
    if not unit.startswith("个") or unit == "个" or unit in _PURE:
        return unit, after
    return "个", unit[1:] + after


MONEY = {"元", "百元", "千元", "万元", "亿元"}


def described(node: Node) -> str:
    """低于10万元的村，每个扣: what stands behind the number and 的 is what is counted; the whole words are its name."""
    last = node.nodes()[-1]
    after = before_and_after(node)[1]
    closed = after.startswith("的") or any(tok.text.endswith("的") for tok in last.toks("SUF"))
    named = after.strip("的者，")
    money = len(named) >= 2 and any(tok.text in MONEY for tok in node.all_toks() if tok.kind == "UNIT")
    things = named and not named.startswith(("部分", "情况", "情形")) and (closed or money)
    return "".join(tok.text for tok in node.all_toks()) if things else ""


def bound(node: Node) -> Bound:
    """One bound; 以上 and 以下 hold their number, as the Civil Code says (art. 1259), unless （不含）."""
    if node.name == "span_bound":
        return _span(node)
    number, unit, percent = _value(node)
    included = next((tok.value for tok in node.toks("INCL")), None)
    sign = next((tok.value for tok in node.toks("CMP")), "")
    suffix = next((tok.value for tok in node.toks("SUF")), "")
    if sign in ("", "=") or (sign in (">=", ">") and suffix == ">="):
        sign = suffix or sign or (">=" if included else "=")
    elif suffix == "<=" and sign in ("<", "<="):
        pass
    elif suffix and suffix != sign:
        sign = "?"
    return _signed(sign, number, included, unit, percent)


def _value(node: Node) -> tuple[float, str, bool]:
    if node.name == "verb_bound":
        tok = node.toks("NUM", "PCT")[0]
        return float(tok.value), next((one.text for one in node.toks("UNIT")), ""), tok.kind == "PCT"
    value = node.nodes("value")[0]
    percent = next(iter(value.toks("PCT")), None)
    number = percent or value.toks("NUM")[0]
    return float(number.value), next((tok.text for tok in value.toks("UNIT")), ""), percent is not None


def _signed(sign: str, number: float, included: bool | None, unit: str, percent: bool) -> Bound:
    if sign == ">=":
        return Bound(number, included is not False, None, False, unit, percent)
    if sign == ">":
        return Bound(number, bool(included), None, False, unit, percent)
    if sign == "<=":
        return Bound(None, False, number, included is not False, unit, percent)
    if sign == "<":
        return Bound(None, False, number, bool(included), unit, percent)
    if percent and number >= 100:
        return Bound(number, True, None, False, unit, percent)  # 达标率为100%: there is nothing above
    return Bound(number, True, number, True, unit, percent)


def _span(node: Node) -> Bound:
    low, high, percent, low_in, high_in, unit = node.toks("RANGE")[0].value
    return Bound(float(low), low_in, float(high), high_in, unit, percent)


def bounds(node: Node) -> Bound | None:
    """The interval that one or two bounds make; None where they make none."""
    found = [bound(one) for one in node.nodes()]
    if len(found) == 1:
        return found[0]
    low = [one for one in found if one.low is not None and one.high is None]
    high = [one for one in found if one.high is not None and one.low is None]
    if len(found) != 2 or len(low) != 1 or len(high) != 1 or low[0].number >= high[0].number:
        return None
    percent = low[0].percent or high[0].percent
    return Bound(low[0].low, low[0].low_in, high[0].high, high[0].high_in, low[0].unit or high[0].unit, percent)


_SIMPLE = {
    "ZERO": "zero",
    "FULL": "full",
    "HALF": "half",
    "NOLOSS": "noloss",
    "NOGAIN": "nogain",
    "PASS": "pass",
    "VETO": "veto",
}


def _part(tok: Tok) -> float:
    """A part of the item's points, written as a negative number: half is -0.5."""
    return -float(tok.value or 0.5)


def effect(node: Node) -> Effect:
    """What happens to the points."""
    if node.name == "in_proportion":
        return Effect("prop")
    if node.name == "effect":
        last = node.toks()[-1]
        return Effect(_SIMPLE[last.kind], _part(last) if last.kind == "HALF" else None)
    judged, each_of = bool(node.toks("DISC")), bool(node.toks("EACHOF"))
    rate = next(iter(node.nodes("rate")), None)
    unit = next((tok.text for tok in rate.toks("UNIT")), "") if rate else ""
    count = next((float(tok.value) for tok in rate.toks("NUM")), 1.0) if rate else 1.0
    if node.name in ("loss_list", "gain_list"):
        values = tuple(float(tok.value) for tok in node.nodes("listed")[0].toks("POINTS", "NUM"))
        bonus = any(tok.value == "bonus" for tok in node.toks("GAIN"))
        return Effect(node.name[:4], listed=values, bonus=bonus)
    if node.name == "loss_unsaid":
        return Effect("loss", judged=True)
    amount = node.nodes("amount")[0] if node.nodes("amount") else node
    kind = "loss" if node.name.startswith("loss") else "gain"
    bonus = any(tok.value == "bonus" for tok in node.toks("GAIN"))
    one = amount.toks("POINTS", "SPAN", "FULL", "HALF")[0]
    if one.kind == "FULL":
        return Effect("zero" if kind == "loss" else "full")
    if one.kind == "HALF":
        return Effect("half" if kind == "gain" else "loss", points=_part(one))
    if one.kind == "SPAN":
        low, high = one.value
        return Effect(kind, span=(float(low), float(high)), judged=True, each_of=each_of, bonus=bonus)
    if node.name == "loss_up_to":
        return Effect("loss", span=(0.0, float(one.value)), judged=True)
    if kind == "gain" and float(one.value) == 0 and not bonus and node.name != "bare":
        return Effect("zero")
    return Effect(kind, float(one.value), None, bonus, judged, each_of, (), unit, count)


def effect_of(phrase: Phrase) -> Effect:
    """The effect of an act."""
    assert phrase.effect is not None
    return effect(phrase.effect)
