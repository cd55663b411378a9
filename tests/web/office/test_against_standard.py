"""The campaign against its standard: decomposition, line, matrix, self-checks, supplementary lists, honours, shared measures."""

import io
from collections import Counter
from datetime import date, timedelta

import pytest
from django.test import Client
from docx import Document
from python_calamine import CalamineWorkbook

from duibiao.campaigns import adopting, honours, self_checks, sharing, ticking
from duibiao.campaigns import services as campaigns
from duibiao.campaigns.choices import Decision
from duibiao.campaigns.models import Adoption, Campaign, Honour, NotApplicable, SelfCheck, Tick
from duibiao.files.importing import kind_of
from duibiao.files.models import Import
from duibiao.lib.spans import today
from duibiao.lib.versions import Stale
from duibiao.scores import met
from duibiao.scores.queries import result_of
from duibiao.scores.working_out import work_out
from duibiao.standards import supplements
from duibiao.standards.models import ItemReference
from duibiao.standards.queries import standard_of
from tests import framing, makers, scoring
from tests.cast import Cast
from tests.site import log_in


def leave_out(cast: Cast, made: Campaign, code: str = "1.1") -> Adoption:
    return adopting.adopt(cast.lin, made, indicator=code, decision=Decision.NOT_APPLICABLE, reason="本县没有这项职能")


