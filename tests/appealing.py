"""Appeals for tests: a visit at unit B's site with three faults, and an appeal of unit B against one of them."""

from itertools import count
from typing import Any

from duibiao.appeals import services
from duibiao.appeals.models import Appeal
from duibiao.facts.models import Fact
from duibiao.inspections.collectors import collector_for
from duibiao.inspections.models import Observation
from duibiao.inspections.receiving import File
from duibiao.scores.visits import receive
from tests import visiting
from tests.cast import Cast

_numbers = count(1)


def faults(cast: Cast, **fields: Any) -> dict[str, Observation]:
    """What chen found: dirty, three parked wrongly, a sign missing; by code."""
    one = visiting.running(cast, **fields).assignments.select_related("round__campaign").first()
    assert one is not None
    given = visiting.answers(
        clean={"outcome": "fault", "photo1": "a.jpg"}, parking={"value": 3}, sign={"outcome": "fault"}
    )
    photo = File("a.jpg", "image/jpeg", [visiting.photo()])
    receive(collector_for(cast.chen, visiting.campaign(cast)), xml=visiting.xml(one, given), files=[photo])
    found = Observation.objects.filter(outcome="fault").select_related(
        "visit__site__unit", "item", "fact", "visit__inspector"
    )
    return {one.item.code: one for one in found.order_by("pk")}


def appealed(cast: Cast, against: Observation | Fact | None = None, **given: Any) -> Appeal:
    """By unit B, against the dirty road unless said otherwise."""
    held = against or faults(cast)["clean"]
    about = {"fact": held} if isinstance(held, Fact) else {"observation": held}
    start = {"uid": f"a{next(_numbers)}", "grounds": "当天正在清扫", "matter": "路面整洁"}
    by = given.pop("by", cast.zhao)
    return services.appeal(by, **{**start, **about, **given})
