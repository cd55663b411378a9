"""What is written under 数值 and 总数, by kind of measure.

Its one trick: every check is a mask over the whole column; words are only put together for the rows that fail. What a
percentage means is never guessed: a percent sign, a total, or the measure's `written_as` decides, or it is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from duibiao_engine.facts.columns import Numbers, both, either, numbers, unlike
from duibiao_engine.facts.findings import Findings, Words
from duibiao_engine.facts.grid import Columns
from duibiao_engine.facts.schema import Catalogue, MeasureLike
from duibiao_engine.problems import Severity

NEEDS_VALUE = ("flag", "count", "ratio", "score", "amount")
NEVER_NEGATIVE = ("count", "event", "ratio")
#: Kinds whose value column is not looked at.
NO_VALUE = ("date", "grade")
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Asked:
    """The rows, the measure of each (null: unknown) and whether it says "does not apply"."""

    columns: Columns
    measure: pa.Array
    not_applicable: pa.Array
    catalogue: Catalogue

    def each(self, get: Callable[[MeasureLike], object], kind: pa.DataType) -> pa.Array:
        """What `get` says of each row's measure."""
        said = pa.array([get(self.catalogue[code]) for code in self._encoded.dictionary.to_pylist()], kind)
        return said.take(self._encoded.indices)

    @cached_property
    def _encoded(self) -> pa.DictionaryArray:
        return self.measure.dictionary_encode()

    def name(self, row: int) -> str:
        """The measure's name as people know it."""
        code = self.measure[row].as_py()
        return self.catalogue[code].name if code in self.catalogue else str(code)

    def is_kind(self, *kinds: str) -> pa.Array:
        """Rows whose measure is of one of these kinds."""
        return pc.is_in(self.kind, value_set=pa.array(kinds))

    @cached_property
    def kind(self) -> pa.Array:
        """Each row's kind of measure."""
        return self.each(lambda measure: str(measure.kind), pa.string())


def read_values(asked: Asked, findings: Findings) -> tuple[pa.Array, pa.Array]:
    """The columns value and out_of, checked; what failed stays as it is, for the findings refuse the file."""
    ignored = pc.is_in(asked.kind, value_set=pa.array(NO_VALUE))
    nothing = pa.scalar(None, pa.string())
    value = numbers(pc.if_else(pc.fill_null(ignored, False), nothing, asked.columns.text("value")))
    out_of = numbers(asked.columns.text("out_of"))
    _refuse_unreadable(asked, value, "value", "数值", findings)
    _refuse_unreadable(asked, out_of, "out_of", "总数", findings)
    _refuse_words(asked, value, out_of, findings)
    _refuse_percent(asked, value, out_of, findings)
    _refuse_absent(asked, value.value, findings)
    values, totals = _as_ratio(asked, value, out_of.value, findings)
    values = pc.if_else(both(asked.is_kind("event"), values.is_null(), unlike(asked.not_applicable)), 1.0, values)
    _refuse_impossible(asked, values, totals, out_of.value, findings)
    _refuse_outside(asked, values, totals, findings)
    return values, totals


def _shown(asked: Asked, row: int, column: str) -> str:
    return str(asked.columns.text(column)[row].as_py() or "")[:40]


def _refuse_unreadable(asked: Asked, read: Numbers, column: str, title: str, findings: Findings) -> None:
    def unread(row: int) -> Words:
        why = f"「{asked.name(row)}」要的是数" if asked.measure[row].is_valid else "这里应是数"
        return Words(f"{title}「{_shown(asked, row, column)}」不是数", why, "只填数字，不带计量单位；没有就空着")

    findings.rows(asked.columns, column, read.bad, f"facts.bad-{column.replace('_', '-')}", unread)
    infinite = both(read.value.is_valid(), unlike(pc.is_finite(read.value)))
    findings.rows(
        asked.columns, column, infinite, "facts.not-finite",
        lambda row: Words(
            f"{title}是「{_shown(asked, row, column)}」，不是一个有限的数", "多半是除以零或缺数据留下的", "填实际的数；没有数据就空着或删去这一行"
        ),
    )  # fmt: skip


