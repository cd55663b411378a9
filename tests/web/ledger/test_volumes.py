"""Materials are filed by themselves: numbered, paged, listed; one that serves in many places lies in one."""

import io
from datetime import date

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from duibiao.files.models import Text
from duibiao.ledger.models import MaterialFile
from duibiao.ledger.services import giving
from tests import dutying, ledgering, scoring
from tests.cast import Cast
from tests.site import log_in


def test_a_volume_lists_its_papers_with_pages_and_a_paper_used_twice_lies_once(lin: Client, cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    first = ledgering.requirement(cast, campaign, indicator="1.1", title="会议纪要")
    second = ledgering.requirement(cast, campaign, indicator="2.1", title="出庭记录")
    fields = {"title": "第一次专题会纪要", "document_number": "青纪〔2025〕3号", "dated_on": date(2025, 3, 9)}
    blob = ledgering.blob(ledgering.pdf(3))
    (gave,) = giving.give(
        cast.wang, unit=cast.unit_a, requirement=first, files=[giving.Given(blob, "纪要.pdf", fields)]
    )
    giving.use(cast.wang, requirement=second, material=gave.material)
    picture = ledgering.blob(ledgering.png(), "照片.png")
    giving.give(cast.wang, unit=cast.unit_a, requirement=second, files=[giving.Given(picture, "照片.png", {"title": "庭审照片", "dated_on": date(2025, 5, 1)})])  # fmt: skip
    paper = ledgering.blob(ledgering.word(), "说明.docx")
    giving.give(cast.wang, unit=cast.unit_a, requirement=second, files=[giving.Given(paper, "说明.docx", {"title": "情况说明", "dated_on": date(2024, 5, 1)})])  # fmt: skip
    Text.objects.bulk_create([Text(blob=blob, pages=3)], ignore_conflicts=True)

    home = f"/office/campaigns/{campaign.pk}/ledger/volumes/"
    shown = lin.get(home).content.decode()
    assert "2025-SFJ" in shown
    assert "2024-SFJ" in shown
    assert "1 件页数未数出" in shown
    inner = lin.get(f"{home}unit/2025/SFJ/").content.decode()
    assert "青纪〔2025〕3号" in inner
    assert "又用于 2.1" in inner
    assert "1-3" in inner  # three pages, then the photo on the fourth
    book = openpyxl.load_workbook(io.BytesIO(lin.get(f"{home}unit/2025/SFJ/?export=xlsx").content))
    rows = [[cell.value for cell in row] for row in book.active.rows]
    assert rows[0] == ["顺序号", "文号", "责任者", "题名", "日期", "页号", "备注"]
    assert [row[5] for row in rows[1:]] == ["1-3", "4"]
    word = Document(io.BytesIO(lin.get(f"{home}unit/2025/SFJ/?export=docx").content))
    assert "本卷 2 件，4 页；起止日期 2025-03-09—2025-05-01。" in [one.text for one in word.paragraphs]
    assert word.tables[0].rows[1].cells[3].text == "1.1 第一次专题会纪要"
    filed_by_indicator_too(lin, cast, home)


def filed_by_indicator_too(lin: Client, cast: Cast, home: str) -> None:
    by_indicator = lin.get(f"{home}indicator/2025/2.1/").content.decode()
    assert "互见 2025-1.1 第 1 件" in by_indicator
    assert lin.get(f"{home}indicator/2025/9.9/").status_code == 404
    listed = openpyxl.load_workbook(io.BytesIO(lin.get(f"{home}?way=indicator&export=xlsx").content)).active
    assert [row[0].value for row in listed.rows] == ["案卷号", "2025-1.1", "2025-2.1", "2024-2.1"]
    assert Document(io.BytesIO(lin.get(f"{home}?export=docx").content)).tables[0].rows[1].cells[0].text == "2025-SFJ"

    zhao = log_in(Client(), cast, "zhao")  # of the other unit
    assert zhao.get(f"{home.replace('office', 'unit')}unit/2025/SFJ/").status_code == 403
    wang = log_in(Client(), cast, "wang")
    assert "第一次专题会纪要" in wang.get(f"{home.replace('office', 'unit')}unit/2025/SFJ/").content.decode()
    assert MaterialFile.objects.count() == 3
    with CaptureQueriesContext(connection) as cost:
        lin.get(home)
    assert len(cost) <= 7


def test_a_fixed_state_names_what_changed_since_and_keeps_its_receipt(lin: Client, cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    line = ledgering.requirement(cast, campaign, number=9)
    kept, replaced, gone = (
        ledgering.given(cast.wang, cast.unit_a, line, title=title) for title in ("留着的", "换版的", "撤走的")
    )
    ledgering.window(cast, campaign, closes_on=dutying.workday(10))
    assert "份才赶得上" in lin.get(f"/office/campaigns/{campaign.pk}/ledger/").content.decode()
    lin.post(f"/office/campaigns/{campaign.pk}/ledger/frozen/new/", {"title": "申报稿"})
    held = campaign.frozen.get()
    giving.add_version(cast.wang, replaced.material, blob=ledgering.blob(), name="新.pdf")
    assert gone.use is not None
    giving.stop_using(cast.wang, gone.use)
    ledgering.given(cast.wang, cast.unit_a, line, title="后来的")
    page = lin.get(f"/office/frozen/{held.pk}/")
    states = {row.title: row.state for row in page.context["table"].rows}
    assert states == {"留着的": "same", "换版的": "changed", "撤走的": "gone", "后来的": "added"}
    assert "<b>3</b> 处和固定时不一样" in page.content.decode()
    only = lin.get(f"/office/frozen/{held.pk}/?state=changed").content.decode()
    assert "换版的" in only
    assert kept.material.title not in only
    assert lin.get(f"/office/frozen/{held.pk}/?export=xlsx").content[:2] == b"PK"
    assert lin.get(f"/office/frozen/{held.pk}/receipt-file/").status_code == 404
    receipt = SimpleUploadedFile("回执.pdf", ledgering.pdf())
    lin.post(f"/office/frozen/{held.pk}/receipt/", {f"{held.pk}-number": "省评〔2026〕9号", f"{held.pk}-day": date.today().isoformat(), "file": receipt})  # noqa: DTZ011  # fmt: skip
    assert lin.get(f"/office/frozen/{held.pk}/receipt-file/").content[:4] == b"%PDF"
