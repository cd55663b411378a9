"""Facilities and partnered places for tests, made through the services as people would."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from duibiao.lib.spans import today
from duibiao.partners import services
from duibiao.partners.models import Entry
from duibiao.places import facilities, partnering, siting
from duibiao.places.models import Bond, Facility, Site
from duibiao.problems.models import Problem
from duibiao.problems.services import assign, open_problem
from tests.cast import Cast

_numbers = count(1)


def facility(cast: Cast, state: str = "", **fields: Any) -> Facility:
    """A notice board on the township's ground; the bureau (unit A) answers for it."""
    number = next(_numbers)
    kind = next(one for one in facilities.types() if one.code == "notice_board")
    start = {
        "code": f"SS{number:04}",
        "name": f"府前街{number}号宣传栏",
        "type": kind,
        "unit": cast.unit_b,
        "answers": cast.unit_a,
    }
    made = facilities.add(cast.lin, **{**start, **fields})
    if state:
        seen(cast, made, state)
    return made


def seen(cast: Cast, one: Facility, state: str, **fields: Any) -> None:
    start = {"at": timezone.now(), "reference": f"test:{next(_numbers)}"}
    facilities.look(cast.lin, one, state=state, **{**start, **fields})


def estate(cast: Cast, **fields: Any) -> Site:
    """On the township's ground; estates must have a partner."""
    number = next(_numbers)
    kind = siting.add_type(cast.lin, code="estate", name="居民小区", shape="area", needs_partner=True)
    return siting.add_site(
        cast.lin, code=f"XQ{number:04}", name=f"嘉园{number}区", type=kind, unit=cast.unit_b, **fields
    )


def bond(cast: Cast, site: Site | None = None, **fields: Any) -> Bond:
    """Unit A stands by it, for a hundred days already."""
    start = {"unit": cast.unit_a, "since": today() - timedelta(days=100)}
    return partnering.bind(cast.lin, site or estate(cast), **{**start, **fields})


def entry(cast: Cast, of: Bond | None = None, **fields: Any) -> Entry:
    start = {"uid": f"u{next(_numbers)}", "day": today(), "found": "楼道堆物", "done": "和物业一起清了"}
    return services.record(cast.wang, of or bond(cast), **{**start, **fields})


def assigned_at(cast: Cast, site: Site) -> Problem:
    """A problem of the place, with the township."""
    number = next(_numbers)
    held = open_problem(
        cast.lin,
        source="other",
        reference=f"estate:{number}",
        kind="estate",
        words="楼道堆物",
        subject=f"s{number}",
        site=site,
    )
    return assign(cast.lin, held, unit=cast.unit_b)
