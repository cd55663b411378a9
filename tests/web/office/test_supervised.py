"""The system can be audited, who may do what is plain, what is left out is listed with its mending, what is red is asked about."""

import io
from datetime import timedelta

import openpyxl
from django.test import Client
from django.urls import reverse

from duibiao.ledger.services import requirements
from duibiao.ledger.services.requirements import window_of
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from duibiao.organisation import services as organisation
from duibiao.organisation.choices import Role
from tests import documenting, dutying, ledgering, scoring, visiting
from tests.cast import Cast
from tests.site import log_in


def test_a_change_of_key_data_shows_what_stood_there_and_what_stands_now(lin: Client, cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    ledgering.window(cast, campaign, closes_on=today())
    later = today() + timedelta(days=9)
    requirements.set_window(cast.lin, campaign, version=window_of(campaign).version, closes_on=later, two_levels=True)
    page = lin.get("/office/audit/", {"act": "ledger.set_window", "key": "1"}).content.decode()
    assert f"上报截止 {today()} → {later}" in page
    assert "否 → 是" in page
    organisation.change_roles(cast.zheng, cast.chen, roles=[(Role.INSPECTOR, None), (Role.ASSESSOR, None)])
    page = lin.get("/office/audit/", {"act": "organisation.change_roles"}).content.decode()
    assert "原来 inspector" in page
    line = ledgering.requirement(cast, campaign, number=2)
    requirements.change_requirement(cast.lin, line, version=line.version, number=3, words="王建国的手机 13900000001")
    page = lin.get("/office/audit/", {"act": "ledger.change_requirement"}).content.decode()
    assert "至少几份 2 → 3" in page
    assert "13900000001" not in page  # free text never enters a record that nobody can change
    book = openpyxl.load_workbook(
        io.BytesIO(lin.get("/office/audit/", {"act": "ledger.change_requirement", "export": "xlsx"}).content)
    )
    assert any("至少几份 2 → 3" in str(cell.value) for row in book.active.rows for cell in row)


def test_who_may_do_what_is_worked_out_from_the_guards_themselves(lin: Client, cast: Cast) -> None:
    page = lin.get(reverse("office:authority"))
    powers = {line.words: line.held for _title, lines in page.context["powers"] for line in lines}
    order = list(Role.values)
    holders = {
        words: {role for role, held in zip(order, found, strict=True) if held} for words, found in powers.items()
    }
    assert holders["开立账号、授予角色"] == {"administrator"}
    assert holders["审核材料"] == {"office"}
    assert holders["批准公布成绩"] == {"leader"}
    assert holders["现场检查"] == {"inspector"}
    assert "司法局" in page.content.decode()  # wang's reach
    organisation.change_roles(cast.zheng, cast.chen, roles=[(Role.INSPECTOR, None), (Role.LEADER, None)])
    several = lin.get(reverse("office:authority"), {"many": "yes"}).context["table"].rows
    assert [one.account for one in several] == ["chen"]
    book = openpyxl.load_workbook(io.BytesIO(lin.get(reverse("office:authority"), {"export": "powers"}).content)).active
    assert next(cell.value for cell in next(book.rows)) == "功能"
    assert log_in(Client(), cast, "wang").get(reverse("office:authority")).status_code == 403


def test_what_is_left_out_is_listed_in_each_direction_with_the_link_that_mends_it(lin: Client, cast: Cast) -> None:
    campaign = visiting.campaign(cast)
    site = visiting.site(cast)
    ledgering.given(cast.wang, cast.unit_a, None, title="没有用处的报告")
    address = reverse("office:omissions", args=[campaign.pk])
    page = lin.get(address)
    ways = {way: n for way, _words, n in page.context["ways"]}
    assert ways["indicator-task"] == 4  # nobody was given anything yet
    assert ways["material-indicator"] == 1
    assert ways["site-task"] == 1
    assert ways["site-indicator"] == ways["indicator-site"] == 0
    said = page.content.decode()
    assert "没有用处的报告" in said
    assert f"城关镇 · {site.type.name}" in said
    dutying.issued(cast, campaign, unit=cast.unit_b, indicator="1")
    after = {way: n for way, _words, n in lin.get(address).context["ways"]}
    assert (after["indicator-task"], after["site-task"]) == (3, 0)
    assert after["task-material"] == 1
    link = reverse("office:add_requirement", args=[campaign.pk, "1"])
    assert link in lin.get(address, {"way": "task-material"}).content.decode()
    assert lin.get(link).status_code == 200
    assert lin.get(address, {"export": "xlsx"}).content[:2] == b"PK"


def test_what_is_red_says_its_gap_in_words_and_its_unit_is_asked(lin: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    page = lin.get(reverse("office:unmet", args=[campaign.pk]), {"unit": "SFJ"})
    rows = page.context["table"].rows
    assert rows
    assert all(row.unit == "SFJ" and row.said_gap for row in rows)
    assert any("还差" in row.said_gap for row in rows)
    remind = reverse("office:remind_unmet", args=[campaign.pk])
    red = [row for row in rows if row.light == "bad" and row.expected_on is None]
    lin.post(remind)
    lin.post(remind)  # once a day
    told = Notice.objects.filter(user=cast.wang, words__contains="还没写差距").count()
    assert told == (1 if red else 0)


def test_a_document_cannot_be_added_by_a_unit(cast: Cast) -> None:
    documenting.kept(cast)
    assert log_in(Client(), cast, "wang").get("/office/documents/new/").status_code == 403
