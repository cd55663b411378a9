"""A small county of sites to inspect: a standard with three site clauses, a checklist, a round that runs, and what a phone sends."""

import json
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from duibiao.campaigns import services as campaigns
from duibiao.campaigns.models import Campaign
from duibiao.inspections import checklists, rounds
from duibiao.inspections.collectors import collector_for, token_of
from duibiao.inspections.models import Assignment, Round
from duibiao.lib.spans import today
from duibiao.places import siting
from duibiao.places.models import Site, SiteType
from duibiao.scores.working_out import work_out
from duibiao.standards import services as standards
from tests.cast import Cast

_numbers = count(1)
TEXT = """
id: seen
title: 小实地
edition: "1"
issuer: 测试
points: 10
rounding: {total: {places: 2}, rate: {places: 4}}
unit_kinds: {township: 乡镇, department: 县直部门}
measures:
  clean: {name: 整洁, kind: flag, per: site}
  parking: {name: 乱停车, kind: count, unit: 处}
  mark: {name: 点位得分, kind: score, per: site, range: [0, 1]}
  lamps: {name: 亮灯率, kind: ratio}
indicators:
  - {code: "1", name: 整洁, text: 整洁占比乘分值, points: 4, method: site, rule: [{earn: {points: 4, share_of: {measure: clean}}}]}
  - {code: "2", name: 停车, text: 每处扣 0.5 分, points: 3, method: site, rule: [{deduct: {points: 0.5, per: {measure: parking, every: 1}, cap: 3}}]}
  - {code: "3", name: 点位, text: 平均乘分值, points: 2, method: site, rule: [{earn: {points: 2, mean_of: {measure: mark}}}]}
  - {code: "4", name: 亮灯, text: 低于 95% 扣分, points: 1, method: site, rule: [{deduct: {points: 0.1, below: {measure: lamps, target: 95, fraction: linear}, cap: 1}}]}
"""
SHEETS = """
types:
  - code: road
    name: 主干道
    shape: line
    needs_person: true
    items:
      - {code: clean, kind: look, text: 路面整洁, clause: "1", measure: clean, matter: 环卫, points: 1, phrases: [垃圾未清]}
      - {code: parking, kind: measure, answer: count, text: 乱停车, clause: "2", measure: parking, points: 0.5, unit: 处, fewer: true}
      - {code: lamps, kind: check, answer: share, text: 亮灯, clause: "4", measure: lamps, points: 0.2, good_when: 95, camera_only: false}
      - {code: kerb, kind: look, text: 护栏完好, clause: "3", measure: mark, points: 0.3}
      - {code: sign, kind: look, text: 标线清楚, clause: "3", measure: mark, points: 0.2}
"""


def campaign(cast: Cast) -> Campaign:
    """Both units of the cast take part; worked out once, so that facts move its scores."""
    held = Campaign.objects.filter(title="实地创建").first()
    if held is not None:
        return held
    made, problems = standards.take_in(cast.lin, text=TEXT)
    assert made is not None, problems
    edition = standards.publish(cast.lin, made, in_force_from=today())
    day = today()
    start = campaigns.set_up_campaign(
        cast.lin, edition=edition, units=[cast.unit_a, cast.unit_b], title="实地创建",
        since=day - timedelta(days=200), until=day + timedelta(days=100),
    )  # fmt: skip
    _made, wrong = checklists.take_in(cast.lin, edition, text=SHEETS)
    assert not wrong, wrong
    siting.set_departments(cast.lin, SiteType.objects.get(code="road"), matters=[("环卫", cast.unit_a)])
    work_out(start)
    return start


def site(cast: Cast, **fields: Any) -> Site:
    """In the township's area, unless said otherwise."""
    number, kind = next(_numbers), SiteType.objects.get(code="road")
    start = {"code": f"S{number:04}", "name": f"文明路{number}号段", "type": kind, "unit": cast.unit_b}
    place = {"crs": "wgs84", "given": [[113.0 + number % 4 / 1000, 34.1]], "accuracy_m": 5}
    return siting.add_site(cast.lin, **{**start, **place, **fields})


def planned(cast: Cast, sites: int = 3, **fields: Any) -> Round:
    made = campaign(cast)
    for _ in range(sites):
        site(cast)
    start = {
        "title": f"第{next(_numbers)}轮",
        "kind": "quarterly",
        "since": today(),
        "until": today() + timedelta(days=5),
    }
    wanted = {**start, "size": sites, **fields}
    inspectors = wanted.pop("inspectors", [cast.chen])
    types = wanted.pop("types", None) or [SiteType.objects.get(code="road")]
    return rounds.plan_round(cast.lin, campaign=made, types=types, inspectors=inspectors, **wanted)


def running(cast: Cast, sites: int = 3, **fields: Any) -> Round:
    made = rounds.commit_round(cast.lin, planned(cast, sites, **fields), version=1)
    return rounds.draw_round(cast.lin, made, version=2, beacon=fields.get("beacon_words", ""))


def base(cast: Cast, who: str = "chen") -> str:
    """The address that a phone hands in at."""
    return f"/openrosa/{token_of(collector_for(cast.of(who), campaign(cast)))}/"


def answers(**given: Any) -> dict[str, dict[str, Any]]:
    """All is well, unless said otherwise."""
    start = {
        "clean": {"outcome": "good"},
        "parking": {"value": 0},
        "lamps": {"value": 20, "out_of": 20},
        "kerb": {"outcome": "good"},
        "sign": {"outcome": "good"},
    }
    return {**start, **given}


def xml(assignment: Assignment, given: dict[str, Any] | None = None, /, *, instance: str = "", **head: Any) -> bytes:
    """A submission as our page and Collect write it."""
    said = given if given is not None else answers()
    form = head.pop("form", f"{assignment.round.campaign.edition_id}_road")
    version, deprecated = head.pop("version", 1), head.pop("deprecated", "")
    fields = {"assignment": assignment.pk, "position": "34.1 113.001 0 8", **head}
    groups = "".join(_group(code, one) for code, one in said.items())
    plain = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    old = f"<orx:deprecatedID>{deprecated}</orx:deprecatedID>" if deprecated else ""
    return (
        f'<?xml version="1.0"?><data id="{form}" version="{version}" xmlns:orx="http://openrosa.org/xforms">'
        f"<orx:meta><orx:instanceID>{instance or f'uuid:{uuid4()}'}</orx:instanceID>{old}</orx:meta>{plain}{groups}</data>"
    ).encode()


def _group(code: str, one: dict[str, Any]) -> str:
    about = {name: json.dumps(value) for name, value in one.items() if name.endswith("_about")}
    return f"<{code}>{''.join(f'<{name}>{value}</{name}>' for name, value in {**one, **about}.items())}</{code}>"


def photo(words: bytes = b"one") -> bytes:
    return b"\xff\xd8\xff\xe0" + words


def visited(cast: Cast, held: Round | None = None, given: dict[str, Any] | None = None) -> None:
    """The first waiting site of a round was visited, as a phone would send it."""
    from duibiao.inspections import receiving

    running = held or Round.objects.latest("pk")
    one = running.assignments.filter(state="waiting").order_by("pk").first()
    assert one is not None
    receiving.receive(collector_for(cast.chen, running.campaign), xml=xml(one, given), files=[], device="test")


def received(cast: Cast, content: bytes) -> None:
    """What a phone of the inspector sends, without files."""
    from duibiao.inspections import receiving

    receiving.receive(collector_for(cast.chen, campaign(cast)), xml=content, files=[], device="test")


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
