"""The score pages: where we stand, why, what can be won back; and a result fixed, approved, published and computed again."""

import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from docx import Document
from python_calamine import CalamineWorkbook

from duibiao.scores.models import Snapshot
from duibiao.scores.working_out import work_out
from tests import makers, scoring
from tests.cast import Cast
from tests.site import log_in


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize("units", [0, 40])
def test_a_list_of_scores_costs_seven_statements_beside_session_and_account(
    lin: Client, cast: Cast, units: int, django_assert_max_num_queries: Any
) -> None:
    others = [makers.unit(cast.lin, parent=cast.county) for _ in range(units)]
    campaign = scoring.lived(cast, *others)
    address = f"/office/campaigns/{campaign.pk}/scores/"
    lin.get(address)
    with django_assert_max_num_queries(
        8
    ):  # session, account, roles, campaign, rows, points before, to win, all together
        lin.get(address)


def test_the_card_the_reason_and_the_losses_lead_to_the_clause_and_its_facts(
    lin: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    campaign = scoring.lived(cast)
    unit = f"/office/campaigns/{campaign.pk}/scores/{cast.unit_a.pk}/"
    assert "得 <b>16.5</b> 分（满分 20）" in text(lin, unit)
    why = text(lin, f"{unit}why/2.1/")
    assert "每低1个百分点扣0.1分" in why
    assert "9 / 10" in why
    assert "第1号" in why
    assert "负责人出庭应诉率" in text(lin, f"{unit}losses/?by=reason")
    with django_assert_max_num_queries(
        11
    ):  # session, account, roles, campaign, unit, card (3), indicator, binding, facts
        lin.get(f"{unit}why/2.1/")
    assert lin.get(f"{unit}why/9.9/").status_code == 404


def test_a_fact_of_now_shows_at_once_and_the_past_stays_as_it_was_known(lin: Client, cast: Cast) -> None:
    from duibiao.facts import services as journal

    campaign = scoring.campaign(cast)
    early = timezone.now().replace(month=campaign.since.month, day=2)
    draft = scoring.draft("meetings", cast.unit_a, value=3, at=early)
    journal.post(cast.lin, drafts=[draft], source="hand", at=early)
    scoring.fact(cast.lin, "no_group", cast.unit_a, value=1)
    work_out(campaign)
    unit = f"/office/campaigns/{campaign.pk}/scores/{cast.unit_a.pk}/"
    assert "未成立领导小组" in text(lin, f"{unit}losses/")
    then = text(lin, f"{unit}why/1.2/?on={early.date().replace(day=3)}")
    assert "那天以后登记和更正的都不算在内" in then
    assert "还没有登记过这类事实" in then


def test_an_export_holds_what_is_seen(lin: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    address = f"/office/campaigns/{campaign.pk}/"
    seen = lin.get(f"{address}scores/?group=township&export=xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(seen)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["单位", "城关镇"]
    losses = lin.get(f"{address}losses/?export=xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(losses)).get_sheet_by_index(0).to_python()
    assert {row[0] for row in rows[1:]} == {"司法局", "城关镇"}
    book = CalamineWorkbook.from_filelike(io.BytesIO(lin.get(f"{address}scores.xlsx").content))
    assert book.sheet_names == ["总表", "指标", "明细", "失分清单"]
    paper = Document(io.BytesIO(lin.get(f"{address}scores.docx").content))
    assert paper.paragraphs[0].text == "小考核创建成绩表"
    assert {row.cells[1].text for table in paper.tables for row in table.rows} == {"单位", "司法局", "城关镇"}


def test_a_result_is_fixed_approved_published_and_seen_by_the_unit(cast: Cast) -> None:
    campaign = scoring.lived(cast)
    office, leader, unit = (log_in(Client(), cast, name) for name in ("lin", "zhou", "wang"))
    taken = office.post(f"/office/campaigns/{campaign.pk}/snapshots/new/", {"title": "三季度"})
    assert taken.status_code == 302
    pk = Snapshot.objects.get().pk
    assert unit.get(f"/unit/snapshots/{pk}/").status_code == 404
    assert leader.post(f"/leader/snapshots/{pk}/decide/", {"approve": "no"}).status_code == 302
    assert Snapshot.objects.get().state == "taken"  # returned only with a reason
    leader.post(f"/leader/snapshots/{pk}/decide/", {"approve": "yes"})
    office.post(f"/office/snapshots/{pk}/publish/", {"visibility": "own"})
    own = text(unit, f"/unit/snapshots/{pk}/")
    assert "司法局" in own
    assert "城关镇" not in own
    whole = office.get(f"/office/snapshots/{pk}/result.json").content
    assert whole == bytes(Snapshot.objects.get().result)
    assert len(json.loads(whole)["units"]) == 2


def test_computed_again_it_is_the_same_or_says_where_it_differs(lin: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    lin.post(f"/office/campaigns/{campaign.pk}/snapshots/new/", {"title": "三季度"})
    scoring.fact(cast.lin, "complaints", cast.unit_a, value=2)
    lin.post(f"/office/campaigns/{campaign.pk}/snapshots/new/", {"title": "年终"})
    first, second = Snapshot.objects.order_by("pk")
    assert "一模一样" in text(lin, f"/office/snapshots/{first.pk}/again/")
    assert "<b>0</b> 个单位升了，<b>1</b> 个单位降了" in text(
        lin, f"/office/snapshots/{second.pk}/compare/?with={first.pk}"
    )
    with connection.cursor() as cursor:
        changed = bytes(first.result).replace(b'"total":16.5', b'"total":19.5')
        cursor.execute("UPDATE scores_snapshot SET result = %s WHERE id = %s", [changed, first.pk])
    page = text(lin, f"/office/snapshots/{first.pk}/again/")
    assert "被改动过" in page
    assert "/units/SFJ/total" in page


def test_a_unit_sees_its_own_score_and_is_refused_the_other(cast: Cast) -> None:
    campaign = scoring.lived(cast)
    unit = log_in(Client(), cast, "wang")
    address = f"/unit/campaigns/{campaign.pk}/scores/"
    assert "城关镇" not in text(unit, address)
    assert "司法局" in text(unit, f"{address}{cast.unit_a.pk}/")
    assert unit.get(f"{address}{cast.unit_b.pk}/").status_code == 403
    assert unit.get(f"{address}{cast.unit_b.pk}/why/1.1/").status_code == 403


@pytest.mark.parametrize("garbage", ["on=2026-13-45", "on=1900-01-01", "since=x", "by=nothing", "state=x", "sort=rank"])
def test_a_mistyped_address_is_an_ordinary_page(lin: Client, cast: Cast, garbage: str) -> None:
    campaign = scoring.quiet(cast)
    for page in ("scores/", "losses/", f"scores/{cast.unit_a.pk}/"):
        assert lin.get(f"/office/campaigns/{campaign.pk}/{page}?{garbage}").status_code == 200
