"""The office asks, judges answers, looks at the burden, keeps the calendar and the channels."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duibiao.asks import services
from duibiao.asks.choices import AskKind
from duibiao.asks.models import Ask, Stopped
from duibiao.lib.spans import today
from duibiao.notices.models import Channel
from duibiao.organisation.services import add_group, add_member_unit
from duibiao.workdays.models import Year
from duibiao.workdays.queries import calendar
from tests import makers, scoring
from tests.cast import Cast
from tests.domain.workdays.test_calendar import NOTICE
from tests.obliging import PDF
from tests.site import log_in


def sent(cast: Cast, **fields: Any) -> dict[str, Any]:
    due = calendar().after(today(), 5).day
    start = {"nonce": uuid.uuid4(), "kind": "number", "title": "报11月会议次数", "grounds": "要点第3条", "due_on": due}
    return {**start, "units": [cast.unit_a.pk, cast.unit_b.pk], **fields}


def test_several_units_are_asked_at_once_and_a_double_click_asks_once(lin: Client, cast: Cast) -> None:
    given = sent(cast)
    assert lin.post("/office/asks/new/", given).status_code == 302
    lin.post("/office/asks/new/", given)
    assert Ask.objects.count() == 2
    assert not Stopped.objects.exists()


def test_who_was_asked_before_is_left_out_and_shown_with_what_is_there(lin: Client, cast: Cast) -> None:
    lin.post("/office/asks/new/", sent(cast, units=[cast.unit_a.pk]))
    there = Ask.objects.get()
    page = lin.post("/office/asks/new/", sent(cast, title=" 报 11月会议次数。")).content.decode()
    assert "1 个单位已经要过，没有再发" in page
    assert f"/office/asks/{there.pk}/" in page
    assert Ask.objects.count() == 2  # unit B was asked
    assert Stopped.objects.get().ask == there


@pytest.mark.parametrize(
    ("days", "words"), [(0, "至少要给单位留 3 个工作日"), (-3, "这一天已经过了"), (None, "这天是休息日")]
)
def test_a_day_that_cannot_be_is_refused_with_what_could_be(
    lin: Client, cast: Cast, days: int | None, words: str
) -> None:
    due = today() + timedelta(days=days) if days is not None else date(2027, 6, 5)
    if days == 0:
        due = calendar().after(today(), 1).day
    page = lin.post("/office/asks/new/", sent(cast, due_on=due)).content.decode()
    assert words in page
    assert not Ask.objects.exists()


def test_the_answer_goes_back_with_a_reason_and_is_accepted_in_the_end(lin: Client, cast: Cast) -> None:
    lin.post("/office/asks/new/", sent(cast, units=[cast.unit_a.pk]))
    made, wang = Ask.objects.get(), log_in(Client(), cast, "wang")
    assert "报11月会议次数" in wang.get("/unit/").content.decode()
    wang.post(f"/unit/asks/{made.pk}/answer/", {"words": "12次"})
    lin.post(f"/office/asks/{made.pk}/return/", {"reason": "少了10月的"})
    assert "少了10月的" in wang.get(f"/unit/asks/{made.pk}/").content.decode()
    wang.post(f"/unit/asks/{made.pk}/answer/", {"words": "15次"})
    lin.post(f"/office/asks/{made.pk}/accept/")
    again = lin.post(f"/office/asks/{made.pk}/return/", {"reason": "晚了"}, follow=True).content.decode()
    assert "别人可能先处理了" in again
    made.refresh_from_db()
    assert (made.state, made.answer) == ("done", "15次")


def test_the_burden_says_who_is_asked_most_and_costs_the_same_with_many(lin: Client, cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            lin.get("/office/asks/burden/")
        return len(captured)

    lin.post("/office/asks/new/", sent(cast))
    cost()
    few = cost()
    for n in range(12):
        unit = makers.unit(cast.lin, parent=cast.county)
        due = calendar().after(today(), 1).day
        services.ask(
            cast.lin, unit=unit, kind=AskKind.REPORT, title="报告", grounds="会议", due_on=due, reference="b", urgent_reason="急"
        )  # fmt: skip
        lin.post("/office/asks/new/", sent(cast, title=f"第{n}件", units=[cast.unit_b.pk]))
    assert cost() == few
    assert few <= 12
    page = lin.get("/office/asks/burden/").content.decode()
    assert "被要得最多的是城关镇，13 次" in page
    assert "46%" in page  # 12 of 26 in a hurry
    assert lin.get("/office/asks/burden/?export=xlsx").status_code == 200
    assert "城关镇" not in lin.get("/office/asks/burden/?units=department").content.decode()


def test_a_notice_is_read_shown_and_then_taken_in(lin: Client, cast: Cast) -> None:
    given = {"year": 2027, "document": "国办发明电〔2026〕7号", "text": NOTICE}
    page = lin.post("/office/workdays/notice/", given).content.decode()
    assert "读出了 15 个放假的日子" in page
    assert not Year.objects.exists()
    assert "放假通知还没有公布" in lin.get("/office/workdays/?year=2027").content.decode()
    lin.post("/office/workdays/notice/", {**given, "sure": "1"})
    assert "放假通知已录入" in lin.get("/office/workdays/?year=2027").content.decode()
    edit = Year.objects.get().edits.get()
    lin.post(f"/office/workdays/edits/{edit.pk}/undo/")
    assert "放假通知还没有公布" in lin.get("/office/workdays/?year=2027").content.decode()


@pytest.mark.parametrize("year", ["", "1", "9999", "abcd", "²²²²"])
def test_a_year_that_there_is_not_shows_this_one(lin: Client, year: str) -> None:
    assert f"{today().year}年工作日历" in lin.get(f"/office/workdays/?year={year}").content.decode()


def test_a_robots_address_is_checked_and_never_shown_again(lin: Client, cast: Cast) -> None:
    given = {"name": "工作群", "kind": "wecom", "address": "https://evil.example/x?key=TOP", "users": [cast.wang.pk]}
    assert "只能发往允许的主机" in lin.post("/office/channels/new/", given).content.decode()
    given["address"] = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=TOP"
    assert lin.post("/office/channels/new/", given).status_code == 302
    held = Channel.objects.get()
    assert not held.is_on
    for address in ("/office/channels/", f"/office/channels/{held.pk}/change/"):
        assert "key=TOP" not in lin.get(address).content.decode()


def test_a_digest_in_the_hours_of_quiet_is_refused(lin: Client) -> None:
    given = {"hour": 22, "quiet_from": 20, "quiet_until": 7, "days_before": "7、3、1", "days_after": "1"}
    assert "在免打扰里" in lin.post("/office/channels/rules/", given).content.decode()
    assert lin.post("/office/channels/rules/", {**given, "hour": 9, "days_before": "3，1"}).status_code == 302


def test_whole_kinds_groups_and_working_groups_are_asked_at_once_each_unit_once(lin: Client, cast: Cast) -> None:
    group = add_group(cast.lin, name="法治专班", kind="task")
    add_member_unit(cast.lin, group, unit=cast.unit_a)
    page = lin.get("/office/asks/new/").content.decode()
    assert "全部乡镇（街道）（1 个）" in page or "全部" in page
    given = sent(cast, kind="report", title="报年终小结", units=[], kinds=["township"], working_groups=[group.pk])
    assert lin.post("/office/asks/new/", given).status_code == 302
    assert {one.unit for one in Ask.objects.all()} == {cast.unit_a, cast.unit_b}
    empty = lin.post("/office/asks/new/", sent(cast, kind="report", units=[])).content.decode()
    assert "至少选一个单位、一类单位或一个组" in empty


def test_a_number_that_the_journal_knows_is_shown_instead_of_asked_for(lin: Client, cast: Cast) -> None:
    scoring.quiet(cast)
    when = datetime(2026, 3, 3, 9, tzinfo=timezone.get_current_timezone())
    posted = scoring.fact(cast.lin, "meetings", cast.unit_a, value=2, at=when).facts[0]
    named = posted.measure.name
    given = sent(cast, title=f"报3月{named}")
    page = lin.post("/office/asks/new/", given).content.decode()
    assert f"这像是计量项“{named}”" in page
    assert not Ask.objects.exists()
    days = {"since": "2026-03-01", "until": "2026-03-31"}
    page = lin.post("/office/asks/new/", {**given, **days}).content.decode()
    assert "1 个单位已经报过这个数，没有再要" in page
    assert f"/office/facts/{posted.pk}/" in page
    assert [one.unit for one in Ask.objects.all()] == [cast.unit_b]
    again = lin.post(
        "/office/asks/new/", {**given, **days, "nonce": uuid.uuid4(), "title": "三月的数", "measure": "meetings"}
    )
    assert "1 个单位已经要过，没有再发" in again.content.decode()
    assert f"/office/facts/{posted.pk}/" in lin.get("/office/asks/burden/").content.decode()
    free = {**given, "nonce": uuid.uuid4(), "unmatched": "on", "units": [cast.unit_a.pk]}
    assert lin.post("/office/asks/new/", free).status_code == 302


def test_a_signature_is_a_press_of_a_button_and_a_report_brings_its_file(lin: Client, cast: Cast) -> None:
    wang = log_in(Client(), cast, "wang")
    for kind, extra in (
        ("signature", {}),
        ("report", {"words": "见附件", "file": SimpleUploadedFile("小结.pdf", PDF)}),
    ):
        lin.post("/office/asks/new/", sent(cast, kind=kind, title=f"一件{kind}", units=[cast.unit_a.pk]))
        made = Ask.objects.latest("pk")
        said = wang.post(f"/unit/asks/{made.pk}/answer/", extra, follow=True).content.decode()
        assert "这件事办完了" in said
        made.refresh_from_db()
        assert made.state == "done"
    assert "小结.pdf" in lin.get(f"/office/asks/{made.pk}/").content.decode()
    assert lin.get(f"/asks/{made.pk}/file/").content == PDF
    empty = log_in(Client(), cast, "zhao").get(f"/asks/{made.pk}/file/")
    assert empty.status_code == 403
    lin.post(f"/office/asks/{made.pk}/return/", {"reason": "缺第三部分"})
    assert "缺第三部分" in wang.get(f"/unit/asks/{made.pk}/").content.decode()


def test_the_unit_reads_first_what_is_overdue(lin: Client, cast: Cast) -> None:
    lin.post("/office/asks/new/", sent(cast, kind="report", title="报小结", units=[cast.unit_a.pk]))
    wang = log_in(Client(), cast, "wang")
    assert "已经超期，先办它" not in wang.get("/unit/").content.decode()
    Ask.objects.update(due_on=today() - timedelta(days=1))
    assert "有 <b>1</b> 件要求已经超期，先办它" in wang.get("/unit/").content.decode()
