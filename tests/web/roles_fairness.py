"""Who may do what with fairness: figures for the office, pictures for inspectors."""

from typing import Any

from duibiao.demonstration.field import picture as drawing
from duibiao.inspections import calibration
from duibiao.inspections.models import CalibrationSet
from tests import visiting
from tests.cast import Cast
from tests.web.roles import CLERK, OFFICE, Expect, act, form, page

INSPECTOR = frozenset({"chen"})


def drafted(cast: Cast) -> CalibrationSet:
    held = calibration.make_set(cast.lin, campaign=visiting.campaign(cast), title="开工前")
    said = {"text": "路面整洁", "right": "fault", "why": "看路沿"}
    calibration.add_picture(cast.lin, held, name="a.png", chunks=[drawing(1)], **said)
    return held


def a_draft(cast: Cast) -> dict[str, Any]:
    return {"pk": drafted(cast).pk}


def an_open_set(cast: Cast) -> dict[str, Any]:
    held = drafted(cast)
    calibration.open_set(cast.lin, held)
    return {"pk": held.pk}


def a_drafts_picture(cast: Cast) -> dict[str, Any]:
    return {"pk": drafted(cast).pictures.get().pk}


def a_picture(cast: Cast) -> dict[str, Any]:
    return {"pk": CalibrationSet.objects.get(**an_open_set(cast)).pictures.get().pk}


ROWS: dict[str, Expect] = {
    "office:fairness": page(OFFICE),
    "office:new_self_check": form(CLERK),
    "office:new_calibration": form(CLERK),
    "office:calibration_set": page(OFFICE, a_draft),
    "office:add_calibration_picture": form(CLERK, a_draft),
    "office:open_calibration": act(CLERK, a_draft),
    "office:close_calibration": act(CLERK, an_open_set),
    "office:calibration_picture": page(OFFICE, a_picture),
    "office:drop_calibration_picture": act(CLERK, a_drafts_picture),
    "field:calibrations": page(INSPECTOR),
    "field:calibration": form(INSPECTOR, an_open_set),
    "field:calibration_picture": page(INSPECTOR, a_picture),
}
