"""Who may do what with pledges."""

from typing import Any

from tests import pledging
from tests.cast import Cast
from tests.web.roles import CLERK, OFFICE, UNIT_DOOR, Expect, act, form, page

#: Those who see unit A.
SEEING = frozenset({"lin", "wang", "zhou", "zheng"})


def a_pledge(cast: Cast) -> dict[str, Any]:
    return {"pk": pledging.offered(cast).pk}


def a_text(cast: Cast) -> dict[str, Any]:
    return {**a_pledge(cast), "which": "text"}


ROWS: dict[str, Expect] = {
    "office:pledges": page(OFFICE),
    "office:make_pledges": form(CLERK),
    "office:pledge_form": form(CLERK),
    "office:pledge": page(OFFICE, a_pledge),
    "office:pledge_file": page(SEEING, a_text),
    "office:withdraw_pledge": act(CLERK, a_pledge),
    "office:settle_pledge": act(CLERK, a_pledge),
    "office:scan_pledge": act(CLERK, a_pledge),
    "unit:pledges": page(UNIT_DOOR),
    "unit:pledge": page(frozenset({"wang"}), a_pledge),
    "unit:sign_pledge": act(frozenset({"wang"}), a_pledge),
    "unit:pledge_file": page(SEEING, a_text),
}