def _refuse_words(asked: Asked, value: Numbers, out_of: Numbers, findings: Findings) -> None:
    flag = asked.is_kind("flag")
    findings.rows(
        asked.columns, "value", both(value.word, pc.invert(flag)), "facts.word-for-number",
        lambda row: Words(f"数值写的是「{_shown(asked, row, 'value')}」", f"「{asked.name(row)}」要的是数，不是是或否", "填数字"),
    )  # fmt: skip
    words = Words("总数写的是文字", "总数是比率的分母", "填数字")
    findings.rows(asked.columns, "out_of", out_of.word, "facts.word-for-number", lambda _: words)
    neither = both(flag, value.value.is_valid(), unlike(pc.is_in(value.value, value_set=pa.array([0.0, 1.0]))))
    findings.rows(
        asked.columns, "value", both(neither, unlike(value.percent)), "facts.bad-flag",
        lambda row: Words(f"数值「{_shown(asked, row, 'value')}」不是是或否", f"「{asked.name(row)}」只有两种情况", "填 1 或 0（是、否，有、无，√、× 也行）"),
    )  # fmt: skip


def _refuse_percent(asked: Asked, value: Numbers, out_of: Numbers, findings: Findings) -> None:
    ratio, in_percent = asked.is_kind("ratio"), asked.each(lambda measure: measure.unit == "%", pa.bool_())
    welcome = either(ratio, both(asked.is_kind("score", "amount"), in_percent))
    findings.rows(
        asked.columns, "value", both(value.percent, asked.measure.is_valid(), unlike(welcome)), "facts.percent",
        lambda row: Words(f"数值「{_shown(asked, row, 'value')}」带百分号", f"「{asked.name(row)}」不是百分数", "去掉百分号，或检查计量项是否写对"),
    )  # fmt: skip
    twice = both(ratio, value.percent, out_of.value.is_valid())
    words = Words("既写了百分数，又写了总数", "不知道哪一个算数", "数值填分子、总数填分母；或只填百分数，总数空着")
    findings.rows(asked.columns, "value", twice, "facts.percent-and-total", lambda _: words)
    share = Words("总数带百分号", "总数是分母，应是一个数", "去掉百分号")
    findings.rows(asked.columns, "out_of", out_of.percent, "facts.percent", lambda _: share)
    useless = both(out_of.value.is_valid(), asked.measure.is_valid(), unlike(ratio))
    findings.rows(
        asked.columns, "out_of", useless, "facts.useless-total",
        lambda row: Words(f"「{asked.name(row)}」不是比率，总数不起作用", "", "清空这一格，或检查计量项是否写对"), Severity.WARNING,
    )  # fmt: skip


def _refuse_absent(asked: Asked, value: pa.Array, findings: Findings) -> None:
    needs = both(pc.is_in(asked.kind, value_set=pa.array(NEEDS_VALUE)), asked.columns.text("value").is_null())
    findings.rows(
        asked.columns, "value", both(needs, unlike(asked.not_applicable)), "facts.no-value",
        lambda row: Words(f"「{asked.name(row)}」没有数值", "空着不等于零", "填上数值；这次不适用就在等次里写 n/a；还没有数据就删去这一行"),
    )  # fmt: skip
    findings.rows(
        asked.columns, "value", both(asked.not_applicable, value.is_valid()), "facts.value-and-not-applicable",
        lambda row: Words(f"「{asked.name(row)}」写了不适用，又有数值", "两者只能有一个", "清空数值，或清空等次"),
    )  # fmt: skip


def _as_ratio(asked: Asked, value: Numbers, out_of: pa.Array, findings: Findings) -> tuple[pa.Array, pa.Array]:
    """Fills in the denominator of a ratio that was written as one number: of 100, or of 1."""
    alone = both(asked.is_kind("ratio"), value.value.is_valid(), out_of.is_null())
    written = asked.each(lambda measure: measure.written_as, pa.string())
    fraction = both(alone, pc.equal(written, "fraction"))
    percent = both(alone, unlike(fraction), either(value.percent, pc.equal(written, "percent")))
    findings.rows(
        asked.columns, "value", both(alone, unlike(fraction), unlike(percent)), "facts.unclear-ratio",
        lambda row: Words(
            f"「{asked.name(row)}」只写了 {_shown(asked, row, 'value')}，没有总数",
            "不知道是百分数还是小数：0.95 可以是 95%，也可以是 0.95%", "填上总数，或写成带百分号的数，如 95%",
        ),
    )  # fmt: skip
    tiny = both(percent, unlike(value.percent), pc.greater(value.value, 0), pc.less_equal(value.value, 1))
    findings.rows(
        asked.columns, "value", tiny, "facts.tiny-percent",
        lambda row: Words(
            f"「{asked.name(row)}」的 {_shown(asked, row, 'value')} 按百分数读作 {_shown(asked, row, 'value')}%",
            "标准说这个比率按百分数填写", "如果是小数，请改写成带百分号的数",
        ), Severity.WARNING,
    )  # fmt: skip
    values = pc.if_else(both(fraction, value.percent), pc.divide(value.value, 100.0), value.value)
    return values, pc.if_else(percent, 100.0, pc.if_else(fraction, 1.0, out_of))


