"""Heat, faults, before and after, relapse, everyday life and blind spots: each number is the length of a list that one can see."""

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from duibiao.insight import everyday, seasons
from duibiao.insight.blind import blind, reach
from duibiao.insight.choices import Since
from duibiao.inspections import rounds
from duibiao.inspections.models import Observation, Round, Visit
from duibiao.lib.spans import today
from duibiao.problems.choices import When
from duibiao.problems.models import Photo, Problem
from duibiao_engine.sampling import draw_again
from tests import ledgering, troubles, visiting
from tests.cast import Cast
from tests.site import log_in

TABS = ("map", "heat", "wall", "everyday", "blind")


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def some_faults(cast: Cast, sites: int = 2) -> None:
    """Each site: not clean (1 point), three cars in the way (1.5)."""
    held = visiting.running(cast, sites=sites)
    for _ in range(sites):
        visiting.visited(cast, held, visiting.answers(clean={"outcome": "fault"}, parking={"value": 3}))


def test_a_cell_of_the_heat_is_the_length_of_the_list_behind_it(lin: Client, cast: Cast) -> None:
    some_faults(cast)
    page = text(lin, "/office/heat/?weight=faults")
    assert f"问题最多的一处：<b>{cast.unit_b.name}</b>的“" in page
    cells = re.findall(r'href="([^"]*faults[^"]*)" aria-label="[^"]*">(\d+)</a>', page)
    assert len(cells) == 2, "one clause is kept, two are not"
    for address, number in cells:
        assert (
            text(lin, address.replace("&amp;", "&")).count('<th scope="row"><a href="/office/visits/')
            == int(number)
            == 2
        )
    book = load_workbook(BytesIO(lin.get("/office/heat/?export=xlsx").content))
    assert [row[-1] for row in book.active.iter_rows(min_row=3, values_only=True)] == [3, 2]  # type: ignore[union-attr]


def test_a_unit_sees_the_losses_at_its_own_sites(client: Client, cast: Cast) -> None:
    some_faults(cast, sites=1)
    assert "heat-5" in text(log_in(client, cast, "zhao"), "/unit/heat/")
    assert "没有失分" in text(log_in(client, cast, "wang"), "/unit/heat/")


def shown(cast: Cast, **fields: Any) -> Problem:
    """Put right, with a photo of before and one of after."""
    held = troubles.signed(cast, **fields)
    for when in (When.BEFORE, When.AFTER):
        blob = ledgering.blob(ledgering.png(), f"{when}.png")
        Photo.objects.create(problem=held, round=1, when=when, blob=blob, name=f"{when}.png")
    Problem.objects.filter(pk=held.pk).update(status="rectified", rectified_at=timezone.now())
    return held


def test_before_and_after_hang_side_by_side_and_carry_nothing_of_the_camera(client: Client, cast: Cast) -> None:
    held = shown(cast, words="垃圾外溢")
    page = text(log_in(client, cast, "zhao"), "/unit/wall/")
    assert "垃圾外溢" in page
    address = re.findall(r'src="(/unit/wall/photos/\d+/)"', page)[0]
    assert client.get(address)["Content-Type"] == "image/png"
    assert "垃圾外溢" in text(client, f"/unit/wall/?unit={cast.unit_b.pk}&kind={held.kind_id}")
    log_in(client, cast, "wang")
    assert "垃圾外溢" not in text(client, "/unit/wall/")
    assert client.get(address).status_code == 403


def test_the_relapse_rate_counts_closures_that_did_not_hold(cast: Cast) -> None:
    now = timezone.now()
    site = troubles.a_site(cast)
    for number in range(4):
        held = troubles.assigned(cast, site=site, subject=f"{number}")
        Problem.objects.filter(pk=held.pk).update(
            status="closed", round=2 if number == 0 else 1, closed_at=now, rechecked_at=now, watch_until=today()
        )
    for side in everyday.SIDES:
        (row,) = everyday.relapses(cast.lin, side)
        assert (row.closures, row.relapses, row.rate_percent) == (5, 1, 20.0)


def test_the_index_compares_ordinary_days_with_the_season(cast: Cast) -> None:
    some_faults(cast, sites=6)
    season = seasons.name_season(cast.lin, name="迎检", since=today() - timedelta(9), until=today() - timedelta(7))
    early = list(Visit.objects.order_by("pk").values_list("pk", flat=True)[:3])
    Visit.objects.filter(pk__in=early).update(at=timezone.now() - timedelta(days=8))
    (row,) = everyday.everyday(cast.lin, [season])
    assert (row.inside.visits, row.outside.visits, row.index) == (3, 3, 1.0)
    Visit.objects.get(pk=early[0]).observations.all().delete()
    (row,) = everyday.everyday(cast.lin, [season])
    assert row.index == pytest.approx(1.5), "six faults at three visits by four at three"
    (row,) = everyday.everyday(cast.lin, [])
    assert row.index is None


def test_a_blind_spot_is_what_nobody_saw_for_so_long(lin: Client, cast: Cast) -> None:
    held = visiting.running(cast, sites=2)
    visiting.visited(cast, held)
    assert "<b>1</b> 处从未检查过" in text(lin, "/office/blind/")
    Visit.objects.update(at=timezone.now() - timedelta(days=40))
    assert "<b>2</b> 处 30 天没有检查" in text(lin, "/office/blind/?since=30")
    assert [one.seen for one in reach(cast.lin, Since.TWO_MONTHS).values()] == [1]


