"""Days and deadlines, in the domain's own cases."""

from datetime import date

import pytest
from django.utils import translation

from duibiao.lib import dates

pytestmark = pytest.mark.django_db
NATIONAL_DAY = date(2025, 9, 30)


def test_a_day_reads_as_people_say_it() -> None:
    assert dates.day_text(date(2026, 11, 22), on=date(2026, 1, 1)) == "11月22日（周日）"
    assert dates.day_text(date(2025, 11, 22), on=date(2026, 1, 1)) == "2025年11月22日（周六）"


def test_workdays_leave_out_the_national_holiday_and_count_the_sunday_made_up() -> None:
    # 1 to 8 October 2025 are free; Saturday 11 October is worked.
    assert dates.workdays_between(NATIONAL_DAY, date(2025, 10, 11)) == 3


@pytest.mark.parametrize(
    ("day", "state", "words"),
    [
        (date(2025, 9, 30), "soon", "今天到期 · 9月30日（周二）"),
        (date(2025, 10, 10), "soon", "还有 2 个工作日 · 10月10日（周五）"),
        (date(2025, 10, 17), "calm", "还有 8 个工作日 · 10月17日（周五）"),
        (date(2025, 9, 28), "overdue", "已超期 2 个工作日 · 9月28日（周日）"),
    ],
)
def test_a_deadline_says_how_long_and_which_day(day: date, state: str, words: str) -> None:
    found = dates.deadline(day, on=NATIONAL_DAY)
    assert (found.state, found.text) == (state, words)


def test_a_year_without_a_notice_says_so() -> None:
    assert "暂按周一至周五计" in dates.deadline(date(2039, 1, 12), on=date(2039, 1, 10)).text


def test_it_speaks_english_too() -> None:
    with translation.override("en"):
        assert dates.deadline(date(2025, 10, 9), on=NATIONAL_DAY).text == "1 workday left · Thu 9 Oct"
