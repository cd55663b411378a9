"""Duties on the calendar: each as a bar from its first to its last day, with how far it is and how far it should be.

Its one trick: a bar's colour is worked out by the engine from days and shares alone, so a page, a wall chart and a warning agree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from duibiao.campaigns.models import Campaign
from duibiao.duties.choices import IN_HAND, State
from duibiao.duties.models import Duty, Step
from duibiao.duties.permissions import visible_duties
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.workdays.queries import calendar
from duibiao_engine.schedule import Light, expected, light
from duibiao_engine.workdays import WorkCalendar


@dataclass(frozen=True)
class Bar:
    """A duty on the calendar. Shares are per cent; `provisional`: a year on the way has no notice of holidays yet."""

    duty: Duty
    begin: date
    end: date
    light: Light
    percent: int
    expected_percent: int
    provisional: bool
    steps: Sequence[Step]

    @property
    def behind(self) -> int:
        """By how many percentage points it is behind; 0 where it is not."""
        return max(self.expected_percent - self.percent, 0) if self.light != Light.DONE else 0


def on_calendar(by: User, campaign: Campaign) -> QuerySet[Duty]:
    """The duties of a campaign that have a last day, given out or still drafted, in order of their indicators."""
    found = Duty.objects.filter(visible_duties(by), campaign=campaign, due_on__isnull=False)
    return found.filter(state__in=[State.DRAFT, *IN_HAND, State.DONE]).select_related("unit", "person")


def bars(found: Iterable[Duty], on: date | None = None) -> list[Bar]:
    """The bars of duties: with their steps two statements, whatever their number. In the order of `found`."""
    held, day, days = list(found), on or today(), calendar()
    steps: dict[int, list[Step]] = {}
    for step in Step.objects.filter(duty__in=[one.pk for one in held]).order_by("day", "id"):
        steps.setdefault(step.duty_id, []).append(step)
    return [_bar(duty, steps.get(duty.pk, []), day, days) for duty in held]


def _bar(duty: Duty, steps: Sequence[Step], day: date, days: WorkCalendar) -> Bar:
    assert duty.due_on is not None
    begin, end = duty.starts_on, duty.due_on
    done = 1.0 if duty.state == State.DONE else min(duty.percent, 99) / 100
    should = _by_steps(steps, day, end)
    shown = light(begin, end, done, day, days, should=should)
    agreed = expected(begin, end, day, days) if should is None else should
    return Bar(duty, begin, end, shown, duty.percent, round(100 * agreed), days.is_provisional(begin, end), steps)


def _by_steps(steps: Sequence[Step], day: date, end: date) -> float | None:
    """The share that the duty's own steps ask for by now. None where they fix nothing before the last day."""
    said = [(step.day, step.percent) for step in steps if step.percent is not None]
    if all(on >= end for on, _percent in said):
        return None
    return 1.0 if day >= end else max((percent for on, percent in said if on <= day), default=0) / 100


def behind(found: Iterable[Bar]) -> list[Bar]:
    """Those that are behind or past their day, the most pressing first."""
    late = [one for one in found if one.light in (Light.RED, Light.YELLOW) and one.duty.state != State.DRAFT]
    return sorted(late, key=lambda one: (one.light != Light.RED, -one.behind, one.end))
