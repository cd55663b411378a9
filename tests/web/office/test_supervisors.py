"""The whole way of a supervisor through the pages: registered, asked, reported, suggested, answered, judged; and what others see of it."""

import io
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from duibiao.lib.spans import today
from duibiao.participation.models import Errand, Report, Suggestion, Supervisor, SupervisorReport
from duibiao.participation.services import suggestions
from duibiao.problems.models import Problem
from duibiao.web.public import supervisors as public
from tests import reporting, supervising, troubles
from tests.cast import Cast
from tests.site import log_in

FORM = re.compile(r'name="uid" value="(\w+)"')


def text(response: Any) -> str:
    return str(response.content.decode())


def link_in(page: str) -> str:
    found = re.search(r"<code>http://testserver(/public/supervisors/[^<]+)</code>", page)
    assert found is not None
    return found[1]


def test_from_the_register_to_an_answer_that_satisfies(lin: Client, cast: Cast) -> None:
    assert "这里将列出县里的社会监督员" in text(lin.get("/office/supervisors/"))
    days = {"since": today().isoformat(), "until": (today() + timedelta(days=90)).isoformat()}
    lin.post(
        "/office/supervisors/new/",
        {"code": "RD-1", "name": "秦晓", "kind": "congress", "contact": "13800000000", **days},
    )
    one, site = Supervisor.objects.get(), troubles.a_site(cast)
    page = text(lin.get(f"/office/supervisors/{one.pk}/"))
    assert "138" not in page
    assert "13800000000" in text(lin.post(f"/office/supervisors/{one.pk}/contact/"))
    asked = {
        "uid": "e1",
        "title": "看公厕",
        "sites": f"{site.code}\n没有的点位",
        "due_on": days["until"],
        "supervisor": one.pk,
    }
    assert "没有这些点位：没有的点位" in text(lin.post("/office/errands/new/", asked))
    made = lin.post("/office/errands/new/", {**asked, "sites": site.code})
    errand = Errand.objects.get()
    assert made.headers["Location"] == f"/office/errands/{errand.pk}/"
    phone, home = Client(), link_in(text(lin.get(made.headers["Location"])))
    opened = phone.get(home)
    assert (opened.headers["X-Robots-Tag"], "no-store" in opened.headers["Cache-Control"]) == ("noindex", True)
    for words in ("秦晓", "看公厕", site.name):
        assert words in text(opened)
    _reports(phone, home, errand, lin)
    _suggests(phone, home, cast)
    page = text(phone.get(home))
    assert "正在办理" in page or "马上交给责任单位" in page
    assert "下月放好" in page
    held = Suggestion.objects.get()
    for said in ("yes", "no"):
        phone.post(f"{home}suggestions/{held.pk}/", {"satisfied": said, "words": "谢谢"})
    held.refresh_from_db()
    assert (held.state, held.satisfied) == ("closed", True)
    assert "满意" in text(lin.get(f"/office/suggestions/{held.pk}/"))
    lin.post(f"/office/supervisors/{one.pk}/link/revoke/")
    assert phone.get(home).status_code == 404


def _reports(phone: Client, home: str, errand: Errand, lin: Client) -> None:
    form = FORM.search(text(phone.get(f"{home}report/?errand={errand.pk}")))
    assert form is not None
    photo = SimpleUploadedFile("a.jpg", reporting.photo(), "image/jpeg")
    given = {"uid": form[1], "kind": "toilet", "words": "没有水", "place_words": "公园", "errand": errand.pk}
    assert phone.post(f"{home}report/", {**given, "photos": photo}).status_code == 302
    phone.post(f"{home}report/", given)  # a double click
    report = Report.objects.get()
    assert (report.supervised.errand, report.photos.count()) == (errand, 1)
    assert "社会监督员说的" in text(lin.get(f"/office/reports/{report.pk}/"))
    accepted = {"words": "公园公厕没有水", "kind": "facility", "severity": "ordinary"}
    lin.post(f"/office/reports/{report.pk}/accept/", accepted)
    assert Problem.objects.get().words == "公园公厕没有水"


def _suggests(phone: Client, home: str, cast: Cast) -> None:
    form = FORM.search(text(phone.get(f"{home}suggest/")))
    assert form is not None
    given = {"uid": form[1], "title": "增设公平秤", "words": "放在门口", "wished": cast.unit_a.pk}
    for _click in range(2):
        phone.post(f"{home}suggest/", given)
    held = Suggestion.objects.get()
    wang = log_in(Client(), cast, "wang")
    page = text(wang.get(f"/unit/suggestions/{held.pk}/"))
    assert "放在门口" in page
    assert "秦晓" not in page  # it was not said that the unit may know
    assert "人大代表" in page
    wang.post(f"/unit/suggestions/{held.pk}/answer/", {"outcome": "listed", "words": "下月放好"})
    assert "下月放好" in text(wang.get("/unit/suggestions/"))
    assert log_in(Client(), cast, "zhao").get(f"/unit/suggestions/{held.pk}/").status_code == 403


