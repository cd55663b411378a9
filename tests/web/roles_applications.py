"""Who may do what with selections and applications."""

from typing import Any

from duibiao.applications.choices import State
from duibiao.applications.models import Picture, Tick
from duibiao.applications.services import announcing, judging
from duibiao.files.taking import take_photo
from duibiao.lib.spans import today
from tests import applying, reporting
from tests.cast import Cast
from tests.web.roles import CLERK, LEADER, OFFICE, Expect, act, form, page

#: Those who see unit A.
SEEING = frozenset({"lin", "wang", "zhou", "zheng"})
WANG, UNITS = frozenset({"wang"}), frozenset({"wang", "zhao"})


def a_selection(cast: Cast) -> dict[str, Any]:
    return {"pk": applying.selection(cast).pk}


def a_part(cast: Cast) -> dict[str, Any]:
    return {**a_selection(cast), "part": "condition"}


def an_own_part(cast: Cast) -> dict[str, Any]:
    held = applying.selection(cast)
    return {"pk": held.pk, "part": "condition", "key": held.conditions.all()[0].pk}


def an_act(cast: Cast) -> dict[str, Any]:
    return {**a_selection(cast), "what": "end"}


def a_category(cast: Cast) -> dict[str, Any]:
    return {"pk": applying.selection(cast).categories.get().pk}


def an_upward_category(cast: Cast) -> dict[str, Any]:
    return {"pk": applying.selection(cast, direction="up").categories.get().pk}


def a_draft(cast: Cast) -> dict[str, Any]:
    return {"pk": applying.begun(cast.wang, applying.selection(cast), cast.unit_a).pk}


def the_countys(cast: Cast) -> dict[str, Any]:
    held = applying.selection(cast, direction="up")
    return {"pk": applying.begun(cast.lin, held, cast.county).pk}


def a_condition(cast: Cast) -> dict[str, Any]:
    one = applying.begun(cast.wang, applying.selection(cast), cast.unit_a)
    return {"pk": one.pk, "condition": one.selection.conditions.all()[0].pk}


def the_countys_condition(cast: Cast) -> dict[str, Any]:
    held = applying.selection(cast, direction="up")
    return {"pk": applying.begun(cast.lin, held, cast.county).pk, "condition": held.conditions.all()[0].pk}


def a_deed(cast: Cast) -> dict[str, Any]:
    return {**a_draft(cast), "what": "hand_in"}


def a_file(cast: Cast) -> dict[str, Any]:
    applying.filled(cast.wang, applying.begun(cast.wang, applying.selection(cast), cast.unit_a))
    return {"pk": Tick.objects.exclude(file=None).get().pk}


def a_picture(cast: Cast) -> dict[str, Any]:
    one = applying.brought(cast, State.EXAMINING, applying.selection(cast, check_workdays=3))
    judging.pass_on(cast.lin, one)
    judging.check(cast.lin, one, words="合格", photos=[take_photo(reporting.photo(), name="a.jpg")])
    return {"pk": Picture.objects.get().pk}


def an_objection(cast: Cast) -> dict[str, Any]:
    one = applying.brought(cast, State.NOTICED)
    return {"pk": announcing.object_to(cast.lin, one, uid="o", heard_on=today(), way="call", words="有意见").pk}


def a_package(cast: Cast) -> dict[str, Any]:
    return {"pk": applying.packed(cast, applying.brought(cast, State.NAMED).selection).pk}


def shared(door: str, readers: frozenset[str], actors: frozenset[str]) -> dict[str, Expect]:
    return {
        f"{door}:application": page(readers, a_draft),
        f"{door}:application_act": act(actors, a_deed),
    }


ROWS: dict[str, Expect] = {
    "office:selections": page(OFFICE),
    "office:set_up_selection": form(CLERK),
    "office:selection": page(OFFICE, a_selection),
    "office:change_selection": form(CLERK, a_selection),
    "office:selection_act": act(CLERK, an_act),
    "office:add_selection_part": form(CLERK, a_part),
    "office:drop_selection_part": act(CLERK, an_own_part),
    "office:announce_applications": form(CLERK, a_selection),
    "office:pack_applications": act(CLERK, a_selection),
    "office:change_category": form(CLERK, a_category),
    "office:rule_objection": form(CLERK, an_objection),
    "office:application_package": form(CLERK, a_package),
    "office:application_package_again": act(CLERK, a_package),
    "office:application_package_file": page(CLERK, a_package),
    "office:applications": page(OFFICE),
    **shared("office", OFFICE, CLERK),
    "office:apply": form(CLERK, an_upward_category),
    "office:fill_application": form(CLERK, the_countys),
    "office:tick_application": form(CLERK, the_countys_condition),
    "unit:applications": page(UNITS),
    **shared("unit", WANG, WANG),
    "unit:apply": form(UNITS, a_category),
    "unit:fill_application": form(WANG, a_draft),
    "unit:tick_application": form(WANG, a_condition),
    "leader:applications": page(LEADER),
    **shared("leader", LEADER, LEADER),
    "application_paper": page(SEEING, a_draft),
    "application_file": page(SEEING, a_file),
    "application_picture": page(SEEING, a_picture),
    "public:announcements": Expect("open"),
}