def _refuse_impossible(
    asked: Asked, value: pa.Array, out_of: pa.Array, written_total: pa.Array, findings: Findings
) -> None:
    never = pc.is_in(asked.kind, value_set=pa.array(NEVER_NEGATIVE))
    findings.rows(
        asked.columns, "value", both(never, pc.less(value, 0)), "facts.negative",
        lambda row: Words(f"「{asked.name(row)}」是负数：{_shown(asked, row, 'value')}", "次数、件数和比率不会小于零", "填实际的数；要更正前一行，请用“更正”列"),
    )  # fmt: skip
    ratio = asked.is_kind("ratio")
    words = Words("总数是负数", "分母不会小于零", "填实际的总数")
    findings.rows(asked.columns, "out_of", both(ratio, pc.less(out_of, 0)), "facts.negative", lambda _: words)
    findings.rows(
        asked.columns, "out_of", both(ratio, pc.equal(out_of, 0), pc.greater(value, 0)), "facts.zero-total",
        lambda row: Words(f"「{asked.name(row)}」总数是 0，数值却是 {_shown(asked, row, 'value')}", "没有应做的，不会有已做的", "填实际的总数"),
    )  # fmt: skip
    free = asked.each(lambda measure: measure.range is not None, pa.bool_())
    over = both(ratio, pc.greater(out_of, 0), pc.greater(value, pc.add(out_of, _TOLERANCE)), unlike(free))
    _say_over(asked, both(over, unlike(pc.equal(out_of, 1.0)), written_total.is_valid()), findings)
    _say_over(asked, both(over, pc.equal(out_of, 100.0), written_total.is_null()), findings)
    fraction = both(over, pc.equal(out_of, 1.0), written_total.is_null())
    findings.rows(
        asked.columns, "value", fraction, "facts.not-a-fraction",
        lambda row: Words(f"「{asked.name(row)}」的 {_shown(asked, row, 'value')} 大于 1", "标准说这个比率按小数填写（0.95 就是 95%）", "改写成小数，或加上百分号"),
    )  # fmt: skip


def _say_over(asked: Asked, over: pa.Array, findings: Findings) -> None:
    findings.rows(
        asked.columns, "value", over, "facts.over-total",
        lambda row: Words(f"「{asked.name(row)}」超过了 100%", f"数值 {_shown(asked, row, 'value')} 大于总数", "核对数值和总数"), Severity.WARNING,
    )  # fmt: skip


def _refuse_outside(asked: Asked, value: pa.Array, out_of: pa.Array, findings: Findings) -> None:
    rate = pc.divide(pc.multiply(value, 100.0), pc.if_else(pc.equal(out_of, 0), pa.scalar(None, pa.float64()), out_of))
    measured = pc.if_else(pc.fill_null(asked.is_kind("ratio"), False), rate, value)
    low = asked.each(lambda measure: measure.range[0] if measure.range else None, pa.float64())
    high = asked.each(lambda measure: measure.range[1] if measure.range else None, pa.float64())
    outside = either(pc.less(measured, pc.subtract(low, _TOLERANCE)), pc.greater(measured, pc.add(high, _TOLERANCE)))
    findings.rows(
        asked.columns, "value", outside, "facts.out-of-range",
        lambda row: Words(
            f"「{asked.name(row)}」的 {_shown(asked, row, 'value')} 超出范围",
            f"标准规定在 {low[row].as_py():g} 到 {high[row].as_py():g} 之间", "核对数值",
        ),
    )  # fmt: skip
