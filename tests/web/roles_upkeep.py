"""Who may do what with upkeep."""

from typing import Any

from duibiao.files import store
from duibiao.upkeep.models import PlanStep
from tests import obliging, scoring, upkeeping
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


def a_rule(cast: Cast) -> dict[str, Any]:
    return {"pk": upkeeping.a_rule(cast).pk}


def a_rule_with_text(cast: Cast) -> dict[str, Any]:
    blob = store.put([obliging.PDF], name="a.pdf", kind="application/pdf")
    return {"pk": upkeeping.a_rule(cast, blob=blob, file_name="a.pdf").pk}


def an_item(cast: Cast) -> dict[str, Any]:
    """Asked of unit A alone."""
    return {"pk": upkeeping.an_item(cast, units=[cast.unit_a]).pk}


def a_drive(cast: Cast) -> dict[str, Any]:
    return {"pk": upkeeping.a_drive(cast).pk}


def a_routine(cast: Cast) -> dict[str, Any]:
    return {"pk": upkeeping.a_routine(cast).pk}


UNITS = frozenset({"wang", "zhao"})
RULES: dict[str, Expect] = {
    "office:rules": page(OFFICE),
    "office:put_in_rule": form(CLERK),
    "office:rule": page(OFFICE, a_rule),
    "office:rule_text": page(OFFICE, a_rule_with_text),
    "office:rule_checks": page(OFFICE),
    "office:change_rule": form(CLERK, a_rule),
    "office:end_rule": form(CLERK, a_rule),
    "office:add_rule_item": act(CLERK, a_rule),
    "office:link_rule": act(CLERK, a_rule),
    "office:review_rule": act(CLERK, a_rule),
    "office:check_rule": form(CLERK, an_item),
    "office:drop_rule_item": act(CLERK, an_item),
    "unit:rules": page(UNIT_DOOR),
    "unit:rule": page(UNIT_DOOR, a_rule),
    "unit:rule_text": page(UNIT_DOOR, a_rule_with_text),
    "unit:rule_checks": page(UNITS),
    "unit:answer_rule": form(OWN, an_item),
    "office:drives": page(OFFICE),
    "office:plan_drive": form(CLERK),
    "office:drive": page(OFFICE, a_drive),
    "office:end_drive": act(CLERK, a_drive),
    "office:routines": page(OFFICE),
    "office:plan_routine": form(CLERK),
    "office:make_routine_round": act(CLERK, a_routine),
    "office:stop_routine": act(CLERK, a_routine),
    "unit:routines": page(UNITS),
}


def a_zone(cast: Cast) -> dict[str, Any]:
    """Of unit B."""
    return {"pk": upkeeping.a_zone(cast).pk}


def a_body(cast: Cast) -> dict[str, Any]:
    return {"pk": upkeeping.a_zone(cast).bodies.get().pk}


ZONES: dict[str, Expect] = {
    "office:zones": page(OFFICE),
    "office:lay_zones": form(CLERK),
    "office:outlays": page(OFFICE),
    "office:zone": page(OFFICE, a_zone),
    "office:change_zone": form(CLERK, a_zone),
    "office:appoint_body": act(CLERK, a_zone),
    "office:release_body": act(CLERK, a_body),
    "unit:zones": page(UNITS),
    "unit:tell_work": form(UNITS),
    "unit:outlays": page(UNITS),
    "unit:set_outlay": form(UNITS),
    "unit:zone": page(frozenset({"zhao"}), a_zone),
}


def a_named_campaign(cast: Cast) -> dict[str, Any]:
    return {"pk": upkeeping.named(cast).pk}


def a_kept_campaign(cast: Cast) -> dict[str, Any]:
    return {"pk": upkeeping.kept(cast).consolidation.campaign_id}


def a_renewal(cast: Cast) -> dict[str, Any]:
    """Of unit A."""
    return {"pk": upkeeping.kept(cast).pk}


ROLLING: dict[str, Expect] = {
    "office:roll_campaign": form(CLERK, a_named_campaign),
    "office:renewals": page(OFFICE, a_kept_campaign),
    "office:renew": form(CLERK, a_renewal),
    "unit:renewals": page(UNITS),
    "unit:renew": form(OWN, a_renewal),
}
ROWS: dict[str, Expect] = {**SHORTCOMINGS, **RULES, **ZONES, **ROLLING}
