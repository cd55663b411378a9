"""Who may do what with supervisors, their suggestions, and a unit's or leader's part in feedback. A supervisor has a link, no account."""

from typing import Any

from duibiao.participation import keys
from duibiao.participation.services import suggestions, supervisors
from tests import supervising
from tests.cast import Cast
from tests.web.roles import CLERK, LEADER, OFFICE, UNIT_DOOR, Expect, act, form, page
from tests.web.roles_participation import a_paper

UNIT_A = frozenset({"wang"})


def a_supervisor(cast: Cast) -> dict[str, Any]:
    return {"pk": supervising.supervisor(cast, contact="13800000000").pk}


def a_link(cast: Cast) -> dict[str, Any]:
    return {"token": keys.token_of(supervisors.give_key(cast.lin, supervising.supervisor(cast)))}


def an_errand(cast: Cast) -> dict[str, Any]:
    return {"pk": supervising.errand(cast, supervisor=supervising.supervisor(cast)).pk}


def a_suggestion(cast: Cast) -> dict[str, Any]:
    return {"pk": supervising.suggestion(cast).pk}


def an_answered(cast: Cast) -> dict[str, Any]:
    one = supervising.supervisor(cast)
    token = keys.token_of(supervisors.give_key(cast.lin, one))
    held = supervising.suggestion(cast, one)
    suggestions.answer(cast.lin, held, outcome="accepted", words="已办")
    return {"token": token, "pk": held.pk}


def a_given(cast: Cast) -> dict[str, Any]:
    return {"pk": supervising.given(cast).pk}


def an_item(cast: Cast) -> dict[str, Any]:
    return {"pk": supervising.item(cast).pk}


ROWS: dict[str, Expect] = {
    "public:supervisor": Expect("open", arguments=a_link),
    "public:supervisor_report": Expect("open", arguments=a_link),
    "public:supervisor_suggest": Expect("open", arguments=a_link),
    "public:supervisor_judge": Expect("open", arguments=an_answered),
    "office:supervisors": page(CLERK),
    "office:add_supervisor": form(CLERK),
    "office:supervisor_labels": form(CLERK),
    "office:supervisor": page(CLERK, a_supervisor),
    "office:change_supervisor": form(CLERK, a_supervisor),
    "office:supervisor_contact": act(CLERK, a_supervisor),
    "office:give_supervisor_key": act(CLERK, a_supervisor),
    "office:revoke_supervisor_key": act(CLERK, a_supervisor),
    "office:erase_supervisor": act(CLERK, a_supervisor),
    "office:errands": page(CLERK),
    "office:add_errand": form(CLERK),
    "office:errand": page(CLERK, an_errand),
    "office:end_errand": act(CLERK, an_errand),
    "office:suggestions": page(CLERK),
    "office:suggestion_units": page(CLERK),
    "office:suggestion": page(CLERK, a_suggestion),
    "office:give_suggestion": act(CLERK, a_suggestion),
    "office:answer_suggestion": act(CLERK, a_suggestion),
    "office:paper_report": page(OFFICE, a_paper),
    "unit:feedback": page(UNIT_DOOR),
    "unit:feedback_item": form(UNIT_A, an_item),
    "unit:suggestions": page(UNIT_DOOR),
    "unit:suggestion": page(UNIT_A, a_given),
    "unit:answer_suggestion": act(UNIT_A, a_given),
    "leader:feedback": page(LEADER),
    "leader:feedback_paper": page(LEADER, a_paper),
}
