"""My days, the calendar feed, reminders and the inbox, as everybody meets them."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duibiao.asks import services as asks
from duibiao.asks.choices import AskKind
from duibiao.asks.models import Ask
from duibiao.campaigns.services import set_milestone
from duibiao.lib.spans import today
from duibiao.notices import services as notices
from duibiao.notices.models import Notice
from duibiao.web.base.days import Entry, ical
from duibiao.web.base.days.reminding import remind_all
from duibiao.workdays import services as workdays
from duibiao.workdays.queries import calendar
from tests import framing
from tests.cast import Cast
from tests.site import log_in


def ask(cast: Cast, workdays_left: int = 5, **fields: Any) -> Ask:
    start = {"unit": cast.unit_a, "kind": AskKind.NUMBER, "title": "报次数", "grounds": "要点", "reference": "r"}
    due = calendar().after(today(), workdays_left).day
    return asks.ask(cast.lin, **{**start, "due_on": due, "urgent_reason": "省里要", **fields})


def text_of(client: Client, cast: Cast, name: str, address: str) -> str:
    return log_in(client, cast, name).get(address).content.decode()


def test_everybody_sees_what_concerns_him_with_the_workdays_that_are_left(client: Client, cast: Cast) -> None:
    ask(cast)
    set_milestone(cast.lin, framing.campaign(cast), name="省级测评", day=today() + timedelta(days=9))
    framing.honour(cast, review_on=today() + timedelta(days=20))
    own = text_of(client, cast, "wang", "/days/")
    assert "还有 5 个工作日" in own
    assert all(words in own for words in ("报次数", "省级测评", "“省级文明县”复审"))
    other = text_of(client, cast, "zhao", "/days/")
    assert "报次数" not in other
    assert "省级测评" in other
    assert "1 个单位还没答复" in text_of(client, cast, "lin", "/days/")


def test_what_is_owed_stays_until_it_is_done(client: Client, cast: Cast) -> None:
    made = ask(cast)
    Ask.objects.filter(pk=made.pk).update(due_on=today() - timedelta(days=10))
    assert "已超期" in text_of(client, cast, "wang", "/days/")
    asks.answer(cast.wang, made, words="12")
    assert "报次数" not in text_of(client, cast, "wang", "/days/")


@pytest.mark.parametrize("month", ["", "2026-11", "2026-13", "1999-01", "x"])
def test_a_month_is_shown_whatever_the_address_asks_for(client: Client, cast: Cast, month: str) -> None:
    made = ask(cast)
    assert made.title in text_of(client, cast, "wang", f"/days/?view=month&month={made.due_on:%Y-%m}")
    assert 'class="month"' in text_of(client, cast, "wang", f"/days/?view=month&month={month}")


def test_a_feed_opens_to_its_address_alone_and_shows_what_its_owner_sees(client: Client, cast: Cast) -> None:
    ask(cast)
    ask(cast, unit=cast.unit_b, title="另一件", reference="r2")
    page = log_in(client, cast, "wang").post("/days/subscribe/").content.decode()
    address = re.search(r"http://testserver(/days/feed/[\w-]+\.ics)", page)
    assert address is not None
    stranger = Client()
    said = stranger.get(address[1])
    assert said["Content-Type"].startswith("text/calendar")
    text = said.content.decode().replace("\r\n ", "")
    assert "SUMMARY:要求：报次数" in text
    assert "另一件" not in text
    assert stranger.get("/days/feed/guessed.ics").status_code == 404
    log_in(client, cast, "wang").post("/days/subscribe/end/")
    assert stranger.get(address[1]).status_code == 404


def test_who_guesses_addresses_is_slowed_down(cast: Cast) -> None:
    tries = [Client().get(f"/days/feed/{n}.ics").status_code for n in range(14)]
    assert tries[0] == 404
    assert tries[-1] == 429


def test_a_calendar_file_folds_its_lines_and_escapes_its_texts() -> None:
    title = "报告，内容；\\ 换行\n注入:BEGIN:VEVENT" + "很长的标题" * 20
    entry = Entry("a-1", date(2026, 12, 1), title, "要求", "/unit/asks/1/")
    text = ical.calendar("对标", [entry], now=datetime(2026, 11, 26, tzinfo=UTC), site="https://a.example/")
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert max(len(line.encode()) for line in lines) <= 75
    unfolded = text.replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT\r\n") == 1
    assert "换行\\n注入" in unfolded
    assert "DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261202" in unfolded
    assert "URL:https://a.example/unit/asks/1/" in unfolded


@pytest.mark.parametrize(("left", "told"), [(7, True), (6, False), (3, True), (1, True), (0, False)])
def test_one_is_reminded_so_many_workdays_before_and_once(cast: Cast, left: int, told: bool) -> None:
    ask(cast, left)
    workdays.set_day(cast.lin, day=today(), kind="worked")
    for _ in range(2):
        remind_all()
    assert Notice.objects.filter(user=cast.wang, kind="reminder").count() == told
    assert not Notice.objects.filter(user=cast.zhao, kind="reminder").exists()


def test_what_is_late_is_said_again_and_nobody_is_reminded_on_a_day_off(cast: Cast) -> None:
    made = ask(cast)
    workdays.set_day(cast.lin, day=today(), kind="off")
    Ask.objects.filter(pk=made.pk).update(due_on=calendar().before(today(), 2).day)
    assert remind_all() == 0
    workdays.set_day(cast.lin, day=today(), kind="worked")
    notices.set_rules(cast.lin, days_after=[2])
    remind_all()
    assert "已超期 2 个工作日" in Notice.objects.get(user=cast.wang, kind="reminder").words


def test_own_days_of_reminders_go_before_the_countys(client: Client, cast: Cast) -> None:
    log_in(client, cast, "wang").post("/notices/wish/", {"days_before": "6、2", "hour": "", "email": ""})
    ask(cast, 6)
    workdays.set_day(cast.lin, day=today(), kind="worked")
    remind_all()
    assert Notice.objects.filter(user=cast.wang, kind="reminder").count() == 1


def test_opening_a_message_reads_it_and_leads_to_its_matter(client: Client, cast: Cast) -> None:
    made = ask(cast)
    page = text_of(client, cast, "wang", "/notices/")
    assert "有 <b>1</b> 条没读" in page
    told = Notice.objects.get(user=cast.wang)
    went = client.post(f"/notices/{told.pk}/open/")
    assert went.headers["Location"] == f"/unit/asks/{made.pk}/"
    assert "没有没读的消息" in text_of(client, cast, "wang", "/notices/")


def test_a_message_never_leads_elsewhere(client: Client, cast: Cast) -> None:
    notices.tell(users=[cast.wang], kind="ask", words="看这里。", link="https://evil.example/")
    told = Notice.objects.get(user=cast.wang)
    assert log_in(client, cast, "wang").post(f"/notices/{told.pk}/open/").headers["Location"] == "/notices/"


def test_days_and_messages_cost_a_known_number_of_statements(client: Client, cast: Cast) -> None:
    def cost(address: str) -> int:
        log_in(client, cast, "wang").get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    campaign = framing.campaign(cast)
    ask(cast, title="头一件", reference="r-first")
    few = {address: cost(address) for address in ("/days/", "/days/?view=month", "/notices/", "/unit/asks/")}
    for n in range(12):
        ask(cast, reference=f"r{n}", title=f"第{n}件")
        set_milestone(cast.lin, campaign, name=f"节点{n}", day=today() + timedelta(days=n + 1))
    assert {address: cost(address) for address in few} == few
    assert max(few.values()) <= 8
