"""Duties as a workbook: a row for each indicator, unit and role. New ones are drafted; drafts that are there are changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.permissions import visible_campaigns
from duibiao.duties.choices import STANDING, Role, Source, State
from duibiao.duties.models import Duty
from duibiao.duties.outside import calendar
from duibiao.duties.permissions import may_assign
from duibiao.duties.services import Wanted, assign_many, set_steps
from duibiao.duties.steps import read_steps
from duibiao.files.importing import Kind, Outcome, register
from duibiao.lib.dates import day_text
from duibiao.lib.sheets import Head, Problem, Row
from duibiao.lib.spans import current
from duibiao.organisation.importing import Names
from duibiao.organisation.models import Post, Unit, User
from duibiao.standards.queries import standard_of

HEADS = (
    Head("campaign", gettext_lazy("创建活动"), required=True, note=gettext_lazy("活动的名称，和系统里一字不差。")),
    Head("code", gettext_lazy("编号"), required=True, note=gettext_lazy("指标的编号。")),
    Head("title", gettext_lazy("任务")),
    Head("unit", gettext_lazy("单位"), required=True, note=gettext_lazy("单位的代码、名称或简称。")),
    Head("role", gettext_lazy("角色"), required=True, options=Role.choices),
    Head("person", gettext_lazy("责任人"), note=gettext_lazy("在该单位任职的人；空着就用分管负责人。")),
    Head("due_on", gettext_lazy("完成时限"), kind=date),
    Head("goal", gettext_lazy("目标")),
    Head("steps", gettext_lazy("进度节点"), note=gettext_lazy("如：2026-10-20 完成自查 40%；2026-11-30 全部完成 100%")),
    Head("standard", gettext_lazy("标准")),
    Head("consequence", gettext_lazy("奖惩")),
)
TEXTS = ("title", "goal", "standard", "consequence")
Key = tuple[int, str, int, str]


class Reading:
    """What the rows are held against, each read once; and what was found wrong."""

    def __init__(self, by: User) -> None:
        self.by, self.names, self.outcome, self.calendar = by, Names(), Outcome(), calendar()
        found = Campaign.objects.filter(visible_campaigns(by)).distinct().select_related("edition")
        self.campaigns = {one.title: one for one in found.defer("edition__text")}
        posts = Post.objects.filter(current()).select_related("person")
        self.people = {(post.unit_id, post.person.name): post.person for post in posts}
        held = Duty.objects.filter(
            campaign__in=self.campaigns.values(), state__in=STANDING, edition=F("campaign__edition")
        )
        every = held.exclude(indicator="").select_related("unit", "person")
        self.held: dict[Key, Duty] = {(one.campaign_id, one.indicator, one.unit_id, one.role): one for one in every}
        leading = [one for one in self.held.values() if one.role == Role.LEAD and one.parent_id is None]
        self.leads: dict[tuple[int, str], Unit] = {(one.campaign_id, one.indicator): one.unit for one in leading}
        self.seen: dict[Key, int] = {}
        self.wanted: dict[str, list[Wanted]] = {}

    def wrong(self, row: Row, column: str, says: str, remedy: str) -> None:
        self.outcome.problems.append(Problem(row.number, column, says, remedy))


def apply_duties(by: User, rows: Sequence[Row]) -> Outcome:
    """All rows; the number of statements does not grow with those that are new."""
    reading = Reading(by)
    for row in rows:
        _take(reading, row)
    if not reading.outcome.problems:
        for title, wanted in reading.wanted.items():
            made = assign_many(by, reading.campaigns[title], wanted=wanted, source=Source.TABLE)
            reading.outcome.added += len(made.made)
    return reading.outcome


def _take(reading: Reading, row: Row) -> None:
    campaign = reading.campaigns.get(row["campaign"] or "")
    if campaign is None:
        if row["campaign"]:
            reading.wrong(row, _("创建活动"), _("没有叫“%s”的创建活动。") % row["campaign"], _("请核对名称。"))
        return
    unit = reading.names.unit(row["unit"], row.number, _("单位"), reading.outcome) if row["unit"] else None
    node = standard_of(campaign.edition).by_code.get(str(row["code"]))
    if node is None or not node.indicator.is_leaf:
        reading.wrong(
            row,
            _("编号"),
            _("这版标准里没有编号为“%s”的末级指标。") % row["code"],
            _("请从系统导出任务清单，在里面填写。"),
        )
    elif unit is not None and row["role"]:
        parts = _parts(reading, row, unit)
        if parts is not None:
            _sort(reading, row, campaign, unit, parts)


def _parts(reading: Reading, row: Row, unit: Unit) -> dict[str, Any] | None:
    """The cells as parts of a duty; None when one of them is wrong, which has been said."""
    before = len(reading.outcome.problems)
    parts: dict[str, Any] = {name: row[name] for name in TEXTS if row[name]}
    if row["person"]:
        parts["person"] = reading.people.get((unit.pk, row["person"]))
        if parts["person"] is None:
            reading.wrong(row, _("责任人"), _("“%(unit)s”没有叫“%(name)s”的人在任。") % {"unit": unit, "name": row["person"]}, _("请核对姓名，或先登记人员；空着就用分管负责人。"))  # fmt: skip
    if row["due_on"]:
        parts["due_on"] = row["due_on"]
        if not reading.calendar.is_workday(row["due_on"]):
            proposed = reading.calendar.on_or_before(row["due_on"]).day
            reading.wrong(
                row,
                _("完成时限"),
                _("%s 不是工作日。") % day_text(row["due_on"]),
                _("建议写 %s。") % day_text(proposed),
            )
    steps, wrong = read_steps(row["steps"] or "")
    if wrong:
        reading.wrong(row, _("进度节点"), wrong, _("几个节点用分号隔开。"))
    late = [day for day, *_rest in steps if row["due_on"] and day > row["due_on"]]
    if late:
        reading.wrong(row, _("进度节点"), _("节点 %s 晚于完成时限。") % day_text(late[0]), _("请改节点或完成时限。"))
    parts["steps"] = steps
    return parts if len(reading.outcome.problems) == before else None


def _sort(reading: Reading, row: Row, campaign: Campaign, unit: Unit, parts: dict[str, Any]) -> None:
    code, role = str(row["code"]), row["role"]
    key = (campaign.pk, code, unit.pk, role)
    leader = reading.leads.get((campaign.pk, code))
    words = f"{code} {unit.name} {Role(role).label}"
    if key in reading.seen:
        reading.wrong(
            row, _("单位"), _("与第 %d 行重复：同一指标、单位和角色。") % reading.seen[key], _("每样只留一行。")
        )
    elif key in reading.held:
        _change(reading, row, reading.held[key], parts, words)
    elif role == Role.LEAD and leader is not None and leader.pk != unit.pk:
        reading.wrong(row, _("角色"), _("%(code)s 已由“%(unit)s”牵头，一项指标只有一个牵头单位。") % {"code": code, "unit": leader}, _("请改为“责任”或“配合”。"))  # fmt: skip
    else:
        steps = parts.pop("steps")
        reading.wanted.setdefault(campaign.title, []).append(Wanted(unit, code, role, parts, steps))
        reading.outcome.lines.append(_("新增 %s") % words)
    if role == Role.LEAD:
        reading.leads.setdefault((campaign.pk, code), unit)
    reading.seen.setdefault(key, row.number)


def _change(reading: Reading, row: Row, held: Duty, parts: Mapping[str, Any], words: str) -> None:
    """A draft takes the row's words; what was given out is changed on its own page, where the unit hears of it."""
    fields = {name: value for name, value in parts.items() if name != "steps"}
    if all(getattr(held, name) == value for name, value in fields.items()):
        reading.outcome.unchanged += 1
        return
    if held.state != State.DRAFT:
        reading.wrong(
            row, _("单位"), _("“%s”已经下达，不能用表格改。") % words, _("请在那项任务的页面上修改，或删掉这一行。")
        )
        return
    Duty.objects.filter(pk=held.pk).update(version=F("version") + 1, **fields)
    if parts["steps"]:
        set_steps(held, parts["steps"])
    note(reading.by, "duties.change", held, fields=sorted(fields))
    reading.outcome.changed += 1
    reading.outcome.lines.append(_("修改 %s") % words)


register(Kind("duties", gettext_lazy("任务分解"), HEADS, apply_duties, may_assign))
