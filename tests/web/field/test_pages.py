"""The office's pages about the field: what they cost, what they say of an empty county, and a round from plan to end."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duibiao.audit.models import Line
from duibiao.inspections import checklists
from duibiao.inspections.collectors import collector_for
from duibiao.inspections.models import Checklist, ChecklistVersion, Round, Visit
from duibiao.lib.spans import today
from duibiao.places.models import SiteType
from duibiao.scores.visits import receive
from tests import reporting, visiting
from tests.cast import Cast
from tests.site import log_in

#: Address and what it costs at most; session, account and roles are three of these.
PAGES = (
    ("/office/sites/", 13),
    ("/office/sites/map/", 9),
    ("/office/sites/{site}/", 22),
    ("/office/rounds/", 12),
    ("/office/rounds/{round}/", 22),
    ("/office/checklists/", 10),
    ("/office/visits/", 10),
    ("/office/visits/{visit}/", 14),
)


def cost(client: Client, address: str) -> int:
    """The less of two: once a minute a session writes down its last click."""
    assert client.get(address).status_code == 200, address
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts.append(len(captured))
    return min(counts)


def visit_all(cast: Cast, made: Round) -> None:
    for one in made.assignments.select_related("round__campaign"):
        given = visiting.answers(clean={"outcome": "fault"})
        receive(collector_for(cast.chen, visiting.campaign(cast)), xml=visiting.xml(one, given))


def test_a_page_costs_the_same_with_few_rows_and_with_many(lin: Client, cast: Cast) -> None:
    first = visiting.running(cast, sites=2)
    visit_all(cast, first)
    seen = Visit.objects.earliest("pk")
    known = {"site": seen.site_id, "round": first.pk, "visit": seen.pk}
    addresses = [(address.format(**known), most) for address, most in PAGES]
    few = {address: cost(lin, address) for address, _most in addresses}
    visit_all(cast, visiting.running(cast, sites=8, size=10))
    many = {address: cost(lin, address) for address, _most in addresses}
    assert many == few
    assert [(address, many[address]) for address, most in addresses if many[address] > most] == []


def test_an_empty_county_is_told_what_comes_first(lin: Client) -> None:
    for address, words in (
        ("sites", "还没有点位"),
        ("rounds", "还没有检查轮次"),
        ("checklists", "还没有检查表"),
        ("visits", "还没有到访"),
    ):
        assert words in lin.get(f"/office/{address}/").content.decode()
    assert lin.get("/office/sites/map/").status_code == 200


def test_a_round_from_plan_to_end_by_forms_alone(lin: Client, cast: Cast) -> None:
    made = visiting.campaign(cast)
    for _ in range(4):
        visiting.site(cast)
    kind = SiteType.objects.get()
    asked = {
        "campaign": made.pk, "title": "四季度", "kind": "quarterly", "since": today(), "until": today(), "types": [kind.pk],
        "inspectors": [cast.chen.pk], "size": 2, "minimum": 1, "fresh_percent": 30, "per_day": 8, "double_percent": 0,
        "counts": "on",
    }  # fmt: skip
    assert lin.post("/office/rounds/new/", asked).status_code == 302
    held = Round.objects.get()
    for _twice in range(2):  # a double click commits once
        lin.post(f"/office/rounds/{held.pk}/commit/", {"version": 1})
    held.refresh_from_db()
    assert (held.state, held.version) == ("committed", 2)
    lin.post(f"/office/rounds/{held.pk}/draw/", {"version": 2})
    assert held.assignments.count() == 2
    assert "还有" not in lin.get(f"/office/rounds/{held.pk}/").content.decode()
    assert "四季度" in lin.get("/office/rounds/").content.decode()
    lin.post(f"/office/rounds/{held.pk}/close/", {"version": 3})
    held.refresh_from_db()
    assert held.state == "done"
    assert held.seed in lin.get(f"/office/rounds/{held.pk}/").content.decode()


def test_a_checklist_in_force_is_followed_and_not_changed(lin: Client, cast: Cast) -> None:
    visiting.campaign(cast)
    held = Checklist.objects.get()
    old = held.versions.get()
    item = old.items.first()
    assert item is not None
    assert lin.get(f"/office/checklist-items/{item.pk}/").status_code == 302  # told why, and sent back
    lin.post(f"/office/checklists/{held.pk}/draft/")
    draft = held.versions.get(state="draft")
    asked = {
        "code": "lamp",
        "text": "路灯",
        "clause": "4",
        "kind": "look",
        "answer": "tick",
        "photo": "fault",
        "points": "0.1",
    }
    assert lin.post(f"/office/checklist-versions/{draft.pk}/items/new/", asked).status_code == 302
    lin.post(f"/office/checklist-versions/{draft.pk}/force/")
    assert [(one.number, one.state, one.items.count()) for one in held.versions.order_by("number")] == [
        (1, "retired", 5), (2, "in_force", 6),
    ]  # fmt: skip


def test_an_example_picture_in_force_is_replaced_and_written_down(lin: Client, client: Client, cast: Cast) -> None:
    """It costs no points, so the version stays; the phone sees the new one, and so does the draft that follows."""
    one = visiting.running(cast).assignments.select_related("round__campaign").first()
    assert one is not None
    version = ChecklistVersion.objects.get()
    item = version.items.get(code="clean")
    checklists.set_pictures(cast.lin, item, right=("旧.jpg", reporting.photo(1)))
    draft = checklists.draft_from(cast.lin, version.checklist)
    before = item.right_picture_id
    page = f"/office/checklist-items/{item.pk}/examples/"
    assert "不改检查内容和扣分" in lin.get(page).content.decode()
    lin.post(page, {"right": SimpleUploadedFile("新.jpg", reporting.photo(200))})
    item.refresh_from_db()
    assert item.right_picture_id not in (None, before)
    assert draft.items.get(code="clean").right_picture == item.right_picture
    assert f"right?v={item.right_picture_id}" in client.get(f"{visiting.base(cast)}today.json").content.decode()
    lines = [one.detail for one in Line.objects.filter(act="inspections.set_pictures").order_by("pk")]
    assert [(one["item"], bool(one["old"]), bool(one["new"])) for one in lines] == [
        ("clean", False, True), ("clean", True, True),
    ]  # fmt: skip
    assert "更换示例照片" in lin.get(f"/office/checklist-versions/{version.pk}/").content.decode()
    checklists.put_in_force(cast.lin, draft)
    lin.post(page, {"without": ["right"]})
    item.refresh_from_db()
    assert item.right_picture_id is not None, "a retired version stays as it was"


def test_a_wrong_file_is_refused_in_words(lin: Client, cast: Cast) -> None:
    visiting.campaign(cast)
    for content in (
        b"",
        b"{}",
        b"[1]",
        b"\xff\xfe",
        b'{"features": [{"geometry": {"type": "Point", "coordinates": 3}}]}',
    ):
        answer = lin.post("/office/sites/geojson/", {"file": io.BytesIO(content + b" ")})
        assert answer.status_code == 200
        assert "GeoJSON" in answer.content.decode()
    edition = visiting.campaign(cast).edition_id
    wrong = io.BytesIO("types: [{code: a, name: 甲, items: [{code: b, kind: look, text: 看, clause: 九}]}]".encode())
    answer = lin.post("/office/checklists/take-in/", {"edition": edition, "file": wrong})
    assert "没有条款 九" in answer.content.decode()


def test_the_first_load_of_the_inspectors_page_is_small(cast: Cast) -> None:
    from django.contrib.staticfiles import finders

    page = log_in(Client(), cast, "chen").get("/field/")
    sizes = [len(page.content)]
    for name in ("field.js.gz", "field.css.gz"):
        found = finders.find(f"dist/{name}")
        assert isinstance(found, str)
        with open(found, "rb") as file:
            sizes.append(len(file.read()))
    assert sum(sizes) < 30_000  # a fifth of what was allowed
