from datetime import datetime
from pathlib import Path

import pytest

from duibiao_engine.facts.words import read_moment, read_number
from tests.engine.facts.made import column, errors, good, read, text_file, warnings

HEADER = "计量项,单位,时间,数值,总数,等次,层级"


def row(measure: str, value: str = "", out_of: str = "", at: str = "", grade: str = "", level: str = "") -> str:
    return f'{measure},甲,{at},"{value}","{out_of}",{grade},{level}'


def one(folder: Path, *given: str, **named: str) -> tuple[object, object]:
    facts = good(text_file(folder, HEADER, row(*given, **named)))
    return column(facts, "value")[0], column(facts, "out_of")[0]


def code(folder: Path, *given: str, **named: str) -> list[str]:
    return [found for found, _ in errors(text_file(folder, HEADER, row(*given, **named)))]


def warning(folder: Path, *given: str, **named: str) -> list[str]:
    return [found for found, _ in warnings(text_file(folder, HEADER, row(*given, **named)))]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("１２３", 123),
        ("1,234", 1234),
        ("１，２３４．５", 1234.5),
        ("－3", -3),
        ("−3", -3),
        ("1e3", 1000),
        (" 7 ", 7),
        ("+.5", 0.5),
    ],
)
def test_numbers_are_read_as_clerks_write_them(text: str, number: float) -> None:
    found = read_number(text)
    assert found is not None
    assert (found.value, found.percent) == (number, False)


@pytest.mark.parametrize(
    "text", ["约5", "5次", "1,23", "1_000", "0x10", "三", "1/2", "5-6", "1 234", "一", "--5", "１２．３．４"]
)
def test_what_is_no_number_is_not_made_into_one(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    "text",
    ["2026-03-05", "2026年3月5日", "2026.3.5", "20260305", "2026/3/5", "46086", "46086.0", "２０２６年３月５日", "2026-03-05 00:00:00",
     "2026-03-05T00:00:00", "2026年3月5日 0时0分", "2026-03-04T16:00:00Z", "2026-03-05T00:00+08:00"],
)  # fmt: skip
def test_every_way_of_writing_a_day_is_the_same_day(tmp_path: Path, text: str) -> None:
    assert read_moment(text) == datetime(2026, 3, 5)  # noqa: DTZ001
    facts = good(text_file(tmp_path, HEADER, row("报告日期", at=text)))
    assert column(facts, "at") == [datetime(2026, 3, 5)]  # noqa: DTZ001


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026年3月", "3月5日", "20261305", "0000-01-01", "9999-01-01", "昨天", "123", "1812-06-01"]
)
def test_a_day_that_does_not_exist_or_is_not_complete_is_refused(tmp_path: Path, text: str) -> None:
    assert "facts.bad-date" in code(tmp_path, "专题研究次数", "1", at=text)


def test_a_moment_keeps_its_time_of_day(tmp_path: Path) -> None:
    facts = good(text_file(tmp_path, HEADER, row("报告日期", at="2026-03-05 14:30:15.25")))
    assert column(facts, "at") == [datetime(2026, 3, 5, 14, 30, 15, 250000)]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1), ("0", 0), ("是", 1), ("否", 0), ("有", 1), ("无", 0), ("√", 1), ("×", 0), ("TRUE", 1), ("１", 1)],
)
def test_a_flag_is_a_yes_or_a_no(tmp_path: Path, text: str, value: float) -> None:
    assert one(tmp_path, "未成立领导小组", text) == (value, None)


@pytest.mark.parametrize("text", ["2", "0.5", "-1"])
def test_a_flag_is_nothing_else(tmp_path: Path, text: str) -> None:
    assert code(tmp_path, "未成立领导小组", text) == ["facts.bad-flag"]


def test_a_yes_is_no_number_of_meetings(tmp_path: Path) -> None:
    assert code(tmp_path, "专题研究次数", "有") == ["facts.word-for-number"]


@pytest.mark.parametrize("text", ["NaN", "inf", "-Infinity", "∞", "1e999"])
def test_nan_and_infinities_are_refused_by_name(tmp_path: Path, text: str) -> None:
    assert "facts.not-finite" in code(tmp_path, "增长率", text)


@pytest.mark.parametrize(
    ("text", "pair"), [("95", (95, 100)), ("95%", (95, 100)), ("９５％", (95, 100)), ("0.95%", (0.95, 100))]
)
def test_a_rate_written_as_percent_is_out_of_a_hundred(tmp_path: Path, text: str, pair: tuple[float, float]) -> None:
    assert one(tmp_path, "满意率", text) == pair


@pytest.mark.parametrize(("text", "pair"), [("0.95", (0.95, 1)), ("95%", (0.95, 1)), ("９５％", (0.95, 1))])
def test_a_rate_written_as_fraction_is_out_of_one(tmp_path: Path, text: str, pair: tuple[float, float]) -> None:
    assert one(tmp_path, "培训率", text) == pair