def test_wrong_links_are_refused_in_words_and_only_so_many_are_tried(client: Client, cast: Cast) -> None:
    good = supervising.link(cast, supervising.supervisor(cast))
    for _ in range(public.MOST_WRONG):
        assert client.get("/public/supervisors/1-00/").status_code == 404
    assert client.get("/public/supervisors/1-00/").status_code == 429
    assert client.get(good).status_code == 200
    other = supervising.suggestion(cast)
    assert client.post(f"{good}suggestions/{other.pk}/", {"satisfied": "yes"}).status_code == 404


def test_what_came_back_is_given_again_and_too_short_a_time_is_refused(lin: Client, cast: Cast) -> None:
    held = supervising.suggestion(cast)
    address = f"/office/suggestions/{held.pk}/"
    assert "至少要给单位留" in text(
        lin.post(f"{address}give/", {"unit": cast.unit_b.pk, "due_on": today().isoformat()})
    )
    lin.post(f"{address}answer/", {"outcome": "explained", "words": "不归县里管"})
    suggestions.judge(held.supervisor, held, satisfied=False, words="请找归口单位")
    assert "不满意，再交办一次" in text(lin.get(address))
    lin.post(f"{address}give/", {"unit": cast.unit_b.pk, "due_on": (today() + timedelta(days=20)).isoformat()})
    held.refresh_from_db()
    assert (held.state, held.unit, held.round) == ("given", cast.unit_b, 2)
    assert "城关镇" in text(lin.get("/office/suggestions/units/"))
    for address in ("/office/supervisors/", "/office/suggestions/", "/office/suggestions/units/", "/office/errands/"):
        assert lin.get(address, {"export": "xlsx"}).content[:2] == b"PK"


def test_a_unit_and_the_leader_read_their_part_of_feedback(client: Client, lin: Client, cast: Cast) -> None:
    item = supervising.item(cast)
    wang, zhou = log_in(Client(), cast, "wang"), log_in(Client(), cast, "zhou")
    page = text(wang.get("/unit/feedback/"))
    for words in (item.words, "整改中", "县里回复上级", "还没有写整改情况"):
        assert words in page
    assert item.words not in text(log_in(Client(), cast, "zhao").get("/unit/feedback/"))
    wang.post(f"/unit/feedback-items/{item.pk}/", {"words": "已经补齐三类台账"})
    Problem.objects.update(due_at=item.feedback.at - timedelta(days=1))
    assert "超期 <b>1</b> 条" in text(zhou.get("/leader/feedback/"))
    page = text(zhou.get(f"/leader/feedback/{item.feedback_id}/"))
    for words in ("已经补齐三类台账", "1 条超期", "司法局"):
        assert words in page
    written = lin.get(f"/office/feedback/{item.feedback_id}/report.docx").content
    said = "\n".join(one.text for one in Document(io.BytesIO(written)).paragraphs)
    for words in (
        "省文明委测评组：",
        "逐条拆解为 1 条",
        "其中超过时限还没有整改到位的 1 条",
        "整改情况：已经补齐三类台账",
        "青禾县",
    ):
        assert words in said


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine")
def test_an_office_program_opens_the_answer_to_the_superior(lin: Client, cast: Cast, tmp_path: Path) -> None:
    item = supervising.item(cast)
    (tmp_path / "r.docx").write_bytes(lin.get(f"/office/feedback/{item.feedback_id}/report.docx").content)
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "txt:Text",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "r.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert item.words in (tmp_path / "r.txt").read_text()


def test_pages_cost_the_same_with_few_rows_and_with_many(lin: Client, cast: Cast) -> None:
    costs: dict[str, list[int]] = {}
    one = supervising.supervisor(cast)
    home = supervising.link(cast, one)
    for turn in range(2):
        for n in range(3):
            supervising.errand(cast, supervisor=one, sites=[troubles.a_site(cast)])
            held = supervising.suggestion(cast, one, wished=cast.unit_a if n else None)
            if n == 1:
                suggestions.answer(cast.wang, held, outcome="listed", words="已列入计划")
            report = reporting.report(uid=f"s{one.pk}-{turn}{n}")
            SupervisorReport.objects.create(report=report, supervisor=one)
        supervising.supervisor(cast, area=None)
        _measure(lin, home, cast, costs)
    assert {address: counts for address, counts in costs.items() if counts[0] != counts[1]} == {}
    assert max(max(counts) for counts in costs.values()) <= 14, costs


def _measure(lin: Client, home: str, cast: Cast, costs: dict[str, list[int]]) -> None:
    office = (
        "/office/supervisors/",
        "/office/errands/",
        "/office/suggestions/",
        "/office/suggestions/units/",
        "/office/reports/",
    )
    first = Supervisor.objects.earliest("pk").pk
    ways = [(lin, f"/office/supervisors/{first}/"), *((lin, address) for address in office), (Client(), home)]
    ways += [(log_in(Client(), cast, "wang"), f"/unit/{part}/") for part in ("suggestions", "feedback")]
    ways += [(log_in(Client(), cast, "zhou"), "/leader/feedback/")]
    for client, address in ways:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        costs.setdefault(address, []).append(len(captured))
