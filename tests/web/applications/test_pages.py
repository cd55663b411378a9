"""A selection through the browser of everybody who has a part in it: set up, applied for, judged, announced, named, sent up."""

import io
import re
from datetime import timedelta
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from duibiao.applications.choices import State
from duibiao.applications.models import Application, Objection, Package, Selection
from duibiao.applications.services import sending, setting_up
from duibiao.ledger.models import Material
from duibiao.lib.spans import today
from tests import applying as make
from tests import makers, reporting
from tests.cast import Cast
from tests.site import log_in


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def send(cast: Cast, who: str, address: str, **fields: Any) -> Any:
    """A form as the browser sends it; the page that comes of it."""
    return log_in(Client(), cast, who).post(address, fields, follow=True)


def see(cast: Cast, who: str, address: str) -> str:
    response = log_in(Client(), cast, who).get(address)
    assert response.status_code == 200, (who, address, response.status_code)
    return words(response)


def set_up(cast: Cast) -> Selection:
    """By the office's own forms: a category with one place, a condition, the usual form of three lines less two."""
    page = send(
        cast, "lin", "/office/selections/new/", **make.days(), title="示范企业评选", direction="down", recommend_workdays=5,
        examine_workdays=10, check_workdays=3, notice_workdays=2,
    )  # fmt: skip
    held = Selection.objects.get()
    assert "只有创建办看得到" in words(page)
    here = f"/office/selections/{held.pk}/"
    assert "还没有类别和名额" in words(send(cast, "lin", f"{here}act/open/"))
    assert "有 1 处需要改" in words(
        send(cast, "lin", f"{here}add/category/", name="示范企业", quota=0, candidate="name")
    )
    send(cast, "lin", f"{here}add/category/", name="示范企业", quota=1, candidate="name")
    send(cast, "lin", f"{here}add/condition/", words="没有重大违法", hard="on", needs_material="on")
    for field in held.fields.exclude(label="基本情况"):
        send(cast, "lin", f"{here}drop/field/{field.pk}/")
    assert see(cast, "wang", "/unit/applications/").count("示范企业评选") == 0
    assert "已发布" in words(send(cast, "lin", f"{here}act/open/"))
    assert "已经发布" in words(send(cast, "lin", f"{here}add/condition/", words="后来加的"))
    return held


def applied(cast: Cast, held: Selection) -> Application:
    """王 applies, with what is missing said on the way."""
    category = held.categories.get()
    assert "1 项评选正在接受申报" in see(cast, "wang", "/unit/applications/")
    page = send(cast, "wang", f"/unit/selection-categories/{category.pk}/apply/", name="青禾纸业有限公司", uid="one")
    one = Application.objects.get()
    here = f"/unit/applications/{one.pk}/"
    assert "第 1 条：没有重大违法" in words(page)
    assert "已经申报过" in words(
        send(cast, "zhao", f"/unit/selection-categories/{category.pk}/apply/", name="青禾纸业有限公司", uid="two")
    )
    assert "还差申报书里的“基本情况”；第 1 条" in words(send(cast, "wang", f"{here}act/hand_in/"))
    field, condition = held.fields.get(), held.conditions.get()
    send(cast, "wang", f"{here}form/", version=1, **{f"f{field.pk}": "员工 200 人"})
    stale = log_in(Client(), cast, "wang").post(f"{here}form/", {"version": 1, f"f{field.pk}": "员工 300 人"})
    assert (stale.status_code, "员工 200 人" in words(stale)) == (409, True)
    wrong = SimpleUploadedFile("证明.pdf", b"MZ program")
    assert "已记下" not in words(send(cast, "wang", f"{here}conditions/{condition.pk}/", upload=wrong))
    assert "要有材料证明" in words(send(cast, "wang", f"{here}conditions/{condition.pk}/"))
    send(cast, "wang", f"{here}conditions/{condition.pk}/", upload=SimpleUploadedFile("守法证明.pdf", make.PDF))
    assert "取消" in see(cast, "wang", here)
    assert "有 1 件还没交出" in see(cast, "wang", "/unit/applications/")
    send(cast, "wang", f"{here}conditions/{condition.pk}/", off=1)
    send(cast, "wang", f"{here}conditions/{condition.pk}/", material=Material.objects.get().pk)
    assert "从" in words(send(cast, "wang", f"{here}act/hand_in/"))
    return one


