"""What can be wrong with facts in canonical Parquet, as relational queries.

Its one trick: one aggregate counts the violations of all row checks in a single pass over the file; a second query lists
rows only for a check that failed.
"""

from __future__ import annotations

from typing import NamedTuple

import duckdb
import pyarrow as pa

from duibiao_engine.facts.findings import LISTED, Findings, Words
from duibiao_engine.facts.schema import DOES_NOT_APPLY, Catalogue, MeasureLike, Vocabulary
from duibiao_engine.facts.superseding import circles
from duibiao_engine.facts.unit_rows import Units
from duibiao_engine.facts.words import Names
from duibiao_engine.problems import Severity

#: Uids are compared one by one up to here; beyond it the sorting would cost more than the scoring.
MOST_UIDS = 20_000_000


class Check(NamedTuple):
    """Rows for which `wrong` holds have this problem."""

    code: str
    wrong: str
    what: str
    why: str = ""
    remedy: str = ""
    severity: Severity = Severity.ERROR


_RATE = "100.0 * f.value / nullif(f.out_of, 0)"
_MEASURED = f"CASE WHEN m.kind = 'ratio' THEN {_RATE} ELSE f.value END"
_APPLIES = f"f.grade IS DISTINCT FROM '{DOES_NOT_APPLY}'"
#: {…} in the sentences stand for the row's columns.
ROW_CHECKS = (
    Check("facts.no-measure", "f.measure IS NULL", "没有写计量项", "", "补上计量项代码"),
    Check("facts.no-unit", "f.unit IS NULL", "没有写单位", "", "补上单位编号"),
    Check("facts.no-sequence", "f.sequence IS NULL", "没有序号", "", "补上 sequence，从 1 起不重复"),
    Check("facts.unknown-measure", "f.measure IS NOT NULL AND m.code IS NULL", "不认识计量项「{measure}」", "", "改成标准里的代码"),
    Check("facts.not-finite", "NOT isfinite(f.value) OR NOT isfinite(f.out_of)", "数值或总数是 NaN 或无穷大", "", "填实际的数；没有数据就空着"),
    Check("facts.no-value", f"m.needs_value AND f.value IS NULL AND {_APPLIES}", "「{measure}」没有数值", "空着不等于零", "补上数值，或删去这一行"),
    Check("facts.value-and-not-applicable", f"NOT {_APPLIES} AND f.value IS NOT NULL AND m.has_value", "写了不适用，又有数值", "", "只留一个"),
    Check("facts.bad-flag", "m.kind = 'flag' AND f.value NOT IN (0, 1)", "数值 {value} 不是 0 或 1", "", "改成 0 或 1"),
    Check("facts.negative", "m.never_negative AND (f.value < 0 OR (m.kind = 'ratio' AND f.out_of < 0))", "「{measure}」是负数", "", "填实际的数"),
    Check("facts.unclear-ratio", "m.kind = 'ratio' AND f.value IS NOT NULL AND f.out_of IS NULL", "比率「{measure}」没有总数", "", "补上 out_of（百分数写 100）"),
    Check("facts.zero-total", "m.kind = 'ratio' AND f.out_of = 0 AND f.value > 0", "总数是 0，数值却大于 0", "", "填实际的总数"),
    Check("facts.out-of-range", f"{_MEASURED} < m.low - 1e-9 OR {_MEASURED} > m.high + 1e-9", "「{measure}」的 {value} 超出范围", "", "核对数值"),
    Check("facts.over-total", "m.kind = 'ratio' AND m.low IS NULL AND f.out_of > 0 AND f.value > f.out_of + 1e-9", "「{measure}」超过了 100%", "", "核对数值和总数", Severity.WARNING),
    Check("facts.no-date", f"m.kind = 'date' AND f.at IS NULL AND {_APPLIES}", "「{measure}」没有写时间", "", "补上 at"),
    Check("facts.no-grade", "m.kind = 'grade' AND f.grade IS NULL", "「{measure}」没有写等次", "", "补上 grade"),
    Check("facts.unknown-grade", f"m.code IS NOT NULL AND f.grade IS NOT NULL AND {_APPLIES} AND NOT list_contains(m.grades, f.grade)", "等次「{grade}」不在标准里", "", "改成标准里的等次"),
    Check("facts.unknown-level", "len(m.levels) > 0 AND (f.level IS NULL OR NOT list_contains(m.levels, f.level))", "层级「{level}」不在标准里", "写别的不加分也不扣分", "改成标准里的层级", Severity.WARNING),
    Check("facts.supersedes-itself", "f.supersedes = f.sequence", "更正的是它自己", "", "填被更正事实的序号"),
)  # fmt: skip
_FROM = "FROM facts f LEFT JOIN known_measures m ON f.measure = m.code"


