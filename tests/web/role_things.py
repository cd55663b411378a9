"""What the views of the role table act on, where one line does not make it."""

from typing import Any

from duibiao.campaigns import plans
from tests import framing, scoring
from tests.cast import Cast


def a_worked_out_unit(cast: Cast) -> dict[str, Any]:
    return {"pk": scoring.campaign(cast).pk, "unit": cast.unit_a.pk}


def a_package(cast: Cast) -> dict[str, Any]:
    return {**a_worked_out_unit(cast), "kind": "xlsx"}


def a_plan(cast: Cast) -> dict[str, Any]:
    made = plans.hand_in(cast.lin, scoring.campaign(cast), cast.unit_a, name="方案.docx", content=b"plan")
    return {"pk": made.pk}


def a_rule(cast: Cast) -> dict[str, Any]:
    return {"pk": scoring.edition(cast.lin).pk, "code": "1.1"}


def a_cycle_year(cast: Cast) -> dict[str, Any]:
    return {"pk": framing.cycle_year(cast).pk}