def test_a_selection_from_the_first_form_to_the_receipt(cast: Cast) -> None:
    held = set_up(cast)
    one = applied(cast, held)
    unit, office = f"/unit/applications/{one.pk}/", f"/office/applications/{one.pk}/"
    assert "等推荐" in see(cast, "wang", "/unit/applications/")
    assert "必填" in words(send(cast, "wang", f"{unit}act/recommend/", words=""))
    send(cast, "wang", f"{unit}act/recommend/", words="同意推荐")
    assert "现在不能做" in words(send(cast, "wang", f"{unit}act/pass/"))
    assert "还有 1 件等初审" in see(cast, "lin", office)
    send(cast, "lin", f"{office}act/return/", words="印章不清")
    assert "退回理由： 印章不清" in see(cast, "wang", unit)
    send(cast, "wang", f"{unit}act/hand_in/")
    send(cast, "lin", f"{office}act/pass/")
    assert "至少一张照片" in words(send(cast, "lin", f"{office}act/check/", words="合格"))
    photo = SimpleUploadedFile("现场.jpg", reporting.photo(), "image/jpeg")
    assert "已登记验收" in words(send(cast, "lin", f"{office}act/check/", words="合格", photos=photo))
    send(cast, "lin", f"/office/selections/{held.pk}/announce/", applications=one.pk, since=today(), contact="创建办")
    public = Client().get("/public/announcements/")
    assert "青禾纸业有限公司" in words(public)
    assert not re.search("王建国|林|员工", words(public))
    assert "期满才能往下办" in see(cast, "lin", office)
    assert "现在不能做" in words(send(cast, "lin", f"{office}act/name/", document="x", named_on=today()))
    send(cast, "lin", f"{office}act/object/", heard_on=today(), way="call", words="欠薪", uid="o")
    make.over(one)
    assert "还有异议没有处理" in see(cast, "lin", office)
    send(
        cast,
        "lin",
        f"/office/application-objections/{Objection.objects.get().pk}/",
        upheld="dismissed",
        reason="已付清",
    )
    assert "欠薪" not in see(cast, "wang", unit)
    send(cast, "lin", f"{office}act/name/", document="青法办〔2026〕30号", named_on=today())
    assert "青法办〔2026〕30号" in see(cast, "wang", unit)
    sent_up(cast, held)
    assert "结束" in words(send(cast, "lin", f"/office/selections/{held.pk}/act/end/"))
    send(cast, "lin", f"{office}act/revoke/", words="造假")
    assert "已撤销命名" in words(Client().get("/public/announcements/"))


def sent_up(cast: Cast, held: Selection) -> None:
    send(cast, "lin", f"/office/selections/{held.pk}/pack/")
    package = Package.objects.get()
    sending.carry_out(package)
    client = log_in(Client(), cast, "lin")
    zipped = client.get(f"/office/application-packages/{package.pk}/file/", headers={"range": "bytes=0-1"})
    assert (zipped.status_code, b"".join(zipped.streaming_content)) == (206, b"PK")
    page = send(cast, "lin", f"/office/application-packages/{package.pk}/", receipt="市收12", received_on=today())
    assert "回执 市收12" in words(page)
    assert "没有可以上报的" in words(send(cast, "lin", f"/office/selections/{held.pk}/pack/"))


def test_examining_goes_on_to_the_next_and_the_leader_agrees_to_what_the_county_applies_for(cast: Cast) -> None:
    held = make.selection(cast, quota=3)
    first, second = (make.brought(cast, State.EXAMINING, held) for _ in range(2))
    client = log_in(Client(), cast, "lin")
    response = client.post(f"/office/applications/{first.pk}/act/pass/")
    assert response.headers["Location"] == f"/office/applications/{second.pk}/"
    up = make.selection(cast, direction="up", notice_workdays=0)
    one = make.filled(cast.lin, make.begun(cast.lin, up, cast.county))
    send(cast, "lin", f"/office/applications/{one.pk}/act/hand_in/")
    assert "有 1 件以县名义的申报，等您同意" in see(cast, "zhou", "/leader/applications/")
    assert "等您同意" in see(cast, "zhou", "/notices/") or cast.zhou.notices.exists()  # type: ignore[attr-defined]
    send(cast, "zhou", f"/leader/applications/{one.pk}/act/recommend/", words="同意")
    one.refresh_from_db()
    assert one.state == State.EXAMINING
    paper = log_in(Client(), cast, "zhou").get(f"/application-papers/{one.pk}.docx")
    assert "申报书" in "".join(p.text for p in Document(io.BytesIO(paper.content)).paragraphs)


def test_another_unit_sees_nothing_and_what_is_late_is_said(cast: Cast) -> None:
    one = make.brought(cast, State.EXAMINING)
    for address in (f"/unit/applications/{one.pk}/", f"/application-papers/{one.pk}.docx"):
        assert log_in(Client(), cast, "zhao").get(address).status_code == 403
    Application.objects.filter(pk=one.pk).update(due_on=today() - timedelta(days=4))
    assert "只看超期的" in see(cast, "lin", f"/office/selections/{one.selection_id}/")
    assert one.name in see(cast, "lin", "/office/applications/?late=yes")
    assert one.name not in see(cast, "lin", "/office/applications/?late=yes&state=named")
    assert one.name in see(cast, "lin", "/days/")


def test_pages_cost_the_same_with_few_rows_and_with_many(cast: Cast) -> None:
    held = make.selection(cast, quota=50)
    shown = make.brought(cast, State.NOTICED, held)
    addresses = (
        ("lin", "/office/selections/", 6), ("lin", f"/office/selections/{held.pk}/", 18), ("lin", "/office/applications/", 7),
        ("lin", f"/office/applications/{shown.pk}/", 16), ("wang", "/unit/applications/", 13), ("zhou", "/leader/applications/", 8),
        ("", "/public/announcements/", 4),
    )  # fmt: skip
    few = [cost(cast, who, address) for who, address, _most in addresses]
    for _ in range(3):
        make.brought(cast, State.RECOMMENDING, held)
        make.brought(cast, State.NOTICED, held)
        setting_up.add_category(cast.lin, make.selection(cast, opened=False), name="另一类", quota=2, candidate="name")
        makers.unit(cast.lin, parent=cast.unit_a)
    many = [cost(cast, who, address) for who, address, _most in addresses]
    assert many == few
    assert [(one, n) for one, n in zip(addresses, many, strict=True) if n > one[2]] == []


def cost(cast: Cast, who: str, address: str) -> int:
    client = log_in(Client(), cast, who) if who else Client()
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)
