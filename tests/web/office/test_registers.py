"""Registers at the doors: recorded on a phone, summed for the office, the score behind them; what each page costs."""

import io
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from duibiao.facts.drafts import Draft
from duibiao.facts.models import Fact
from duibiao.lib.spans import today
from duibiao.registers import feeds, services
from duibiao.registers.models import Entry, Feed, Register
from duibiao.scores import services as scores
from duibiao.standards.models import Measure
from tests import ledgering, makers, registering, scoring
from tests.cast import Cast
from tests.site import log_in

ADVICE = {"kind": "法律咨询", "title": "进社区", "place": "东关社区", "people": "1,200", "copies": "300"}


def form_of(page: Any) -> dict[str, Any]:
    """What stands in a form, as a browser would send it."""
    form = page.context["form"]
    fields = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in fields.items() if value not in (None, "", False)}


def said(page: Any) -> str:
    return str(page.content.decode())


def test_one_is_recorded_in_a_moment_and_the_next_begins_where_it_ended(lin: Client, cast: Cast) -> None:
    lin.post(reverse("office:lay_out_registers"))
    register = Register.objects.get(name="普法活动")
    material = ledgering.material(cast)
    wang = log_in(Client(), cast, "wang")
    address = reverse("unit:record_in_register", args=[register.pk])
    start = form_of(wang.get(address))
    assert start["day"] == today()
    sent = {**start, **ADVICE, "evidence": [material.pk], "hosts": [cast.unit_b.pk]}
    for _ in range(2):  # a double click
        answer = wang.post(address, sent, follow=True)
    assert "已记下" in said(answer)
    made = Entry.objects.get()
    assert made.values == {"place": "东关社区", "people": 1200, "copies": 300}
    assert [*made.hosts.all(), *made.evidence.all()] == [cast.unit_b, material]
    following = form_of(wang.get(address))
    assert (following["kind"], following["place"], "title" in following) == ("法律咨询", "东关社区", False)
    correct = reverse("unit:correct_entry", args=[made.pk])
    again = {**form_of(wang.get(correct)), "people": "120", "reason": "多写一个零"}
    assert "多写一个零" in said(wang.post(correct, again, follow=True))
    page = said(lin.get(reverse("office:register", args=[register.pk])))
    assert "<b>120</b> 人" in page
    assert "司法局" in page
    together = said(log_in(Client(), cast, "zhao").get(reverse("unit:register_rows", args=[register.pk])))
    assert all(words in together for words in ("进社区", "协办，计在主办单位", "<b>0</b> 场"))
    newest = Entry.objects.get(supersedes=made)
    wang.post(reverse("unit:withdraw_entry", args=[newest.pk]), {"reason": "没有办"})
    assert "已撤回" in said(wang.get(reverse("unit:register_rows", args=[register.pk])))
    assert "这段时间还没有登记" in said(lin.get(reverse("office:register", args=[register.pk])))


def test_what_is_wrong_stands_beside_its_field_and_a_day_outside_is_a_hint(cast: Cast) -> None:
    scoring.quiet(cast)
    register = registering.activities(cast)
    wang = log_in(Client(), cast, "wang")
    address = reverse("unit:record_in_register", args=[register.pk])
    sent = {
        "uid": "a",
        "day": today().isoformat(),
        "kind": "普法讲座",
        "title": "讲座",
        "place": "村部",
        "people": "-3",
    }
    page = said(wang.post(address, sent))
    assert "“参加人数”不能小于 0" in page
    assert "村部" in page
    assert "还没有到" in said(
        wang.post(address, {**sent, "people": "3", "day": (today() + timedelta(days=1)).isoformat()})
    )
    before = today().replace(year=today().year - 1)
    assert "不计入它的指标" in said(wang.post(address, {**sent, "people": "3", "day": before.isoformat()}, follow=True))
    twice = wang.post(address, {**sent, "uid": "b", "people": "3", "day": before.isoformat()})
    assert "不是同一次" in said(twice)
    wang.post(address, {**sent, "uid": "b", "people": "3", "day": before.isoformat(), "apart": "on"})
    assert Entry.objects.count() == 2


