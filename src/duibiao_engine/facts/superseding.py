"""Corrections: which fact replaces which.

Its one trick: a correction is looked up once for all rows (uid → row); everything else is comparing two columns of row
numbers. A chain is lawful; a fact that corrects itself, a circle, and two corrections of one fact are not.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from duibiao_engine.facts.columns import both, either
from duibiao_engine.facts.findings import Findings, Words
from duibiao_engine.facts.grid import Columns
from duibiao_engine.problems import Severity


def replaced_rows(columns: Columns, uid: pa.Array, measure: pa.Array, unit: pa.Array, findings: Findings) -> pa.Array:
    """For each row the row that it corrects (counted from 0), or null."""
    text = columns.text("supersedes")
    if text.null_count == len(text):
        return pa.nulls(len(text), pa.int64())
    target = pc.index_in(text, value_set=uid).cast(pa.int64())
    itself = pc.equal(target, pa.array(range(len(text)), pa.int64()))
    _refuse_unknown(columns, text, target, findings)
    words = Words("这一行更正的是它自己", "更正要另写一行", "填被更正那一行的编号，或清空这一格")
    findings.rows(columns, "supersedes", itself, "facts.supersedes-itself", lambda _: words)
    _refuse_forks(columns, target, findings)
    _refuse_circles(columns, target, findings)
    _refuse_strangers(columns, target, measure, unit, findings)
    wanting = both(text.is_valid(), columns.text("reason").is_null())
    why = Words("更正没有写原因", "更正要让人看得懂", "在“更正原因”里写一句")
    findings.rows(columns, "reason", wanting, "facts.no-reason", lambda _: why, Severity.WARNING)
    return target


def _refuse_unknown(columns: Columns, text: pa.Array, target: pa.Array, findings: Findings) -> None:
    findings.rows(
        columns, "supersedes", both(text.is_valid(), target.is_null()), "facts.supersedes-unknown",
        lambda row: Words(f"更正了编号「{text[row].as_py()[:60]}」，但没有这个编号的行", "", "填被更正那一行的编号"),
    )  # fmt: skip


def _refuse_forks(columns: Columns, target: pa.Array, findings: Findings) -> None:
    counts = pc.value_counts(target.drop_null())
    forked = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    if not len(forked):
        return
    first = {one: pc.index(target, one).as_py() for one in forked[:1000].to_pylist()}
    findings.rows(
        columns, "supersedes", pc.is_in(target, value_set=forked), "facts.supersedes-fork",
        lambda row: Words(
            f"不止一行更正了{columns.place(target[row].as_py(), 'uid')}的事实",
            f"其中一行在{columns.place(first.get(target[row].as_py(), row), 'supersedes')}；不知道该用哪一个",
            "只留一个更正；再更正时，更正最新的那一行",
        ),
    )  # fmt: skip


def _refuse_circles(columns: Columns, target: pa.Array, findings: Findings) -> None:
    # A circle must somewhere point forwards; most files never do, and then there is nothing to walk.
    rows = pa.array(range(len(target)), pa.int64())
    if not pc.any(pc.greater(target, rows)).as_py():
        return
    correcting = pc.indices_nonzero(target.is_valid())
    follows = dict(zip(correcting.to_pylist(), target.take(correcting).to_pylist(), strict=True))
    for circle in circles(follows):
        if len(circle) > 1:
            places = "、".join(columns.place(row, "supersedes") for row in circle[:6])
            words = Words("更正绕成了一个圈", f"涉及：{places}；没有一行是最新的", "改正其中一行的“更正”")
            findings.add("facts.supersedes-circle", columns.file, columns.place(circle[0], "supersedes"), words)


def circles(follows: dict[int, int]) -> list[list[int]]:
    """Every circle in "key replaces value", each from its smallest member on."""
    done: set[int] = set()
    found = []
    for start in follows:
        path: dict[int, int] = {}
        here: int | None = start
        while here is not None and here not in done and here not in path:
            path[here] = len(path)
            here = follows.get(here)
        if here is not None and here in path:
            members = list(path)[path[here] :]
            turn = members.index(min(members))
            found.append(members[turn:] + members[:turn])
        done.update(path)
    return found


def _refuse_strangers(
    columns: Columns, target: pa.Array, measure: pa.Array, unit: pa.Array, findings: Findings
) -> None:
    other = either(pc.not_equal(measure.take(target), measure), pc.not_equal(unit.take(target), unit))
    findings.rows(
        columns, "supersedes", other, "facts.supersedes-other",
        lambda row: Words(
            f"更正的是另一个单位或另一个计量项的事实（{columns.place(target[row].as_py(), 'uid')}）",
            "更正只能改同一单位、同一计量项的事实", "填对编号；写错单位的，把原事实更正为 n/a（不适用），再另写一行",
        ),
    )  # fmt: skip
