"""Who may do what with obligations."""

from typing import Any

from tests import obliging
from tests.cast import Cast
from tests.web.roles import CLERK, OFFICE, UNIT_DOOR, Expect, act, form, page

#: Those who see unit A.
SEEING = frozenset({"lin", "wang", "zhou", "zheng"})


def a_campaign(cast: Cast) -> dict[str, Any]:
    return {"pk": obliging.laid_down(cast).campaign_id}


def an_obligation(cast: Cast) -> dict[str, Any]:
    return {"pk": obliging.laid_down(cast).pk}


def a_fulfilment(cast: Cast) -> dict[str, Any]:
    return {"pk": obliging.fulfilled(cast, file=[obliging.PDF], file_name="纪要.pdf").pk}


ROWS: dict[str, Expect] = {
    "office:obligations": page(OFFICE, a_campaign),
    "office:lay_down": form(CLERK, a_campaign),
    "office:change_obligation": form(CLERK, an_obligation),
    "office:end_obligation": act(CLERK, an_obligation),
    "office:fulfilments": page(OFFICE),
    "office:fulfilment": page(OFFICE, a_fulfilment),
    "office:fulfilment_file": page(SEEING, a_fulfilment),
    "office:accept_fulfilment": act(CLERK, a_fulfilment),
    "office:return_fulfilment": act(CLERK, a_fulfilment),
    "unit:obligations": page(UNIT_DOOR),
    "unit:fulfilments": page(UNIT_DOOR),
    "unit:fulfil": form(frozenset({"wang", "zhao"}), an_obligation),
    "unit:fulfilment_file": page(SEEING, a_fulfilment),
}
