"""What a unit has in hand, campaign by campaign: its score, what it can still win, what is asked of it.

Its one trick: what is asked needs no list of its own. A fact that is missing is a loss that is only unknown, so one reading
of the unit's card tells all three.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Q, QuerySet

from duibiao.campaigns import queries as campaigns
from duibiao.campaigns.choices import State
from duibiao.campaigns.models import Campaign, Milestone
from duibiao.ledger.queries.owed import Owed, owed
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit
from duibiao.scores.models import Point
from duibiao.scores.queries import points_before
from duibiao.web.base.scores.bars import Parts, of_reading
from duibiao.web.base.scores.reading import Reading, read, sentence
from duibiao.web.base.scores.standings import BACK_DAYS, Verdict, group_name, verdicts
from duibiao_engine.gap import Loss
from duibiao_engine.results import UnitScore

#: A campaign that is over stays on the first page for so many days: its result is still talked about.
AFTER_DAYS = 60
#: Losses and missing facts that are named; the rest is behind a link.
MOST = 5


@dataclass(frozen=True)
class Line:
    """An indicator with points at stake. A penalty or a veto has no page of its own: its code is empty."""

    code: str
    name: str
    points: float
    words: str


@dataclass(frozen=True)
class Mine:
    """One campaign, as a unit looks at it."""

    campaign: Campaign
    score: UnitScore | None
    bar: Parts | None
    group: str
    risen: int | None
    winnable: list[Line]
    missing: list[Line]
    verdicts: tuple[Verdict, ...]
    milestone: Milestone | None
    #: What its ledger still wants; None where it wants no materials at all.
    owed: Owed | None = None

    @property
    def top(self) -> list[Line]:
        return self.winnable[:MOST]

    @property
    def first_missing(self) -> list[Line]:
        return self.missing[:MOST]

    @property
    def fell(self) -> int:
        return -(self.risen or 0)

    @property
    def percent(self) -> float | None:
        rate = self.score.rate if self.score else None
        return None if rate is None else 100 * rate

    @property
    def days_left(self) -> int | None:
        return (self.milestone.day - today()).days if self.milestone else None


def in_hand(unit: Unit) -> QuerySet[Campaign]:
    """The campaigns that the unit takes part in and that run, or ended a short while ago: one statement."""
    lately = Q(state__in=[State.NAMED, State.CLOSED], until__gte=today() - timedelta(days=AFTER_DAYS))
    found = Campaign.objects.filter(Q(state__in=[State.RUNNING, State.REVIEW]) | lately, participants__unit=unit)
    return found.select_related("edition", "standing").defer("edition__text")


def mines(unit: Unit) -> list[Mine]:
    """All of them: some statements together, and for each campaign those of one card."""
    found = list(in_hand(unit))
    days = campaigns.next_milestones(found, today())
    then = points_before(found, unit, today() - timedelta(days=BACK_DAYS))
    materials = owed(unit, found)
    made = (_mine(one, unit, days.get(one.pk), then.get(one.pk)) for one in found)
    return [replace(one, owed=materials.get(one.campaign.pk)) for one in made]


def _mine(campaign: Campaign, unit: Unit, milestone: Milestone | None, then: Point | None) -> Mine:
    reading = read(campaign, unit, None)
    if reading is None:
        return Mine(campaign, None, None, "", None, [], [], (), milestone)
    score = reading.score
    risen = then.rank - score.rank if then and then.rank and score.rank else None
    missing = sorted((loss for loss in reading.losses if loss.unknown > 0), key=lambda loss: -loss.unknown)
    return Mine(
        campaign,
        score,
        of_reading(reading),
        group_name(reading.standard, score.group),
        risen,
        list(_lines(reading, [(loss, loss.to_win) for loss in reading.losses if loss.to_win > 0])),
        list(_lines(reading, [(loss, loss.unknown) for loss in missing])),
        verdicts(reading.standard, score),
        milestone,
    )


def _lines(reading: Reading, found: Iterable[tuple[Loss, float]]) -> Iterable[Line]:
    for loss, points in found:
        known = loss.indicator in reading.standard.by_code
        name = reading.name_of(loss.indicator) if known else loss.name
        yield Line(loss.indicator if known else "", name, points, sentence(loss))
