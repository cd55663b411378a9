"""An outside assessment is archived with its route and its four results; what was said is found again and becomes a problem."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duibiao.lib.spans import today
from duibiao.participation import opening
from duibiao.participation.models import Feedback, FeedbackItem
from duibiao.participation.services import assessments, feedback
from duibiao.participation.taking_apart import Item
from duibiao.problems.models import Problem
from tests import documenting, dutying, reporting, visiting
from tests.cast import Cast


def test_an_assessment_keeps_group_days_route_and_four_results_beside_the_last(lin: Client, cast: Cast) -> None:
    visiting.campaign(cast)  # whose checklists bring the types of sites
    campaign, site = dutying.campaign(cast), visiting.site(cast)
    last = reporting.paper(cast, campaign, title="去年省测评", received_on=today() - timedelta(days=300))
    assessments.set_result(cast.lin, last, aspect="field", points=30, out_of=40, words="")
    day = today()
    given = {
        "campaign": campaign.pk, "title": "今年省测评", "sender": "省文明委测评组", "received_on": day.isoformat(),
        "group": "组长 1 人，成员 6 人", "came_on": day.isoformat(), "left_on": (day - timedelta(days=1)).isoformat(),
    }  # fmt: skip
    assert "不早于它" in lin.post("/office/feedback/new/", given).content.decode()
    lin.post("/office/feedback/new/", {**given, "left_on": day.isoformat()})
    paper = campaign.feedback.get(title="今年省测评")
    lin.post(f"/office/feedback/{paper.pk}/route/", {"text": f"{site.code} 看保洁\n\n县政务服务中心\n"})
    result = f"/office/feedback/{paper.pk}/results/field/"
    assert "得分大于满分" in lin.post(result, {"points": 50, "out_of": 40}).content.decode()
    assert "至少要有一样" in lin.post(result, {"words": ""}).content.decode()
    wrong = SimpleUploadedFile("成绩.pdf", b"MZ", "application/pdf")
    assert "名不副实" in lin.post(result, {"points": 36, "out_of": 40, "file": wrong}).content.decode()
    sheet = SimpleUploadedFile("成绩.pdf", documenting.PDF, "application/pdf")
    lin.post(result, {"points": 36, "out_of": 40, "words": "实地考察有亮点", "file": sheet})
    lin.post(result, {"points": 35, "out_of": 40, "words": "实地考察有亮点"})  # corrected; the sheet stays
    assert lin.get(f"/office/feedback/{paper.pk}/results/other/").status_code == 404
    problem = opening.kinds().get(code="other")
    feedback.add_items(cast.lin, paper, [Item("公厕异味", aspect="field")], kind=problem)

    shown_beside_the_last(lin, paper)


def shown_beside_the_last(lin: Client, paper: Feedback) -> None:
    shown = lin.get(f"/office/feedback/{paper.pk}/assessment/").content.decode()
    for said in (
        "组长 1 人，成员 6 人",
        "看了 <b>2</b> 处",
        "87.5",
        "实地考察有亮点",
        "去年省测评：75.0%",
        "不在点位库里",
        "没有未销号的问题",
    ):
        assert said in shown, said
    held = paper.results.get()
    assert lin.get(f"/office/aspect-results/{held.pk}/file/").content == documenting.PDF
    with CaptureQueriesContext(connection) as cost:
        listed = lin.get("/office/assessments/").content.decode()
    assert len(cost) <= 7
    assert "87.5%" in listed
    assert lin.get("/office/assessments/", {"export": "xlsx"}).content[:2] == b"PK"


def test_what_was_said_before_is_found_counted_and_made_a_problem(lin: Client, cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    kind = opening.kinds().get(code="other")
    for title in ("一季度反馈", "二季度反馈"):
        paper = reporting.paper(cast, campaign, title=title)
        feedback.add_items(cast.lin, paper, [Item("农贸市场地面湿滑", aspect="field"), Item("台账不全", aspect="material")], kind=kind)  # fmt: skip
    FeedbackItem.objects.filter(words="农贸市场地面湿滑").update(indicator="1.1")
    found = lin.get("/office/feedback/opinions/", {"q": "湿滑 二季度"}).content.decode()
    assert found.count("农贸市场地面湿滑") == 1
    again = lin.get("/office/feedback/opinions/", {"again": "yes"}).content.decode()
    assert again.count("农贸市场地面湿滑") == 2
    assert "台账不全" not in again
    item = FeedbackItem.objects.filter(words="农贸市场地面湿滑").latest("pk")
    act = f"/office/feedback-items/{item.pk}/assign/"
    lacking = lin.post(act, follow=True)
    assert lacking.redirect_chain[-1][0] == f"/office/feedback-items/{item.pk}/"  # where it is filled in
    assert "先补齐再转" in lacking.content.decode()
    FeedbackItem.objects.filter(pk=item.pk).update(unit=cast.unit_a, due_on=today() + timedelta(days=9))
    lin.post(act)
    lin.post(act)  # a double click
    assert Problem.objects.get().words == "农贸市场地面湿滑"
    assert "整改中" in lin.get("/office/feedback/opinions/", {"stage": "open"}).content.decode()
