"""Who may do what with the schedule, the sprint list and the targets."""

from datetime import timedelta
from typing import Any

from duibiao.lib.spans import today
from duibiao.scores import deviation
from tests import scoring
from tests.cast import Cast
from tests.web.roles import CLERK, OFFICE, UNIT_DOOR, a_campaign_to_score, act, form, page


def a_stage(cast: Cast) -> dict[str, Any]:
    campaign = scoring.quiet(cast)
    day = min(today() + timedelta(days=1), campaign.until)
    return {"pk": deviation.set_stage(cast.lin, campaign, name="半年", day=day, rate=70).pk}


def an_outlook(cast: Cast) -> dict[str, Any]:
    return {**a_campaign_to_score(cast), "code": "1.1"}


ROWS = {
    "office:gantt": page(OFFICE, a_campaign_to_score),
    "office:wall_chart": page(OFFICE, a_campaign_to_score),
    "office:plan_back": form(CLERK, a_campaign_to_score),
    "office:sprint": page(OFFICE, a_campaign_to_score),
    "office:outlook": form(CLERK, an_outlook),
    "office:targets": page(OFFICE, a_campaign_to_score),
    "office:set_stage": act(CLERK, a_campaign_to_score),
    "office:drop_stage": act(CLERK, a_stage),
    "unit:sprint": page(UNIT_DOOR, a_campaign_to_score),
}
