"""The only place that writes campaigns."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from duibiao.audit.services import changes_of, note
from duibiao.campaigns.adopting import carry_adoptions, leave_out, left_out
from duibiao.campaigns.models import Campaign, CycleYear, Milestone, Move, NotApplicable, Participant
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.campaigns.proposing import adopt_proposed
from duibiao.campaigns.self_checks import carry_self_checks
from duibiao.lib import versions
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.standards.models import Edition
from duibiao.standards.queries import standard_of
from duibiao.standards.supplements import carry_references


class NotPublished(Exception):
    """A campaign runs under a published edition only."""


class NotOneToOne(Exception):
    """Two indicators of the old edition were said to have become the same one."""


class UnknownIndicator(Exception):
    """The edition has no such indicator."""


@transaction.atomic
def set_up_campaign(by: User, *, edition: Edition, units: Iterable[Unit], **fields: Any) -> Campaign:
    """A new campaign; the years of a cycle, and who the imported table names for what, are taken over from the edition."""
    require(may_run_campaigns(by))
    if not edition.is_published:
        raise NotPublished
    campaign = Campaign.objects.create(edition=edition, **fields)
    _take_part(campaign, units)
    cycle = standard_of(edition).cycle
    years = cycle.years if cycle else ()
    CycleYear.objects.bulk_create(CycleYear(campaign=campaign, year=y.year, weight=y.weight) for y in years)
    note(by, "campaigns.set_up", campaign, edition=edition.pk)
    adopt_proposed(by, campaign)
    return campaign


def _take_part(campaign: Campaign, units: Iterable[Unit]) -> None:
    rows = [Participant(campaign=campaign, unit=unit) for unit in units]
    Participant.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def change_campaign(by: User, campaign: Campaign, *, version: int, **fields: Any) -> Campaign:
    """Write `fields` if nobody saved since `version`, else `versions.Stale`."""
    require(may_run_campaigns(by))
    changes = changes_of(campaign, {name: value for name, value in fields.items() if name != "about"})
    versions.save(campaign, version=version, **fields)
    note(by, "campaigns.change", campaign, fields=sorted(fields), changes=changes)
    return campaign


@transaction.atomic
def choose_units(by: User, campaign: Campaign, *, units: Iterable[Unit]) -> None:
    """Exactly these units take part from now on. Facts about others stay in the journal."""
    require(may_run_campaigns(by))
    chosen = list(units)
    gone, _count = campaign.participants.exclude(unit__in=chosen).delete()
    _take_part(campaign, chosen)
    leave_out(by, campaign, left_out(campaign))
    note(by, "campaigns.choose_units", campaign, units=len(chosen), gone=gone)


@transaction.atomic
def set_milestone(by: User, campaign: Campaign, *, name: str, day: date) -> Milestone:
    """A day to work towards; naming the same again changes nothing."""
    require(may_run_campaigns(by))
    milestone, made = Milestone.objects.get_or_create(campaign=campaign, name=name, day=day)
    if made:
        note(by, "campaigns.set_milestone", campaign, day=day.isoformat())
    return milestone


@transaction.atomic
def drop_milestone(by: User, milestone: Milestone) -> None:
    require(may_run_campaigns(by))
    note(by, "campaigns.drop_milestone", milestone.campaign, day=milestone.day.isoformat())
    milestone.delete()


@transaction.atomic
def set_year(
    by: User,
    campaign: Campaign,
    *,
    year: int,
    weight: float,
    published_rate: float | None,
    method: str = "",
    published_rank: int | None = None,
    rank_rate: float | None = None,
) -> CycleYear:
    """A result's weight, and what was published once there is something; the record keeps what stood there before."""
    require(may_run_campaigns(by))
    values = {"weight": weight, "published_rate": published_rate}
    values |= {"published_rank": published_rank, "rank_rate": rank_rate}
    of_year = CycleYear.objects.filter(campaign=campaign, year=year, method__in=[method, ""])
    held = of_year.order_by("-method").first()  # a year without a way yet gets this one
    was = {"changes": changes_of(held, values)} if held else values
    row = held or CycleYear(campaign=campaign, year=year)
    for name, value in {**values, "method": method}.items():
        setattr(row, name, value)
    row.save()
    note(by, "campaigns.set_year", campaign, year=year, method=method, **was)
    return row


