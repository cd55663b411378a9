"""Upkeep for tests: shortcomings, rules, zones, made through the services as people would."""

from datetime import timedelta
from typing import Any

from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import today
from duibiao.problems import services as problems
from duibiao.problems.models import Problem
from duibiao.upkeep import rolling, services
from duibiao.upkeep.models import Drive, Renewal, Routine, Rule, RuleItem, Shortcoming, UpkeepZone
from tests import ledgering, makers, scoring, troubles
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


def a_rule(cast: Cast, **fields: Any) -> Rule:
    start = {
        "title": "城区保洁管理办法", "issuer": "县政府办公室", "keeper": cast.unit_a, "issued_on": today() - timedelta(days=400),
    }  # fmt: skip
    return services.put_in(cast.lin, **{**start, **fields})


def an_item(cast: Cast, rule: Rule | None = None, **fields: Any) -> RuleItem:
    """Asked of both units every month, for longer than two months."""
    start: dict[str, Any] = {"words": "每月开展一次保洁质量检查", "often": "month", "units": [cast.unit_a, cast.unit_b]}
    made = services.add_item(cast.lin, rule or a_rule(cast), **{**start, **fields})
    RuleItem.objects.filter(pk=made.pk).update(since=today() - timedelta(days=70))
    made.refresh_from_db()
    return made


def a_drive(cast: Cast, **fields: Any) -> Drive:
    """Twenty days ago, for twenty days, over everything."""
    campaign = fields.pop("campaign", None) or scoring.quiet(cast)
    start: dict[str, Any] = {
        "title": "占道经营整治", "topic": "appearance", "goal": "主干道无占道", "lead": cast.unit_b, "units": [], "types": [],
        "kinds": [], "since": today() - timedelta(days=20), "until": today(),
    }  # fmt: skip
    return services.plan_drive(cast.lin, campaign, **{**start, **fields})


def a_routine(cast: Cast, **fields: Any) -> Routine:
    start: dict[str, Any] = {"often": "week", "size": 3, "kind": "daily", "units": [cast.unit_b], "first_on": today()}
    return services.end_drive(cast.lin, fields.pop("drive", None) or a_drive(cast), **{**start, **fields})


def a_zone(cast: Cast, **fields: Any) -> UpkeepZone:
    """Cleaning of an area of the township, by itself, every day."""
    area = makers.area(cast.lin, unit=cast.unit_b, **fields)
    services.lay_zones(cast.lin, areas=[area], mechanisms=["cleaning"], often="day", times=2, standard="无暴露垃圾")
    return UpkeepZone.objects.get(area=area)


def named(cast: Cast) -> Campaign:
    """A campaign that won its title, with a material of a year that the next will not accept."""
    held = scoring.quiet(cast)
    asked = ledgering.requirement(cast, held, since=held.since, due_on=held.until, units=[cast.unit_a])
    ledgering.used(cast, asked, dated_on=held.since)
    held.state = "named"
    held.save()
    return held


def kept(cast: Cast) -> Renewal:
    """What unit A must renew first."""
    held = named(cast)
    services.roll(cast.lin, held, rolling.usual(held))
    return Renewal.objects.get(sort="material")
