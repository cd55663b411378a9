"""The rows of a table of facts: names resolved, values read, duplicates and corrections settled."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from duibiao_engine.facts.columns import both, by_distinct, moments, unlike
from duibiao_engine.facts.findings import Findings, Words
from duibiao_engine.facts.grid import Columns
from duibiao_engine.facts.schema import (
    DOES_NOT_APPLY,
    FACTS,
    LIABILITIES,
    Catalogue,
    Vocabulary,
    table,
)
from duibiao_engine.facts.superseding import replaced_rows
from duibiao_engine.facts.unit_rows import parts, unknown_unit
from duibiao_engine.facts.values import Asked, read_values
from duibiao_engine.facts.words import LEVEL_WORDS, NOT_APPLICABLE_WORDS, Names, key
from duibiao_engine.problems import Severity

_APART = "\x1f"


class FactRows(NamedTuple):
    """The canonical facts, and who answers for them."""

    facts: pa.Table
    liabilities: pa.Table


def read_fact_rows(
    columns: Columns, catalogue: Catalogue, vocabulary: Vocabulary, units: Names | None, findings: Findings
) -> FactRows:
    """Reads every row. When the findings have errors the result is not to be used."""
    columns = _once(columns, findings)
    measure = _measures(columns, catalogue, findings)
    unit = _units(columns, units, findings)
    grade = _grades(columns, measure, catalogue, findings)
    asked = Asked(columns, measure, pc.equal(grade, DOES_NOT_APPLY).fill_null(False), catalogue)
    value, out_of = read_values(asked, findings)
    rows = len(columns)
    sequence = pa.array(range(1, rows + 1), pa.int64())
    uid = _uids(columns)
    texts = {name: columns.text(name) for name in ("site", "source", "reference", "recorded_by", "reason")}
    given = {
        "sequence": sequence, "uid": uid, "measure": measure.fill_null(""), "unit": unit.fill_null(""),
        "at": _days(asked, findings), "value": value, "out_of": out_of, "grade": grade,
        "level": _levels(columns, measure, vocabulary, findings), "recorded_at": _moments(columns, "recorded_at", findings),
        "supersedes": pc.add(replaced_rows(columns, uid, measure, unit, findings), 1), **texts,
    }  # fmt: skip
    facts = table(FACTS, given)
    _warn_alike(columns, facts, findings)
    return FactRows(facts, _liabilities(columns, units, findings))


def _uids(columns: Columns) -> pa.Array:
    """The uid of each row; a row without one is known by its place in the file."""
    uid = columns.text("uid")
    if uid.null_count == 0:
        return uid
    places = pc.binary_join_element_wise("row-", pc.add(columns.rows, 1).cast(pa.string()), "")
    return pc.coalesce(uid, places)


def _once(columns: Columns, findings: Findings) -> Columns:
    """Leaves out rows that repeat an earlier one with the same uid; the same uid with other content is refused."""
    uid = columns.text("uid")
    counts = pc.value_counts(uid.drop_null())
    repeated = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    if not len(repeated):
        return columns
    first: dict[str, int] = {}
    again: set[int] = set()
    texts = list(columns.texts.values())
    for row in pc.indices_nonzero(pc.is_in(uid, value_set=repeated)).to_pylist():
        before = first.setdefault(uid[row].as_py(), row)
        if before != row and _repeats(columns, texts, before, row, findings):
            again.add(row)
    return columns.keep(pa.array([row not in again for row in range(len(columns))], pa.bool_()))


def _repeats(columns: Columns, texts: list[pa.Array], before: int, row: int, findings: Findings) -> bool:
    same = all(text[before].as_py() == text[row].as_py() for text in texts)
    uid, where = columns.text("uid")[row].as_py(), columns.place(before, "uid")
    if same:
        words = Words(f"编号「{uid}」的这一行与{where}完全相同", "只读了一次", "删去重复的一行")
        findings.add("facts.read-once", columns.file, columns.place(row, "uid"), words, Severity.WARNING)
    else:
        words = Words(
            f"编号「{uid}」用了两次，内容不同",
            f"另一次在{where}",
            "编号不能重复；若是更正，另用新编号并在“更正”列写原编号",
        )
        findings.add("facts.uid-twice", columns.file, columns.place(row, "uid"), words)
    return same


def _warn_alike(columns: Columns, facts: pa.Table, findings: Findings) -> None:
    """Rows without a uid that say exactly the same: perhaps two events, perhaps one entered twice."""
    nameless = columns.text("uid").is_null()
    content = [name for name in FACTS.names if name not in ("sequence", "uid")]
    rows = facts.select(content).append_column("row", pa.array(range(len(facts)), pa.int64())).filter(nameless)
    if not len(rows):
        return
    groups = rows.group_by(content).aggregate([("row", "min"), ("row", "count")])
    firsts = groups.filter(pc.greater(groups["row_count"], 1)).select([*content, "row_min"])
    if not len(firsts):
        return
    known = {_fingerprint(one): one["row_min"] for one in firsts.slice(0, 100_000).to_pylist()}
    first_of = [known.get(_fingerprint(one)) if one else None for one in facts.select(content).to_pylist()]
    alike = [first is not None and first < row for row, first in enumerate(first_of)]
    findings.rows(
        columns, "measure", both(pa.array(alike, pa.bool_()), nameless), "facts.alike",
        lambda row: Words(
            f"这一行与{columns.place(first_of[row] or 0, 'measure')}完全相同", "两行都没有编号，都计入了", "若是重复录入，删去一行；若是两件事，各写一个编号"
        ), Severity.WARNING,
    )  # fmt: skip


def _fingerprint(row: dict[str, object]) -> tuple[object, ...]:
    return tuple(value for name, value in row.items() if name != "row_min")


def _measures(columns: Columns, catalogue: Catalogue, findings: Findings) -> pa.Array:
    text = columns.text("measure")
    names = Names((code, measure.name) for code, measure in catalogue.items())
    measure = by_distinct(text, names.find, pa.string())
    blank = Words("没有写计量项", "不知道这一行说的是什么", "填上计量项的名称或代码")
    findings.rows(columns, "measure", text.is_null(), "facts.no-measure", lambda _: blank)

    def unknown(row: int) -> Words:
        word = text[row].as_py()
        several = names.all_named(word)
        if len(several) > 1:
            return Words(f"叫「{word}」的计量项不止一个", f"代码有：{'、'.join(several[:10])}", "改写代码")
        near = names.near(word)
        return Words(
            f"不认识计量项「{word[:60]}」",
            f"是不是「{near}」？" if near else "标准里没有这个计量项",
            "改成标准里的名称或代码",
        )

    findings.rows(columns, "measure", both(text.is_valid(), measure.is_null()), "facts.unknown-measure", unknown)
    return measure


def _units(columns: Columns, known: Names | None, findings: Findings) -> pa.Array:
    text = columns.text("unit")
    blank = Words("没有写单位", "不知道说的是谁", "填上单位的名称或编号")
    findings.rows(columns, "unit", text.is_null(), "facts.no-unit", lambda _: blank)
    if known is None:
        spelled: dict[str, str] = {}
        return by_distinct(text, lambda word: spelled.setdefault(key(word), word), pa.string())
    unit = by_distinct(text, known.find, pa.string())
    findings.rows(
        columns, "unit", both(text.is_valid(), unit.is_null()), "facts.unknown-unit",
        lambda row: unknown_unit(text[row].as_py(), known),
    )  # fmt: skip
    return unit


def _per_measure(measure: pa.Array, text: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(measure, text, _APART)


def _grades(columns: Columns, measure: pa.Array, catalogue: Catalogue, findings: Findings) -> pa.Array:
    text = columns.text("grade")

    def find(pair: str) -> str | None:
        code, _, word = pair.partition(_APART)
        if key(word) in NOT_APPLICABLE_WORDS:
            return DOES_NOT_APPLY
        return Names((grade, grade) for grade in catalogue[code].grades or ()).find(word)

    def unknown(row: int) -> Words:
        asked = catalogue[measure[row].as_py()]
        listed = "、".join(asked.grades or ())
        why = f"「{asked.name}」的等次有：{listed}" if listed else f"「{asked.name}」没有等次"
        return Words(
            f"等次「{text[row].as_py()[:40]}」不对", why, "改成其中一个；不适用写 n/a" if listed else "清空这一格"
        )

    grade = by_distinct(_per_measure(measure, text), find, pa.string())
    wrong = both(measure.is_valid(), text.is_valid(), grade.is_null())
    findings.rows(columns, "grade", wrong, "facts.unknown-grade", unknown)
    graded = by_distinct(measure, lambda code: catalogue[code].kind == "grade", pa.bool_())
    blank = Words("没有写等次", "这个计量项要的是等次", "在“等次”列填上；不适用写 n/a")
    findings.rows(columns, "grade", both(graded, text.is_null()), "facts.no-grade", lambda _: blank)
    return grade


def _levels(columns: Columns, measure: pa.Array, vocabulary: Vocabulary, findings: Findings) -> pa.Array:
    """The level in the standard's own spelling. An unknown level earns and costs nothing, and that is said."""
    text = columns.text("level")
    if not vocabulary.levels:
        return text

    def find(pair: str) -> str | None:
        code, _, word = pair.partition(_APART)
        names = Names((level, level) for level in vocabulary.levels.get(code, ()))
        return next((found for one in (word, *LEVEL_WORDS.get(word, ())) if (found := names.find(one))), None)

    level = by_distinct(_per_measure(measure, text), find, pa.string())
    asked = by_distinct(measure, lambda code: code in vocabulary.levels, pa.bool_())

    def unknown(row: int) -> Words:
        listed = "、".join(vocabulary.levels[measure[row].as_py()])
        return Words(
            f"层级「{text[row].as_py() or ''}」不在标准里",
            f"标准里的层级是：{listed}；写别的不加分也不扣分",
            "改成其中一个",
        )

    wrong = both(asked, level.is_null())
    findings.rows(columns, "level", wrong, "facts.unknown-level", unknown, Severity.WARNING)
    return pc.coalesce(level, text)


