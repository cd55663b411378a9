"""Facilities: counted in a census, ordered as problems, well again when the order is closed."""

from datetime import timedelta

from django.utils import timezone

from duibiao.files import services as files
from duibiao.files.importing import kind_of
from duibiao.inspections.censuses import take_in_census
from duibiao.inspections.models import Round
from duibiao.lib.spans import today
from duibiao.places import facilities, facility_queries, site_queries
from duibiao.places.facility_importing import HEADS
from duibiao.places.models import Facility, Look, Site
from duibiao.problems import services
from duibiao.problems.choices import Status
from duibiao.problems.facility_orders import order_many
from duibiao.problems.models import Problem
from duibiao.problems.photos import Shot
from tests import estates, ledgering, makers, visiting
from tests.cast import Cast

TITLES = [str(head.title) for head in HEADS]


def test_an_order_is_a_problem_with_all_its_life_and_makes_the_facility_well_again(cast: Cast) -> None:
    worn, well = estates.facility(cast, "worn"), estates.facility(cast, "good")
    made = order_many(cast.lin, facilities=[worn.pk, well.pk], words="用新内容")
    assert (made.ordered, made.there, made.well) == (1, 0, 1)
    assert order_many(cast.lin, facilities=[worn.pk]).there == 1
    held = Problem.objects.get()
    assert (held.status, held.unit, held.kind.code) == (Status.ASSIGNED, cast.unit_a, "publicity")
    assert "陈旧，请更换。用新内容" in held.words
    shot = Shot(ledgering.blob(ledgering.png(), "后.png"))
    services.rectify(cast.wang, held, words="已更换", disposal="repaired", photos=[shot])
    services.recheck(cast.chen, held, passed=True)
    services.close(cast.lin, held)
    worn.refresh_from_db()
    assert worn.state == "good"
    assert worn.looks.first().by == cast.chen  # type: ignore[union-attr]


def test_what_was_set_up_without_leave_is_taken_down_and_leaves_the_register(cast: Cast) -> None:
    wild = estates.facility(cast, "illegal")
    order_many(cast.lin, facilities=[wild.pk], due_at=timezone.now() + timedelta(days=9))
    held = Problem.objects.get()
    assert held.due_at is not None
    assert held.due_at > timezone.now() + timedelta(days=8)
    shot = Shot(ledgering.blob(ledgering.png(), "后.png"))
    services.rectify(cast.wang, held, words="已拆", disposal="removed", document="青城管拆〔2026〕3号", photos=[shot])
    services.recheck(cast.chen, held, passed=True)
    services.close(cast.lin, held)
    assert Site.objects.get(pk=wild.site_id).until == today()
    assert order_many(cast.lin, facilities=[wild.pk]).ordered == 0


def test_a_late_look_is_kept_and_counts_only_if_nobody_looked_since(cast: Cast) -> None:
    board = estates.facility(cast, "good")
    estates.seen(cast, board, "broken", at=timezone.now() - timedelta(days=3))
    board.refresh_from_db()
    assert board.state == "good"
    assert board.looks.count() == 2
    estates.seen(cast, board, "worn", reference="same")
    estates.seen(cast, board, "broken", reference="same")
    board.refresh_from_db()
    assert board.state == "worn"


def test_a_census_round_writes_states_and_opens_problems(cast: Cast) -> None:
    campaign = visiting.campaign(cast)
    board = estates.facility(cast)
    assert take_in_census(cast.lin, campaign.edition, clause="1") == len(facilities.types())
    held = visiting.running(cast, 0, kind="carpet", types=[board.site.type])
    given = {code: {"outcome": "good"} for code in ("worn", "broken", "outdated", "illegal")}
    given |= {"worn": {"outcome": "fault"}, "broken": {"outcome": "fault", "note": "玻璃碎了"}}
    assignment = Round.objects.get(pk=held.pk).assignments.get()
    visiting.received(cast, visiting.xml(assignment, given, form=f"{campaign.edition_id}_notice_board"))
    board.refresh_from_db()
    assert board.state == "broken"
    assert sorted(Problem.objects.values_list("subject", flat=True)) == ["broken", "worn"]
    assert all(one.proposed == cast.unit_a for one in Problem.objects.all())
    assert order_many(cast.lin, facilities=[board.pk]).ordered == 1


def test_facilities_are_in_no_draw_and_no_count_of_sites(cast: Cast) -> None:
    estates.facility(cast)
    assert not site_queries.open_sites().exists()
    assert site_queries.coverage(cast.lin).sites == 0
    assert facility_queries.counts(cast.lin).by_state["unseen"] == 1


def test_a_workbook_brings_them_in_with_their_states_and_again_changes_nothing(cast: Cast) -> None:
    cells = {
        "编号": "SS1",
        "名称": "府前街宣传栏",
        "设施种类": "宣传栏",
        "属地单位": "城关镇",
        "责任单位": "司法局",
        "状态": "陈旧",
    }
    bad = {"编号": "SS2", "名称": "无名", "设施种类": "灯箱", "属地单位": "城关镇", "坐标": "113.05,34.12"}
    kind = kind_of("facilities")
    assert kind is not None
    both = makers.book(TITLES, *[[one.get(title, "") for title in TITLES] for one in (cells, bad)])
    told = files.simulate(cast.lin, kind=kind, name="设施.xlsx", content=both).outcome["problems"]
    assert [one[1] for one in told] == ["设施种类", "坐标系"]
    assert not Facility.objects.exists()
    for _ in range(2):
        book = makers.book(TITLES, [cells.get(title, "") for title in TITLES])
        files.confirm(cast.lin, stored=files.simulate(cast.lin, kind=kind, name="设施.xlsx", content=book))
    assert (Facility.objects.get().state, Look.objects.count()) == ("worn", 1)
    assert facility_queries.census(cast.lin, "type")[0].by_state["worn"] == 1
