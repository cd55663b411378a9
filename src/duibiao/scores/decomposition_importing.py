"""The decomposition table as a workbook: what was exported, filled in by the office, is taken back.

It stands here and not with campaigns because what is left out moves the scores.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.adopting import adopt, adoptions
from duibiao.campaigns.choices import Decision
from duibiao.campaigns.models import Adoption, Campaign
from duibiao.campaigns.permissions import may_run_campaigns, visible_campaigns
from duibiao.files.importing import Kind, Outcome, register
from duibiao.lib.sheets import Head, Problem, Row
from duibiao.organisation.importing import Names, split
from duibiao.organisation.models import Unit, User
from duibiao.standards.queries import standard_of

HEADS = (
    Head("campaign", gettext_lazy("创建活动"), required=True, note=gettext_lazy("活动的名称，和系统里一字不差。")),
    Head("code", gettext_lazy("编号"), required=True, note=gettext_lazy("指标的编号。")),
    Head("decision", gettext_lazy("处理"), options=Decision.choices),
    Head("reason", gettext_lazy("理由"), note=gettext_lazy("细化、不适用必须写明理由。")),
    Head("duty", gettext_lazy("任务")),
    Head("lead", gettext_lazy("牵头单位"), note=gettext_lazy("单位的代码、名称或简称。")),
    Head("supporting", gettext_lazy("配合单位"), note=gettext_lazy("几个单位用顿号隔开。")),
    Head("due_on", gettext_lazy("完成时限"), kind=date),
    Head("material", gettext_lazy("材料")),
)


class Reading:
    """What the rows are held against: campaigns, their decisions, units; each read once."""

    def __init__(self, by: User) -> None:
        found = Campaign.objects.filter(visible_campaigns(by)).distinct().select_related("edition")
        self.campaigns = {one.title: one for one in found.defer("edition__text")}
        self.names, self.outcome = Names(), Outcome()
        self.held: dict[int, dict[str, Adoption]] = {}
        self.seen: set[tuple[str, str]] = set()
        self.moved: set[int] = set()

    def adoption(self, campaign: Campaign, code: str) -> Adoption | None:
        if campaign.pk not in self.held:
            self.held[campaign.pk] = adoptions(campaign)
        return self.held[campaign.pk].get(code)

    def wrong(self, row: Row, column: str, says: str, remedy: str) -> None:
        self.outcome.problems.append(Problem(row.number, column, says, remedy))


def apply_decomposition(by: User, rows: Sequence[Row]) -> Outcome:
    """A decision for each row; a row that says what is known already changes nothing."""
    # here and not above: this file is read at every start, and the engine's libraries are a hundred megabytes
    from duibiao.scores.services import ask_for_work

    reading = Reading(by)
    for row in rows:
        campaign = _campaign(reading, row)
        if campaign is not None and _is_sound(reading, row, campaign):
            _apply(by, reading, row, campaign)
    for pk in reading.moved:
        ask_for_work(pk)
    return reading.outcome


def _campaign(reading: Reading, row: Row) -> Campaign | None:
    found = reading.campaigns.get(row["campaign"] or "")
    if found is None and row["campaign"]:
        reading.wrong(row, _("创建活动"), _("没有叫“%s”的创建活动。") % row["campaign"], _("请核对名称。"))
    return found


def _is_sound(reading: Reading, row: Row, campaign: Campaign) -> bool:
    node, place = standard_of(campaign.edition).by_code.get(str(row["code"])), (campaign.title, str(row["code"]))
    if node is None or not node.indicator.is_leaf:
        remedy = _("请从系统导出分解表，在里面填写。")
        reading.wrong(row, _("编号"), _("这版标准里没有编号为“%s”的末级指标。") % row["code"], remedy)
    elif place in reading.seen:
        reading.wrong(row, _("编号"), _("“%s”在表里出现了两次。") % row["code"], _("每项指标只留一行。"))
    elif row["decision"] and row["decision"] != Decision.ADOPTED and not row["reason"]:
        reading.wrong(row, _("理由"), _("细化或不适用，没有写理由。"), _("请写明依据。"))
    else:
        reading.seen.add(place)
        return bool(row["decision"])
    return False


def _apply(by: User, reading: Reading, row: Row, campaign: Campaign) -> None:
    before = len(reading.outcome.problems)
    lead = _unit(reading, row, row["lead"], _("牵头单位")) if row["lead"] else None
    supporting = [_unit(reading, row, name, _("配合单位")) for name in split(row["supporting"])]
    if len(reading.outcome.problems) > before:
        return
    fields: dict[str, Any] = {name: row[name] or "" for name in ("decision", "reason", "duty", "material")}
    fields |= {"lead": lead, "due_on": row["due_on"]}
    units = [unit for unit in supporting if unit is not None]
    held = reading.adoption(campaign, str(row["code"]))
    if held is not None and _same(held, fields, units):
        reading.outcome.unchanged += 1
        return
    version = held.version if held else 0
    adopt(by, campaign, indicator=str(row["code"]), version=version, supporting=units, **fields)
    reading.moved.add(campaign.pk)
    reading.outcome.added += held is None
    reading.outcome.changed += held is not None
    reading.outcome.lines.append(f"{row['code']}：{Decision(fields['decision']).label}")


def _unit(reading: Reading, row: Row, name: str, column: str) -> Unit | None:
    return reading.names.unit(name, row.number, column, reading.outcome)


def _same(held: Adoption, fields: dict[str, Any], supporting: list[Unit]) -> bool:
    now = {name: getattr(held, name) for name in fields}
    return now == fields and {one.pk for one in held.supporting.all()} == {one.pk for one in supporting}


register(Kind("decomposition", gettext_lazy("任务分解表"), HEADS, apply_decomposition, may_run_campaigns))
