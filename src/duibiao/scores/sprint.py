"""The sprint list (冲刺清单): where points are still to be won, in which order to go for them, and what that makes of the target.

Its one trick: a line is what a unit can still win at an indicator, in points of its total; the county's mean moves by a share of
it, so a target for the mean is taken apart by taking lines until it is reached.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign, Milestone
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.duties.choices import IN_HAND
from duibiao.duties.models import Duty
from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.scores.choices import Potential
from duibiao.scores.models import Outlook, Total
from duibiao.scores.queries import counted_losses, standing
from duibiao.standards.queries import standard_of
from duibiao.workdays.queries import calendar

#: Where the office has said nothing: as likely as not, a week's work.
CERTAINTY, EFFORT_WORKDAYS = 50, 5
#: Points that are sure to be won where at least so likely.
SURE_PERCENT = 80


@dataclass(frozen=True)
class Line:
    """What one unit can still win at one indicator. `expected`: points times certainty; `worth`: expected points per workday of effort."""

    unit: str
    unit_name: str
    indicator: str
    name: str
    points: float
    certainty: int
    effort_workdays: int
    workdays_left: int
    potential: str
    strategy: str
    duty: Duty | None

    @property
    def expected(self) -> float:
        return self.points * self.certainty / 100

    @property
    def worth(self) -> float:
        return self.expected / self.effort_workdays

    @property
    def in_time(self) -> bool:
        return self.effort_workdays <= self.workdays_left

    @property
    def potential_words(self) -> str:
        return str(Potential(self.potential).label)


def coming(campaign: Campaign) -> list[Milestone]:
    """The milestones that are still to come, the nearest first."""
    return list(campaign.milestones.filter(day__gte=today()).order_by("day"))


def deadline(campaign: Campaign) -> date:
    """Until when points can be won: the last milestone to come, as a rule the assessment; else the end of the period."""
    held = coming(campaign)
    return held[-1].day if held else campaign.until


def lines(campaign: Campaign, unit: Unit | None = None, until: date | None = None) -> list[Line]:
    """What can still be won until a day (default: `deadline`), the most worthwhile first: what is in time before what is not, then
    by expected points per workday."""
    outlooks = {one.indicator: one for one in Outlook.objects.filter(campaign=campaign, edition=campaign.edition_id)}
    duties, days = _duties(campaign), calendar()
    left = max(days.between(today(), until or deadline(campaign)), 0)
    bonus = {node.code for node in standard_of(campaign.edition).nodes if node.indicator.bonus}

    def left_for(duty: Duty | None) -> int:
        own = left if duty is None or duty.due_on is None else max(days.between(today(), duty.due_on), 0)
        return min(own, left)

    found = []
    for (unit_code, code), (names, points) in _to_win(campaign, unit).items():
        duty = duties.get((unit_code, code))
        found.append(_line(unit_code, code, names, points, outlooks.get(code), duty, left_for(duty), code in bonus))
    return sorted(found, key=lambda one: (not one.in_time, -one.worth, -one.points, one.indicator, one.unit))


def _to_win(campaign: Campaign, unit: Unit | None) -> dict[tuple[str, str], tuple[tuple[str, str], float]]:
    """Points of the total by (unit, indicator), with their names."""
    found: dict[tuple[str, str], tuple[tuple[str, str], float]] = {}
    for loss in counted_losses(campaign, standing(campaign)):
        won = loss.to_win + (loss.unknown if loss.recoverable else 0.0)
        if won > 1e-9 and (unit is None or loss.unit == unit.code):
            key = (loss.unit, loss.indicator)
            names, points = found.get(key, ((loss.unit_name, loss.name), 0.0))
            found[key] = (names, points + won)
    return found


def _duties(campaign: Campaign) -> dict[tuple[str, str], Duty]:
    """The duty that a unit has in hand for an indicator; where it has several, the first that is due."""
    held = Duty.objects.filter(campaign=campaign, edition=campaign.edition_id, state__in=IN_HAND).exclude(indicator="")
    return {(one.unit.code, one.indicator): one for one in held.select_related("unit").order_by("-due_on", "-id")}


def _line(
    unit: str, code: str, names: tuple[str, str], points: float, said: Outlook | None, duty: Duty | None, left: int,
    bonus: bool,
) -> Line:  # fmt: skip
    certainty = said.certainty if said else CERTAINTY
    effort = said.effort_workdays if said else EFFORT_WORKDAYS
    potential = said.potential if said and said.potential else _potential(bonus, certainty, effort, left)
    strategy = said.strategy if said else ""
    return Line(unit, names[0], code, names[1], points, certainty, effort, left, potential, strategy, duty)


def _potential(bonus: bool, certainty: int, effort: int, left: int) -> str:
    """Where the office has not said: by what it holds about certainty and effort."""
    if bonus:
        return Potential.BONUS
    if effort > left or certainty < 100 - SURE_PERCENT:
        return Potential.HARD
    return Potential.SECURE if certainty >= SURE_PERCENT else Potential.CONTEST


@dataclass(frozen=True)
class TakenApart:
    """A target rate taken apart. Rates are per cent of the county's mean; `chosen` are the lines that reach it, in order."""

    now: float
    target: float
    reached: float
    chosen: Sequence[Line]

    @property
    def short(self) -> float:
        """What remains missing though everything is won; 0 where the target is reached."""
        return max(self.target - self.reached, 0.0)

    def by_unit(self) -> list[tuple[str, float]]:
        return _sums((one.unit_name, one.points) for one in self.chosen)

    def by_indicator(self) -> list[tuple[str, float]]:
        return _sums((f"{one.indicator} {one.name}", one.points) for one in self.chosen)


