"""A small campaign that is scored: the cast's two units, twenty points, every way in which a fact can move a total.

Made through the services as the site would. Unit A is ranked with departments, unit B with townships.
"""

from itertools import count
from typing import Any

from django.utils import timezone

from duibiao.campaigns import services as campaigns
from duibiao.campaigns.models import Campaign
from duibiao.facts.drafts import Draft
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.scores import services
from duibiao.scores.models import Snapshot
from duibiao.scores.services import Recorded
from duibiao.scores.snapshots import decide, publish, take_snapshot
from duibiao.scores.working_out import work_out
from duibiao.standards import services as standards
from duibiao.standards.models import Edition, Measure
from tests.cast import Cast

_numbers = count(1)
TEXT = """
id: small
title: 小考核
title_en: A small assessment
edition: "1"
issuer: 测试
points: 20
met_at: 80
rounding: {total: {places: 2}, rate: {places: 4}}
unit_kinds: {township: 乡镇, department: 县直部门}
measures:
  meetings: {name: 专题研究次数, name_en: Meetings, kind: count, unit: 次}
  no_group: {name: 未成立领导小组, name_en: No leading group, kind: flag}
  court: {name: 负责人出庭应诉率, name_en: Heads in court, kind: ratio}
  complaints: {name: 投诉件数, name_en: Complaints, kind: event, unit: 件, missing: none}
  satisfaction: {name: 满意度, name_en: Satisfaction, kind: ratio}
  honours: {name: 表彰次数, name_en: Honours, kind: event, unit: 次, missing: none}
  forged: {name: 伪造材料, name_en: Forged material, kind: event, missing: none}
  criticised: {name: 通报批评, name_en: Criticised, kind: event, missing: none}
indicators:
  - code: "1"
    name: 组织领导
    name_en: Leadership
    points: 10
    children:
      - code: "1.1"
        name: 专题研究
        name_en: Meetings held
        text: 每年专题研究不少于3次，每少一次扣1分。
        points: 5
        method: material
        rule:
          - deduct: {points: 1, short_of: {measure: meetings, target: 3}}
      - code: "1.2"
        name: 领导小组
        name_en: Leading group
        text: 未成立领导小组扣2分。
        points: 5
        method: material
        rule:
          - deduct: {points: 2, when: no_group}
  - code: "2"
    name: 依法行政
    name_en: Lawful administration
    points: 10
    children:
      - code: "2.1"
        name: 出庭应诉
        name_en: In court
        text: 出庭应诉率低于95%的，每低1个百分点扣0.1分。
        points: 4
        method: statistic
        rule:
          - deduct: {points: 0.1, below: {measure: court, target: 95, fraction: whole}, cap: 2}
      - code: "2.2"
        name: 投诉
        name_en: Complaints
        text: 每发生一件扣0.5分，最多扣3分。
        points: 4
        method: statistic
        rule:
          - deduct: {points: 0.5, per: complaints, cap: 3}
      - code: "2.3"
        name: 群众满意
        name_en: Satisfaction
        text: 以同类最高者为满分，按比例得分。
        points: 2
        method: survey
        rule:
          - earn: {points: 2, relative: {measure: satisfaction, order: high}}
  - code: J
    name: 加分
    name_en: Bonus
    bonus: true
    points: 2
    children:
      - code: J.1
        name: 表彰
        name_en: Honours
        text: 每获一次表彰加1分，最多加2分。
        points: 2
        method: material
        rule:
          - earn: {points: 1, per: honours, cap: 2}
gates:
  - {id: law, name: 依法行政得分率不低于75%, score: {indicator: "2", at_least: 75}}
vetoes:
  - {id: forged, name: 伪造材料总分记0分, event: forged, look_back_months: 12, effect: zero}
penalties:
  - {id: criticised, name: 通报批评每次罚1分, event: criticised, look_back_months: 12, points: 1, each: true, cap: 3}
grades:
  of: rate
  bands:
    - {name: 良好, at_least: 80}
    - {name: 一般, below: 80}
ranking: {within: kind, by: rate}
"""


def edition(by: User, text: str = TEXT) -> Edition:
    """The small standard, published."""
    made, problems = standards.take_in(by, text=text)
    assert made is not None, problems
    return standards.publish(by, made)


def quiet(cast: Cast, *others: Unit, text: str = TEXT) -> Campaign:
    """A campaign of this year over the cast's units, not worked out yet."""
    year = today().year
    return campaigns.set_up_campaign(
        cast.lin,
        edition=edition(cast.lin, text),
        units=[cast.unit_a, cast.unit_b, *others],
        title="小考核创建",
        target_rate=85.0,
        since=today().replace(month=1, day=1),
        until=today().replace(year=year, month=12, day=31),
    )


def campaign(cast: Cast, *others: Unit, text: str = TEXT) -> Campaign:
    """The same, worked out once."""
    made = quiet(cast, *others, text=text)
    work_out(made)
    return made


def snapshot(cast: Cast, state: str) -> Snapshot:
    """A fixed result at a step of its life; one that is published is shown to all."""
    made = take_snapshot(cast.lin, quiet(cast), title="三季度成绩")
    if state != "taken":
        made = decide(cast.zhou, made, approve=True, words="同意")
    return publish(cast.lin, made, visibility="all") if state == "published" else made


def draft(measure: str, unit: Unit, **fields: Any) -> Draft:
    """A fact of now about a unit."""
    start = {"uid": f"t{next(_numbers)}", "at": timezone.now(), "reference": "第1号"}
    return Draft(measure=Measure.objects.get(pk=measure), unit=unit, **{**start, **fields})


def fact(by: User, measure: str, unit: Unit, **fields: Any) -> Recorded:
    """Record one fact by hand."""
    return services.record(by, drafts=[draft(measure, unit, **fields)], source="hand")


def lived(cast: Cast, *others: Unit) -> Campaign:
    """The campaign with facts of every kind, and worked out."""
    made = campaign(cast, *others)
    fact(cast.lin, "meetings", cast.unit_a, value=2)
    fact(cast.lin, "no_group", cast.unit_a, value=1)
    fact(cast.lin, "court", cast.unit_a, value=9, out_of=10)
    fact(cast.lin, "complaints", cast.unit_a, value=2)
    fact(cast.lin, "satisfaction", cast.unit_a, value=80, out_of=100)
    fact(cast.lin, "honours", cast.unit_a, value=1)
    fact(cast.lin, "meetings", cast.unit_b, value=3)
    fact(cast.lin, "satisfaction", cast.unit_b, value=90, out_of=100)
    work_out(made)
    return made