def check_source(
    connection: duckdb.DuckDBPyConnection, file: str, catalogue: Catalogue, vocabulary: Vocabulary,
    units: Units | None, findings: Findings,
) -> None:  # fmt: skip
    """Runs every check over the view `facts` of this connection."""
    connection.register("known_measures_table", _measures(catalogue, vocabulary))
    connection.execute("CREATE TABLE known_measures AS FROM known_measures_table")
    names = Names((code, measure.name) for code, measure in catalogue.items())
    counts = ", ".join(f"count(*) FILTER (WHERE {check.wrong})" for check in ROW_CHECKS)
    found = _first(connection, f"SELECT {counts} {_FROM}")
    for check, times in zip(ROW_CHECKS, found, strict=False):
        if times:
            _list(connection, file, f"{_FROM} WHERE {check.wrong}", times, check, names, findings)
    _sequences(connection, file, findings)
    _uids(connection, file, findings)
    _corrections(connection, file, findings)
    if units:
        _strangers(connection, file, units, findings)


def _measures(catalogue: Catalogue, vocabulary: Vocabulary) -> pa.Table:
    rows = [_measure(code, measure, vocabulary) for code, measure in catalogue.items()]
    kinds = {"code": pa.string(), "kind": pa.string(), "low": pa.float64(), "high": pa.float64(),
             "grades": pa.list_(pa.string()), "levels": pa.list_(pa.string()), "needs_value": pa.bool_(),
             "has_value": pa.bool_(), "never_negative": pa.bool_()}  # fmt: skip
    return pa.Table.from_pylist(rows, schema=pa.schema(list(kinds.items())))


def _measure(code: str, measure: MeasureLike, vocabulary: Vocabulary) -> dict[str, object]:
    low, high = measure.range or (None, None)
    kind = str(measure.kind)
    return {
        "code": code, "kind": kind, "low": low, "high": high, "grades": list(measure.grades or ()),
        "levels": list(vocabulary.levels.get(code, ())), "has_value": kind not in ("date", "grade"),
        "needs_value": kind in ("flag", "count", "ratio", "score", "amount"),
        "never_negative": kind in ("count", "event", "ratio"),
    }  # fmt: skip


def _list(
    connection: duckdb.DuckDBPyConnection, file: str, rows: str, times: int, check: Check, names: Names,
    findings: Findings,
) -> None:  # fmt: skip
    cells = "f.sequence, f.measure, f.value, f.grade, f.level, f.unit, f.supersedes"
    shown = connection.execute(f"SELECT {cells} {rows} LIMIT {LISTED}").fetchall()
    for position, (sequence, measure, value, grade, level, unit, target) in enumerate(shown):
        near = names.near(measure) if check.code == "facts.unknown-measure" else ""
        given = {"measure": measure, "value": value, "grade": grade, "level": level, "unit": unit, "supersedes": target}
        why = f"是不是「{near}」？" if near else check.why
        words = Words(check.what.format(**given), why, check.remedy)
        more = times - len(shown) if position == len(shown) - 1 else 0
        findings.add(check.code, file, f"序号 {sequence}", words, check.severity, times=1 + more)


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(_first(connection, query)[0] or 0)


