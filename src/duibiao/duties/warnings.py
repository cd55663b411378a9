"""Who is told that a duty falls behind, or that its day has become a holiday. Run by jobs, told once for each duty and level.

Its one trick: what is told is read off the same bars that the chart draws, so that a warning and the colour agree.
"""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.campaigns.choices import State as CampaignState
from duibiao.duties import outside
from duibiao.duties.choices import IN_HAND, OPEN, State
from duibiao.duties.models import Duty
from duibiao.duties.timeline import Bar, bars, behind
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao_engine.schedule import Light

CHINESE = "zh-hans"


@override(CHINESE)
def warn_of_delay(on: date | None = None) -> int:
    """Tell whoever speaks for the unit of each duty that is behind; whoever gave it out too, once it is red. Returns how many are behind."""
    day = on or today()
    held = Duty.objects.filter(state__in=IN_HAND, due_on__isnull=False, starts_on__lte=day)
    running = held.filter(campaign__state=CampaignState.RUNNING).select_related("unit", "assigned_by")
    late = behind(bars(running.order_by("id"), day))
    speakers: dict[int, list[User]] = {}
    for bar in late:
        unit = bar.duty.unit
        if unit.pk not in speakers:
            speakers[unit.pk] = outside.liaisons(unit)
        _warn(bar, speakers[unit.pk], day)
    return len(late)


def _warn(bar: Bar, speakers: list[User], day: date) -> None:
    """A duty that got another day may fall behind anew, so the day belongs to what it is about."""
    level = "late" if day > bar.end else str(bar.light)
    about = f"duty:{bar.duty.pk}:{bar.end}:{level}"
    known = {"name": str(bar.duty), "unit": bar.duty.unit.name, "due": day_text(bar.end)}
    known |= {"percent": str(bar.percent), "should": str(bar.expected_percent)}
    said = (
        _("“%(name)s”（%(unit)s）时限是 %(due)s，已经超期，报告做到 %(percent)s%%。")
        if level == "late"
        else _("“%(name)s”（%(unit)s）落后：到今天该做到 %(should)s%%，报告做到 %(percent)s%%，时限 %(due)s。")
    ) % known
    ask = _("请报告进展、问题和措施。")
    outside.tell(users=speakers, kind="duty.behind", words=said + ask, link=outside.link(bar.duty), about=about)
    if bar.light == Light.RED or not speakers:
        link = f"/office/duties/{bar.duty.pk}/"
        outside.tell(users=[bar.duty.assigned_by], kind="duty.behind", words=said, link=link, about=about)


@override(CHINESE)
def look_at_days_again() -> int:
    """The calendar has changed: whoever gave duties out hears which days are no workdays now. Nothing is moved by itself.
    Returns how many duties fall on such days."""
    found = Duty.objects.filter(state__in=OPEN, due_on__gte=today()).select_related("campaign", "assigned_by")
    days = outside.calendar()
    groups: dict[tuple[int, int, date], list[Duty]] = {}
    for duty in found.order_by("due_on", "id"):
        if duty.due_on is not None and not days.is_workday(duty.due_on):
            groups.setdefault((duty.campaign_id, duty.assigned_by_id, duty.due_on), []).append(duty)
    for (_campaign, _by, day), held in groups.items():
        _tell_of_holiday(day, held, days.on_or_before(day).day)
    return sum(len(held) for held in groups.values())


def _tell_of_holiday(day: date, held: list[Duty], before: date) -> None:
    campaign, drafts = held[0].campaign, sum(duty.state == State.DRAFT for duty in held)
    known = {"campaign": campaign.title, "n": len(held), "day": day_text(day), "before": day_text(before)}
    known |= {"drafts": drafts, "given": len(held) - drafts}
    words = (
        _("放假安排变了：“%(campaign)s”有 %(n)d 项任务的时限 %(day)s 成了休息日，前一个工作日是 %(before)s。") % known
        + _("起草中 %(drafts)d 项，重新倒排即可；已下达 %(given)d 项没有动，请逐项改期。") % known
    )
    outside.tell(
        users=[held[0].assigned_by], kind="calendar", words=words, link=f"/office/campaigns/{campaign.pk}/gantt/",
        about=f"campaign:{campaign.pk}:{day}:{len(held)}",
    )  # fmt: skip