def test_every_number_leads_to_its_rows_and_the_sheet_holds_what_is_seen(lin: Client, cast: Cast) -> None:
    register = registering.activities(cast)
    for month, people in ((1, 10), (1, 20), (2, 5)):
        registering.recorded(cast, register, day=date(today().year - 1, month, 9), values={"people": people})
    registering.recorded(
        cast, register, by=cast.zhao, unit=cast.unit_b, day=date(today().year - 1, 2, 9), values={"people": 7}
    )
    address = reverse("office:register", args=[register.pk]) + f"?since={today().year - 1}-01-01&what=people"
    page = lin.get(address)
    cell = page.context["rows"][0].cells[0]
    assert (page.context["rows"][0].name, cell.number) == ("司法局", 30)
    rows = lin.get(reverse("office:register_rows", args=[register.pk]) + "?" + cell.rows)
    assert (len(rows.context["table"].rows), [number for _name, _word, number in rows.context["figures"]][:2]) == (
        2,
        [2, 30],
    )
    book = load_workbook(io.BytesIO(lin.get(address + "&export=xlsx").content))
    cells = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert cells == [["司法局", 35, 30, 5], ["城关镇", 7, 0, 7]]
    odd = address + "&unit=999999999999999&kind=x&as_of=never&side=z"
    assert lin.get(odd).status_code == 200


