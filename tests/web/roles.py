"""Who may do what, for every view: the table that tests/web/test_roles.py holds against the URL configuration.

A door's file adds its own rows to TABLE. `who` are the cast who get in; all others are refused, and whoever is
not logged in is sent to the log-in. A view without a row fails the test.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from duibiao.facts.drafts import Draft
from duibiao.facts.models import Fact
from duibiao.facts.services import post
from duibiao.files import services as files
from duibiao.files.importing import kind_of
from duibiao.lib.spans import today
from duibiao.organisation import services
from duibiao.places import services as places
from duibiao.scores import importing as facts_importing
from duibiao.standards.models import Measure
from tests import framing, makers, scoring
from tests.cast import Cast
from tests.web.role_things import a_cycle_year, a_package, a_plan, a_rule, a_worked_out_unit

Arguments = Callable[[Cast], dict[str, Any]]


def nothing(cast: Cast) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Expect:
    """`method` is what the view answers: page (GET), form (GET and POST), act (POST only), open (no log-in needed)."""

    method: str
    who: frozenset[str] = field(default_factory=frozenset)
    arguments: Arguments = nothing


OFFICE = frozenset({"lin", "zheng"})
CLERK = frozenset({"lin"})
ADMINISTRATOR = frozenset({"zheng"})
LEADER = frozenset({"zhou"})
UNIT_DOOR = frozenset({"wang", "zhao", "chen", "wu"})
EVERYBODY = frozenset({"lin", "wang", "zhao", "chen", "zhou", "wu", "zheng"})


def a_unit(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.unit_a.pk}


def a_person(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.wang.person_id}


def a_post(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.unit_a.posts.get().pk}


def a_group(cast: Cast) -> dict[str, Any]:
    return {"pk": services.add_group(cast.lin, name="指挥部", kind="headquarters").pk}


def a_member(cast: Cast) -> dict[str, Any]:
    group = services.add_group(cast.lin, name="指挥部", kind="headquarters")
    assert cast.wang.person is not None
    return {"pk": services.add_member(cast.lin, group, person=cast.wang.person, title="成员").pk}


def an_area(cast: Cast) -> dict[str, Any]:
    return {"pk": makers.area(cast.lin, unit=cast.unit_a).pk}


def an_answerer(cast: Cast) -> dict[str, Any]:
    assert cast.wang.person is not None
    area = makers.area(cast.lin, unit=cast.unit_a)
    return {"pk": places.appoint(cast.lin, area, person=cast.wang.person, part="head").pk}


def a_kind(cast: Cast) -> dict[str, Any]:
    return {"kind": "units"}


def an_import(cast: Cast) -> dict[str, Any]:
    kind = kind_of("units")
    assert kind is not None
    content = makers.book(["单位代码", "单位名称", "单位类别"], ["X1", "新单位", "县直部门"])
    return {"pk": files.simulate(cast.lin, kind=kind, name="单位.xlsx", content=content).pk}


def an_account(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.wang.pk}


def a_fact(cast: Cast) -> dict[str, Any]:
    """About unit A: its own people see it, those of unit B do not."""
    measure, _made = Measure.objects.get_or_create(code="meetings", name="会议", kind="count")
    draft = Draft(uid="r1", measure=measure, unit=cast.unit_a, value=1)
    post(cast.lin, drafts=[draft], source="hand")
    return {"sequence": Fact.objects.get(uid="r1").pk}


def a_token(cast: Cast) -> dict[str, Any]:
    until = today() + timedelta(days=9)
    token, _key = services.open_token(cast.zheng, name="统计局", user=cast.wang, scopes=["read"], expires_on=until)
    return {"pk": token.pk}


def a_scored_campaign(cast: Cast) -> dict[str, Any]:
    return {"pk": scoring.campaign(cast).pk}


def a_facts_import(cast: Cast) -> dict[str, Any]:
    content = makers.book(["计量项", "单位", "数值"], ["专题研究次数", "司法局", 2])
    return {"pk": facts_importing.simulate(cast.lin, scoring.campaign(cast), name="事实.xlsx", content=content).pk}


def a_campaign_to_score(cast: Cast) -> dict[str, Any]:
    return {"pk": scoring.quiet(cast).pk}


def a_scored_unit(cast: Cast) -> dict[str, Any]:
    return {**a_campaign_to_score(cast), "unit": cast.unit_a.pk}


def a_scored_indicator(cast: Cast) -> dict[str, Any]:
    return {**a_scored_unit(cast), "code": "1.1"}


def a_snapshot(cast: Cast) -> dict[str, Any]:
    return {"pk": scoring.snapshot(cast, "taken").pk}


def a_published_snapshot(cast: Cast) -> dict[str, Any]:
    return {"pk": scoring.snapshot(cast, "published").pk}


def an_edition(cast: Cast) -> dict[str, Any]:
    return {"pk": scoring.edition(cast.lin).pk}


def a_draft(cast: Cast) -> dict[str, Any]:
    return {"pk": framing.draft(cast).pk}


def a_campaign(cast: Cast) -> dict[str, Any]:
    return {"pk": framing.campaign(cast).pk}


def a_milestone(cast: Cast) -> dict[str, Any]:
    return {"pk": framing.milestone(cast).pk}


def a_decision(cast: Cast) -> dict[str, Any]:
    return {"pk": framing.decision(cast).pk}


def a_move(cast: Cast) -> dict[str, Any]:
    return {"pk": framing.move(cast).pk}


def an_honour(cast: Cast) -> dict[str, Any]:
    return {"pk": framing.honour(cast).pk}


def a_supplement(cast: Cast) -> dict[str, Any]:
    return {"pk": framing.supplement(cast).pk}


def a_supplement_item(cast: Cast) -> dict[str, Any]:
    return {"pk": framing.supplement(cast).items.first().pk}  # type: ignore[union-attr]


def an_item_to_tick(cast: Cast) -> dict[str, Any]:
    made = framing.campaign(cast)
    return {"pk": made.pk, "item": framing.supplement(cast, of=made).items.first().pk}  # type: ignore[union-attr]


def an_indicator(cast: Cast) -> dict[str, Any]:
    return {"pk": framing.campaign(cast).pk, "code": "1.1"}


def page(who: frozenset[str], arguments: Arguments = nothing) -> Expect:
    return Expect("page", who, arguments)


def form(who: frozenset[str], arguments: Arguments = nothing) -> Expect:
    return Expect("form", who, arguments)


def act(who: frozenset[str], arguments: Arguments = nothing) -> Expect:
    return Expect("act", who, arguments)


TABLE: dict[str, Expect] = {
    "home": page(EVERYBODY),
    "setup": Expect("open"),
    "prefer": Expect("open"),
    "healthz": Expect("open"),
    "leader:home": page(frozenset({"zhou"})),
    "unit:home": page(UNIT_DOOR),
    "office:home": page(OFFICE),
    "office:units": page(OFFICE),
    "office:add_unit": form(OFFICE),
    "office:unit": page(OFFICE, a_unit),
    "office:change_unit": form(OFFICE, a_unit),
    "office:close_unit": form(OFFICE, a_unit),
    "office:people": page(OFFICE),
    "office:add_person": form(OFFICE),
    "office:person": page(OFFICE, a_person),
    "office:change_person": form(OFFICE, a_person),
    "office:begin_post": form(OFFICE, a_person),
    "office:end_post": form(OFFICE, a_post),
    "office:contacts_docx": page(OFFICE),
    "office:contacts_xlsx": page(OFFICE),
    "office:groups": page(OFFICE),
    "office:add_group": form(OFFICE),
    "office:group": page(OFFICE, a_group),
    "office:change_group": form(OFFICE, a_group),
    "office:add_member_unit": act(OFFICE, a_group),
    "office:add_member": act(OFFICE, a_group),
    "office:remove_member": act(OFFICE, a_member),
    "office:areas": page(OFFICE),
    "office:add_area": form(OFFICE),
    "office:area": page(OFFICE, an_area),
    "office:change_area": form(OFFICE, an_area),
    "office:appoint": act(OFFICE, an_area),
    "office:release": act(OFFICE, an_answerer),
    "office:facts": page(OFFICE),
    "office:fact": page(OFFICE, a_fact),
    "office:fact_post": form(CLERK),
    "office:fact_import_new": form(CLERK),
    "office:fact_import": page(CLERK, a_facts_import),
    "office:fact_import_confirm": act(CLERK, a_facts_import),
    "office:fact_import_choose": act(CLERK, a_facts_import),
    "office:fact_import_template": page(CLERK, a_scored_campaign),
    "office:fact_correct": form(CLERK, a_fact),
    "unit:facts": page(UNIT_DOOR),
    "unit:fact": page(frozenset({"wang", "wu"}), a_fact),
    "leader:facts": page(frozenset({"zhou"})),
    "leader:fact": page(frozenset({"zhou"}), a_fact),
    "office:standards": page(OFFICE),
    "office:take_in_standard": form(CLERK),
    "office:compare_standards": page(OFFICE),
    "office:standard": page(OFFICE, a_draft),
    "office:measures": page(OFFICE, an_edition),
    "office:publish_standard": form(CLERK, a_draft),
    "office:campaigns": page(OFFICE),
    "office:set_up_campaign": form(CLERK),
    "office:campaign": page(OFFICE, a_campaign),
    "office:change_campaign": form(CLERK, a_campaign),
    "office:campaign_units": form(CLERK, a_campaign),
    "office:campaign_days": page(OFFICE, a_campaign),
    "office:add_milestone": act(CLERK, a_campaign),
    "office:set_year": act(CLERK, a_campaign),
    "office:package": page(OFFICE, a_worked_out_unit),
    "office:package_file": page(OFFICE, a_package),
    "office:hand_in_plan": act(CLERK, a_worked_out_unit),
    "office:plan_file": page(OFFICE, a_plan),
    "office:plans": page(OFFICE, a_scored_campaign),
    "unit:package": page(frozenset({"wang", "wu"}), a_worked_out_unit),
    "unit:package_file": page(frozenset({"wang", "wu"}), a_package),
    "unit:hand_in_plan": act(frozenset({"wang"}), a_worked_out_unit),
    "unit:plan_file": page(frozenset({"wang", "wu"}), a_plan),
    "office:check_standard": page(OFFICE, a_draft),
    "office:try_rule": page(OFFICE, a_rule),
    "office:campaign_cycle": page(OFFICE, a_campaign),
    "office:plan_nodes": act(CLERK, a_campaign),
    "office:drop_year": act(CLERK, a_cycle_year),
    "office:not_applicable": form(OFFICE, a_campaign),
    "office:move_campaign": form(CLERK, a_campaign),
    "office:campaign_sharing": page(OFFICE),
    "office:decomposition": page(OFFICE, a_campaign),
    "office:adopt": form(CLERK, an_indicator),
    "office:adopt_rest": act(CLERK, a_campaign),
    "office:line": page(OFFICE, a_campaign_to_score),
    "office:line_units": page(OFFICE, a_campaign_to_score),
    "office:self_checks": page(OFFICE, a_scored_unit),
    "office:self_check": form(CLERK, a_scored_indicator),
    "office:matrix": page(OFFICE, a_campaign_to_score),
    "office:unmet": page(OFFICE, a_campaign_to_score),
    "office:campaign_supplements": page(OFFICE, a_campaign),
    "office:choose_supplements": form(CLERK, a_campaign),
    "office:tick": act(CLERK, an_item_to_tick),
    "office:honours": page(OFFICE),
    "office:add_honour": form(CLERK),
    "office:change_honour": form(CLERK, an_honour),
    "office:supplements": page(OFFICE),
    "office:add_supplement": form(CLERK),
    "office:supplement": page(OFFICE, a_supplement),
    "office:change_supplement": form(CLERK, a_supplement),
    "office:add_supplement_items": act(CLERK, a_supplement),
    "office:change_supplement_item": form(CLERK, a_supplement_item),
    "office:drop_supplement_item": act(CLERK, a_supplement_item),
    "office:drop_milestone": act(CLERK, a_milestone),
    "office:take_back": act(CLERK, a_decision),
    "office:undo_move": act(CLERK, a_move),
    "unit:standards": page(UNIT_DOOR),
    "unit:standard": page(UNIT_DOOR, an_edition),
    "unit:measures": page(UNIT_DOOR, an_edition),
    "leader:standards": page(LEADER),
    "leader:standard": page(LEADER, an_edition),
    "leader:measures": page(LEADER, an_edition),
    "office:authority": page(OFFICE),
    "office:omissions": page(OFFICE, a_scored_campaign),
    "office:remind_unmet": act(CLERK, a_scored_campaign),
    "office:imports": page(OFFICE),
    "office:import_new": form(OFFICE, a_kind),
    "office:import_template": page(OFFICE, a_kind),
    "office:import": page(OFFICE, an_import),
    "office:import_confirm": act(OFFICE, an_import),
    "office:accounts": page(ADMINISTRATOR),
    "office:open_account": form(ADMINISTRATOR),
    "office:change_roles": form(ADMINISTRATOR, an_account),
    "office:reset_password": form(ADMINISTRATOR, an_account),
    "office:close_account": act(ADMINISTRATOR, an_account),
    "office:tokens": form(ADMINISTRATOR),
    "office:revoke_token": act(ADMINISTRATOR, a_token),
    "office:audit": page(OFFICE),
    "public:home": Expect("open"),
    "public:campaign": Expect("open"),
    "public:standard": Expect("open"),
    "public:result": Expect("open"),
    "api_docs": Expect("open"),
    "api:measures": Expect("open"),  # guarded by keys: tests/web/api
    "api:units": Expect("open"),
    "api:edition_list": Expect("open"),
    "api:campaign_list": Expect("open"),
    "api:totals": Expect("open"),
    "api:card": Expect("open"),
    "api:snapshots": Expect("open"),
    "api:snapshot": Expect("open"),
    "api:facts": Expect("open"),
    "api:post": Expect("open"),
    "api:fact": Expect("open"),
    "api:supersede": Expect("open"),
    "api:openapi-json": Expect("open"),
    "api:api-root": Expect("open"),
    "office:all_scores": page(OFFICE),
    "office:scores": page(OFFICE, a_campaign_to_score),
    "office:scores_xlsx": page(OFFICE, a_campaign_to_score),
    "office:scores_docx": page(OFFICE, a_campaign_to_score),
    "office:score_card": page(OFFICE, a_scored_unit),
    "office:score_moved": page(OFFICE, a_worked_out_unit),
    "office:score_why": page(OFFICE, a_scored_indicator),
    "office:losses": page(OFFICE, a_campaign_to_score),
    "office:unit_losses": page(OFFICE, a_scored_unit),
    "office:snapshots": page(OFFICE, a_campaign_to_score),
    "office:take_snapshot": act(frozenset({"lin"}), a_campaign_to_score),
    "office:snapshot": page(OFFICE, a_snapshot),
    "office:snapshot_again": page(OFFICE, a_snapshot),
    "office:snapshot_compare": page(OFFICE, a_snapshot),
    "office:snapshot_json": page(OFFICE, a_snapshot),
    "office:snapshot_docx": page(OFFICE, a_snapshot),
    "office:publish_snapshot": act(frozenset({"lin"}), a_published_snapshot),
    "unit:all_scores": page(UNIT_DOOR),
    "unit:scores": page(UNIT_DOOR, a_campaign_to_score),
    "unit:score_card": page(frozenset({"wang", "wu"}), a_scored_unit),
    "unit:score_moved": page(frozenset({"wang", "wu"}), a_worked_out_unit),
    "unit:score_why": page(frozenset({"wang", "wu"}), a_scored_indicator),
    "unit:unit_losses": page(frozenset({"wang", "wu"}), a_scored_unit),
    "unit:self_checks": page(frozenset({"wang", "wu"}), a_scored_unit),
    "unit:self_check": form(frozenset({"wang"}), a_scored_indicator),
    "unit:snapshots": page(UNIT_DOOR, a_campaign_to_score),
    "unit:snapshot": page(UNIT_DOOR, a_published_snapshot),
    "leader:all_scores": page(LEADER),
    "leader:scores": page(LEADER, a_campaign_to_score),
    "leader:score_card": page(LEADER, a_scored_unit),
    "leader:score_moved": page(LEADER, a_worked_out_unit),
    "leader:score_why": page(LEADER, a_scored_indicator),
    "leader:losses": page(LEADER, a_campaign_to_score),
    "leader:unit_losses": page(LEADER, a_scored_unit),
    "leader:wall": page(LEADER, a_scored_campaign),
    "leader:snapshots": page(LEADER, a_campaign_to_score),
    "leader:snapshot": page(LEADER, a_snapshot),
    "leader:snapshot_again": page(LEADER, a_snapshot),
    "leader:snapshot_compare": page(LEADER, a_snapshot),
    "leader:snapshot_json": page(LEADER, a_snapshot),
    "leader:snapshot_docx": page(LEADER, a_snapshot),
    "leader:decide_snapshot": act(LEADER, a_snapshot),
}