def _sums(pairs: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    sums: dict[str, float] = {}
    for name, points in pairs:
        sums[name] = sums.get(name, 0.0) + points
    return sorted(sums.items(), key=lambda one: -one[1])


def take_apart(campaign: Campaign, found: Iterable[Line], target: float) -> TakenApart | None:
    """Which lines bring the mean of all units with data to `target` per cent. None where nobody has data."""
    rows = list(Total.objects.filter(campaign=campaign, has_data=True).values_list("unit", "full", "rate"))
    if not rows:
        return None
    fulls = {str(unit): full for unit, full, _rate in rows}
    now = reached = 100 * sum(rate or 0.0 for _unit, _full, rate in rows) / len(rows)
    chosen: list[Line] = []
    for line in found:
        if reached >= target:
            break
        if fulls.get(line.unit):
            reached += 100 * line.points / fulls[line.unit] / len(rows)
            chosen.append(line)
    return TakenApart(now, target, reached, chosen)


@dataclass(frozen=True)
class RankTarget:
    """What a unit needs to stand at the target rank of its group: points, and from whom it would take the place."""

    unit: str
    unit_name: str
    rank: int
    needed: float
    holder: str


def to_rank(campaign: Campaign, rank: int) -> list[RankTarget]:
    """Each unit that stands behind `rank` in its group, with the points that it lacks to the unit that holds it; the nearest first."""
    rows = Total.objects.filter(campaign=campaign, has_data=True, rank__isnull=False).select_related("unit")
    groups: dict[str, list[Total]] = {}
    for row in rows.order_by("group", "rank", "unit__order"):
        groups.setdefault(row.group, []).append(row)
    found = [one for held in groups.values() for one in _behind(held, rank)]
    return sorted(found, key=lambda one: one.needed)


def _behind(held: Sequence[Total], rank: int) -> list[RankTarget]:
    at = [row for row in held if (row.rank or 0) <= rank]
    if not at:
        return []
    last = at[-1]
    return [
        RankTarget(row.unit_id, row.unit.name, row.rank or 0, _missing(row, last), last.unit.name)
        for row in held
        if (row.rank or 0) > rank
    ]


def _missing(row: Total, holder: Total) -> float:
    """Points that lift the row's rate to the holder's: their full marks may differ."""
    return max(((holder.rate or 0.0) - (row.rate or 0.0)) * row.full, 0.0)


@transaction.atomic
def set_outlook(by: User, campaign: Campaign, *, indicator: str, version: int, **fields: object) -> Outlook:
    """What the office holds about an indicator, if nobody saved since `version`, else `versions.Stale`."""
    require(may_run_campaigns(by))
    if indicator not in standard_of(campaign.edition).by_code:
        raise KeyError(_("这一版标准没有指标 %s") % indicator)
    held, _new = Outlook.objects.get_or_create(campaign=campaign, edition_id=campaign.edition_id, indicator=indicator)
    changes = versions.save(held, version=version, **fields)
    note(by, "scores.set_outlook", campaign, indicator=indicator, changes=changes)
    return held