def _moments(columns: Columns, name: str, findings: Findings) -> pa.Array:
    text = columns.text(name)
    read = moments(text)
    findings.rows(
        columns, name, both(text.is_valid(), read.is_null()), "facts.bad-date",
        lambda row: Words(
            f"日期「{text[row].as_py()[:40]}」读不懂", "要有年、月、日，而且真有这一天（1900 年以后）", "写成 2026-03-05 或 2026年3月5日"
        ),
    )  # fmt: skip
    return read


def _days(asked: Asked, findings: Findings) -> pa.Array:
    columns = asked.columns
    at = _moments(columns, "at", findings)
    missing = both(asked.is_kind("date"), columns.text("at").is_null(), unlike(asked.not_applicable))
    findings.rows(
        columns, "at", missing, "facts.no-date",
        lambda row: Words(f"「{asked.name(row)}」没有写时间", "这个计量项记的就是日期", "填上发生的那一天"),
    )  # fmt: skip
    return at


def _liabilities(columns: Columns, known: Names | None, findings: Findings) -> pa.Table:
    text = columns.text("liable")
    if text.null_count == len(text):
        return table(LIABILITIES, {})
    listed = by_distinct(text, parts, pa.list_(pa.string()))
    rows, unit = pc.list_parent_indices(listed), pc.list_flatten(listed)
    if known is None:
        return table(LIABILITIES, {"sequence": pc.add(rows.cast(pa.int64()), 1), "unit": unit})
    found = by_distinct(unit, known.find, pa.string())
    wrong = pc.indices_nonzero(found.is_null())
    for position in wrong.to_pylist():
        place = columns.place(rows[position].as_py(), "liable")
        findings.add("facts.unknown-liable", columns.file, place, unknown_unit(unit[position].as_py(), known))
    return table(LIABILITIES, {"sequence": pc.add(rows.cast(pa.int64()), 1), "unit": found.fill_null("")})
