"""The office's desk for residents' reports: three ways out, then the next one; the contact stands in one answer and nowhere else."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duibiao.audit.models import Line
from duibiao.participation.models import Report
from duibiao.participation.services import residents
from duibiao.problems.models import Problem
from tests import reporting, troubles
from tests.cast import Cast
from tests.site import log_in


def text(response: Any) -> str:
    return str(response.content.decode())


def test_what_waits_is_said_on_the_first_page_and_leads_to_the_oldest(lin: Client, cast: Cast) -> None:
    first, _second = reporting.report(), reporting.report()
    page = text(lin.get("/office/reports/"))
    assert "<b>2</b> 条等着审核" in page
    assert f'href="/office/reports/{first.pk}/">审核下一条' in page


def test_accepting_makes_a_problem_and_leads_to_the_next(lin: Client, cast: Cast) -> None:
    site = troubles.a_site(cast, given=[[113.2, 34.2]])
    photo = residents.Sent("a.jpg", reporting.photo())
    made, following = reporting.report(latitude=34.2, longitude=113.2, photos=[photo]), reporting.report()
    assert site.name in text(lin.get(f"/office/reports/{made.pk}/"))
    given = {"words": "人民路路口垃圾桶满溢", "kind": "litter", "severity": "ordinary", "site": site.pk, "photos": ""}
    response = lin.post(f"/office/reports/{made.pk}/accept/", given)
    assert response.headers["Location"] == f"/office/reports/{following.pk}/"
    problem = Problem.objects.get()
    assert (problem.site, problem.words, problem.photos.count()) == (site, "人民路路口垃圾桶满溢", 0)
    assert problem.number in text(lin.get(f"/office/reports/{made.pk}/"))


def test_a_double_click_on_a_decision_decides_once(lin: Client, cast: Cast) -> None:
    made = reporting.report()
    for _click in range(2):
        response = lin.post(f"/office/reports/{made.pk}/refuse/", {"reason": "重复", "answer": "已在办理"}, follow=True)
    assert "别人刚刚已经处理了这一条" in text(response)
    assert Line.objects.filter(act="participation.refuse").count() == 1


def test_a_refusal_without_an_answer_keeps_the_words_and_changes_nothing(lin: Client, cast: Cast) -> None:
    made = reporting.report()
    page = text(lin.post(f"/office/reports/{made.pk}/refuse/", {"reason": "不属于创建范围", "answer": ""}))
    assert "不属于创建范围" in page
    assert "不是有效的问题" not in page
    assert Report.objects.get().state == "waiting"


def test_a_number_that_is_no_problem_is_refused_beside_its_field(lin: Client, cast: Cast) -> None:
    made = reporting.report()
    assert "没有编号是“2020-1”的问题" in text(lin.post(f"/office/reports/{made.pk}/merge/", {"number": "2020-1"}))


def test_the_contact_is_shown_once_to_the_office_and_to_nobody_else(client: Client, lin: Client, cast: Cast) -> None:
    made = reporting.report(contact="13800000000")
    assert "13800000000" not in text(lin.get(f"/office/reports/{made.pk}/"))
    response = lin.post(f"/office/reports/{made.pk}/contact/")
    assert "13800000000" in text(response)
    assert response.headers["Cache-Control"] == "no-store"
    assert "13800000000" not in text(lin.get(f"/office/reports/{made.pk}/"))
    assert "查看群众联系方式" in text(lin.get(f"/office/reports/{made.pk}/"))
    zheng = log_in(Client(), cast, "zheng")
    assert zheng.post(f"/office/reports/{made.pk}/contact/").status_code == 403


def test_the_list_costs_the_same_with_few_rows_and_with_many(lin: Client, cast: Cast) -> None:
    costs = []
    for _round in range(2):
        for _n in range(4):
            reporting.report()
        lin.get("/office/reports/")
        with CaptureQueriesContext(connection) as captured:
            assert lin.get("/office/reports/").status_code == 200
        costs.append(len(captured))
    assert costs == [5, 5], [one["sql"] for one in captured]
