"""Reading meetings for pages."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.duties.choices import IN_HAND
from duibiao.duties.choices import State as DutyState
from duibiao.duties.models import Duty
from duibiao.duties.permissions import visible_duties
from duibiao.lib.spans import today
from duibiao.meetings.models import Decision, Meeting
from duibiao.meetings.permissions import visible_meetings
from duibiao.organisation.models import User, WorkingGroup
from duibiao.organisation.permissions import require, sees_all


def meetings(by: User) -> QuerySet[Meeting]:
    """Those that `by` sees, each with how many of its resolutions are open and overdue."""
    return _counted(Meeting.objects.filter(pk__in=Meeting.objects.filter(visible_meetings(by)).values("pk")))


def _counted(found: QuerySet[Meeting]) -> QuerySet[Meeting]:
    duty = "decisions__duty__"
    return found.select_related("campaign", "group").annotate(
        n_decisions=Count("decisions", distinct=True),
        n_done=Count("decisions", filter=Q(**{f"{duty}state": DutyState.DONE}), distinct=True),
        n_overdue=Count(
            "decisions", filter=Q(**{f"{duty}state__in": IN_HAND, f"{duty}due_on__lt": today()}), distinct=True
        ),
    )  # fmt: skip


def meeting(by: User, pk: int) -> Meeting:
    """There is none: 404; not for `by`: refused in words."""
    found = get_object_or_404(_counted(Meeting.objects.select_related("chair")), pk=pk)
    require(sees_all(by) or Meeting.objects.filter(visible_meetings(by), pk=pk).exists())
    return found


def decisions_of(meeting: Meeting) -> QuerySet[Decision]:
    """What it resolved, with owner, day, progress, and what was found when one looked back."""
    return meeting.decisions.select_related("duty__unit", "duty__person", "topic").prefetch_related("looks")


@dataclass(frozen=True)
class Cockpit:
    """What a working group must know: its duties by how they stand, what is late and whose, its meetings and open resolutions."""

    duties: int
    signed: int
    done: int
    n_late: int
    n_open: int
    late: list[Duty]
    troubled: list[Duty]
    soon: list[Duty]
    meetings: list[Meeting]
    open_decisions: list[Decision]

    @property
    def done_percent(self) -> int:
        return round(100 * self.done / self.duties) if self.duties else 0


#: Lines of each part of a cockpit; the lists behind the links have all.
MOST = 8


def duties_of(by: User, group: WorkingGroup) -> QuerySet[Duty]:
    """Given to the group itself, or to one of its member units; not what is still being drafted or was taken back."""
    members = group.member_units.values("unit")
    return Duty.objects.filter(
        Q(group=group) | Q(unit__in=members), visible_duties(by), state__in=[*IN_HAND, DutyState.DONE]
    )


def cockpit(by: User, group: WorkingGroup, until: date) -> Cockpit:
    """Seven statements, whatever the number of duties. `until`: what falls due up to this day is soon."""
    found = duties_of(by, group)
    sums = found.aggregate(
        duties=Count("pk"),
        signed=Count("pk", filter=Q(state__in=[DutyState.SIGNED, DutyState.DONE])),
        done=Count("pk", filter=Q(state=DutyState.DONE)),
        n_late=Count("pk", filter=Q(state__in=IN_HAND, due_on__lt=today())),
    )
    rows = found.filter(state__in=IN_HAND).select_related("unit", "person").order_by("due_on", "id")
    open_decisions = Decision.objects.filter(meeting__group=group, duty__state__in=IN_HAND).order_by("duty__due_on")
    return Cockpit(
        **sums,
        n_open=open_decisions.count(),
        late=list(rows.filter(due_on__lt=today())[:MOST]),
        troubled=list(rows.filter(has_problem=True)[:MOST]),
        soon=list(rows.filter(due_on__range=(today(), until))[:MOST]),
        meetings=list(meetings(by).filter(group=group).order_by("-held_on")[:MOST]),
        open_decisions=list(open_decisions.select_related("duty__unit", "meeting")[:MOST]),
    )
