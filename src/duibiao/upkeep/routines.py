"""Special campaigns and what becomes of them: a drive is planned, counted, and at its end turned into routine by one act.

Its one trick: a routine makes no rounds by itself. On its day it proposes one, with everything filled in; the office makes it with one
act, and the day moves on. So nobody is sent out by a machine, and nothing is forgotten either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.inspections.models import Round, Visit
from duibiao.inspections.rounds import plan_round
from duibiao.lib import versions
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.notices.services import tell
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.organisation.queries.people import liaison_users_of
from duibiao.places.models import SiteType
from duibiao.problems.choices import Class, statuses_of
from duibiao.problems.models import Kind, Problem
from duibiao.upkeep.models import Drive, Routine, RoutineRound
from duibiao.upkeep.periods import after, last
from duibiao.upkeep.permissions import may_keep
from duibiao.upkeep.refusals import Refused
from duibiao.upkeep.writing import locked


@transaction.atomic
def plan_drive(
    by: User,
    campaign: Campaign,
    *,
    units: Iterable[Unit],
    types: Iterable[SiteType],
    kinds: Iterable[Kind],
    **fields: Any,
) -> Drive:
    """A special campaign as it is meant. Units, types and kinds that are not named are all."""
    require(may_keep(by))
    if fields["until"] < fields["since"]:
        raise Refused(_("结束日期早于开始日期，请改其中一个。"), "until")
    made = Drive.objects.create(campaign=campaign, by=by, **fields)
    made.units.set(units)
    made.types.set(types)
    made.kinds.set(kinds)
    note(by, "upkeep.plan_drive", made)
    return made


@dataclass(frozen=True)
class Result:
    """What came of a drive at one unit, or altogether."""

    name: str
    found: int
    fixed: int
    relapsed: int

    @property
    def rate(self) -> float | None:
        return 100 * self.fixed / self.found if self.found else None


@dataclass(frozen=True)
class Results:
    """战果: counted from the journal of problems and visits, by unit and by kind."""

    whole: Result
    visits: int
    by_unit: Sequence[Result]
    by_kind: Sequence[Result]


def problems_of(drive: Drive) -> QuerySet[Problem]:
    """What was found in its days, at its types of sites, of its kinds, with its units."""
    end = drive.ended_on or drive.until
    found = Problem.objects.filter(found_at__date__gte=drive.since, found_at__date__lte=end)
    found = found.exclude(status__in=statuses_of(Class.ELSEWHERE))
    units, types, kinds = (list(rows.values_list("pk", flat=True)) for rows in (drive.units, drive.types, drive.kinds))
    if units:
        found = found.filter(unit__in=units)
    if types:
        found = found.filter(Q(site__type__in=types) | Q(site=None))
    return found.filter(kind__in=kinds) if kinds else found


def results(drive: Drive) -> Results:
    """Six statements, whatever there is."""
    found = problems_of(drive)
    sums: dict[str, Any] = {"n": Count("pk"), "fixed": Count("pk", filter=Q(status__in=statuses_of(Class.FIXED)))}
    sums["relapsed"] = Count("pk", filter=Q(round__gt=1))
    whole = found.aggregate(**sums)
    sides = [
        [
            Result(row[name] or _("还没有交办"), row["n"], row["fixed"], row["relapsed"])
            for row in found.order_by().values(name).annotate(**sums).order_by("-n", name)
        ]
        for name in ("unit__name", "kind__name")
    ]
    end = drive.ended_on or drive.until
    visits = Visit.objects.filter(round__campaign=drive.campaign_id, at__date__range=(drive.since, end))
    types = list(drive.types.values_list("pk", flat=True))
    visits = visits.filter(site__type__in=types) if types else visits
    return Results(Result("", whole["n"], whole["fixed"], whole["relapsed"]), visits.count(), *sides)


@transaction.atomic
def end_drive(
    by: User, drive: Drive, *, often: str, size: int, kind: str, units: Iterable[Unit], first_on: date
) -> Routine:
    """The drive is over; from its end on there are ordinary rounds, and these units answer. Ending twice is once."""
    require(may_keep(by))
    held = locked(drive)
    there = Routine.objects.filter(drive=held).first()
    if there is not None:
        return there
    if first_on < today():
        raise Refused(_("第一次巡查的日期已经过去，请写今天或以后。"), "first_on")
    if held.ended_on is None:
        versions.save(held, version=held.version, ended_on=min(today(), held.until))
    title = _("%s：常态巡查") % held.title[:70]
    made = _routine(
        by, held.campaign, title=title, drive=held, often=often, size=size, kind=kind, units=units, first_on=first_on,
        types=list(held.types.all()),
    )  # fmt: skip
    note(by, "upkeep.end_drive", held, routine=made.pk)
    return made


@transaction.atomic
def plan_routine(by: User, campaign: Campaign, **fields: Any) -> Routine:
    """Ordinary rounds without a drive before them."""
    require(may_keep(by))
    return _routine(by, campaign, **fields)


def _routine(
    by: User, campaign: Campaign, *, types: Iterable[SiteType], units: Iterable[Unit], first_on: date, **fields: Any
) -> Routine:
    made = Routine.objects.create(campaign=campaign, by=by, next_on=first_on, **fields)
    made.types.set(types)
    chosen = list(units)
    made.units.set(chosen)
    words = _("“%(title)s”从%(day)s起%(often)s一次，本单位列入责任清单。")
    said = {"title": made.title, "day": day_text(first_on), "often": made.get_often_display()}
    tell(
        users=liaison_users_of(chosen),
        kind="routine",
        words=words % said,
        link="/unit/routines/",
        about=f"routine:{made.pk}",
    )
    note(by, "upkeep.plan_routine", made, often=made.often)
    return made


@transaction.atomic
def make_round(by: User, routine: Routine, *, inspectors: Iterable[User] | None = None) -> Round:
    """The round that the routine proposes, as a plan that can still be changed before its draw; the day moves on."""
    require(may_keep(by))
    held = locked(routine)
    if held.stopped_on is not None:
        raise Refused(_("这项常态巡查已经停了。"))
    made_already = RoutineRound.objects.filter(routine=held, day=held.next_on).select_related("round").first()
    if made_already is not None:
        return made_already.round
    day = max(held.next_on, today())
    if held.next_on > today() + timedelta(days=7):
        raise Refused(_("下一次是%s，提前一周才能拟定。") % day_text(held.next_on))
    made = plan_round(
        by, campaign=held.campaign, types=list(held.types.all()), inspectors=inspectors or who_inspects(), kind=held.kind,
        title=f"{held.title[:64]} {day.isoformat()}", since=day, until=max(last(held.often, held.next_on), day), size=held.size,
    )  # fmt: skip
    RoutineRound.objects.create(routine=held, day=held.next_on, round=made)
    versions.save(held, version=held.version, next_on=_next(held, day))
    note(by, "upkeep.make_round", held, round=made.pk)
    return made


def _next(held: Routine, day: date) -> date:
    """The day after this one: what was left out is not made up for, it would only pile up."""
    following = after(held.often, held.next_on)
    while following <= day:
        following = after(held.often, following)
    return following


def who_inspects() -> list[User]:
    return list(User.objects.filter(is_active=True, grants__role=Role.INSPECTOR).distinct().order_by("pk"))


@transaction.atomic
def stop_routine(by: User, routine: Routine) -> None:
    require(may_keep(by))
    held = locked(routine)
    if held.stopped_on is None:
        versions.save(held, version=held.version, stopped_on=timezone.localdate())
        note(by, "upkeep.stop_routine", held)