def test_095_in_a_percent_measure_is_read_as_written_and_pointed_out(tmp_path: Path) -> None:
    assert warning(tmp_path, "满意率", "0.95") == ["facts.tiny-percent"]


def test_95_in_a_fraction_measure_is_refused(tmp_path: Path) -> None:
    assert code(tmp_path, "培训率", "95") == ["facts.not-a-fraction"]


def test_a_lone_number_is_refused_where_the_standard_does_not_say_what_it_means(tmp_path: Path) -> None:
    assert code(tmp_path, "出庭应诉率", "0.95") == ["facts.unclear-ratio"]
    assert one(tmp_path, "出庭应诉率", "95%") == (95, 100)
    assert one(tmp_path, "出庭应诉率", "19", "20") == (19, 20)


def test_percent_and_total_together_are_refused(tmp_path: Path) -> None:
    assert code(tmp_path, "出庭应诉率", "95%", "20") == ["facts.percent-and-total"]


def test_a_percent_sign_belongs_to_rates_and_to_measures_in_percent(tmp_path: Path) -> None:
    assert one(tmp_path, "增长率", "5.5%") == (5.5, None)
    assert code(tmp_path, "专题研究次数", "5%") == ["facts.percent"]


def test_nothing_due_is_no_error_but_something_done_of_nothing_is(tmp_path: Path) -> None:
    assert one(tmp_path, "出庭应诉率", "0", "0") == (0, 0)
    assert code(tmp_path, "出庭应诉率", "3", "0") == ["facts.zero-total"]


def test_more_than_all_is_pointed_out(tmp_path: Path) -> None:
    assert warning(tmp_path, "出庭应诉率", "21", "20") == ["facts.over-total"]
    assert warning(tmp_path, "满意率", "120") == ["facts.over-total"]


@pytest.mark.parametrize(
    ("measure", "value", "out_of"),
    [("专题研究次数", "-1", ""), ("受到表彰", "-1", ""), ("出庭应诉率", "-1", "20"), ("出庭应诉率", "1", "-20")],
)
def test_counts_and_rates_are_never_negative(tmp_path: Path, measure: str, value: str, out_of: str) -> None:
    assert "facts.negative" in code(tmp_path, measure, value, out_of)


def test_a_value_outside_the_measures_range_is_refused(tmp_path: Path) -> None:
    assert one(tmp_path, "点位得分", "100") == (100, None)
    assert code(tmp_path, "点位得分", "101") == ["facts.out-of-range"]


def test_an_empty_value_is_not_zero(tmp_path: Path) -> None:
    assert code(tmp_path, "专题研究次数") == ["facts.no-value"]


def test_an_event_without_a_number_happened_once(tmp_path: Path) -> None:
    assert one(tmp_path, "受到表彰", level="city") == (1, None)


def test_a_grade_must_be_one_of_the_measures(tmp_path: Path) -> None:
    facts = good(text_file(tmp_path, HEADER, row("制度建设", grade="ＢＯＴＨ")))
    assert column(facts, "grade") == ["both"]
    assert code(tmp_path, "制度建设", grade="two") == ["facts.unknown-grade"]
    assert code(tmp_path, "制度建设") == ["facts.no-grade"]
    assert code(tmp_path, "专题研究次数", "1", grade="both") == ["facts.unknown-grade"]


@pytest.mark.parametrize("word", ["n/a", "N/A", "不适用"])
def test_does_not_apply_is_a_grade_of_every_measure_and_has_no_value(tmp_path: Path, word: str) -> None:
    facts = good(text_file(tmp_path, HEADER, row("专题研究次数", grade=word)))
    assert (column(facts, "grade"), column(facts, "value")) == (["n/a"], [None])
    assert code(tmp_path, "专题研究次数", "1", grade=word) == ["facts.value-and-not-applicable"]


def test_a_date_needs_its_day(tmp_path: Path) -> None:
    assert code(tmp_path, "报告日期") == ["facts.no-date"]


def test_a_level_that_no_ladder_has_is_pointed_out(tmp_path: Path) -> None:
    facts = good(text_file(tmp_path, HEADER, row("受到表彰", level="市级")))
    assert column(facts, "level") == ["city"]
    assert warning(tmp_path, "受到表彰", level="village") == ["facts.unknown-level"]


def test_a_total_where_there_is_no_rate_is_pointed_out(tmp_path: Path) -> None:
    assert warning(tmp_path, "专题研究次数", "1", "3") == ["facts.useless-total"]


def test_the_measure_and_the_unit_must_be_written(tmp_path: Path) -> None:
    assert {found for found, _ in errors(text_file(tmp_path, HEADER, ",,,1,,,"))} == {
        "facts.no-measure",
        "facts.no-unit",
    }


def test_every_error_says_where_why_and_what_to_do(tmp_path: Path) -> None:
    _, problems = read(text_file(tmp_path, HEADER, row("专题研究次数", "约5"), row("满意率", "inf")))
    assert all(problem.place and problem.what and problem.why and problem.remedy for problem in problems)
