"""Work plans of the demonstration: some units have handed theirs in, the others are what the page is for."""

from collections.abc import Sequence

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.plans import hand_in
from duibiao.lib.papers import Paper
from duibiao.organisation.models import Unit, User


def hand_in_some(by: User, campaign: Campaign, units: Sequence[Unit]) -> None:
    """Every third unit."""
    for unit in units[::3]:
        name = f"{unit}创建工作方案.docx"
        hand_in(by, campaign, unit, name=name, content=_written(unit, campaign), words="经班子会议研究同意")


def _written(unit: Unit, campaign: Campaign) -> bytes:
    paper = Paper()
    paper.title(f"{unit}创建工作方案")
    paper.under_title(campaign.title)
    paper.paragraph("一、对照指标包逐项明确责任人和完成时限，每月自查一次，缺项当月补齐。")
    paper.paragraph("二、会议、培训、巡查等事实在发生当天报创建办登记，凭证随同上交。")
    return paper.file()
