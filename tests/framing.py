"""Standards and campaigns for tests of their pages: editions of the small standard, a campaign, what stands around it."""

from datetime import date
from typing import Any

from duibiao.campaigns import honours, ticking
from duibiao.campaigns import services as campaigns
from duibiao.campaigns.models import Campaign, CycleYear, Honour, Milestone, Move, NotApplicable
from duibiao.standards import services as standards
from duibiao.standards import supplements
from duibiao.standards.models import Edition, Supplement
from tests.cast import Cast
from tests.scoring import TEXT, edition

#: The small standard a year later: 1.2 is gone, 1.3 is new and takes its points, 2.1 is worth less, 2.2 more.
NEWER = (
    TEXT.replace('edition: "1"', 'edition: "2"')
    .replace('code: "1.2"\n        name: 领导小组', 'code: "1.3"\n        name: 年度述法')
    .replace("name_en: Leading group\n        text: 未成立领导小组扣2分。", "name_en: Report\n        text: 主要负责人没有述法的扣2分。")
    .replace("points: 2, when: no_group", "points: 3, when: no_report")
    .replace("no_group: {name: 未成立领导小组, name_en: No leading group", "no_report: {name: 没有述法, name_en: No report")
    .replace("name: 专题研究\n", "name: 专题研究法治工作\n")
)  # fmt: skip


def draft(cast: Cast, text: str = TEXT) -> Edition:
    made, problems = standards.take_in(cast.lin, text=text)
    assert made is not None, problems
    return made


def newer(cast: Cast) -> Edition:
    return edition(cast.lin, NEWER)


def campaign(cast: Cast, **fields: Any) -> Campaign:
    """Set up and not worked out."""
    start = {"title": "小考核创建", "since": date(2026, 1, 1), "until": date(2026, 12, 31), "target_rate": 85.0}
    units = [cast.unit_a, cast.unit_b]
    return campaigns.set_up_campaign(cast.lin, edition=edition(cast.lin), units=units, **{**start, **fields})


def milestone(cast: Cast) -> Milestone:
    return campaigns.set_milestone(cast.lin, campaign(cast), name="省级测评", day=date(2026, 12, 1))


def cycle_year(cast: Cast) -> CycleYear:
    return campaigns.set_year(cast.lin, campaign(cast), year=2026, weight=60, published_rate=None)


def decision(cast: Cast, of: Campaign | None = None, indicator: str = "1.1") -> NotApplicable:
    return campaigns.decide_not_applicable(
        cast.lin, of or campaign(cast), unit=cast.unit_a, indicator=indicator, reason="没有这项职能"
    )


def supplement(cast: Cast, *lines: str, of: Campaign | None = None) -> Supplement:
    """A list of two items, and held against a campaign if there is one."""
    made = supplements.add_supplement(cast.lin, title="十有标准", lines=lines or ("有工作台账", "有法律顾问"))
    if of is not None:
        ticking.choose_supplements(cast.lin, of, supplements=[made])
    return made


def honour(cast: Cast, **fields: Any) -> Honour:
    start = {"title": "省级文明县", "level": "provincial", "conferred_on": date(2024, 1, 1)}
    return honours.add_honour(cast.lin, **{**start, **fields})


def move(cast: Cast, of: Campaign | None = None, **indicators: str) -> Move:
    made = of or campaign(cast)
    return campaigns.move(cast.lin, made, version=made.version, edition=newer(cast), indicators=indicators)
