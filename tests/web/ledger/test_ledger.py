"""The ledger at its doors: giving without a script, reviewing, completeness, the visitor's pass. Each page at a known cost."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duibiao.audit.models import Line
from duibiao.campaigns.models import Campaign
from duibiao.files import store, uploading
from duibiao.ledger import opening
from duibiao.ledger.models import Material, Pass, Requirement, Use
from duibiao.ledger.services import giving, inspecting, requirements, reviewing
from duibiao.scores.models import Total
from duibiao.standards.models import Measure
from duibiao.web.base.ledger import pieces
from tests import ledgering, loops, scoring
from tests.cast import Cast
from tests.site import log_in


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_files_are_given_without_a_script_and_a_refused_one_stops_no_other(client: Client, cast: Cast) -> None:
    line = ledgering.requirement(cast, scoring.quiet(cast))
    address = f"/unit/requirements/{line.pk}/{cast.unit_a.pk}/"
    files = [
        upload("../../纪要.pdf", ledgering.pdf()),
        upload("病毒.pdf", b"MZ"),
        upload("空.pdf", b""),
        upload("表.xlsx", ledgering.sheet()),
    ]
    answer = log_in(client, cast, "wang").post(
        f"{address}give/", {"file": files, "place": "会议室", "undertake": "on"}, follow=True
    )
    page = answer.content.decode()
    assert "已交 2 份" in page
    assert "名不副实" in page
    assert sorted(Material.objects.values_list("title", "place")) == [("纪要", "会议室"), ("表", "会议室")]


def brought(here: dict[str, Any], piece: bytes, offset: int) -> tuple[int, dict[str, Any]]:
    """What `pieces` answers to a piece whose last byte got lost on a line that was mended: in two messages."""
    head = [(b"upload-ticket", here["ticket"].encode()), (b"upload-offset", str(offset).encode())]
    scope = {"type": "http", "method": "PATCH", "path": f"/uploads/{here['key']}/", "headers": head}
    assert pieces.is_piece(scope)

    async def asked() -> tuple[int, dict[str, Any]]:
        line = ApplicationCommunicator(pieces.piece, scope)
        await line.send_input({"type": "http.request", "body": piece[:50], "more_body": True})
        await line.send_input({"type": "http.request", "body": piece[50:]})
        start, body = await line.receive_output(), await line.receive_output()
        return start["status"], json.loads(body["body"])

    return loops.run(asked)


def test_a_piece_whose_line_breaks_keeps_what_had_come(client: Client, cast: Cast) -> None:
    here = log_in(client, cast, "wang").post("/uploads/", {"sha256": "a" * 64, "size": 400, "name": "a.pdf"}).json()
    head = [(b"upload-ticket", here["ticket"].encode()), (b"upload-offset", b"0")]
    scope = {"type": "http", "method": "PATCH", "path": f"/uploads/{here['key']}/", "headers": head}

    async def broken() -> None:
        line = ApplicationCommunicator(pieces.piece, scope)
        await line.send_input({"type": "http.request", "body": b"x" * 123, "more_body": True})
        await line.send_input({"type": "http.disconnect"})
        await line.wait()

    loops.run(broken)
    assert client.get(f"/uploads/{here['key']}/").json()["offset"] == 123


def test_a_disk_that_fills_at_the_last_byte_of_a_piece_is_said_at_once(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = log_in(client, cast, "wang").post("/uploads/", {"sha256": "a" * 64, "size": 400, "name": "a.pdf"}).json()

    def append(_ticket: uploading.Ticket, piece: bytes, *, offset: int) -> int:
        if piece:
            raise store.Full
        return offset

    monkeypatch.setattr(uploading, "append", append)
    status, said = brought(here, b"x" * 400, 0)  # nothing follows: whoever waited for more would not answer
    assert (status, said["code"]) == (507, "full")


def test_an_upload_is_begun_gone_on_with_and_finished(client: Client, cast: Cast) -> None:
    content = ledgering.pdf()
    wang = log_in(client, cast, "wang")
    named = {"sha256": ledgering.sha256(content), "size": len(content), "name": "纪要.pdf"}
    here = wang.post("/uploads/", named).json()
    key = here["key"]
    assert brought(here, content[:99], 0) == (200, {"offset": 99})
    assert brought(here, content, 0) == (409, {"code": "elsewhere", "offset": 99})
    assert brought(here | {"key": "another"}, content[99:], 99) == (403, {"code": "ticket"})
    assert wang.post(f"/uploads/{key}/finish/").json()["offset"] == 99
    assert brought(wang.get(f"/uploads/{key}/").json(), content[99:], 99) == (200, {"offset": len(content)})
    assert wang.post(f"/uploads/{key}/finish/").json()["finished"]
    assert brought(here, content, 0)[0] == 409
    line = ledgering.requirement(cast, scoring.quiet(cast))
    wang.post(f"/unit/requirements/{line.pk}/{cast.unit_a.pk}/give/", {"upload": [key, "unknown"], "undertake": "on"})
    assert Use.objects.get().material.files.get().blob.sha256 == ledgering.sha256(content)


def test_what_is_too_large_is_refused_before_a_byte_is_sent(client: Client, cast: Cast) -> None:
    named = {"sha256": "a" * 64, "size": 4 * 2**30, "name": "片.mp4"}
    said = log_in(client, cast, "wang").post("/uploads/", named).json()
    assert said["code"] == "large"
    assert "4.0 GB" in said["words"]


def test_accepting_moves_the_score_at_once_and_goes_on_to_the_next(client: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    line = ledgering.counted(cast, campaign)
    first, second = (ledgering.used(cast, line) for _ in range(2))
    before = Total.objects.get(campaign=campaign, unit="SFJ").total
    lin = log_in(client, cast, "lin")
    assert lin.get("/office/review/").headers["Location"] == f"/office/review/{first.pk}/"
    assert "每年专题研究不少于3次" in lin.get(f"/office/review/{first.pk}/").content.decode()
    went = lin.post(f"/office/review/{first.pk}/accept/", {"file": ledgering.newest(first)})
    assert went.headers["Location"] == f"/office/review/{second.pk}/"
    assert Total.objects.get(campaign=campaign, unit="SFJ").total > before
    back = lin.post(f"/office/review/{second.pk}/return/", {"file": ledgering.newest(second), "reason": "缺少印章"})
    assert back.headers["Location"] == "/office/review/"
    assert (
        "缺少印章"
        in log_in(Client(), cast, "wang").get(f"/unit/requirements/{line.pk}/{cast.unit_a.pk}/").content.decode()
    )


def test_a_decision_that_came_second_is_told_so(client: Client, cast: Cast) -> None:
    use = ledgering.used(cast)
    lin, old = log_in(client, cast, "lin"), ledgering.newest(use)
    giving.add_version(cast.wang, use.material, blob=ledgering.blob(), name="新.pdf")
    page = lin.post(f"/office/review/{use.pk}/accept/", {"file": old}, follow=True).content.decode()
    assert "刚刚有了变化" in page
    assert Use.objects.get().state == "checked"


def test_what_is_missing_can_be_sent_and_kept(client: Client, cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    ledgering.requirement(cast, campaign)
    lin = log_in(client, cast, "lin")
    page = lin.post(
        f"/office/campaigns/{campaign.pk}/ledger/chase/", {"urgent": "上级提前检查"}, follow=True
    ).content.decode()
    assert "已向 2 个单位催交 2 项" in page
    kept = lin.get(f"/office/campaigns/{campaign.pk}/ledger/?view=missing&export=xlsx")
    assert kept.content.startswith(b"PK")


def test_the_usual_lists_are_proposed_and_taken_up(client: Client, cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    address = f"/office/campaigns/{campaign.pk}/ledger/requirements/propose/"
    page = log_in(client, cast, "lin").get(address).content.decode()
    keys = re.findall(r'name="line" value="([^"]+)"', page)
    client.post(address, {"line": keys})
    counted = Requirement.objects.get(indicator="1.1")
    assert (counted.posts, counted.number, counted.measure_id) == ("count", 3, "meetings")
    assert Requirement.objects.get(indicator="1.2").flag_value == 0
    assert "没有可建议的" in client.get(address).content.decode()


def test_a_visitor_reads_with_a_link_and_a_code_that_works_once(client: Client, cast: Cast) -> None:
    picture = ledgering.png(4, 4, (b"tEXt", b"Author\0Zhang San"))
    line = ledgering.requirement(cast, scoring.quiet(cast), kind="photo")
    use = ledgering.used(cast, line, name="现场.png", content=picture)
    until = timezone.now() + timedelta(days=1)
    held, token, code = inspecting.open_pass(cast.lin, line.campaign, name="评估组", until=until)
    home = f"/public/visit/{token}/"
    assert client.get(f"{home}tree/").headers["Location"] == home
    assert client.post(home, {"code": "00000000"}).status_code == 403
    assert client.post(home, {"code": code}).headers["Location"] == f"{home}tree/"
    assert "现场" in client.get(f"{home}1.1/").content.decode()
    assert use.material.title in client.get(f"{home}1.1/{use.pk}/?page=3").content.decode()
    copy = b"".join(client.get(f"{home}file/{use.pk}/"))  # type: ignore[call-overload]
    assert copy.startswith(b"\x89PNG")
    assert b"Zhang" not in copy
    client.post(f"{home}remark/", {"indicator": "1.1", "use": use.pk, "words": "第3页看不清"})
    assert held.remarks.get().words == "第3页看不清"
    look = Line.objects.get(act="ledger.look", detail__has_key="pass")
    assert (look.thing_id, look.detail["page"], look.by_id) == (use.material_id, 3, None)
    assert client.post(f"{home}remark/", {"indicator": "9.9", "words": "x"}).status_code == 404
    assert Client().post(home, {"code": code}).status_code == 403
    inspecting.close_pass(cast.lin, held)
    assert client.get(f"{home}tree/").status_code == 404


def test_a_code_cannot_be_guessed(client: Client, cast: Cast) -> None:
    until = timezone.now() + timedelta(days=1)
    held, token, code = inspecting.open_pass(cast.lin, scoring.quiet(cast), name="评估组", until=until)
    for _ in range(inspecting.MOST_WRONG):
        assert not inspecting.enter(held, "x")
    assert "要一个新的验证码" in client.post(f"/public/visit/{token}/", {"code": code}).content.decode()
    assert inspecting.enter(held, inspecting.new_code(cast.lin, held))
    Pass.objects.filter(pk=held.pk).update(until=timezone.now())
    assert inspecting.find(token) is None


def test_a_file_comes_whole_or_in_the_range_that_was_asked(client: Client, cast: Cast) -> None:
    content = ledgering.pdf()
    use = ledgering.used(cast, content=content)
    address = f"/files/{ledgering.newest(use)}/"
    whole = log_in(client, cast, "wang").get(address)
    assert b"".join(whole) == content  # type: ignore[call-overload]
    assert whole.headers["Content-Type"] == "application/pdf"
    assert "script" not in whole.headers["Content-Security-Policy"]
    part = client.get(address, headers={"Range": "bytes=10-19"})
    assert (part.status_code, b"".join(part)) == (206, content[10:20])  # type: ignore[call-overload]
    assert log_in(Client(), cast, "zhao").get(address).status_code == 403


def cost(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


#: Address, who opens it, and what it costs at most; session, account and roles are three of these.
PAGES = (
    ("/office/campaigns/{campaign}/ledger/", "lin", 12),
    ("/office/campaigns/{campaign}/ledger/?view=matrix", "lin", 12),
    ("/office/campaigns/{campaign}/ledger/?view=losses", "lin", 15),
    ("/office/campaigns/{campaign}/ledger/requirements/", "lin", 8),
    ("/office/campaigns/{campaign}/ledger/frozen/", "lin", 8),
    ("/office/campaigns/{campaign}/ledger/passes/", "lin", 8),
    ("/office/materials/", "lin", 7),
    ("/unit/campaigns/{campaign}/ledger/{unit}/", "wang", 14),
    ("/unit/requirements/{line}/{unit}/", "wang", 20),
    ("/unit/campaigns/{campaign}/reading/", "wu", 8),
    ("/unit/campaigns/{campaign}/reading/1.1/", "wu", 10),
)


def test_a_page_costs_the_same_with_few_materials_and_with_many(cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    line = ledgering.requirement(cast, campaign)
    known = {"campaign": campaign.pk, "unit": cast.unit_a.pk, "line": line.pk}
    addresses = [(address.format(**known), log_in(Client(), cast, who), most) for address, who, most in PAGES]
    _more(cast, campaign, line)
    few = {address: cost(client, address) for address, client, _most in addresses}
    for _ in range(6):
        _more(cast, campaign, line)
    many = {address: cost(client, address) for address, client, _most in addresses}
    assert many == few
    assert [(address, many[address]) for address, _client, most in addresses if many[address] > most] == []


def _more(cast: Cast, campaign: Any, line: Requirement) -> None:
    ledgering.requirement(cast, campaign)
    use = ledgering.used(cast, line)
    reviewing.send_back(cast.lin, use, file=ledgering.newest(use), reason="不清")
    ledgering.used(cast, line)


def test_a_unit_s_first_page_says_what_material_it_owes_and_by_when(client: Client, cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    Campaign.objects.filter(pk=campaign.pk).update(state="running")
    day = timezone.localdate() + timedelta(days=9)
    ledgering.requirement(cast, campaign, number=3, due_on=day)
    back = ledgering.used(cast, ledgering.requirement(cast, campaign))
    reviewing.send_back(cast.lin, back, file=ledgering.newest(back), reason="缺少印章")
    page = log_in(client, cast, "wang").get("/unit/").content.decode()
    assert "材料缺 <b>3</b> 件" in page
    assert "材料退回 <b>1</b> 件" in page


def test_what_is_recorded_site_by_site_takes_no_material(cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    measure = Measure.objects.get(pk="meetings")
    Measure.objects.filter(pk="meetings").update(definition={**measure.definition, "per": "site"})
    with pytest.raises(requirements.DoesNotFit):
        ledgering.counted(cast, campaign)


def test_giving_again_what_was_never_heard_leaves_one_line(cast: Cast) -> None:
    line = ledgering.requirement(cast, scoring.quiet(cast))
    content = ledgering.pdf()
    for _ in range(2):
        ledgering.given(cast.wang, cast.unit_a, line, content=content)
    assert Line.objects.filter(act__in=["ledger.give", "ledger.use"]).count() == 2


def test_what_a_visitor_looked_at_is_listed(client: Client, cast: Cast) -> None:
    use = ledgering.used(cast)
    made, _token, _code = inspecting.open_pass(
        cast.lin, use.requirement.campaign, name="省评估组", until=timezone.now() + timedelta(days=1)
    )
    inspecting.looked(None, use.material, visit=made, page=3)
    page = log_in(client, cast, "lin").get(f"/office/campaigns/{made.campaign_id}/ledger/passes/").content.decode()
    assert use.material.title in page
    assert "第 3 页" in page


@pytest.mark.skipif(not opening.takes_problems(), reason="this site does not follow problems up")
def test_a_visitor_s_remark_becomes_one_problem_however_often_it_is_clicked(client: Client, cast: Cast) -> None:
    use = ledgering.used(cast)
    until = timezone.now() + timedelta(days=1)
    made, _token, _code = inspecting.open_pass(cast.lin, use.requirement.campaign, name="省评估组", until=until)
    remark = inspecting.remark(made, indicator="1.1", words="缺少签到表", use=use, page=2)
    lin = log_in(client, cast, "lin")
    for _ in range(2):
        lin.post(f"/office/remarks/{remark.pk}/settle/", {"problem": "1"})
    remark.refresh_from_db()
    problem: Any = apps.get_model("problems", "Problem")._default_manager.get()
    assert problem.pk == remark.problem
    assert "第 2 页：缺少签到表" in problem.words
    page = lin.get(f"/office/campaigns/{made.campaign_id}/ledger/passes/").content.decode()
    assert f"/office/problems/{problem.pk}/" in page
