"""Meetings for tests, called, held and resolved as the site would."""

from typing import Any

from duibiao.lib.spans import today
from duibiao.meetings import services
from duibiao.meetings.models import Decision, Meeting
from tests import dutying
from tests.cast import Cast


def called(cast: Cast, **given: Any) -> Meeting:
    """To come in a month; unit A takes part."""
    start = {"title": "第一次联席会议", "held_on": dutying.workday(), "units": [cast.unit_a], "kind": "joint"}
    return services.call(cast.lin, given.pop("campaign", None) or dutying.campaign(cast), **{**start, **given})


def held(cast: Cast, **given: Any) -> Meeting:
    made = called(cast, held_on=today(), urgent_reason="县长当天召集", **given)
    return services.hold(cast.lin, made, version=made.version, minutes="听取了进展。")


def resolved(cast: Cast, **given: Any) -> Decision:
    """Unit A is to mend it within a month, unit B helps."""
    meeting = given.pop("meeting", None) or held(cast)
    start = {
        "words": "补齐执法公示栏", "unit": cast.unit_a, "due_on": dutying.workday(), "supporting": [cast.unit_b],
        "person": cast.wang.person,
    }  # fmt: skip
    return services.decide(cast.lin, meeting, **{**start, **given})
