"""Who may do what with duties."""

from typing import Any

from duibiao.duties import answering
from duibiao.duties.models import CompetenceRule
from tests import dutying, scoring
from tests.cast import Cast
from tests.web.roles import CLERK, OFFICE, UNIT_DOOR, a_group, a_unit, act, form, page


def a_campaign(cast: Cast) -> dict[str, Any]:
    return {"pk": scoring.quiet(cast).pk}


def a_duty(cast: Cast) -> dict[str, Any]:
    return {"pk": dutying.issued(cast).pk}


def a_draft_to_give_out(cast: Cast) -> dict[str, Any]:
    return {"pk": dutying.draft(cast).pk, "name": "change"}


def a_duty_to_return(cast: Cast) -> dict[str, Any]:
    return {"pk": dutying.issued(cast).pk, "name": "object"}


def a_ruling(cast: Cast) -> dict[str, Any]:
    answering.rule(cast.lin, dutying.waiting_for_a_ruling(cast), unit=cast.unit_b, grounds="三定方案")
    return {"pk": CompetenceRule.objects.get().pk}


ROWS = {
    "office:duties": page(OFFICE),
    "office:duty": page(OFFICE, a_duty),
    "office:duty_act": form(CLERK, a_draft_to_give_out),
    "office:draft_duty": form(CLERK),
    "office:issue_duties": act(CLERK),
    "office:duty_template": form(CLERK),
    "office:orphan_duties": page(OFFICE),
    "office:hand_over_duties": act(CLERK),
    "office:competence": page(OFFICE),
    "office:end_competence": act(CLERK, a_ruling),
    "office:coverage": page(OFFICE, a_campaign),
    "office:assign": act(CLERK, a_campaign),
    "office:assign_decomposed": act(CLERK, a_campaign),
    "office:carry_duties": form(CLERK, a_campaign),
    "office:follow_move": act(CLERK, a_campaign),
    "office:unit_duties": page(OFFICE, a_unit),
    "office:group_duties": page(OFFICE, a_group),
    "leader:duties": page(frozenset({"zhou"})),
    "leader:duty": page(frozenset({"zhou"}), a_duty),
    "unit:duties": page(UNIT_DOOR),
    "unit:duty": page(frozenset({"wang", "chen", "wu"}), a_duty),
    "unit:duty_act": form(frozenset({"wang"}), a_duty_to_return),
    "unit:sign_duties": act(UNIT_DOOR),
}
