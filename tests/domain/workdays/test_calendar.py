"""The county's work calendar: published years, the office's own, notices taken in and taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duibiao.lib import dates, request
from duibiao.workdays import changed, notice, published, queries, services, tasks
from duibiao.workdays.models import Day, Edit, Stamp
from duibiao.workdays.published import Exceptional
from tests.cast import Cast

#: As the State Council words it; the days are made up for 2027.
NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
各省、自治区、直辖市人民政府：
一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。
二、春节：2月5日（农历除夕、周五）至13日（周六）放假调休，共9天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
2026年11月6日"""


def test_an_untouched_year_is_as_published(cast: Cast) -> None:
    days = queries.calendar()
    assert [days.is_workday(date(2026, 10, day)) for day in (1, 8, 9, 10, 11)] == [False, True, True, True, False]
    assert days.is_provisional(date(2026, 12, 1), date(2027, 1, 5))


def test_the_notice_is_read_as_it_is_published() -> None:
    read = notice.read(NOTICE, 2027)
    off = [one.day for one in read.days if one.kind == "off"]
    assert off == [date(2027, 1, 1) + timedelta(days=n) for n in range(3)] + [
        date(2027, 2, 5) + timedelta(days=n) for n in range(9)
    ] + [date(2027, 4, 3) + timedelta(days=n) for n in range(3)]
    assert [one.day for one in read.days if one.kind == "worked"] == [date(2027, 1, 31), date(2027, 2, 20)]
    assert {one.name for one in read.days} == {"元旦", "春节", "清明节"}
    assert read.unread == []


@pytest.mark.parametrize("line", ["五一：5月1日至4月5日放假", "二月：2月30日放假", "国庆：10月1日至7日"])
def test_a_line_that_cannot_be_meant_is_shown_and_not_guessed(line: str) -> None:
    assert notice.read(line, 2027).unread == [line]


def test_every_published_year_reads_back_from_its_own_words() -> None:
    """A notice written out of the days gives the same days: seven years of 调休, both ways."""
    for year in range(2019, 2027):
        days = published.of_year(year)
        words = {"off": "放假", "worked": "上班"}
        text = "\n".join(f"{one.name}：{one.day.month}月{one.day.day}日{words[one.kind]}。" for one in days)
        assert notice.read(text, year).days == list(days)


def test_a_notice_changes_every_deadline_and_its_undoing_too(cast: Cast) -> None:
    day = date(2027, 2, 16)
    assert dates.workdays_between(date(2027, 2, 4), day) == 8
    assert dates.is_provisional(day)
    edit = services.take_notice(
        cast.lin, year=2027, days=notice.read(NOTICE, 2027).days, document="国办发明电〔2026〕7号"
    )
    assert dates.workdays_between(date(2027, 2, 4), day) == 2
    assert not dates.is_provisional(day)
    services.undo(cast.lin, edit)
    services.undo(cast.lin, edit)
    assert dates.workdays_between(date(2027, 2, 4), day) == 8
    assert dates.is_provisional(day)


def test_one_day_is_changed_in_a_published_year_and_the_others_stay(cast: Cast) -> None:
    before = queries.exceptions(2026)
    services.set_day(cast.lin, day=date(2026, 12, 4), kind="off", name="县里的节")
    assert [one for one in queries.exceptions(2026) if one not in before] == [
        Exceptional(date(2026, 12, 4), "off", "县里的节")
    ]
    services.set_day(cast.lin, day=date(2026, 12, 4), kind=services.USUAL)
    assert queries.exceptions(2026) == before


def test_only_the_latest_change_can_be_taken_back(cast: Cast) -> None:
    first = services.set_day(cast.lin, day=date(2026, 12, 4), kind="off")
    services.set_day(cast.lin, day=date(2026, 12, 7), kind="off")
    with pytest.raises(services.NotTheLatest):
        services.undo(cast.lin, first)


def test_a_notice_may_name_a_day_of_the_year_before(cast: Cast) -> None:
    eve = Exceptional(date(2026, 12, 31), "off", "元旦")
    services.take_notice(cast.lin, year=2027, days=[eve])
    assert not queries.calendar().is_workday(date(2026, 12, 31))
    services.take_notice(cast.lin, year=2027, days=[eve])  # the same again
    assert Day.objects.filter(day=eve.day).count() == 1


def test_the_calendar_is_asked_for_once_in_a_request_and_read_anew_after_an_edit(cast: Cast) -> None:
    queries.calendar()
    token = request.number.set("r1")
    try:
        with CaptureQueriesContext(connection) as captured:
            queries.calendar()
            queries.calendar()
        assert len(captured) == 1
        services.set_day(cast.lin, day=date(2026, 12, 4), kind="off")
        assert not queries.calendar().is_workday(date(2026, 12, 4))
    finally:
        request.number.reset(token)


def test_whoever_rests_on_the_calendar_is_called_though_another_fails(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []

    def fails() -> None:
        raise ValueError("no")

    monkeypatch.setattr(changed, "_functions", {"a": fails, "b": lambda: called.append("b")})
    with pytest.raises(RuntimeError, match=r"\ba\b"):
        tasks.recompute()
    assert called == ["b"]


def test_a_newer_release_that_knows_a_new_year_is_followed_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert services.follow_if_new_years()  # nobody has followed anything yet
    tasks.recompute()
    assert not services.follow_if_new_years()
    monkeypatch.setattr(published, "years", lambda: frozenset(range(2004, 2028)))
    Stamp.objects.update(token="00000000-0000-0000-0000-000000000001")
    assert services.follow_if_new_years()


@pytest.mark.parametrize("name", ["wang", "chen", "zhou", "wu"])
def test_only_the_office_edits_the_calendar(cast: Cast, name: str) -> None:
    with pytest.raises(PermissionDenied):
        services.set_day(cast.of(name), day=date(2026, 12, 4), kind="off")
    assert not Edit.objects.exists()
