"""Lists of materials for a start: read from what the office wrote when it took the standard up, else by what a clause is about.

They are proposals. The office chooses, changes and adds; what is there already is not proposed again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.campaigns.adopting import adoptions
from duibiao.campaigns.choices import Decision
from duibiao.campaigns.models import Campaign
from duibiao.ledger.choices import MaterialKind, Posts
from duibiao.ledger.models import Requirement
from duibiao.ledger.services.requirements import FITTING, add_requirement, fits
from duibiao.organisation.models import User
from duibiao.standards.models import Measure
from duibiao_engine.rules.base import Side
from duibiao_engine.standard.model import Node, Standard

#: What a clause is about → the usual material: its kind and its words.
_USUAL = (
    (r"会议|专题研究|听取汇报", MaterialKind.MINUTES, "会议纪要"),
    (r"名单|清单|目录", MaterialKind.LIST, "清单（注明依据和更新日期）"),
    (r"培训|讲座|宣讲|普法|宣传|活动", MaterialKind.PHOTO, "活动现场图片（写明时间、地点、人物、主题、背景、事由）"),
    (r"率|比例|件数|办结|统计", MaterialKind.STATISTICS, "统计表（加盖公章）"),
    (r"制度|方案|办法|规定|文件|规划|计划", MaterialKind.DOCUMENT, "印发的文件"),
)
_SPLIT = re.compile(r"[\n；;。]+")


@dataclass(frozen=True)
class Proposal:
    """A line that could be demanded, and where its words come from."""

    indicator: str
    name: str
    fields: dict[str, Any]
    source: str

    @property
    def key(self) -> str:
        return f"{self.indicator}\x1f{self.fields['title']}"


def proposals(campaign: Campaign, standard: Standard) -> list[Proposal]:
    """A line or more for every indicator that is assessed by material and has none yet: four statements."""
    held = adoptions(campaign)
    there = Requirement.objects.filter(campaign=campaign, edition=campaign.edition_id, dropped_at=None)
    have = set(there.values_list("indicator", flat=True))
    bound = {one.code: one.measure for one in campaign.edition.bindings.select_related("measure")}
    found: list[Proposal] = []
    for node in standard.leaves:
        adopted = held.get(node.code)
        left_out = adopted is not None and adopted.decision == Decision.NOT_APPLICABLE
        written = adopted.material if adopted is not None else ""
        if node.code in have or left_out or not (written or node.indicator.method == "material"):
            continue
        due = adopted.due_on if adopted is not None else None
        found += _of(node, written, due, bound, campaign)
    return found


def _of(node: Node, written: str, due: date | None, bound: dict[str, Measure], campaign: Campaign) -> list[Proposal]:
    name = node.indicator.name
    start = {"since": campaign.until - timedelta(days=364), "until": campaign.until, "due_on": due}
    lines = [line.strip() for line in _SPLIT.split(written) if line.strip()]
    if lines:
        made = [{"title": line[:200], "kind": _kind(line)} for line in lines]
        return [Proposal(node.code, name, {**start, **one}, _("任务分解表")) for one in made]
    kind, words = _usual(f"{name}{node.indicator.text or ''}")
    fields = {**start, "title": f"{name}：{words}", "kind": kind, **_posting(node, bound)}
    return [Proposal(node.code, name, fields, _("按原文常用"))]


def _kind(words: str) -> str:
    return next((kind for pattern, kind, _said in _USUAL if re.search(pattern, words)), MaterialKind.OTHER)


def _usual(words: str) -> tuple[str, str]:
    found = ((kind, said) for pattern, kind, said in _USUAL if re.search(pattern, words))
    return next(found, (MaterialKind.STATEMENT, "情况说明（附佐证）"))


def _posting(node: Node, bound: dict[str, Measure]) -> dict[str, Any]:
    """The first term of the rule to which an accepted material can speak. Events are left out: a material does not make one."""
    for term in node.indicator.rule:
        measure = bound.get(term.measures[0]) if len(term.measures) == 1 else None
        posts = _said_to(measure) if measure is not None else None
        word = term.parameters.word
        if posts == Posts.FLAG and word in ("when", "unless"):
            holds = (word == "when") == (term.side is Side.EARN)
            return {"measure": measure, "posts": posts, "flag_value": float(holds)}
        if posts == Posts.COUNT and word == "short_of":
            return {
                "measure": measure,
                "posts": posts,
                "number": max(int(getattr(term.parameters, "target", 0) or 1), 1),
            }
        if posts == Posts.GRADE and word == "grade":
            return {"measure": measure, "posts": posts}
    return {}


def _said_to(measure: Measure) -> str | None:
    posts = FITTING.get(measure.kind) if measure.kind != "event" else None
    return posts if posts is not None and fits(measure, posts) else None


@transaction.atomic
def take_up(by: User, campaign: Campaign, *, chosen: Iterable[Proposal]) -> int:
    """Demand these. How many that were."""
    made = [add_requirement(by, campaign, indicator=one.indicator, **one.fields) for one in chosen]
    return len(made)
