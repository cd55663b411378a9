"""A workbook of facts: simulated, confirmed once, known the second time, refused with row and cell."""

import io
from datetime import timedelta

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from duibiao.facts.importing import template
from duibiao.facts.models import Fact
from duibiao.files.models import Import
from duibiao.scores import importing
from duibiao.scores.models import Total
from tests import makers, scoring
from tests.cast import Cast

HEADS = ["编号", "计量项", "单位", "时间", "数值", "更正", "更正原因"]


def upload(client: Client, campaign: int, content: bytes) -> Import:
    file = SimpleUploadedFile("事实.xlsx", content)
    response = client.post("/office/facts/import/", {"campaign": campaign, "file": file})
    assert response.status_code == 302, response.context["form"].errors
    return Import.objects.get(pk=response.headers["Location"].rstrip("/").split("/")[-1])


def test_the_template_of_a_campaign_is_filled_simulated_and_confirmed_once(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    book = openpyxl.load_workbook(io.BytesIO(template(campaign)))
    titles = [cell.value for cell in book["事实"][1]]
    for row, value in enumerate((1, 2), start=2):
        for title, cell in (("计量项", "专题研究次数"), ("单位", "司法局"), ("数值", value)):
            book["事实"].cell(row, titles.index(title) + 1, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    stored = upload(lin, campaign.pk, buffer.getvalue())
    assert (stored.outcome["added"], stored.outcome["moved"][0][0]) == (2, "司法局")
    assert not Fact.objects.exists()
    for _ in range(2):
        assert lin.post(f"/office/facts/import/{stored.pk}/confirm/").status_code == 302
    assert [fact.value for fact in Fact.objects.order_by("pk")] == [1, 2]
    again = upload(lin, campaign.pk, buffer.getvalue())
    assert (again.outcome["added"], again.outcome["known"]) == (0, 2)
    assert "都已经记录过" in lin.get(f"/office/facts/import/{again.pk}/").content.decode()


def test_a_correction_inside_the_workbook_supersedes(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    rows = [["c", "专题研究次数", "司法局", "", 4, "b", "再核"], ["a", "专题研究次数", "司法局", "", 2, "", ""]]
    content = makers.book(HEADS, *rows, ["b", "专题研究次数", "司法局", "", 3, "a", "漏记"])
    stored = upload(lin, campaign.pk, content)
    assert (stored.outcome["added"], stored.outcome["corrected"]) == (1, 2)
    lin.post(f"/office/facts/import/{stored.pk}/confirm/")
    assert [(f.uid, f.supersedes_id) for f in Fact.objects.order_by("pk")] == [("a", None), ("b", 1), ("c", 2)]


def test_what_is_wrong_is_named_with_its_place_and_nothing_is_written(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    content = makers.book(
        HEADS, ["", "专题研究次", "司法局", "", 2, "", ""], ["", "投诉件数", "司法局", "", "许多", "", ""]
    )
    stored = upload(lin, campaign.pk, content)
    html = lin.get(f"/office/facts/import/{stored.pk}/").content.decode()
    assert "专题研究次数" in html  # did you mean
    assert "许多" in html
    assert "确认导入" not in html
    lin.post(f"/office/facts/import/{stored.pk}/confirm/")
    assert not Fact.objects.exists()


def test_an_unknown_unit_is_named_with_the_nearest_known_one(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    stored = upload(lin, campaign.pk, makers.book(HEADS, ["", "专题研究次数", "司法所", "", 2, "", ""]))
    [problem] = [one for one in stored.outcome["problems"] if one[0] == "error"]
    assert problem[1:4] == ["第 2 行", "不认识单位“司法所”", "是不是“司法局”？"]


def test_what_changed_since_the_simulation_is_shown_before_anything_is_written(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    stored = upload(lin, campaign.pk, makers.book(HEADS, ["a", "专题研究次数", "司法局", "", 2, "", ""]))
    scoring.services.record(
        cast.lin, drafts=[scoring.draft("meetings", cast.unit_a, uid="a", value=2, at=None)], source="hand"
    )
    response = lin.post(f"/office/facts/import/{stored.pk}/confirm/", follow=True)
    assert "试算之后有人改动了数据" in response.content.decode()
    assert Fact.objects.count() == 1
    stored.refresh_from_db()
    assert stored.outcome["known"] == 1


def test_five_thousand_rows_are_one_transaction(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    rows = [["", "投诉件数", "司法局", "", 1, "", ""] for _ in range(5000)]
    before = Total.objects.get(unit="SFJ").total
    stored = upload(lin, campaign.pk, makers.book(HEADS, *rows))
    assert stored.state == Import.State.SIMULATING  # long: the job's work, as is executing it
    importing.carry_on(cast.lin, stored.pk)
    assert lin.post(f"/office/facts/import/{stored.pk}/confirm/").status_code == 302
    assert not Fact.objects.exists()
    importing.carry_on(cast.lin, stored.pk)
    stored.refresh_from_db()
    assert Fact.objects.count() == 5000
    assert stored.outcome["moved"][0][1] == before


def test_a_workbook_saved_again_is_noticed_and_its_rows_can_be_left_out(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    first = ["", "专题研究次数", "司法局", "2026-03-02", 2, "", ""]
    stored = upload(lin, campaign.pk, makers.book(HEADS, first))
    lin.post(f"/office/facts/import/{stored.pk}/confirm/")
    other = ["", "专题研究次数", "司法局", "2026-03-09", 2, "", ""]
    again = upload(lin, campaign.pk, makers.book(HEADS, first, first, other))
    assert (again.outcome["added"], again.outcome["alike"]) == (3, ["第 2 行"])
    assert "有 1 行像是已经记录过" in lin.get(f"/office/facts/import/{again.pk}/").content.decode()
    html = lin.post(f"/office/facts/import/{again.pk}/choose/", {"alike": "leave_out"}, follow=True).content.decode()
    assert "已经去掉" in html
    lin.post(f"/office/facts/import/{again.pk}/confirm/")
    again.refresh_from_db()
    assert (again.state, Fact.objects.count()) == (Import.State.DONE, 3)


def test_a_matter_with_its_correction_is_alike_as_a_whole_or_not_at_all(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)

    def rows(mark: str, value: int) -> bytes:
        fact = [f"a{mark}", "专题研究次数", "司法局", "2026-03-02", 2, "", ""]
        return makers.book(HEADS, fact, [f"b{mark}", "专题研究次数", "司法局", "2026-03-02", value, f"a{mark}", "漏记"])

    lin.post(f"/office/facts/import/{upload(lin, campaign.pk, rows('1', 3)).pk}/confirm/")
    assert upload(lin, campaign.pk, rows("2", 3)).outcome["alike"] == ["编号 a2", "编号 b2"]
    assert upload(lin, campaign.pk, rows("3", 4)).outcome["alike"] == []


def test_a_long_import_shows_how_far_it_is_and_can_be_asked_for_again(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    stored = upload(lin, campaign.pk, makers.book(HEADS, ["", "投诉件数", "司法局", "", 1, "", ""]))
    Import.objects.filter(pk=stored.pk).update(state=Import.State.EXECUTING)
    html = lin.get(f"/office/facts/import/{stored.pk}/").content.decode()
    assert "0%" in html
    assert "刷新看进度" in html
    assert "确认导入" not in html
    part = lin.get(f"/office/facts/import/{stored.pk}/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "HX-Refresh" not in part.headers
    Import.objects.filter(pk=stored.pk).update(asked_at=timezone.now() - timedelta(minutes=5))
    assert "后台任务可能停了" in lin.get(f"/office/facts/import/{stored.pk}/").content.decode()
    lin.post(f"/office/facts/import/{stored.pk}/confirm/")
    assert Fact.objects.count() == 1
    done = lin.get(f"/office/facts/import/{stored.pk}/", headers={"HX-Request": "true"})
    assert done.headers["HX-Refresh"] == "true"
