"""Who may do what with meetings."""

from typing import Any

from tests import meeting
from tests.cast import Cast
from tests.web.roles import CLERK, OFFICE, UNIT_DOOR, Expect, a_group, act, form, page

CONCERNED = frozenset({"wang"})


def a_meeting(cast: Cast) -> dict[str, Any]:
    return {"pk": meeting.called(cast).pk}


def a_decision(cast: Cast) -> dict[str, Any]:
    return {"pk": meeting.resolved(cast).pk}


ROWS: dict[str, Expect] = {
    "office:meetings": page(OFFICE),
    "office:call_meeting": form(CLERK),
    "office:meeting": page(OFFICE, a_meeting),
    "office:change_meeting": form(CLERK, a_meeting),
    "office:cancel_meeting": act(CLERK, a_meeting),
    "office:hold_meeting": form(CLERK, a_meeting),
    "office:put_topic": act(CLERK, a_meeting),
    "office:decide": form(CLERK, a_meeting),
    "office:minutes": page(OFFICE, a_meeting),
    "office:look_back": act(CLERK, a_decision),
    "office:cockpit": page(OFFICE, a_group),
    "leader:groups": page(frozenset({"zhou"})),
    "leader:cockpit": page(frozenset({"zhou"}), a_group),
    "unit:meetings": page(UNIT_DOOR),
    "unit:meeting": page(CONCERNED, a_meeting),
    "unit:put_topic": act(CONCERNED, a_meeting),
}
