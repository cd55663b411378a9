"""Upkeep for tests: shortcomings, rules, zones, made through the services as people would."""

from datetime import timedelta
from typing import Any

from duibiao.lib.spans import today
from duibiao.problems import services as problems
from duibiao.problems.models import Problem
from duibiao.upkeep import services
from duibiao.upkeep.models import Shortcoming
from tests import troubles
from tests.cast import Cast

SOON = timedelta(days=40)


def short(cast: Cast, **fields: Any) -> Shortcoming:
    """Unit A lacks something."""
    start = {"unit": cast.unit_a, "sort": "hardware", "words": "缺一处公共厕所", "due_on": today() + SOON}
    return services.register(fields.pop("by", cast.lin), **{**start, **fields})


def made_good(cast: Cast, **fields: Any) -> Shortcoming:
    return services.make_good(cast.wang, short(cast, **fields), words="已建成开放")


def not_fixable(cast: Cast, **fields: Any) -> Problem:
    """A problem of the township that cannot be put right as one."""
    held = troubles.signed(cast, site=troubles.a_site(cast), **fields)
    return problems.give_up(cast.lin, held, reason="要立项建设")
