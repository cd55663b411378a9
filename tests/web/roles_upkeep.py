"""Who may do what with upkeep."""

from typing import Any

from duibiao.upkeep.models import PlanStep
from tests import scoring, upkeeping
from tests.cast import Cast
from tests.web.roles import CLERK, LEADER, OFFICE, UNIT_DOOR, Expect, act, form, page

#: Those who work for unit A, and who looks at every unit.
OWN = frozenset({"wang"})
SEE = frozenset({"wang", "chen", "wu"})


def a_shortcoming(cast: Cast) -> dict[str, Any]:
    return {"pk": upkeeping.short(cast).pk}


def a_made_good(cast: Cast) -> dict[str, Any]:
    return {"pk": upkeeping.made_good(cast).pk}


def a_plan_step(cast: Cast) -> dict[str, Any]:
    held = upkeeping.short(cast)
    return {"pk": PlanStep.objects.create(shortcoming=held, day=held.due_on, words="招标").pk}


def a_hopeless_problem(cast: Cast) -> dict[str, Any]:
    return {"pk": upkeeping.not_fixable(cast).pk}


def a_loss(cast: Cast) -> dict[str, Any]:
    return {"pk": scoring.campaign(cast).pk, "unit": cast.unit_a.pk, "code": "1.1"}


SHORTCOMINGS: dict[str, Expect] = {
    "office:shortcomings": page(OFFICE),
    "office:add_shortcoming": form(CLERK),
    "office:shortcoming": page(OFFICE, a_shortcoming),
    "office:change_shortcoming": form(CLERK, a_shortcoming),
    "office:shortcoming_made_good": form(CLERK, a_shortcoming),
    "office:judge_shortcoming": form(CLERK, a_made_good),
    "office:drop_shortcoming": form(CLERK, a_shortcoming),
    "office:tick_plan_step": act(CLERK, a_plan_step),
    "office:shortcoming_from_problem": act(CLERK, a_hopeless_problem),
    "office:shortcoming_from_loss": act(CLERK, a_loss),
    "unit:shortcomings": page(UNIT_DOOR),
    "unit:add_shortcoming": form(frozenset({"wang", "zhao"})),
    "unit:shortcoming": page(SEE, a_shortcoming),
    "unit:shortcoming_made_good": form(OWN, a_shortcoming),
    "unit:judge_shortcoming": form(frozenset({"lin", "chen"}), a_made_good),
    "unit:tick_plan_step": act(OWN, a_plan_step),
    "leader:shortcomings": page(LEADER),
    "leader:shortcoming": page(LEADER, a_shortcoming),
}
ROWS: dict[str, Expect] = {**SHORTCOMINGS}
