"""Who may do what with appeals."""

from typing import Any

from tests import appealing, obliging
from tests.cast import Cast
from tests.web.roles import CLERK, LEADER, OFFICE, UNIT_DOOR, Expect, act, form, page


def a_fault(cast: Cast) -> dict[str, Any]:
    return {"pk": appealing.faults(cast)["clean"].pk}


def a_fact(cast: Cast) -> dict[str, Any]:
    return {"sequence": appealing.faults(cast)["clean"].fact_id}


def an_appeal(cast: Cast) -> dict[str, Any]:
    """Of unit B."""
    return {"pk": appealing.appealed(cast).pk}


def a_file(cast: Cast) -> dict[str, Any]:
    from duibiao.appeals.services import File

    return {"pk": appealing.appealed(cast, files=[File("记录.pdf", [obliging.PDF])]).exhibits.get().pk}


def a_photo(cast: Cast) -> dict[str, Any]:
    made = appealing.appealed(cast)
    assert made.observation is not None
    return {"pk": made.pk, "photo": made.observation.photos.get().pk}


#: In the unit's door: who appealed, and the inspector who saw it.
CONCERNED = frozenset({"zhao", "chen"})

ROWS: dict[str, Expect] = {
    "office:appeals": page(OFFICE),
    "office:appeal_rules": form(CLERK),
    "office:appeal": page(OFFICE, an_appeal),
    "office:decide_appeal": act(CLERK | {"zhou"}, an_appeal),
    "office:appeal_file": page(OFFICE, a_file),
    "office:appeal_photo": page(OFFICE, a_photo),
    "office:appeal_decisions": page(OFFICE),
    "leader:appeals": page(LEADER),
    "leader:appeal": page(LEADER, an_appeal),
    "leader:decide_appeal": act(LEADER, an_appeal),
    "leader:appeal_file": page(LEADER, a_file),
    "leader:appeal_photo": page(LEADER, a_photo),
    "leader:appeal_decisions": page(LEADER),
    "unit:appeals": page(UNIT_DOOR),
    "unit:appeal": page(CONCERNED, an_appeal),
    "unit:withdraw_appeal": act(frozenset({"zhao"}), an_appeal),
    "unit:appeal_file": page(CONCERNED, a_file),
    "unit:appeal_photo": page(CONCERNED, a_photo),
    "unit:appeal_decisions": page(UNIT_DOOR),
    "unit:appeal_fact": form(frozenset({"wang", "zhao"}), a_fact),
    "unit:appeal_fault": form(frozenset({"wang", "zhao"}), a_fault),
}
