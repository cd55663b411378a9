"""The staged targets of a campaign beside what was reached, and who is told where it deviates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.audit.services import note
from duibiao.campaigns.choices import State
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.notices.services import tell
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.scores.models import Point, StageTarget
from duibiao.workdays.queries import calendar

CHINESE = "zh-hans"
#: So many workdays before its day, a stage that is short is told of.
SOON_WORKDAYS = 10


@dataclass(frozen=True)
class Stage:
    """A staged target beside what the mean was on its day, or is today: `actual` is None where there is nothing to compare."""

    target: StageTarget
    actual: float | None
    over: bool

    @property
    def deviation(self) -> float | None:
        """Percentage points above (below: negative) the target."""
        return None if self.actual is None else self.actual - self.target.rate

    @property
    def short(self) -> float:
        """Percentage points that are missing; 0 where the target is reached or nothing can be compared."""
        return max(-(self.deviation or 0.0), 0.0)


def stages(campaign: Campaign) -> list[Stage]:
    """The staged targets with what was reached: on the day itself (the last points before it), for days to come as of today."""
    held = list(campaign.stages.all())
    means = _means(campaign, [min(one.day, today()) for one in held])
    return [Stage(one, means.get(min(one.day, today())), one.day < today()) for one in held]


def _means(campaign: Campaign, days: Iterable[date]) -> Mapping[date, float]:
    """The mean rate in per cent as of each day: the newest points of each unit that are not later. One statement for all days."""
    wanted = sorted(set(days))
    if not wanted:
        return {}
    rows = Point.objects.filter(campaign=campaign, day__lte=wanted[-1], rate__isnull=False).order_by("day", "unit")
    newest: dict[str, float] = {}
    found: dict[date, float] = {}
    coming = iter([*rows.values_list("day", "unit", "rate"), (date.max, "", None)])
    row = next(coming)
    for day in wanted:
        while row[0] <= day:
            newest[row[1]] = row[2] or 0.0
            row = next(coming)
        if newest:
            found[day] = 100 * sum(newest.values()) / len(newest)
    return found


def next_stage(found: Iterable[Stage]) -> Stage | None:
    """The stage that one works towards now."""
    return next((one for one in found if not one.over), None)


class OutsidePeriod(ValueError):
    """A stage on a day outside of the campaign's period; the text is for people."""

    field = "day"


@transaction.atomic
def set_stage(by: User, campaign: Campaign, *, name: str, day: date, rate: float) -> StageTarget:
    """What is to be reached by a day; naming the same day again changes it."""
    require(may_run_campaigns(by))
    if not campaign.since <= day <= campaign.until:
        known = {"day": day_text(day), "since": day_text(campaign.since), "until": day_text(campaign.until)}
        raise OutsidePeriod(_("%(day)s 不在考核期（%(since)s 到 %(until)s）内，请换一天。") % known)
    made, _new = StageTarget.objects.update_or_create(campaign=campaign, day=day, defaults={"name": name, "rate": rate})
    note(by, "scores.set_stage", campaign, day=str(day), rate=rate)
    return made


@transaction.atomic
def drop_stage(by: User, stage: StageTarget) -> None:
    require(may_run_campaigns(by))
    note(by, "scores.drop_stage", stage.campaign, day=str(stage.day), rate=stage.rate)
    stage.delete()


@override(CHINESE)
def warn_of_stages() -> int:
    """Tell the office of each running campaign whose stage was missed, or is near and short: once for each stage and level.
    Returns how many stages are short."""
    users = list(User.objects.filter(is_active=True, grants__role=Role.OFFICE).distinct())
    count = 0
    for campaign in Campaign.objects.filter(state=State.RUNNING, stages__isnull=False).distinct().order_by("id"):
        for stage in (one for one in stages(campaign) if one.short > 1e-9):
            near = calendar().between(today(), stage.target.day) <= SOON_WORKDAYS
            if stage.over or near:
                _tell_of(users, campaign, stage)
                count += 1
    return count


def _tell_of(users: list[User], campaign: Campaign, stage: Stage) -> None:
    known = {"campaign": campaign.title, "name": stage.target.name, "day": day_text(stage.target.day)}
    known |= {"rate": f"{stage.target.rate:g}", "actual": f"{stage.actual:.2f}", "short": f"{stage.short:.2f}"}
    words = (
        _("“%(campaign)s”%(name)s目标（%(day)s，%(rate)s%%）没有达到：当天 %(actual)s%%，差 %(short)s 个百分点。")
        if stage.over
        else _("“%(campaign)s”%(name)s目标（%(day)s，%(rate)s%%）快到了：现在 %(actual)s%%，还差 %(short)s 个百分点。")
    ) % known
    about = f"stage:{campaign.pk}:{stage.target.day}:{stage.target.rate:g}:{'missed' if stage.over else 'soon'}"
    link = f"/office/campaigns/{campaign.pk}/targets/"
    tell(users=users, kind="reminder.stage", words=words, link=link, about=about)