def test_what_an_appeal_has_overturned_is_lost_no_longer(lin: Client, cast: Cast) -> None:
    """Neither the heat nor the index counts it; the visit's own page keeps showing it."""
    some_faults(cast, sites=1)
    Observation.objects.filter(item__code="clean").update(overturned_at=timezone.now())
    book = load_workbook(BytesIO(lin.get("/office/heat/?export=xlsx").content))
    assert [row[-1] for row in book.active.iter_rows(min_row=3, values_only=True)] == [1.5]  # type: ignore[union-attr]
    (row,) = everyday.everyday(cast.lin, [])
    assert (row.outside.visits, row.outside.faults) == (1, 1)


def plan_of(client: Client, address: str) -> tuple[str, dict[str, Any]]:
    """Where the list under an address is made into a round, and the form there as it is filled in beforehand."""
    said = re.findall(r'href="(/office/blind/round/\?[^"]+)">把所见', text(client, address))[0].replace("&amp;", "&")
    asked = client.get(said).context["form"]
    start = {name: asked.get_initial_for_field(one, name) for name, one in asked.fields.items()}
    given = {**start, "campaign": start["campaign"].pk, "inspectors": [one.pk for one in start["inspectors"]]}
    return said, {name: value for name, value in given.items() if value not in (None, "")}


def test_blind_spots_become_a_round_whose_frame_is_the_list_that_was_shown(lin: Client, cast: Cast) -> None:
    held = visiting.running(cast, sites=4, size=1)
    visiting.visited(cast, held)
    alley = visiting.site(cast, zone="alley")
    shown = set(blind(cast.lin, Since.NEVER).values_list("code", flat=True))
    assert len(shown) == 4
    where, given = plan_of(lin, "/office/blind/?since=never")
    made = Round.objects.get(pk=int(lin.post(where, given)["Location"].split("/")[-2]))
    assert "只从盲区清单的 4 处抽取" in text(lin, f"/office/rounds/{made.pk}/")
    visiting.site(cast)  # what comes later is in no list that was shown
    made = rounds.commit_round(cast.lin, made, version=made.version)
    assert {one["site"] for one in json.loads(made.frame)["entries"]} == shown
    made = rounds.draw_round(cast.lin, made, version=made.version)
    assert set(made.assignments.values_list("site__code", flat=True)) == shown
    made = rounds.close_round(cast.lin, made, version=made.version)
    assert draw_again(rounds.published(made)) == []
    where, given = plan_of(lin, "/office/blind/?zone=alley")
    assert given["size"] == 1
    assert "同名的轮次" in lin.post(where, given).content.decode()
    lin.post(where, {**given, "title": "只查小巷"})
    assert [one.code for one in Round.objects.get(title="只查小巷").listed.all()] == [alley.code]


def test_a_list_that_changed_since_it_was_shown_is_shown_again(lin: Client, cast: Cast) -> None:
    visiting.planned(cast, sites=2)
    where, given = plan_of(lin, "/office/blind/?since=never")
    visiting.site(cast)
    page = lin.post(where, given).content.decode()
    assert "名单" in page
    assert "这 3 处" in page
    assert not Round.objects.filter(kind="special").exists()
    again = re.findall(r'name="shown" value="(\w+)"', page)[0]
    assert lin.post(where, {**given, "shown": again}).status_code == 302
    assert Round.objects.get(kind="special").listed.count() == 3


def test_nothing_is_planned_where_nothing_is_blind(lin: Client, client: Client, cast: Cast) -> None:
    assert lin.get("/office/blind/round/").status_code == 302
    visiting.planned(cast, sites=1)
    assert "/office/blind/round/" not in text(log_in(client, cast, "zheng"), "/office/blind/"), "who plans no rounds"


def test_whose_days_are_compared_is_said_and_taken_back(lin: Client, cast: Cast) -> None:
    day = today().isoformat()
    lin.post("/office/everyday/seasons/new/", {"name": "国检", "since": day, "until": day})
    page = text(lin, "/office/everyday/")
    assert "国检" in page
    lin.post(re.findall(r'action="(/office/everyday/seasons/\d+/drop/)"', page)[0])
    assert "国检" not in text(lin, "/office/everyday/")


@pytest.mark.parametrize("tab", TABS)
def test_an_empty_county_is_told_what_will_stand_here(lin: Client, tab: str) -> None:
    assert text(lin, f"/office/{tab}/").count('aria-current="page"') >= 1


def test_pages_cost_the_same_with_few_and_with_many(lin: Client, cast: Cast) -> None:
    some_faults(cast, sites=4)
    for number in range(4):
        shown(cast, subject=f"{number}", site=troubles.a_site(cast))
    costs = {
        "map/": 7, "map/data/": 4, "map/data/?problems=1": 3, "map/list/": 3, "map/things/?ids=1,2,3,4,5,6": 7,
        "heat/": 5, "heat/faults/": 7, "wall/": 6, "everyday/": 7, "blind/": 8,
    }  # fmt: skip
    found = {}
    for address in costs:
        lin.get(f"/office/{address}")
        with CaptureQueriesContext(connection) as captured:
            assert lin.get(f"/office/{address}").status_code == 200
        found[address] = len(captured)
    assert {address: n for address, n in found.items() if n > costs[address]} == {}
