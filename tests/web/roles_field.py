"""Who may do what in the field's pages. A mystery round has its own tests: tests/web/field/test_secrecy.py."""

from typing import Any

from duibiao.campaigns.models import Campaign
from duibiao.inspections import checklists
from duibiao.inspections.collectors import collector_for
from duibiao.inspections.models import Checklist, Submission, Visit
from duibiao.inspections.receiving import File
from duibiao.places import siting
from duibiao.scores.visits import receive
from tests import visiting
from tests.cast import Cast
from tests.web.roles import CLERK, OFFICE, UNIT_DOOR, Expect, act, form, page

INSPECTOR = frozenset({"chen"})
#: Inspectors, and units in their self-checks.
PHONE = frozenset({"chen", "wang", "zhao"})


def a_site(cast: Cast) -> dict[str, Any]:
    visiting.campaign(cast)
    return {"pk": visiting.site(cast).pk}


def a_blind_spot(cast: Cast) -> dict[str, Any]:
    a_site(cast)
    return {}


def an_answerer(cast: Cast) -> dict[str, Any]:
    visiting.campaign(cast)
    assert cast.wang.person is not None
    return {"pk": siting.put_in_charge(cast.lin, visiting.site(cast), person=cast.wang.person, part="head").pk}


def a_checklist(cast: Cast) -> dict[str, Any]:
    visiting.campaign(cast)
    return {"pk": Checklist.objects.get().pk}


def a_draft(cast: Cast) -> dict[str, Any]:
    return {"pk": checklists.draft_from(cast.lin, Checklist.objects.get(**a_checklist(cast))).pk}


def an_item(cast: Cast) -> dict[str, Any]:
    a_checklist(cast)
    item = checklists.draft_from(cast.lin, Checklist.objects.get()).items.first()
    assert item is not None
    return {"pk": item.pk}


def a_round(cast: Cast) -> dict[str, Any]:
    return {"pk": visiting.running(cast).pk}


def a_public_round(cast: Cast) -> dict[str, Any]:
    held = visiting.running(cast)
    Campaign.objects.filter(pk=held.campaign_id).update(is_public=True)
    return {"pk": held.pk}


def an_assignment(cast: Cast) -> dict[str, Any]:
    one = visiting.running(cast).assignments.first()
    assert one is not None
    return {"pk": one.pk}


def visited(cast: Cast, *files: File, unit: Any = None) -> Submission:
    """A visit at a site of unit A with one photo."""
    visiting.campaign(cast)
    visiting.site(cast, unit=unit or cast.unit_a)
    one = visiting.running(cast, sites=0, size=1).assignments.select_related("round__campaign").get()
    given = visiting.answers(clean={"outcome": "fault", "photo1": "a.jpg"})
    receive(collector_for(cast.chen, visiting.campaign(cast)), xml=visiting.xml(one, given), files=files)
    return Submission.objects.latest("pk")


def a_visit(cast: Cast) -> dict[str, Any]:
    visited(cast, File("a.jpg", "image/jpeg", [visiting.photo()]))
    return {"pk": Visit.objects.get().pk}


def a_photo(cast: Cast) -> dict[str, Any]:
    return {"pk": visited(cast, File("a.jpg", "image/jpeg", [visiting.photo()])).attachments.get().pk}


def a_submission(cast: Cast) -> dict[str, Any]:
    return {"pk": visited(cast).pk}


ROWS: dict[str, Expect] = {
    "office:sites": page(OFFICE),
    "office:site_map": page(OFFICE),
    "office:add_site": form(OFFICE),
    "office:import_geojson": form(OFFICE),
    "office:site": page(OFFICE, a_site),
    "office:change_site": form(OFFICE, a_site),
    "office:put_in_charge": act(OFFICE, a_site),
    "office:let_go": act(OFFICE, an_answerer),
    "office:checklists": page(OFFICE),
    "office:take_in_checklists": form(CLERK),
    "office:draft_checklist": act(CLERK, a_checklist),
    "office:checklist_version": page(OFFICE, a_draft),
    "office:force_checklist": act(CLERK, a_draft),
    "office:add_item": form(CLERK, a_draft),
    "office:change_item": form(CLERK, an_item),
    "office:drop_item": act(CLERK, an_item),
    "office:rounds": page(OFFICE),
    "office:plan_round": form(CLERK),
    "office:plan_blind_round": form(CLERK, a_blind_spot),
    "office:round": page(OFFICE, a_round),
    "office:commit_round": act(CLERK, a_round),
    "office:draw_round": act(CLERK, a_round),
    "office:close_round": act(CLERK, a_round),
    "office:void_round": act(CLERK, a_round),
    "public:draws": Expect("open"),
    "public:draw_program": Expect("open"),
    "public:draw_record": Expect("open", arguments=a_public_round),
    "office:draw_record": page(OFFICE, a_round),
    "office:replace_site": form(CLERK, an_assignment),
    "office:count_submission": act(CLERK, a_submission),
    "office:visits": page(OFFICE),
    "office:visit": page(OFFICE, a_visit),
    "office:visit_photo": page(OFFICE, a_photo),
    "field:home": page(PHONE),
    "field:worker": Expect("open"),  # it says nothing
    "field:web_manifest": Expect("open"),
    "field:visits": page(PHONE),
    "field:visit": page(frozenset({"chen", "wang"}), a_visit),
    "field:photo": page(frozenset({"chen", "wang"}), a_photo),
    "field:collect": page(PHONE),
    "openrosa:form_list": Expect("open"),  # guarded by keys: tests/web/field
    "openrosa:form": Expect("open"),
    "openrosa:manifest": Expect("open"),
    "openrosa:sites": Expect("open"),
    "openrosa:submission": Expect("open"),
    "openrosa:states": Expect("open"),
    "openrosa:today": Expect("open"),
    "openrosa:replace": Expect("open"),
    "unit:visits": page(UNIT_DOOR),
    "unit:visit": page(frozenset({"wang", "chen", "wu"}), a_visit),
    "unit:visit_photo": page(frozenset({"wang", "chen", "wu"}), a_photo),
}
