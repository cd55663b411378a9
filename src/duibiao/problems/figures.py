"""Figures of problems: the three speeds (三时效), and by unit how many are closed, late, reworked, relapsed.

The three speeds are medians in hours: 发现时效 from seeing it to having it in the system, 研判时效 from there to the unit that it was
given to, 解决时效 from there to being put right and passed. Medians, since one case of two years would hide a hundred of two days.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, FloatField, Q, QuerySet
from django.db.models.functions import Extract
from django.utils import timezone

from duibiao.problems.choices import LIVE, OWED, CardState, Cause, Class, statuses_of
from duibiao.problems.models import Card, Problem


@dataclass(frozen=True)
class Speeds:
    """Medians in hours, and of how many each is one; None where there is none yet."""

    found: float | None
    judged: float | None
    solved: float | None
    found_of: int
    judged_of: int
    solved_of: int


_MEDIANS = """
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY EXTRACT(epoch FROM opened_at - found_at)) FILTER (WHERE opened_at >= found_at),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY EXTRACT(epoch FROM assigned_at - opened_at)) FILTER (WHERE round = 1 AND assigned_at IS NOT NULL),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY EXTRACT(epoch FROM rectified_at - assigned_at)) FILTER (WHERE rechecked_at IS NOT NULL AND assigned_at IS NOT NULL),
       COUNT(*) FILTER (WHERE opened_at >= found_at),
       COUNT(*) FILTER (WHERE round = 1 AND assigned_at IS NOT NULL),
       COUNT(*) FILTER (WHERE rechecked_at IS NOT NULL AND assigned_at IS NOT NULL)
FROM problems_problem WHERE opened_at >= %s AND opened_at < %s AND status NOT IN ('dismissed', 'merged', 'split')"""


def speeds(since: date, until: date) -> Speeds:
    """The three speeds of what was opened from a day up to another, which does not count itself: one statement."""
    return speeds_of((since, until))[0]


def speeds_of(*spans: tuple[date, date]) -> list[Speeds]:
    """The same of several spans, in one statement."""
    asked = [_midnight(day) for span in spans for day in span]
    with connection.cursor() as cursor:
        each = " UNION ALL ".join(
            f"SELECT {place} AS place, one.* FROM ({_MEDIANS}) one" for place in range(len(spans))
        )
        cursor.execute(f"{each} ORDER BY place", asked)
        rows = [row[1:] for row in cursor.fetchall()]
    return [Speeds(_hours(row[0]), _hours(row[1]), _hours(row[2]), *row[3:]) for row in rows]


def _hours(seconds: Any) -> float | None:
    return None if seconds is None else round(float(seconds) / 3600, 1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001


def within(found: QuerySet[Problem], since: date | None, until: date | None) -> QuerySet[Problem]:
    """What was found from a day up to another, both counted."""
    if since is not None:
        found = found.filter(found_at__gte=_midnight(since))
    return found.filter(found_at__lt=_midnight(until + timedelta(days=1))) if until is not None else found


def by_unit(found: QuerySet[Problem]) -> list[dict[str, Any]]:
    """For each unit that leads something: how many, closed, late, reworked, relapsed, with rates, and its speeds: two statements."""
    counted = found.filter(unit__isnull=False).exclude(status__in=statuses_of(Class.ELSEWHERE)).order_by()
    now = timezone.now()
    solved = Q(rechecked_at__isnull=False, assigned_at__isnull=False, rectified_at__isnull=False)
    rows = counted.values("unit", name=F("unit__name"), order=F("unit__order")).annotate(
        all=Count("pk"),
        fixed=Count("pk", filter=Q(status__in=statuses_of(Class.FIXED))),
        live=Count("pk", filter=Q(status__in=LIVE)),
        late_now=Count("pk", filter=Q(status__in=OWED, due_at__lt=now)),
        late=Count("pk", filter=Q(late=True) | Q(status__in=OWED, due_at__lt=now)),
        reworked=Count("pk", filter=Q(reworks__gt=0)),
        relapsed=Count("pk", filter=Q(round__gt=1)),
        ever_closed=Count("pk", filter=Q(closed_at__isnull=False) | Q(round__gt=1)),
        found_hours=_median("found_at", "opened_at", Q(opened_at__gte=F("found_at"))),
        judged_hours=_median("opened_at", "assigned_at", Q(round=1, assigned_at__isnull=False)),
        solved_hours=_median("assigned_at", "rectified_at", solved),
    )
    held = Card.objects.filter(state=CardState.ISSUED, problem__in=counted.values("pk")).order_by()
    cards = dict(held.values_list("unit").annotate(n=Count("pk")))
    return [_rates({**row, "cards": cards.get(row["unit"], 0)}) for row in rows.order_by("order", "name")]


class _Median(Aggregate):
    """The middle of them (percentile_cont), in hours."""

    function, template = "percentile_cont", "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def _median(since: str, until: str, among: Q) -> Aggregate:
    hours = ExpressionWrapper(
        Extract(ExpressionWrapper(F(until) - F(since), output_field=DurationField()), "epoch") / 3600.0,
        output_field=FloatField(),
    )
    return _Median(hours, filter=among)


def whole(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """All units together: how many, closed, and the rate."""
    every, fixed = sum(row["all"] for row in rows), sum(row["fixed"] for row in rows)
    return {"all": every, "fixed": fixed, "fixed_percent": round(100 * fixed / every, 1) if every else None}


def causes(found: QuerySet[Problem]) -> list[dict[str, Any]]:
    """Old cases by their cause, and how many of each have no leader in charge: one statement. No cause: not looked at yet."""
    old = found.filter(status__in=LIVE, old_since__isnull=False).order_by()
    rows = old.values("cause").annotate(n=Count("pk"), alone=Count("pk", filter=Q(leader=None)))
    return [{**row, "words": Cause(row["cause"]).label if row["cause"] else ""} for row in rows.order_by("-n", "cause")]


def _rates(row: dict[str, Any]) -> dict[str, Any]:
    """Rates in percent; none of nothing."""
    row["fixed_percent"] = round(100 * row["fixed"] / row["all"], 1)
    row["late_percent"] = round(100 * row["late"] / row["all"], 1)
    row["relapse_percent"] = round(100 * row["relapsed"] / row["ever_closed"], 1) if row["ever_closed"] else None
    for name in ("found_hours", "judged_hours", "solved_hours"):
        row[name] = None if row[name] is None else round(row[name], 1)
    return row
