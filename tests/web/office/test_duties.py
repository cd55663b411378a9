"""The office's pages of duties: what they answer, what they do, what they cost."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duibiao.campaigns import adopting
from duibiao.duties import services
from duibiao.duties.choices import Role, State
from duibiao.duties.models import CompetenceRule, Duty
from duibiao.duties.services import Wanted
from duibiao.files.importing import kind_of
from duibiao.files.services import confirm, simulate
from duibiao.inspections.collectors import collector_for
from duibiao.ledger.models import Requirement
from duibiao.organisation.choices import UnitKind
from duibiao.scores.visits import receive
from tests import dutying, framing, makers, visiting
from tests.cast import Cast
from tests.site import log_in

HEADS = ["创建活动", "编号", "单位", "角色", "责任人", "完成时限", "进度节点"]


def cost(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_the_matrix_says_what_nobody_owns_and_costs_the_same_with_few_and_with_many(lin: Client, cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    address = f"/office/campaigns/{campaign.pk}/coverage/"
    page = lin.get(address).content.decode()
    assert "<b>6</b> 项没人负责" in page
    few = cost(lin, address)
    wanted = [
        Wanted(unit, code, role)
        for unit, role in ((cast.unit_a, Role.LEAD), (cast.unit_b, Role.RESPONSIBLE))
        for code in ("1.1", "1.2", "2.1", "2.2", "2.3")
    ]
    services.assign_many(cast.lin, campaign, wanted=wanted)
    assert (cost(lin, address), "<b>1</b> 项没人负责" in lin.get(address).content.decode()) == (few, True)
    assert few <= 6, few


def test_the_matrix_has_the_materials_and_the_visited_sites_of_each_indicator_in_no_further_statement(
    lin: Client, cast: Cast
) -> None:
    made = visiting.running(cast).assignments.select_related("round__campaign").first()
    assert made is not None
    campaign = made.round.campaign
    address = f"/office/campaigns/{campaign.pk}/coverage/"
    few = cost(lin, address)
    given = visiting.answers(clean={"outcome": "fault"})
    receive(collector_for(cast.chen, campaign), xml=visiting.xml(made, given), files=[])
    Requirement.objects.create(campaign=campaign, edition=campaign.edition, indicator="1", title="台账")
    page = lin.get(address).content.decode()
    assert ">点位 1/1 处有问题</a>" in page
    assert ">材料 还没有</a>" in page
    assert cost(lin, address) == few <= 6


def test_cells_are_drafted_and_what_is_there_or_led_is_said(lin: Client, cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    address = f"/office/campaigns/{campaign.pk}/coverage/assign/"
    cells = [f"1.1:{cast.unit_a.pk}", f"1.2:{cast.unit_a.pk}", f"9.9:{cast.unit_a.pk}"]
    assert "已起草 2 项" in lin.post(address, {"cell": cells, "role": "lead"}, follow=True).content.decode()
    said = lin.post(address, {"cell": [f"1.1:{cast.unit_b.pk}"], "role": "lead"}, follow=True).content.decode()
    assert "1.1 已由 司法局 牵头" in said
    assert Duty.objects.count() == 2


def test_the_decomposition_becomes_duties_and_a_ruling_fills_what_has_no_unit(lin: Client, cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    adopting.adopt(cast.lin, campaign, indicator="1.1", decision="adopted", lead=cast.unit_a, supporting=[cast.unit_b])
    rule = {
        "words": "出庭应诉",
        "unit": cast.unit_b,
        "grounds": "三定方案",
        "by": cast.lin,
        "edition": campaign.edition,
        "indicator": "2.1",
    }
    CompetenceRule.objects.create(**rule)
    lin.post(f"/office/campaigns/{campaign.pk}/coverage/decomposed/")
    assert set(Duty.objects.values_list("indicator", "unit__code", "role")) == {
        ("1.1", "SFJ", "lead"), ("1.1", "CGZ", "supporting"), ("2.1", "CGZ", "lead"),
    }  # fmt: skip


def test_a_duty_without_all_parts_is_not_given_out_and_the_page_names_what_is_missing(lin: Client, cast: Cast) -> None:
    made = dutying.draft(cast, goal="", consequence="")
    assert "缺：<b>目标、奖惩</b>" in lin.get(f"/office/duties/{made.pk}/").content.decode()
    said = lin.post("/office/duties/issue/", {"duty": [made.pk]}, follow=True).content.decode()
    assert "没有下达，缺：目标、奖惩" in said
    said = lin.post(f"/office/duties/{made.pk}/issue/").content.decode()
    assert "还不能下达，缺：目标、奖惩" in said


def test_a_holiday_is_said_beside_the_field_and_nothing_is_saved(lin: Client, cast: Cast) -> None:
    made = dutying.draft(cast)
    page = lin.get(f"/office/duties/{made.pk}/change/")
    start = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    said = lin.post(
        f"/office/duties/{made.pk}/change/",
        {**start, "starts_on": "2026-09-01", "due_on": "2026-10-03", "steps": "", "on_holiday": ""},
    )
    assert "建议提前到 9月30日" in said.content.decode()
    made.refresh_from_db()
    assert made.version == 2


def test_two_units_of_one_name_are_an_error_with_both_and_the_remedy(cast: Cast) -> None:
    campaign, kind = dutying.campaign(cast), kind_of("duties")
    for parent in (cast.unit_a, cast.unit_b):
        makers.unit(cast.lin, parent=parent, name="法制室", kind=UnitKind.INSTITUTION)
    assert kind is not None
    rows = [
        [campaign.title, "1.1", "法制室", "牵头", "", "", ""],
        [campaign.title, "1.2", "司法局", "牵头", "无此人", "2026-10-03", "明天"],
    ]
    problems = simulate(cast.lin, kind=kind, name="任务.xlsx", content=makers.book(HEADS, *rows)).outcome["problems"]
    words = " ".join(" ".join(map(str, one)) for one in problems)
    assert "有 2 个单位都叫“法制室”" in words
    assert "请改写单位代码" in words
    assert "没有叫“无此人”的人在任" in words
    assert "不是工作日" in words
    assert "看不懂" in words
    assert not Duty.objects.exists()


def test_a_table_is_tried_then_confirmed_and_again_changes_nothing(cast: Cast) -> None:
    campaign, kind = dutying.campaign(cast), kind_of("duties")
    assert kind is not None
    due_on = dutying.workday(20).isoformat()
    rows = [
        [campaign.title, "1.1", "司法局", "牵头", "王建国", due_on, f"{due_on} 完成 100%"],
        [campaign.title, "1.1", "城关镇", "配合", "", "", ""],
    ]
    for added, unchanged in ((2, 0), (0, 2)):
        stored = simulate(cast.lin, kind=kind, name="任务.xlsx", content=makers.book(HEADS, *rows))
        assert (stored.outcome["added"], stored.outcome["unchanged"]) == (added, unchanged)
        confirm(cast.lin, stored=stored)
    assert Duty.objects.get(role=Role.LEAD).steps.get().percent == 100


def test_last_cycles_duties_are_seen_before_they_are_taken_over(lin: Client, cast: Cast) -> None:
    old = dutying.campaign(cast)
    dutying.issued(cast, old)
    dutying.issued(cast, old, indicator="1.2")
    new = framing.campaigns.set_up_campaign(
        cast.lin, edition=framing.newer(cast), units=[cast.unit_a], title="下一轮", since=old.since, until=old.until
    )
    address = f"/office/campaigns/{new.pk}/duties/carry/?old={old.pk}"
    page = lin.get(address).content.decode()
    assert "新版里没有对应的指标" in page or "能照搬" in page
    held = Duty.objects.get(indicator="1.1")
    lin.post(address, {"old": old.pk, "duty": [held.pk]})
    assert Duty.objects.get(campaign=new).indicator == "1.1"


def test_a_move_to_another_edition_takes_the_duties_along(lin: Client, cast: Cast) -> None:
    made = dutying.issued(cast)
    framing.move(cast, made.campaign, **{"1.1": "1.1"})
    page = lin.get(f"/office/campaigns/{made.campaign_id}/duties/carry/").content.decode()
    assert "1 项任务还挂在旧版标准的编号上" in page
    lin.post(f"/office/campaigns/{made.campaign_id}/duties/follow/")
    made.refresh_from_db()
    made.campaign.refresh_from_db()
    assert made.edition_id == made.campaign.edition_id


def test_lists_and_papers_of_duties_cost_the_same_with_few_and_with_many(lin: Client, cast: Cast) -> None:
    first = dutying.issued(cast)
    addresses = (
        "/office/duties/",
        f"/office/units/{cast.unit_a.pk}/duties/",
        "/office/duties/orphans/",
        "/office/duties/competence/",
        f"/office/duties/{first.pk}/",
    )
    few = [cost(lin, address) for address in addresses]
    for number in range(8):
        dutying.draft(cast, first.campaign, indicator="", title=f"会议议定{number}")
        dutying.issued(cast, first.campaign, indicator="", title=f"会议交办{number}")
    assert [cost(lin, address) for address in addresses] == few
    for form in ("xlsx", "docx"):
        assert lin.get(f"/office/duties/?export={form}").content[:2] == b"PK"


def test_the_unit_signs_many_and_objects_to_what_is_not_its_own(client: Client, cast: Cast) -> None:
    first = dutying.issued(cast)
    second = dutying.issued(cast, first.campaign, indicator="1.2")
    wang = log_in(client, cast, "wang")
    assert "<b>2</b> 项等签收" in wang.get("/unit/duties/").content.decode()
    wang.post(f"/unit/duties/{second.pk}/object/", {"grounds": "职责在乡镇", "proposes": cast.unit_b.pk})
    wang.post("/unit/duties/sign/", {"duty": [first.pk, second.pk]})
    assert dict(Duty.objects.values_list("pk", "state")) == {first.pk: State.SIGNED, second.pk: State.OBJECTED}
    page = wang.get(f"/unit/duties/{first.pk}/report/")
    sent = {"uid": page.context["form"]["uid"].value(), "progress": "开了会", "problem": "缺人", "percent": 30}
    assert "还没有写措施" in wang.post(f"/unit/duties/{first.pk}/report/", sent).content.decode()
    for _ in range(2):
        wang.post(f"/unit/duties/{first.pk}/report/", {**sent, "measure": "抽调两人"})
    assert first.reports.count() == 1
    page = wang.get(f"/unit/duties/{first.pk}/").content.decode()
    assert "抽调两人" in page


def test_another_unit_and_an_assessor_change_nothing(client: Client, cast: Cast) -> None:
    made = dutying.issued(cast)
    for who, status in (("zhao", 403), ("wu", 403), ("chen", 403)):
        assert log_in(client, cast, who).post(f"/unit/duties/{made.pk}/sign/").status_code == status
    assert log_in(client, cast, "wu").get(f"/unit/duties/{made.pk}/").status_code == 200
    made.refresh_from_db()
    assert made.state == State.ISSUED
