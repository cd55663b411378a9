"""Feedback of higher levels on the office's pages: pasted, looked at, taken apart, given out, sent back up as a list."""

import io
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from duibiao.lib.spans import today
from duibiao.participation import opening
from duibiao.participation.models import Feedback, FeedbackItem
from duibiao.participation.services import feedback
from duibiao.participation.taking_apart import Item
from duibiao.problems.models import Problem
from tests import dutying, reporting, scoring
from tests.cast import Cast


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_paper_goes_from_its_text_to_problems_and_back_up_as_a_list(lin: Client, cast: Cast) -> None:
    campaign, day = dutying.campaign(cast), today().isoformat()
    file = SimpleUploadedFile("反馈.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    given = {"campaign": campaign.pk, "title": "省测评反馈", "sender": "省文明委", "received_on": day, "file": file}
    made = lin.post("/office/feedback/new/", given)
    paper = Feedback.objects.get()
    assert made.headers["Location"] == f"/office/feedback/{paper.pk}/items/"
    due = (today() + timedelta(days=15)).isoformat()
    pasted = {"text": "1.城关镇公厕异味\n2.司法局台账不全", "due_on": due, "kind": opening.kinds().get(code="other").pk}
    looked = text(lin.post(f"/office/feedback/{paper.pk}/items/", {**pasted, "look": "1"}))
    assert "认出 <b>2</b> 条" in looked
    assert not FeedbackItem.objects.exists()
    lin.post(f"/office/feedback/{paper.pk}/items/", pasted)
    assert "2 条已转为问题" in text(lin.post(f"/office/feedback/{paper.pk}/assign/", follow=True))
    assert [one.unit for one in Problem.objects.order_by("pk")] == [cast.unit_b, cast.unit_a]
    page = text(lin.get(f"/office/feedback/{paper.pk}/"))
    assert "整改中 2" in page
    written = Document(io.BytesIO(lin.get(f"/office/feedback/{paper.pk}/list.docx").content))
    cells = [[cell.text for cell in row.cells] for row in written.tables[0].rows]
    assert cells[1][1:3] == ["城关镇公厕异味", "城关镇"]
    assert lin.get(f"/office/feedback/{paper.pk}/", {"export": "xlsx"}).content[:2] == b"PK"
    assert lin.get(f"/office/feedback/{paper.pk}/file/").content[:4] == b"%PDF"


def test_several_items_are_set_at_once_and_what_lacks_something_is_named(lin: Client, cast: Cast) -> None:
    paper = reporting.paper(cast, dutying.campaign(cast))
    items = feedback.add_items(cast.lin, paper, [Item("路面破损"), Item("路灯不亮"), Item("井盖缺失")])
    assert "没有改：请先勾选" in text(lin.post(f"/office/feedback/{paper.pk}/items/set/", {"unit": ""}, follow=True))
    given = {"item": [one.pk for one in items[:2]], "unit": cast.unit_b.pk, "due_on": today().isoformat()}
    lin.post(f"/office/feedback/{paper.pk}/items/set/", given)
    assert [one.unit for one in FeedbackItem.objects.all()] == [cast.unit_b, cast.unit_b, None]
    assert "第 1、2、3 条还缺" in text(lin.post(f"/office/feedback/{paper.pk}/assign/", follow=True))


def test_the_marks_of_others_stand_beside_ones_own_and_a_wrong_line_is_named(lin: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    paper = reporting.paper(cast, campaign)
    code = next(iter(campaign.edition.indicators.filter(leaf=True).order_by("number").values_list("code", flat=True)))
    wrong = text(lin.post(f"/office/feedback/{paper.pk}/marks/set/", {"text": f"{code} 1 2\n没有 1 2\n{code} 3 2"}))
    assert "第 2 行：标准里没有指标“没有”" in wrong
    assert "第 3 行：得分 3 大于满分 2" in wrong
    lin.post(f"/office/feedback/{paper.pk}/marks/set/", {"text": f"{code} 1/2"})
    page = text(lin.get(f"/office/feedback/{paper.pk}/marks/"))
    assert "50.0%" in page
    assert lin.get(f"/office/feedback/{paper.pk}/marks/", {"export": "xlsx"}).content[:2] == b"PK"


def test_lists_cost_the_same_with_few_rows_and_with_many(lin: Client, cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    paper, kind, costs = reporting.paper(cast, campaign), opening.kinds().get(code="other"), []
    for turn in range(2):
        reporting.paper(cast, campaign)
        items = [Item(f"城关镇第{turn}批第{n}条") for n in range(4)]
        feedback.add_items(cast.lin, paper, items, due_on=today(), kind=kind)
        feedback.assign_items(cast.lin, paper)
        feedback.add_items(cast.lin, paper, [Item(f"第{turn}条没有单位")])
        lin.get("/office/feedback/")
        for address in ("/office/feedback/", f"/office/feedback/{paper.pk}/"):
            with CaptureQueriesContext(connection) as captured:
                assert lin.get(address).status_code == 200
            costs.append(len(captured))
    assert costs[:2] == costs[2:]
    assert max(costs) <= 10, costs