def sheet_of(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def words_in(content: bytes) -> str:
    paper = Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_a_status_in_sql_is_the_engines_status(cast: Cast) -> None:
    made = scoring.lived(cast)
    numbers = {node.code: node.number for node in standard_of(made.edition).nodes}
    said = {(row.unit, row.node): row.status for row in met.cells(made)}
    for unit, score in result_of(made).units.items():
        for code, node in score.nodes.items():
            if node.leaf and not node.bonus:
                assert said.pop((unit, numbers[code])) == node.status, (unit, code)
    assert not said


def test_an_indicator_that_is_left_out_applies_to_no_unit_until_it_is_taken_up_again(cast: Cast) -> None:
    made = scoring.lived(cast)
    kept = leave_out(cast, made)
    work_out(made)
    assert result_of(made).units["SFJ"].nodes["1.1"].status == "not_applicable"
    another = makers.unit(cast.lin, parent=cast.county)
    campaigns.choose_units(cast.lin, made, units=[cast.unit_a, cast.unit_b, another])
    assert set(made.not_applicable.filter(taken_back_at=None).values_list("unit", flat=True)) == {
        "SFJ",
        "CGZ",
        another.code,
    }
    adopting.adopt(cast.lin, made, indicator="1.1", version=kept.version, decision=Decision.ADOPTED)
    assert not made.not_applicable.filter(taken_back_at=None).exists()


def test_a_decision_for_one_unit_outlives_the_campaigns_own(cast: Cast) -> None:
    made = framing.campaign(cast)
    framing.decision(cast, made)
    kept = leave_out(cast, made)
    adopting.adopt(cast.lin, made, indicator="1.1", version=kept.version, decision=Decision.ADOPTED)
    assert list(made.not_applicable.filter(taken_back_at=None).values_list("unit", "whole")) == [("SFJ", False)]


def test_leaving_out_and_refining_need_a_reason(lin: Client, cast: Cast) -> None:
    made = framing.campaign(cast)
    address = f"/office/campaigns/{made.pk}/decomposition/1.1/"
    html = lin.post(address, {"decision": "not_applicable", "version": 0}).content.decode()
    assert "请写明理由和依据" in html
    with pytest.raises(adopting.NoReason):
        adopting.adopt(cast.lin, made, indicator="1.1", decision=Decision.REFINED, reason=" ")
    assert not Adoption.objects.exists()


def test_two_who_decide_at_once_are_told(cast: Cast) -> None:
    made = framing.campaign(cast)
    leave_out(cast, made)
    with pytest.raises(Stale):
        adopting.adopt(cast.lin, made, indicator="1.1", decision=Decision.ADOPTED)


def test_the_decomposition_table_says_what_is_used_and_what_nobody_leads(lin: Client, cast: Cast) -> None:
    made = framing.campaign(cast)
    address = f"/office/campaigns/{made.pk}/decomposition/"
    sent = {"decision": "refined", "reason": "按职责细化", "duty": "每季度研究一次", "lead": cast.unit_a.pk,
            "supporting": [cast.unit_b.pk], "due_on": "2026-11-30", "material": "会议纪要", "version": 0}  # fmt: skip
    assert lin.post(f"{address}1.1/", sent).status_code == 302
    leave_out(cast, made, "1.2")
    html = lin.get(address).content.decode()
    assert "本县用 <b>5</b> 项" in html
    assert "细化 1 项，不适用 1 项" in html
    assert "<b>4</b> 项没有牵头单位" in html
    lin.post(f"{address}rest/")
    assert Adoption.objects.filter(campaign=made).count() == 6
    paper = words_in(lin.get(f"{address}?export=docx").content)
    assert all(words in paper for words in ("每季度研究一次", "司法局", "会议纪要", "11月30日", "本县没有这项职能"))


def test_an_exported_table_is_filled_in_and_taken_back(lin: Client, cast: Cast) -> None:
    made = framing.campaign(cast)
    leave_out(cast, made, "1.2")
    titles, *rows = sheet_of(lin.get(f"/office/campaigns/{made.pk}/decomposition/?export=xlsx").content)
    place = {str(title): titles.index(title) for title in titles}
    for row in rows:
        if row[place["编号"]] == "1.1":
            row[place["处理"]], row[place["牵头单位"]], row[place["配合单位"]] = "采用", "司法局", "CGZ"
    kind = kind_of("decomposition")
    assert kind is not None
    from duibiao.files.services import simulate

    book = makers.book([str(title) for title in titles], *rows)
    tried: Import = simulate(cast.lin, kind=kind, name="分解表.xlsx", content=book)
    assert (tried.outcome["added"], tried.outcome["unchanged"], tried.outcome["problems"]) == (1, 1, [])
    lin.post(f"/office/imports/{tried.pk}/confirm/")
    kept = adopting.adoptions(made)["1.1"]
    assert (kept.lead, [unit.code for unit in kept.supporting.all()]) == (cast.unit_a, ["CGZ"])


def test_a_wrong_table_is_refused_with_its_cells(cast: Cast) -> None:
    from duibiao.files.services import simulate

    framing.campaign(cast)
    kind = kind_of("decomposition")
    assert kind is not None
    heads = ["创建活动", "编号", "处理", "理由", "牵头单位"]
    rows = (["没有的活动", "1.1", "采用", "", ""], ["小考核创建", "9.9", "采用", "", ""], ["小考核创建", "1.1", "不适用", "", ""],
            ["小考核创建", "1.2", "采用", "", "没有局"], ["小考核创建", "2.1", "采用", "", ""], ["小考核创建", "2.1", "采用", "", ""])  # fmt: skip
    tried = simulate(cast.lin, kind=kind, name="分解表.xlsx", content=makers.book(heads, *rows))
    assert [(one[0], one[1]) for one in tried.outcome["problems"]] == [
        (2, "创建活动"), (3, "编号"), (4, "理由"), (5, "牵头单位"), (7, "编号"),
    ]  # fmt: skip


def test_a_move_carries_decisions_self_checks_and_references_and_going_back_finds_the_old(cast: Cast) -> None:
    made = framing.campaign(cast)
    leave_out(cast, made, "2.1")
    self_checks.self_check(cast.lin, made, unit=cast.unit_a, indicator="2.2", gap="缺台账")
    item = supplements.items(framing.supplement(cast, of=made))[0]
    supplements.refer(cast.lin, item, edition=made.edition, indicators=["2.2"])
    new = framing.newer(cast)
    moved = campaigns.move(cast.lin, made, version=made.version, edition=new, indicators={"2.1": "2.1", "2.2": "2.2"})
    assert list(adopting.adoptions(made)) == ["2.1"]
    assert SelfCheck.objects.get(campaign=made, edition=new).gap == "缺台账"
    assert ItemReference.objects.filter(item=item, edition=new, indicator="2.2").exists()
    made.refresh_from_db()
    campaigns.undo_move(cast.lin, moved, version=made.version)
    made.refresh_from_db()
    assert list(adopting.adoptions(made)) == ["2.1"]
    assert NotApplicable.objects.filter(campaign=made, taken_back_at=None, indicator="2.1").count() == 2


def test_the_line_says_how_many_indicators_are_still_missing(lin: Client, cast: Cast) -> None:
    made = scoring.lived(cast)
    campaigns.change_campaign(cast.lin, made, version=made.version, met_line=80.0)
    line = met.county_line(made)
    assert line.counted == 5
    assert line.needed == 4
    assert line.to_go == 4 - line.met
    html = lin.get(f"/office/campaigns/{made.pk}/line/?status=open").content.decode()
    assert f"就是还差 <b>{line.to_go}</b> 项" in html
    one_by_one = Counter(met.indicators(made).values_list("status", flat=True))
    assert one_by_one == {status: number for status in met.STATUSES if (number := getattr(line, status))}
    shown = {row.code for row in met.indicators(made).filter(status__in=met.OPEN)}
    assert all(f">{code}</th>" in html for code in shown)


def test_an_editions_own_gate_is_the_line_where_the_campaign_sets_none(cast: Cast) -> None:
    gate = "  - {id: met85, name: 八成五达标, coverage: {met: {at_least: 85}}}\nvetoes:"
    made = scoring.campaign(cast, text=scoring.TEXT.replace("vetoes:", gate, 1))
    assert met.line_of(made) == 85
    made.met_line = 90.0
    assert met.line_of(made) == 90


def test_a_light_is_red_without_a_day_amber_with_one_and_red_again_when_it_goes_by(lin: Client, cast: Cast) -> None:
    made = scoring.lived(cast)
    wanted = met.lit_cells(cast.lin, made).filter(unit="SFJ", code="1.2")
    before = wanted.get()
    assert before.status == "partly"
    assert before.light == "soon"
    address = f"/office/campaigns/{made.pk}/self-checks/{cast.unit_a.pk}/1.2/"
    sent = {"gap": "没有成立领导小组", "improvement": "月底前成立", "version": 0}
    assert lin.post(address, {**sent, "expected_on": today() - timedelta(days=1)}).status_code == 302
    assert wanted.get().light == "bad"
    assert met.lights_of(made, ["SFJ"])["SFJ", before.node] == "bad"
    version = SelfCheck.objects.get().version
    lin.post(address, {**sent, "version": version, "expected_on": today() + timedelta(days=9)})
    assert wanted.get().light == "soon"
    html = lin.get(f"/office/campaigns/{made.pk}/unmet/").content.decode()
    assert "没有成立领导小组" in html


@pytest.mark.parametrize("status", met.STATUSES)
@pytest.mark.parametrize("days", [None, -1, 0, 1])
def test_a_light_is_the_same_in_sql_and_in_python(cast: Cast, status: str, days: int | None) -> None:
    made = scoring.lived(cast)
    expected = None if days is None else today() + timedelta(days=days)
    for row in met.cells(made).filter(status=status):
        code = next(node.code for node in standard_of(made.edition).nodes if node.number == row.node)
        unit = cast.unit_a if row.unit == "SFJ" else cast.unit_b
        self_checks.self_check(cast.lin, made, unit=unit, indicator=code, expected_on=expected)
        lit = met.lit_cells(cast.lin, made).get(unit=row.unit, node=row.node)
        assert lit.light == met.light_of(status, expected)


def test_the_matrix_shows_gaps_with_their_colour_and_as_a_workbook(lin: Client, cast: Cast) -> None:
    made = scoring.lived(cast)
    address = f"/office/campaigns/{made.pk}/matrix/?kind="
    html = lin.get(address).content.decode()
    assert "light-soon" in html
    assert f"/office/campaigns/{made.pk}/scores/{cast.unit_a.pk}/why/1.2/" in html
    rows = sheet_of(lin.get(f"{address}&export=xlsx").content)
    assert "司法局" in rows[0]
    assert any("推进中" in row for row in rows)


def test_a_self_check_sheet_has_clause_state_and_what_will_be_done(lin: Client, cast: Cast) -> None:
    made = scoring.lived(cast)
    self_checks.self_check(cast.lin, made, unit=cast.unit_a, indicator="1.2", gap="没成立", improvement="月底成立")
    adopting.adopt(cast.lin, made, indicator="1.2", decision=Decision.ADOPTED, lead=cast.unit_b)
    address = f"/office/campaigns/{made.pk}/self-checks/{cast.unit_a.pk}/"
    html = lin.get(address).content.decode()
    assert all(words in html for words in ("未成立领导小组扣2分。", "材料审核", "部分达标", "没成立", "月底成立"))
    paper = words_in(lin.get(f"{address}?export=docx").content)
    assert all(words in paper for words in ("司法局自查表", "未成立领导小组扣2分。", str(cast.unit_b), "月底成立"))


def test_a_unit_writes_its_own_self_check_and_nobody_elses(client: Client, cast: Cast) -> None:
    made = scoring.lived(cast)
    wang = log_in(client, cast, "wang")
    mine = f"/unit/campaigns/{made.pk}/self-checks/{cast.unit_a.pk}/"
    sent = {"gap": "缺领导小组", "improvement": "月底成立", "expected_on": today(), "version": 0}
    assert wang.post(f"{mine}1.2/", sent).status_code == 302
    assert "缺领导小组" in wang.get(mine).content.decode()
    assert wang.post(f"/unit/campaigns/{made.pk}/self-checks/{cast.unit_b.pk}/1.2/", sent).status_code == 403
    assert SelfCheck.objects.get().unit == cast.unit_a


def test_a_self_check_of_a_unit_outside_the_campaign_is_refused(cast: Cast) -> None:
    made = framing.campaign(cast)
    stranger = makers.unit(cast.lin, parent=cast.county)
    with pytest.raises(self_checks.NotAssessed):
        self_checks.self_check(cast.lin, made, unit=stranger, indicator="1.1")
    with pytest.raises(self_checks.NotAssessed):
        self_checks.self_check(cast.lin, made, unit=cast.unit_a, indicator="1")


def test_a_supplementary_list_is_taken_in_referred_and_ticked(lin: Client, cast: Cast) -> None:
    made = scoring.lived(cast)
    lin.post("/office/supplements/new/", {"title": "十有", "lines": "有工作台账\n\n有法律顾问\n有工作台账"})
    held = supplements.supplements().get()
    one, two = supplements.items(held)
    change = f"/office/supplement-items/{one.pk}/"
    assert (
        lin.post(change, {"text": "有工作台账", "edition": made.edition_id, "indicators": "1.2、9.9"}).status_code
        == 200
    )
    assert lin.post(change, {"text": "有完整台账", "edition": made.edition_id, "indicators": "1.2"}).status_code == 302
    lin.post(f"/office/campaigns/{made.pk}/supplements/choose/", {"supplements": [held.pk]})
    address = f"/office/campaigns/{made.pk}/supplements/"
    lin.post(f"{address}{two.pk}/", {"met": "yes", "words": "聘书已存"})
    lin.post(f"{address}{one.pk}/", {"met": "no"})
    html = lin.get(address).content.decode()
    assert "2 条里 <b>1</b> 条符合，<b>1</b> 条还没有" in html
    assert "1.2 领导小组" in html
    lin.post(f"/office/supplement-items/{one.pk}/drop/")
    assert ticking.items_of(made).count() == 1
    assert Tick.objects.count() == 2


def test_an_item_of_a_list_that_is_not_chosen_cannot_be_ticked(cast: Cast) -> None:
    made = framing.campaign(cast)
    with pytest.raises(ticking.NotChosen):
        ticking.tick(cast.lin, made, item=supplements.items(framing.supplement(cast))[0], met=True)


def test_a_title_is_reminded_of_half_a_year_before_it_is_examined_again(lin: Client, cast: Cast) -> None:
    framing.campaign(cast)
    near = today() + timedelta(days=honours.REMIND_DAYS)
    sent = {"title": "国家卫生县", "level": "national", "scope": "whole", "conferred_on": "2024-01-01"}
    assert (
        "复审日期要晚于命名日期"
        in lin.post("/office/honours/new/", {**sent, "review_on": "2024-01-01"}).content.decode()
    )
    lin.post("/office/honours/new/", {**sent, "review_on": near})
    lin.post("/office/honours/new/", {**sent, "title": "园林县城", "review_on": near + timedelta(days=1)})
    html = lin.get("/office/campaigns/").content.decode()
    assert "国家卫生县" in html
    assert "园林县城" not in html
    one = Honour.objects.get(title="国家卫生县")
    honours.change_honour(cast.lin, one, version=1, ended_on=today())
    assert not honours.to_review(today()).exists()


def test_campaigns_are_filtered_by_state_level_and_title(lin: Client, cast: Cast) -> None:
    made = framing.campaign(cast, declared_by=cast.county, authority="省委依法治省办", level="provincial")
    html = lin.get("/office/campaigns/?level=provincial&state=preparing&q=小考核").content.decode()
    assert "省委依法治省办" in html
    assert "没有符合条件的" in lin.get("/office/campaigns/?level=national").content.decode()
    titles, row = sheet_of(lin.get("/office/campaigns/?export=xlsx").content)
    assert row[titles.index("申报单位")] == cast.county.name
    assert made.title in row


def test_a_measure_of_two_campaigns_is_shown_with_its_indicators_in_both(lin: Client, cast: Cast) -> None:
    first = framing.campaign(cast)
    start = {"since": date(2026, 1, 1), "until": date(2026, 12, 31), "units": [cast.unit_a]}
    second = campaigns.set_up_campaign(cast.lin, edition=framing.newer(cast), title="第二项", **start)
    found = sharing.uses([first, second])["court"]
    assert [(use.campaign.pk, use.indicators[0][0]) for use in found] == [(first.pk, "2.1"), (second.pk, "2.1")]
    codes = set(sharing.shared([first, second]).values_list("pk", flat=True))
    assert "court" in codes
    assert not codes & {"no_group", "no_report"}
    html = lin.get("/office/campaigns/sharing/").content.decode()
    assert "负责人出庭应诉率" in html


def test_an_edition_says_from_when_it_holds(lin: Client, cast: Cast) -> None:
    made = framing.draft(cast)
    lin.post(f"/office/standards/{made.pk}/publish/", {"in_force_from": "2026-03-01"})
    assert "2026-03-01 起施行" in lin.get(f"/office/standards/{made.pk}/").content.decode()
