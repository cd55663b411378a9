"""Who may do what with facilities and partner units."""

from typing import Any

from duibiao.partners import services
from duibiao.partners.choices import Basis
from duibiao.places.models import Look
from duibiao.standards.models import Measure
from tests import estates, ledgering, visiting
from tests.cast import Cast
from tests.web.roles import CLERK, OFFICE, UNIT_DOOR, Expect, act, form, page

#: The partner and who looks at every unit; the township has the place on its ground.
SEE = frozenset({"wang", "zhao", "chen", "wu"})


def a_facility(cast: Cast) -> dict[str, Any]:
    return {"pk": estates.facility(cast, "worn").pk}


def a_look(cast: Cast) -> dict[str, Any]:
    estates.seen(cast, estates.facility(cast), "worn", photo=ledgering.blob(ledgering.png(), "旧.png"))
    return {"pk": Look.objects.get().pk}


def an_estate(cast: Cast) -> dict[str, Any]:
    return {"pk": estates.bond(cast).site_id}


def a_bond(cast: Cast) -> dict[str, Any]:
    return {"pk": estates.bond(cast).pk}


def a_campaign(cast: Cast) -> dict[str, Any]:
    return {"pk": visiting.campaign(cast).pk}


def a_rule(cast: Cast) -> dict[str, Any]:
    campaign = visiting.campaign(cast)
    measure = Measure.objects.get(kind="ratio", bindings__edition=campaign.edition)
    services.set_rule(cast.lin, campaign, version=0, basis=Basis.GOOD, measure=measure, grounds="办法第五条")
    return {"pk": campaign.pk}


ROWS: dict[str, Expect] = {
    "office:facilities": page(OFFICE),
    "office:facility_census": page(OFFICE),
    "office:census_checklists": form(CLERK),
    "office:add_facility": form(OFFICE),
    "office:add_facility_type": form(OFFICE),
    "office:facility": page(OFFICE, a_facility),
    "office:change_facility": form(OFFICE, a_facility),
    "office:look_at_facility": act(OFFICE, a_facility),
    "office:order_facilities": act(CLERK),
    "office:facility_look_photo": page(OFFICE, a_look),
    "office:behaviour": page(OFFICE),
    "unit:facilities": page(UNIT_DOOR),
    "office:partners": page(OFFICE),
    "office:needed_partners": form(CLERK),
    "office:partner_figures": page(OFFICE),
    "office:partner": page(OFFICE, a_bond),
    "office:bind_partner": form(CLERK, an_estate),
    "office:unbind_partner": act(CLERK, an_estate),
    "office:set_partner_rule": form(CLERK, a_campaign),
    "office:post_partner_facts": act(CLERK, a_rule),
    "unit:partners": page(UNIT_DOOR),
    "unit:partner": page(SEE, a_bond),
    "unit:record_entry": form(frozenset({"wang"}), a_bond),
}
