"""The indicator package: everything that is asked of a unit on one page and as files; and the unit's own plan, kept as it came."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from docx import Document
from python_calamine import CalamineWorkbook

from duibiao.campaigns import plans
from duibiao.campaigns import services as campaigns
from duibiao.campaigns.models import Campaign, WorkPlan
from duibiao.lib.spans import today
from tests import makers, scoring
from tests.cast import Cast
from tests.site import log_in


@pytest.fixture
def held(cast: Cast) -> Campaign:
    campaign = scoring.lived(cast)
    campaigns.set_milestone(cast.lin, campaign, name="材料提交截止", day=today())
    makers.area(cast.lin, unit=cast.unit_a)
    return campaigns.change_campaign(cast.lin, campaign, version=campaign.version, state="running")


@pytest.fixture
def wang(client: Client, cast: Cast) -> Client:
    return log_in(client, cast, "wang")


def address(campaign: Campaign, cast: Cast) -> str:
    return f"/unit/campaigns/{campaign.pk}/units/{cast.unit_a.pk}/package"


def send(client: Client, campaign: Campaign, cast: Cast, name: str, content: bytes) -> str:
    sent = {"file": SimpleUploadedFile(name, content), "words": "第一稿"}
    return client.post(f"{address(campaign, cast)}/plan/", sent, follow=True).content.decode()


def test_the_page_holds_clause_rule_data_days_and_the_reason(
    wang: Client, cast: Cast, held: Campaign, django_assert_max_num_queries: Any
) -> None:
    page = wang.get(f"{address(held, cast)}/").content.decode()
    assert "承担 <b>6</b> 项指标" in page
    assert "每年专题研究不少于3次，每少一次扣1分。" in page
    assert "专题研究次数" in page
    assert "材料提交截止" in page
    assert "工作方案还没有交" in page
    with django_assert_max_num_queries(16):  # session, account, roles; campaign, unit; the package (9); plans
        wang.get(f"{address(held, cast)}/")
    assert f"/unit/campaigns/{held.pk}/units/{cast.unit_a.pk}/package/" in wang.get("/unit/").content.decode()


def test_the_files_hold_the_same(wang: Client, cast: Cast, held: Campaign) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(wang.get(f"{address(held, cast)}.xlsx").content))
    assert book.sheet_names == ["指标", "数据和材料", "点位", "时间表"]
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["1.1", "1.2", "2.1", "2.2", "2.3", "J.1"]
    assert len(book.get_sheet_by_index(2).to_python()) == 2
    paper = Document(io.BytesIO(wang.get(f"{address(held, cast)}.docx").content))
    assert paper.paragraphs[0].text == "司法局指标任务书"
    assert paper.tables[0].rows[1].cells[0].text == "1.1"
    assert wang.get(f"{address(held, cast)}.exe").status_code == 404


def test_an_indicator_that_does_not_apply_is_not_in_it(wang: Client, cast: Cast, held: Campaign) -> None:
    from duibiao.scores.working_out import work_out

    campaigns.decide_not_applicable(cast.lin, held, unit=cast.unit_a, indicator="2.1", reason="无诉讼")
    work_out(held)
    assert "承担 <b>5</b> 项指标" in wang.get(f"{address(held, cast)}/").content.decode()


def test_a_plan_is_kept_as_it_came_and_the_office_sees_who_is_missing(wang: Client, cast: Cast, held: Campaign) -> None:
    assert "工作方案已交" in send(wang, held, cast, "方案.docx", b"first")
    send(wang, held, cast, "方案.docx", b"first")  # a double click
    send(wang, held, cast, "方案2.docx", b"second")
    newest, first = WorkPlan.objects.all()
    assert (bytes(first.content), newest.name) == (b"first", "方案2.docx")
    answer = wang.get(f"/unit/plans/{first.pk}/")
    assert answer.content == b"first"
    assert "attachment" in answer.headers["Content-Disposition"]
    lin = log_in(Client(), cast, "lin")
    page = lin.get(f"/office/campaigns/{held.pk}/plans/").content.decode()
    assert "<b>1</b> 个单位交了工作方案，<b>1</b> 个还没有交" in page
    assert "方案2.docx" in page
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkPlan.objects.filter(pk=first.pk).update(name="x.docx")


@pytest.mark.parametrize(("name", "content", "says"), [("a.exe", b"x", "请传 Word"), ("a.docx", b"", "请选一个文件")])
def test_what_is_no_plan_is_refused_in_words(
    wang: Client, cast: Cast, held: Campaign, name: str, content: bytes, says: str
) -> None:
    assert says in send(wang, held, cast, name, content)
    assert not WorkPlan.objects.exists()


def test_a_large_file_is_refused(wang: Client, cast: Cast, held: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "MOST_BYTES", 3)
    assert "超过 20 MB" in send(wang, held, cast, "a.docx", b"long")


def test_another_unit_neither_reads_nor_hands_in(cast: Cast, held: Campaign) -> None:
    made = plans.hand_in(cast.wang, held, cast.unit_a, name="方案.docx", content=b"first")
    zhao, wu = (log_in(Client(), cast, name) for name in ("zhao", "wu"))
    assert zhao.get(f"/unit/plans/{made.pk}/").status_code == 403
    assert zhao.get(f"{address(held, cast)}/").status_code == 403
    reading_only = {"file": SimpleUploadedFile("b.docx", b"b")}
    assert wu.post(f"{address(held, cast)}/plan/", reading_only).status_code == 403
    assert WorkPlan.objects.count() == 1