def test_an_indicator_takes_its_number_and_two_numbers_are_shown_until_one_counts(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    register = registering.activities(cast)
    registering.recorded(cast, register)
    measure = Measure.objects.get(pk="meetings")
    scores.record(cast.lin, drafts=[Draft(uid="typed", measure=measure, unit=cast.unit_a, value=9)], source="hand")
    sent = {"measure": "meetings", "column": "", "since": (today() - timedelta(days=90)).isoformat()}
    assert "等您定以哪个为准" in said(
        lin.post(reverse("office:connect_register", args=[register.pk]), sent, follow=True)
    )
    feed = Feed.objects.get()
    services.bring_into_line(register.pk)
    assert not Fact.objects.filter(uid__startswith=feeds.mark(feed)).exists()
    lin.post(reverse("office:settle_register", args=[feed.pk, cast.unit_a.pk]))
    [fact] = services.bring_into_line(register.pk)
    page = said(lin.get(reverse("office:fact", args=[fact.pk])))
    assert "看登记的每一条" in page
    _name, _feed, unit, day = fact.uid.split(":")
    rows = lin.get(reverse("office:register_fed", args=[feed.pk, unit, day]), follow=True)
    assert len(rows.context["table"].rows) == 1
    word = Fact.objects.get(uid="typed").measure.bindings.get().code
    hand = reverse("office:fact_post") + f"?campaign={campaign.pk}&unit={cast.unit_a.code}&measure={word}"
    refused = lin.post(hand, {"uid": "h2", "value": "40", "at": today().isoformat()})
    assert "由登记簿“普法活动”自动统计" in said(refused)


def test_many_come_by_workbook_simulated_first_and_never_twice(cast: Cast) -> None:
    register = registering.activities(cast)
    wang = log_in(Client(), cast, "wang")
    heads = ["日期", "种类", "主题、名称", "地点", "参加人数（人）", "协办单位"]
    good = makers.book(
        heads, [today(), "普法讲座", "讲座", "村部", 20, "城关镇"], [today(), "法律咨询", "咨询", "集市", 33, ""]
    )
    for confirmed in (2, 2):
        answer = wang.post(reverse("unit:import_entries", args=[register.pk]), {"file": io_file(good)}, follow=True)
        stored = answer.context["stored"].pk
        wang.post(reverse("unit:confirm_entries_import", args=[stored]))
        assert Entry.objects.count() == confirmed
    bad = makers.book(
        heads,
        [today() + timedelta(days=3), "普法讲座", "早了", "村部", 20, ""],
        [today(), "普法讲座", "负的", "村部", -2, ""],
    )
    page = said(wang.post(reverse("unit:import_entries", args=[register.pk]), {"file": io_file(bad)}, follow=True))
    assert all(words in page for words in ("还没有到", "不能小于 0"))
    assert Entry.objects.count() == 2
    assert "Excel" in said(
        wang.post(reverse("unit:import_entries", args=[register.pk]), {"file": io_file(b"not a book")}, follow=True)
    )
    assert wang.get(reverse("unit:import_entries_template", args=[register.pk])).status_code == 200


def io_file(content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = "活动.xlsx"
    return file


def of_every_kind(lin: Client) -> Register:
    lin.post(
        reverse("office:add_register"), {"name": "志愿服务", "sort": "activity", "kinds": "清扫\n助老", "word": "次"}
    )
    register = Register.objects.get()
    address = reverse("office:add_register_column", args=[register.pk])
    for title, kind in (("备注", "text"), ("结束", "day"), ("时长", "number"), ("规模", "choice"), ("公开", "yes_no")):
        options = "大\n小" if kind == "choice" else ""
        lin.post(address, {"title": title, "kind": kind, "places": 1, "options": options})
    assert "选一项的列要写可选的" in said(lin.post(address, {"title": "空", "kind": "choice", "places": 0}))
    return register


def test_the_office_makes_a_register_with_columns_of_every_kind(lin: Client, cast: Cast) -> None:
    register = of_every_kind(lin)
    keys = {one.title: one.key for one in register.columns.all()}
    wang, record = log_in(Client(), cast, "wang"), reverse("unit:record_in_register", args=[register.pk])
    sent = {"uid": "v", "day": today().isoformat(), "kind": "清扫", "title": "河边", keys["结束"]: today().isoformat()}
    sent |= {keys["时长"]: "2.5", keys["规模"]: "小", keys["公开"]: "yes"}
    assert "2.5" in said(wang.post(record, sent, follow=True))
    change = reverse("office:change_register", args=[register.pk])
    same = {"name": "志愿服务", "sort": "activity", "word": "次", "version": register.version}
    assert "已经用过" in said(lin.post(change, {**same, "kinds": "助老"}))
    assert lin.post(change, {**same, "kinds": "清扫\n助老\n其他"}).status_code == 302
    assert lin.post(change, {**same, "kinds": "清扫", "name": "晚了"}).status_code == 409  # somebody saved first
    lin.post(reverse("office:drop_register_column", args=[register.columns.get(title="备注").pk]))
    lin.post(reverse("office:close_register", args=[register.pk]))
    assert "已经停用" in said(wang.post(record, {**sent, "uid": "w", "title": "山上"}))


PAGES = (
    ("lin", "office:registers", 8), ("lin", "office:register", 11), ("lin", "office:register_rows", 11), ("lin", "office:register_feeds", 10),
    ("lin", "office:change_register", 8), ("zhou", "leader:register", 10), ("zhou", "leader:register_rows", 11), ("wang", "unit:registers", 9),
    ("wang", "unit:register", 11), ("wang", "unit:register_rows", 12), ("wang", "unit:record_in_register", 9),
    ("wang", "unit:register_entry", 12), ("lin", "office:register_entry", 11),
)  # fmt: skip


def test_pages_cost_the_same_with_few_rows_and_with_many(cast: Cast) -> None:
    scoring.quiet(cast)
    register = registering.activities(cast)
    registering.fed(cast, register)
    clients = {who: log_in(Client(), cast, who) for who in ("lin", "zhou", "wang")}

    def costs() -> dict[str, int]:
        found = {}
        for who, name, _most in PAGES:
            arguments = [] if name.endswith(("registers", "feeds")) else [register.pk]
            arguments = [Entry.objects.earliest("pk").pk] if name.endswith("register_entry") else arguments
            clients[who].get(reverse(name, args=arguments))
            with CaptureQueriesContext(connection) as captured:
                assert clients[who].get(reverse(name, args=arguments)).status_code == 200, name
            found[name] = len(captured)
        return found

    registering.recorded(cast, register, hosts=(cast.unit_b,), feed=False)
    registering.recorded(cast, register, title="同一场", feed=False)
    registering.recorded(cast, register, title="同一场", by=cast.zhao, unit=cast.unit_b, apart=True, feed=False)
    few = costs()
    row = Entry.objects.earliest("pk")
    for number in range(12):
        registering.recorded(cast, register, hosts=(cast.unit_b,), day=today() - timedelta(days=number * 9), feed=False)
        row = services.correct(cast.wang, row, uid=f"again{number}", given=registering.given(), reason="再改")
    assert costs() == few
    assert [(name, few[name]) for _who, name, most in PAGES if few[name] > most] == []
