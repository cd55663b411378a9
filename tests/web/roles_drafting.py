"""Who may import official tables: the office does, the administrator looks on."""

from typing import Any

from tests import drafting
from tests.cast import Cast
from tests.web.roles import CLERK, OFFICE, Expect, a_campaign, act, an_edition, form, page


def a_table(cast: Cast) -> dict[str, Any]:
    return {"pk": drafting.draft(cast).pk}


def a_clause(cast: Cast) -> dict[str, Any]:
    made = drafting.draft(cast)
    return {"pk": made.pk, "row": drafting.clause(made, "领导小组").pk}


def an_edition_table(cast: Cast) -> dict[str, Any]:
    return {**an_edition(cast), "kind": "xlsx"}


ROWS: dict[str, Expect] = {
    "office:drafts": page(OFFICE),
    "office:draft_new": form(CLERK),
    "office:draft": page(OFFICE, a_table),
    "office:draft_again": act(CLERK, a_table),
    "office:draft_drop": act(CLERK, a_table),
    "office:draft_correct": act(CLERK, a_table),
    "office:draft_clauses": page(OFFICE, a_table),
    "office:draft_confirm_read": act(CLERK, a_table),
    "office:draft_clause": form(CLERK, a_clause),
    "office:draft_confirm": act(CLERK, a_clause),
    "office:draft_units": form(CLERK, a_table),
    "office:draft_finish": form(CLERK, a_table),
    "office:standard_table": page(OFFICE, an_edition_table),
    "office:adopt_proposed": act(CLERK, a_campaign),
}
