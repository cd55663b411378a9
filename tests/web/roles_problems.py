"""Who may do what with problems. What a unit sees of another's: tests/web/office/test_problems.py."""

from typing import Any

from duibiao.files import store
from duibiao.problems import rules, services
from duibiao.problems.choices import Severity
from duibiao.problems.models import Document, EscalationRule, Kind, Photo, Problem, SimilarCheck
from tests import troubles
from tests.cast import Cast
from tests.web.roles import CLERK, LEADER, OFFICE, UNIT_DOOR, Expect, act, form, page

OWN = frozenset({"wang"})
#: The unit itself, and who looks at every unit.
SEE = frozenset({"wang", "chen", "wu"})


def a_problem(cast: Cast, **fields: Any) -> dict[str, Any]:
    """Given to unit A."""
    held = troubles.found(cast, site=troubles.a_site(cast), **fields)
    return {"pk": services.assign(cast.lin, held, unit=cast.unit_a).pk}


def doing(name: str) -> Any:
    return lambda cast: {**a_problem(cast), "name": name}


def a_photo(cast: Cast) -> dict[str, Any]:
    a_problem(cast, photos=[store.put([troubles.PNG], name="a.png", kind="image/png")])
    return {"pk": Photo.objects.get().pk}


def a_check(cast: Cast) -> dict[str, Any]:
    held = troubles.found(cast, site=troubles.a_site(cast))
    services.ask_checks(cast.lin, held, sites=[troubles.a_site(cast, unit=cast.unit_a).pk])
    return {"pk": SimilarCheck.objects.get().pk}


def a_kind(cast: Cast) -> dict[str, Any]:
    return {"pk": rules.kinds()[0].pk}


def a_deadline(cast: Cast) -> dict[str, Any]:
    kind = Kind.objects.get(**a_kind(cast))
    return {"pk": rules.set_deadline(cast.lin, kind=kind, severity=Severity.URGENT, amount=1, measured="hours").pk}


def an_escalation(cast: Cast) -> dict[str, Any]:
    rules.kinds()
    return {"pk": EscalationRule.objects.order_by("pk").values_list("pk", flat=True)[0]}


def a_card_rule(cast: Cast) -> dict[str, Any]:
    return {"pk": rules.set_card_rule(cast.lin, card="yellow", basis="overdue", threshold=2).pk}


def a_paper(cast: Cast) -> dict[str, Any]:
    """Of unit A, drafted by the office."""
    held = Problem.objects.get(**a_problem(cast))
    return {"pk": services.draft_paper(cast.lin, held, kind="redo", words="请重新整改").pk}


def a_signed_paper(cast: Cast) -> dict[str, Any]:
    paper = Document.objects.get(**a_paper(cast))
    services.sign_paper(cast.zhou, paper.problem, paper=paper, issued=True, reason="属实")
    return {"pk": paper.pk}


ROWS: dict[str, Expect] = {
    "office:problems": page(OFFICE),
    "office:problem_board": page(OFFICE),
    "office:open_problem": form(CLERK),
    "office:many_problems": act(CLERK),
    "office:problem_figures": page(OFFICE),
    "office:post_problem_facts": act(CLERK),
    "office:problem_looks": page(OFFICE),
    "office:draw_looks": act(CLERK),
    "office:problem_rulings": page(OFFICE),
    "office:problem_rules": page(OFFICE),
    "office:add_problem_kind": form(CLERK),
    "office:change_problem_kind": form(CLERK, a_kind),
    "office:set_problem_deadline": form(CLERK),
    "office:drop_problem_deadline": act(CLERK, a_deadline),
    "office:set_problem_escalation": form(CLERK),
    "office:drop_problem_escalation": act(CLERK, an_escalation),
    "office:set_problem_terms": form(CLERK),
    "office:set_problem_labels": form(CLERK),
    "office:problem": page(OFFICE, a_problem),
    "office:similar_sites": form(CLERK, a_problem),
    "office:problem_act": form(CLERK, doing("suspend")),
    "office:problem_photo": page(OFFICE, a_photo),
    "office:problem_cards": page(OFFICE),
    "office:set_card_rule": form(CLERK),
    "office:drop_card_rule": act(CLERK, a_card_rule),
    "office:paper_forms": form(CLERK),
    "office:paper_form": page(CLERK, lambda cast: {"kind": "redo"}),
    "office:post_card_facts": act(CLERK),
    "office:problem_paper": page(OFFICE, a_paper),
    "unit:problem_paper": page(OWN, a_signed_paper),
    "leader:problem_paper": page(LEADER, a_paper),
    "unit:problems": page(UNIT_DOOR),
    "unit:sign_problems": act(UNIT_DOOR),
    "unit:problem_checks": page(UNIT_DOOR),
    "unit:answer_problem_check": act(OWN, a_check),
    "unit:problem": page(SEE, a_problem),
    "unit:problem_act": form(OWN, doing("rectify")),
    "unit:problem_photo": page(SEE, a_photo),
    "leader:problems": page(LEADER),
    "leader:problem": page(LEADER, a_problem),
    "leader:problem_act": form(LEADER, doing("major")),
    "leader:problem_photo": page(LEADER, a_photo),
}
