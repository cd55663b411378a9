"""The demonstration's last weeks: staged targets, what the office holds about some indicators, what every unit must do, pledges."""

from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from duibiao.campaigns.models import Campaign
from duibiao.obligations import services as obligations
from duibiao.obligations.models import Fulfilment
from duibiao.organisation.models import Unit, User
from duibiao.pledges import services as pledges
from duibiao.scores import deviation, sprint
from duibiao.standards.queries import standard_of

_STAGES = (("一季度", 3, 31, 60.0), ("半年", 6, 30, 70.0), ("三季度", 9, 30, 78.0), ("年终", 12, 15, 85.0))
_OUTLOOKS = (
    (90, 3, "已有九成把握，补一份纪要"),
    (60, 8, "找齐去年的台账，逐件核对"),
    (15, 40, "靠上级数据，今年把握不大"),
)
_THREE = ("党委会专题研究法治工作", "党委中心组学法", "领导干部年终述法")


def last_weeks(by: User, campaign: Campaign, units: list[Unit], day: date) -> None:
    """Everything of the sprint, for a campaign of this year."""
    for name, month, last, rate in _STAGES:
        deviation.set_stage(by, campaign, name=name, day=date(campaign.until.year, month, last), rate=rate)
    _outlooks(by, campaign)
    _three_ones(by, campaign, units, day)
    pledged = pledges.make(by, campaign, units=units[:6], since=campaign.since, until=campaign.until)
    for pledge in [one for one in pledged.pledges if one.unit.code != "D02"][:4]:  # 王 has one to sign
        pledges.take_scan(by, pledge, name="责任书扫描件.pdf", content=[b"%PDF-1.4\n%%EOF\n"])


def _outlooks(by: User, campaign: Campaign) -> None:
    leaves = [node.code for node in standard_of(campaign.edition).nodes if not node.indicator.children]
    for place, code in enumerate(leaves[::5]):
        certainty, effort, strategy = _OUTLOOKS[place % len(_OUTLOOKS)]
        sprint.set_outlook(
            by, campaign, indicator=code, version=1, certainty=certainty, effort_workdays=effort, strategy=strategy
        )


def _three_ones(by: User, campaign: Campaign, units: list[Unit], day: date) -> None:
    """Two thirds have studied the matter; some wait to be looked at."""
    for number, name in enumerate(_THREE):
        made = obligations.lay_down(
            by, campaign, name=name, grounds="年度法治建设工作要点第三条", times=1, since=campaign.since,
            due_on=campaign.until, evidence="会议纪要或记录的文号",
        )  # fmt: skip
        rows = [
            Fulfilment(
                obligation=made, unit=unit, uid=str(uuid5(NAMESPACE_URL, f"{name}:{unit.code}")), by=by,
                done_on=day - timedelta(days=20 + place), words=f"第 {place + 1} 次会议，纪要〔2026〕{place + 1} 号",
                state="accepted" if place % 4 else "claimed", looked_by=by if place % 4 else None,
            )
            for place, unit in enumerate(units)
            if place % 3 >= number
        ]  # fmt: skip
        Fulfilment.objects.bulk_create(rows)