def _first(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    # All rows are fetched: a result that is not at its end keeps the connection from other work.
    row: tuple[int, ...] = connection.execute(query).fetchall()[0]
    return row


def _listed(connection: duckdb.DuckDBPyConnection, file: str, where: str, check: Check, findings: Findings) -> None:
    rows = f"FROM facts f {where}"
    times = _one(connection, f"SELECT count(*) {rows}")
    if times:
        _list(connection, file, rows, times, check, Names(()), findings)


def _sequences(connection: duckdb.DuckDBPyConnection, file: str, findings: Findings) -> None:
    # 1…n without a gap adds up to a known sum, and so do the squares: then nothing needs to be sorted.
    whole = """SELECT min(sequence) = 1 AND max(sequence) = count(*)
        AND sum(sequence::HUGEINT) = count(*)::HUGEINT * (count(*) + 1) // 2
        AND sum(sequence::HUGEINT * sequence) = count(*)::HUGEINT * (count(*) + 1) * (2 * count(*) + 1) // 6 FROM facts"""
    if not _one(connection, whole):
        twice = "WHERE f.sequence IN (SELECT sequence FROM facts GROUP BY sequence HAVING count(*) > 1)"
        words = Check("facts.sequence-twice", "", "序号重复", "序号是记录的先后，不能重复", "重新编号")
        _listed(connection, file, twice, words, findings)


def _uids(connection: duckdb.DuckDBPyConnection, file: str, findings: Findings) -> None:
    if _one(connection, "SELECT count(*) FROM facts") > MOST_UIDS:
        words = Words("没有检查编号（uid）是否重复", f"超过 {MOST_UIDS} 行", "由产生这个文件的系统保证编号唯一")
        findings.add("facts.uids-unchecked", file, "", words, Severity.WARNING)
        return
    twice = "WHERE f.uid IN (SELECT uid FROM facts GROUP BY uid HAVING count(*) > 1)"
    _listed(connection, file, twice, Check("facts.uid-twice", "", "编号重复", "", "编号不能重复"), findings)


def _corrections(connection: duckdb.DuckDBPyConnection, file: str, findings: Findings) -> None:
    corrections = "SELECT sequence, supersedes, measure, unit FROM facts WHERE supersedes IS NOT NULL"
    connection.execute(f"CREATE TEMP TABLE corrections AS {corrections}")
    if not _one(connection, "SELECT count(*) FROM corrections"):
        return
    connection.execute(
        """CREATE TEMP TABLE corrected AS SELECT c.sequence, t.sequence IS NULL AS lost,
           t.measure <> c.measure OR t.unit <> c.unit AS other
           FROM corrections c LEFT JOIN facts t ON t.sequence = c.supersedes"""
    )
    lost = Check("facts.supersedes-unknown", "", "更正了序号 {supersedes}，但没有这个序号", "", "填被更正事实的序号")
    _listed(connection, file, "WHERE f.sequence IN (SELECT sequence FROM corrected WHERE lost)", lost, findings)
    other = Check(
        "facts.supersedes-other", "", "更正的是另一个单位或另一个计量项的事实（序号 {supersedes}）", "", "填对序号"
    )
    _listed(connection, file, "WHERE f.sequence IN (SELECT sequence FROM corrected WHERE other)", other, findings)
    forks = "SELECT supersedes FROM corrections GROUP BY supersedes HAVING count(*) > 1"
    fork = Check(
        "facts.supersedes-fork",
        "",
        "不止一条更正了序号 {supersedes}",
        "不知道该用哪一条",
        "只留一条；再更正时，更正最新的一条",
    )
    _listed(connection, file, f"WHERE f.supersedes IN ({forks})", fork, findings)
    _circles(connection, file, findings)


def _circles(connection: duckdb.DuckDBPyConnection, file: str, findings: Findings) -> None:
    # A circle must somewhere point forwards; a journal never does, and then nothing is walked.
    if not _one(connection, "SELECT count(*) FROM corrections WHERE supersedes > sequence"):
        return
    follows = dict(connection.execute("SELECT sequence, supersedes FROM corrections").fetchall())
    for circle in circles(follows):
        if len(circle) > 1:
            numbers = "、".join(map(str, circle[:8]))
            words = Words("更正绕成了一个圈", f"涉及序号：{numbers}", "改正其中一条")
            findings.add("facts.supersedes-circle", file, f"序号 {circle[0]}", words)


def _strangers(connection: duckdb.DuckDBPyConnection, file: str, units: Units, findings: Findings) -> None:
    connection.register("known_units", units.units.select(["unit"]))
    where = "WHERE f.unit IS NOT NULL AND f.unit NOT IN (SELECT unit FROM known_units)"
    words = Check(
        "facts.unknown-unit", "", "不认识单位「{unit}」", "单位名单里没有这个编号", "改正编号，或在单位名单里加上"
    )
    _listed(connection, file, where, words, findings)
