"""The list of units, and what does not apply to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import pyarrow as pa

from duibiao_engine.facts.columns import both, by_distinct, unlike
from duibiao_engine.facts.findings import Findings, Words
from duibiao_engine.facts.grid import Columns
from duibiao_engine.facts.schema import NOT_APPLICABLE, PLAIN_KIND, UNIT_GROUPS, UNITS, Vocabulary, table
from duibiao_engine.facts.words import Names, half_width, key
from duibiao_engine.problems import Severity


@dataclass(frozen=True)
class Units:
    """The units of a file with the words by which facts may name them."""

    units: pa.Table
    groups: pa.Table
    names: Names


def parts(text: str) -> list[str]:
    """What stands in one cell, separated by | or ｜."""
    pieces = (piece.strip() for piece in text.replace("｜", "|").split("|"))
    return list(dict.fromkeys(piece for piece in pieces if piece))


def read_units(columns: Columns, vocabulary: Vocabulary, findings: Findings) -> Units:
    """Reads the list of units; a unit without a name is called by its id, and the other way round."""
    ids, names = columns.text("id").to_pylist(), columns.text("name").to_pylist()
    ids = [one or name for one, name in zip(ids, names, strict=True)]
    names = [name or one for one, name in zip(ids, names, strict=True)]
    _refuse_nameless(columns, ids, findings)
    _refuse_twice(columns, ids, findings)
    known = Names((one, name) for one, name in zip(ids, names, strict=True) if one)
    _warn_shared_names(columns, names, known, findings)
    kinds = _kinds(columns, vocabulary.unit_kinds, findings)
    parents = _parents(columns, ids, known, findings)
    rows = {"unit": _filled(ids), "name": _filled(names), "kind": kinds, "parent": parents}
    return Units(table(UNITS, rows), _groups(columns, ids), known)


def _filled(texts: list[str | None]) -> pa.Array:
    return pa.array([text or "" for text in texts], pa.string())


def _refuse_nameless(columns: Columns, ids: list[str | None], findings: Findings) -> None:
    wrong = pa.array([not one for one in ids], pa.bool_())
    words = Words("这一行没有编号也没有名称", "不知道是哪个单位", "填上名称，或删去这一行")
    findings.rows(columns, "id", wrong, "units.nameless", lambda _: words)


def _refuse_twice(columns: Columns, ids: list[str | None], findings: Findings) -> None:
    first: dict[str, int] = {}
    for row, one in enumerate(ids):
        before = first.setdefault(key(one or ""), row)
        if one and before != row:
            where = columns.place(before, "id")
            words = Words(f"单位「{one}」列了两次", f"第一次在{where}", "删去一行，或改成不同的编号")
            findings.add("units.twice", columns.file, columns.place(row, "id"), words)


def _warn_shared_names(columns: Columns, names: list[str | None], known: Names, findings: Findings) -> None:
    wrong = pa.array([bool(name) and len(known.all_named(name or "")) > 1 for name in names], pa.bool_())
    findings.rows(
        columns, "name", wrong, "units.shared-name",
        lambda row: Words(f"名称「{names[row]}」不止一个单位用", "事实里只写名称时分不清", "事实里请写单位编号"),
        Severity.WARNING,
    )  # fmt: skip


def _kinds(columns: Columns, known: Mapping[str, str] | None, findings: Findings) -> pa.Array:
    text = columns.text("kind")
    if not known:
        return text.fill_null(PLAIN_KIND)
    names = Names([*known.items(), (PLAIN_KIND, PLAIN_KIND)])
    kinds = by_distinct(text, names.find, pa.string())
    listed = "、".join(f"{name}（{code}）" for code, name in known.items())
    findings.rows(
        columns, "kind", both(text.is_valid(), kinds.is_null()), "units.unknown-kind",
        lambda row: Words(f"不认识类别「{text[row]}」", f"标准里的类别是：{listed}", "改成其中一个"),
    )  # fmt: skip
    return kinds.fill_null(PLAIN_KIND)


def _parents(columns: Columns, ids: list[str | None], known: Names, findings: Findings) -> pa.Array:
    text = columns.text("parent")
    parents = by_distinct(text, known.find, pa.string())
    findings.rows(
        columns, "parent", both(text.is_valid(), parents.is_null()), "units.unknown-parent",
        lambda row: unknown_unit(text[row].as_py(), known),
    )  # fmt: skip
    above = dict(zip(ids, parents.to_pylist(), strict=True))
    for row, one in enumerate(ids):
        if one and _own_ancestor(one, above):
            words = Words(f"「{one}」的上级绕回到自己", "上级关系成了一个圈", "改正其中一个上级")
            findings.add("units.parent-circle", columns.file, columns.place(row, "parent"), words)
    return parents


def _own_ancestor(one: str, above: Mapping[str | None, str | None]) -> bool:
    seen: set[str] = set()
    parent = above.get(one)
    while parent and parent not in seen:
        if parent == one:
            return True
        seen.add(parent)
        parent = above.get(parent)
    return False


def _groups(columns: Columns, ids: list[str | None]) -> pa.Table:
    pairs = [
        (one, group)
        for one, text in zip(ids, columns.text("groups").to_pylist(), strict=True)
        for group in parts(text or "")
        if one
    ]
    return table(UNIT_GROUPS, {"unit": [one for one, _ in pairs], "group": [group for _, group in pairs]})


def unknown_unit(text: str, known: Names) -> Words:
    """What is said of a unit that is not in the list."""
    several = known.all_named(text)
    if len(several) > 1:
        return Words(f"叫「{text}」的单位不止一个", f"编号有：{'、'.join(several[:10])}", "改写单位编号")
    near = known.near(text)
    why = f"是不是「{near}」？" if near else "单位名单里没有它"
    return Words(f"不认识单位「{text[:60]}」", why, "改正名称，或在单位名单里加上这个单位")


def read_not_applicable(columns: Columns, units: Names | None, vocabulary: Vocabulary, findings: Findings) -> pa.Table:
    """Reads which indicator does not apply to which unit. `units` is None when there is no list of units."""
    unit, indicator = columns.text("unit"), columns.text("indicator")
    for name, text, what in (("unit", unit, "单位"), ("indicator", indicator, "指标")):
        missing = Words(f"没有写{what}", "这一行说不清谁的哪项指标不适用", f"填上{what}，或删去这一行")
        findings.rows(columns, name, text.is_null(), "not-applicable.incomplete", partial(_same, missing))
    if units:
        unit = _known_units(columns, unit, units, findings)
    if vocabulary.indicators is not None:
        indicator = _known_indicators(columns, indicator, vocabulary.indicators, findings)
    _refuse_repeats(columns, unit, indicator, findings)
    rows = {"unit": unit.fill_null(""), "indicator": indicator.fill_null(""), "reason": columns.text("reason")}
    return table(NOT_APPLICABLE, rows)


def _same(words: Words, _: int) -> Words:
    return words


def _known_units(columns: Columns, text: pa.Array, units: Names, findings: Findings) -> pa.Array:
    found = by_distinct(text, units.find, pa.string())
    findings.rows(
        columns, "unit", both(text.is_valid(), found.is_null()), "not-applicable.unknown-unit",
        lambda row: unknown_unit(text[row].as_py(), units),
    )  # fmt: skip
    return found


def _known_indicators(columns: Columns, text: pa.Array, known: Mapping[str, str], findings: Findings) -> pa.Array:
    # Excel turns the text 1.10 into the number 1.1: that is why an indicator may also be written by its name.
    names = Names(known.items())
    found = by_distinct(text, lambda one: names.find(half_width(one)), pa.string())
    findings.rows(
        columns, "indicator", both(text.is_valid(), found.is_null()), "not-applicable.unknown-indicator",
        lambda row: Words(
            f"不认识指标「{text[row].as_py()[:60]}」", _near(names, text[row].as_py()), "改成标准里的指标编号或名称"
        ),
    )  # fmt: skip
    return found


def _near(names: Names, text: str) -> str:
    near = names.near(text)
    return f"是不是「{near}」？" if near else "标准里没有这个编号"


def _refuse_repeats(columns: Columns, unit: pa.Array, indicator: pa.Array, findings: Findings) -> None:
    seen: set[tuple[str | None, str | None]] = set()
    repeated = []
    for pair in zip(unit.to_pylist(), indicator.to_pylist(), strict=True):
        repeated.append(pair in seen and None not in pair)
        seen.add(pair)
    words = Words("同一单位的同一指标写了两次", "", "删去一行")
    findings.rows(columns, "indicator", both(pa.array(repeated, pa.bool_()), unlike(unit.is_null())),
                  "not-applicable.twice", lambda _: words)  # fmt: skip
