"""Working back from a milestone (倒排工期): when each stage of each drafted duty must end at the latest, over the work calendar.

Its one trick: what is shown is what will be written. The preview and the act work out the same plans from the same arguments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign, Milestone
from duibiao.duties.choices import EventKind, State
from duibiao.duties.models import Duty, Step
from duibiao.duties.permissions import may_assign
from duibiao.duties.refusals import BadDay
from duibiao.duties.writing import tell_histories
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.workdays.queries import calendar
from duibiao_engine.schedule import Span, work_back
from duibiao_engine.schedule import Step as Stage


@dataclass(frozen=True)
class Planned:
    """The stages in order, each with its span; the whole must begin by `begin`, ends at `end`."""

    spans: Sequence[tuple[str, Span]]
    provisional: bool

    @property
    def begin(self) -> date:
        return self.spans[0][1].begin

    @property
    def end(self) -> date:
        return self.spans[-1][1].end

    @property
    def too_late(self) -> bool:
        """It ought to have begun already."""
        return self.begin < today()


def stages_of(text: str) -> list[tuple[str, int]]:
    """“方案 3” a line: a stage and its workdays. Raises `BadDay` with the line that was not understood."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        words, _space, days = line.strip().rpartition(" ")
        if not line.strip():
            continue
        if not words or not days.isdecimal() or not 0 < int(days) <= 250:
            raise BadDay(
                _("第 %(n)d 行“%(line)s”看不懂：写成“阶段 工作日数”，如“起草方案 3”。") % {"n": number, "line": line}
            )
        found.append((words.strip(), int(days)))
    if not found:
        raise BadDay(_("至少写一个阶段，如“起草方案 3”。"))
    return found


def planned(milestone: date, stages: Sequence[tuple[str, int]], reserve: int = 0) -> Planned:
    """The stages one after the other, the last ending `reserve` workdays before the milestone."""
    days = calendar()
    last = days.before(milestone, reserve).day
    keys = [str(place) for place in range(len(stages))]
    steps = [
        Stage(key, workdays, after=(keys[place - 1],) if place else ())
        for place, (key, (_words, workdays)) in enumerate(zip(keys, stages, strict=True))
    ]
    spans = work_back(steps, last, days)
    found = [(words, spans[key]) for key, (words, _workdays) in zip(keys, stages, strict=True)]
    return Planned(found, any(span.provisional for _words, span in found))


def planned_for(campaign: Campaign, milestone: Milestone, stages: Sequence[tuple[str, int]], reserve: int) -> Planned:
    """The same for a campaign. Raises `BadDay` where it would have to begin before the campaign's period."""
    plan = planned(milestone.day, stages, reserve)
    if plan.begin < campaign.since:
        known = {"begin": day_text(plan.begin), "since": day_text(campaign.since)}
        raise BadDay(
            _("倒排到最晚 %(begin)s 就要开始，早于考核期开始的 %(since)s；请减少工作日和余地，或换后面的节点。") % known
        )
    return plan


def drafts_of(campaign: Campaign) -> QuerySet[Duty]:
    """What is planned: the office's own drafts. What units draft below their duties is theirs to plan."""
    return Duty.objects.filter(campaign=campaign, state=State.DRAFT, parent__isnull=True)


@transaction.atomic
def plan_back(
    by: User, campaign: Campaign, *, milestone: Milestone, stages: Sequence[tuple[str, int]], reserve: int = 0
) -> int:
    """Give all drafts of the campaign these stages and days; what was given out is left as it was signed. Returns how many."""
    require(may_assign(by))
    plan = planned_for(campaign, milestone, stages, reserve)
    drafts = list(drafts_of(campaign).select_for_update().order_by("pk"))
    for duty in drafts:
        duty.starts_on, duty.due_on, duty.version = plan.begin, plan.end, duty.version + 1
    Duty.objects.bulk_update(drafts, ["starts_on", "due_on", "version"], batch_size=500)
    Step.objects.filter(duty__in=drafts).delete()
    Step.objects.bulk_create(_steps(drafts, plan, stages))
    words = _("按“%(name)s”（%(day)s）倒排") % {"name": milestone.name, "day": day_text(milestone.day)}
    tell_histories(by, drafts, EventKind.CHANGED, words)
    note(by, "duties.plan_back", campaign, milestone=milestone.pk, duties=len(drafts))
    return len(drafts)


def _steps(drafts: Sequence[Duty], plan: Planned, stages: Sequence[tuple[str, int]]) -> list[Step]:
    """Each stage's last day, with the share of all workdays that are gone by then."""
    gone = list(accumulate(workdays for _words, workdays in stages))
    shares = [round(100 * days / gone[-1]) for days in gone]
    return [
        Step(duty=duty, day=span.end, words=words, percent=share)
        for duty in drafts
        for (words, span), share in zip(plan.spans, shares, strict=True)
    ]