@transaction.atomic
def decide_not_applicable(by: User, campaign: Campaign, *, unit: Unit, indicator: str, reason: str) -> NotApplicable:
    """The indicator, and all below it, does not apply to the unit. Deciding the same again changes nothing."""
    require(may_run_campaigns(by))
    if indicator not in standard_of(campaign.edition).by_code:
        raise UnknownIndicator(indicator)
    held = NotApplicable.objects.filter(campaign=campaign, unit=unit, indicator=indicator, taken_back_at=None).first()
    if held is not None:
        return held
    decision = NotApplicable.objects.create(campaign=campaign, unit=unit, indicator=indicator, reason=reason, by=by)
    note(by, "campaigns.not_applicable", campaign, unit=unit.pk, indicator=indicator)
    return decision


@transaction.atomic
def take_back(by: User, decision: NotApplicable) -> None:
    """The indicator applies again."""
    require(may_run_campaigns(by))
    if NotApplicable.objects.filter(pk=decision.pk, taken_back_at=None).update(taken_back_at=timezone.now()):
        note(by, "campaigns.applies_again", decision.campaign, unit=decision.unit.pk, indicator=decision.indicator)


@transaction.atomic
def move(by: User, campaign: Campaign, *, version: int, edition: Edition, indicators: dict[str, str]) -> Move:
    """Go over to another edition. What does not apply is carried along the mapping; facts stay as they are.

    `indicators` is one-to-one, old code → new code; an indicator that is not in it has no counterpart, and decisions about
    it rest until the move is undone.
    """
    require(may_run_campaigns(by))
    if not edition.is_published:
        raise NotPublished
    if len(set(indicators.values())) < len(indicators):
        raise NotOneToOne
    old = campaign.edition
    versions.save(campaign, version=version, edition=edition)
    moved = Move.objects.create(campaign=campaign, old=old, new=edition, indicators=indicators, by=by)
    _carry(campaign, indicators, moved.at)
    carry_adoptions(campaign, old, indicators)
    carry_self_checks(campaign, old.pk, indicators)
    carry_references(old, edition, indicators)
    note(by, "campaigns.move", campaign, old=old.pk, new=edition.pk)
    return moved


def _carry(campaign: Campaign, indicators: dict[str, str], at: datetime) -> None:
    """All decisions first rest (so that two codes may change places), then those with a counterpart stand again."""
    held = list(campaign.not_applicable.filter(taken_back_at=None))
    campaign.not_applicable.filter(taken_back_at=None).update(taken_back_at=at)
    for decision in held:
        if decision.indicator in indicators:
            new = indicators[decision.indicator]
            NotApplicable.objects.filter(pk=decision.pk).update(indicator=new, taken_back_at=None)


@transaction.atomic
def undo_move(by: User, moved: Move, *, version: int) -> Campaign:
    """Go back to the edition before. Only the latest move can be taken back, and only once."""
    require(may_run_campaigns(by))
    campaign = moved.campaign
    if campaign.edition_id != moved.new_id or moved.undone_at is not None:
        raise versions.Stale(campaign)
    versions.save(campaign, version=version, edition=moved.old)
    _carry(campaign, {new: old for old, new in moved.indicators.items()}, timezone.now())
    _wake(campaign, moved)
    Move.objects.filter(pk=moved.pk).update(undone_at=timezone.now())
    note(by, "campaigns.undo_move", campaign, move=moved.pk)
    return campaign


def _wake(campaign: Campaign, moved: Move) -> None:
    """Decisions that rested since the move stand again: they bear its very instant. One that was made anew goes before."""
    standing = set(campaign.not_applicable.filter(taken_back_at=None).values_list("unit", "indicator"))
    for decision in campaign.not_applicable.filter(taken_back_at=moved.at):
        if (decision.unit_id, decision.indicator) not in standing:  # type: ignore[comparison-overlap]
            NotApplicable.objects.filter(pk=decision.pk).update(taken_back_at=None)
