"""After a title: one act opens the period in which it is kept, with all that goes on, and a ledger of what would lapse.

Its one trick: the preview is worked out by the same functions that the act calls, over rows that are not written; so what is confirmed
is what was seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.choices import State as CampaignState
from duibiao.campaigns.models import Adoption, Campaign, NotApplicable
from duibiao.campaigns.queries import participants
from duibiao.campaigns.services import set_milestone, set_up_campaign
from duibiao.duties import carrying
from duibiao.duties.carrying import Carried
from duibiao.ledger.choices import UseState
from duibiao.ledger.models import Requirement, Use
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.problems.choices import Status
from duibiao.problems.models import Problem
from duibiao.upkeep.choices import LIVE, Renews
from duibiao.upkeep.models import Consolidation, Renewal, Rule, Shortcoming
from duibiao.upkeep.permissions import may_keep, may_work
from duibiao.upkeep.refusals import Refused
from duibiao.upkeep.writing import locked

#: Years until a title is examined again, where no day is known.
CYCLE_YEARS = 3
#: A place that relapsed once is looked at again within so many days of the new period.
LOOK_DAYS = 90
GIVEN = (UseState.GIVEN, UseState.CHECKED, UseState.ACCEPTED)


@dataclass(frozen=True)
class Terms:
    """What the office says of the period in which the title is kept."""

    title: str
    since: date
    until: date
    review_on: date
    with_duties: bool = True


@dataclass(frozen=True)
class Preview:
    """What would come along, and what would have to be renewed."""

    terms: Terms
    units: int
    left_out: int
    adoptions: int
    requirements: int
    duties: list[Carried]
    renewals: list[Renewal] = field(default_factory=list)

    @property
    def lost(self) -> list[Carried]:
        """Duties that cannot come over, each with its reason."""
        return [one for one in self.duties if one.wrong]


def usual(campaign: Campaign) -> Terms:
    """From the day after its end to the re-examination, else for the usual years."""
    since = campaign.until + timedelta(days=1)
    known = campaign.honours.filter(ended_on=None, review_on__gt=since).order_by("review_on").first()
    review = (
        known.review_on if known is not None and known.review_on else _years(since, CYCLE_YEARS) - timedelta(days=1)
    )
    return Terms(_("%s（巩固期）") % campaign.title[:112], since, review, review)


def _years(day: date, n: int) -> date:
    """The same day so many years later; of a leap day, the last of February."""
    try:
        return day.replace(year=day.year + n)
    except ValueError:
        return day.replace(year=day.year + n, day=28)


def _check(campaign: Campaign, terms: Terms) -> None:
    if campaign.state != CampaignState.NAMED:
        raise Refused(_("活动还没有命名。命名后在活动设置里把状态改为“已命名”，再开启巩固期。"))
    if terms.since <= campaign.since:
        raise Refused(_("巩固期要在原考核期开始以后。"), "since")
    if terms.until < terms.since:
        raise Refused(_("结束日期早于开始日期，请改其中一个。"), "until")
    if not terms.since <= terms.review_on <= terms.until:
        raise Refused(_("复审日期要在巩固期之内。"), "review_on")
    if Campaign.objects.filter(title=terms.title).exists():
        raise Refused(_("已有同名的活动，请改名称。"), "title")


def preview(by: User, campaign: Campaign, terms: Terms) -> Preview:
    """Nothing is written."""
    require(may_keep(by))
    _check(campaign, terms)
    asked = list(_requirements(campaign))
    coming = {one.pk: _shifted(one, campaign, terms) for one in asked}
    same = {"campaign": campaign, "edition": campaign.edition_id}
    return Preview(
        terms, campaign.participants.count(), campaign.not_applicable.filter(taken_back_at=None).count(),
        Adoption.objects.filter(**same).count(), len(asked), carrying.preview(campaign, campaign) if terms.with_duties else [],
        sorted(_renewals(campaign, terms, coming), key=lambda one: one.due_on),
    )  # fmt: skip


@transaction.atomic
def roll(by: User, campaign: Campaign, terms: Terms) -> Consolidation:
    """Open it. A campaign is rolled once: doing it again gives what is there."""
    require(may_keep(by))
    held = locked(campaign)
    there = Consolidation.objects.filter(of=held).first()
    if there is not None:
        return there
    _check(held, terms)
    new = _campaign(by, held, terms)
    _decisions(held, new)
    made = Consolidation.objects.create(of=held, campaign=new, by=by)
    coming = _carry_requirements(held, new, terms)
    Renewal.objects.bulk_create(_bound(made, _renewals(held, terms, coming)), ignore_conflicts=True)
    set_milestone(by, new, name=_("复审"), day=terms.review_on)
    if terms.with_duties:
        chosen = {one.duty.pk: one.code for one in carrying.preview(held, new) if not one.wrong}
        carrying.carry(by, new, old=held, chosen=chosen)
    note(by, "upkeep.roll", held, campaign=new.pk, renewals=made.renewals.count())
    return made


def _bound(made: Consolidation, found: Iterator[Renewal]) -> Iterator[Renewal]:
    for one in found:
        one.consolidation = made
        yield one


def _campaign(by: User, old: Campaign, terms: Terms) -> Campaign:
    same = (
        "honour",
        "level",
        "scope",
        "target_rate",
        "target_rank",
        "about",
        "declared_by",
        "authority",
        "headquarters",
        "met_line",
    )
    fields = {name: getattr(old, name) for name in same}
    new = set_up_campaign(
        by, edition=old.edition, units=list(participants(old)), title=terms.title, since=terms.since, until=terms.until,
        state=CampaignState.REVIEW, **fields,
    )  # fmt: skip
    new.supplements.set(old.supplements.all())
    return new


def _decisions(old: Campaign, new: Campaign) -> None:
    """What does not apply, and what was decided about each indicator, as they stand."""
    NotApplicable.objects.bulk_create(
        [
            NotApplicable(campaign=new, unit_id=one.unit_id, indicator=one.indicator, reason=one.reason, whole=one.whole, by_id=one.by_id)
            for one in old.not_applicable.filter(taken_back_at=None)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    Adoption.objects.filter(campaign=new, edition=old.edition_id).delete()
    rows = list(Adoption.objects.filter(campaign=old, edition=old.edition_id).prefetch_related("supporting"))
    names = ("indicator", "decision", "reason", "duty", "material", "lead_id")
    made = Adoption.objects.bulk_create(
        [
            Adoption(campaign=new, edition_id=old.edition_id, **{name: getattr(one, name) for name in names})
            for one in rows
        ]
    )
    helps = Adoption.supporting.through
    helps.objects.bulk_create(
        [
            helps(adoption_id=now.pk, unit_id=unit.pk)
            for one, now in zip(rows, made, strict=True)
            for unit in one.supporting.all()
        ]
    )


def _requirements(campaign: Campaign) -> Any:
    return Requirement.objects.filter(campaign=campaign, edition=campaign.edition_id, dropped_at=None).prefetch_related(
        "units"
    )


def _shifted(one: Requirement, old: Campaign, terms: Terms) -> Requirement:
    """The same demand for the new period: its days move by as many years as the period does."""
    years = terms.since.year - old.since.year
    days = {
        name: _years(value, years) if (value := getattr(one, name)) else None for name in ("since", "until", "due_on")
    }
    names = ("indicator", "order", "title", "kind", "number", "formats", "words", "measure_id", "posts", "flag_value")
    return Requirement(edition_id=one.edition_id, **days, **{name: getattr(one, name) for name in names})


def _carry_requirements(old: Campaign, new: Campaign, terms: Terms) -> dict[int, Requirement]:
    """By the old one's key, the new one."""
    asked = list(_requirements(old))
    rows = [_shifted(one, old, terms) for one in asked]
    for row in rows:
        row.campaign = new
    made = Requirement.objects.bulk_create(rows)
    owes = Requirement.units.through
    owes.objects.bulk_create(
        [
            owes(requirement_id=now.pk, unit_id=unit.pk)
            for one, now in zip(asked, made, strict=True)
            for unit in one.units.all()
        ]
    )
    return {one.pk: now for one, now in zip(asked, made, strict=True)}


def _renewals(old: Campaign, terms: Terms, coming: dict[int, Requirement]) -> Iterator[Renewal]:
    """Everything that lapses within the period unless somebody does something."""
    yield from _materials(old, terms, coming)
    near = Q(review_on__lte=terms.until) | Q(valid_until__lte=terms.until)
    for rule in Rule.objects.filter(near, ended_on=None).select_related("keeper"):
        due = min(day for day in (rule.review_on, rule.valid_until) if day is not None)
        yield Renewal(
            sort=Renews.RULE, title=rule.title, unit=rule.keeper, due_on=due, rule=rule, why=_("制度到期或该复核")
        )
    watched = Q(status=Status.CLOSED) | Q(status=Status.ARCHIVED, round__gt=1)
    for one in Problem.objects.filter(watched, campaign=old, unit__isnull=False).select_related("unit"):
        due = (
            max(one.watch_until or terms.since, terms.since)
            if one.round == 1
            else terms.since + timedelta(days=LOOK_DAYS)
        )
        why = _("反弹过 %d 次") % one.relapses if one.relapses else _("还在观察期")
        yield Renewal(sort=Renews.LOOK_BACK, title=one.words[:240], unit=one.unit, due_on=due, problem=one, why=why)
    for short in Shortcoming.objects.filter(campaign=old, state__in=LIVE).select_related("unit"):
        yield Renewal(
            sort=Renews.SHORTCOMING, title=short.words[:240], unit=short.unit, due_on=short.due_on, shortcoming=short,
            why=_("命名时还没补齐"),
        )  # fmt: skip
    yield Renewal(
        sort=Renews.REVIEW, title=_("复审：%s") % (old.honour or old.title), unit=None, due_on=terms.review_on
    )


def _materials(old: Campaign, terms: Terms, coming: dict[int, Requirement]) -> Iterator[Renewal]:
    """What was given and ends, or was of a time that the new period does not accept: once for each requirement and unit."""
    uses = Use.objects.filter(requirement__in=list(coming), state__in=GIVEN, material__withdrawn_at=None)
    seen: set[tuple[int, str]] = set()
    for use in uses.select_related("material", "unit", "requirement").order_by(
        "requirement", "material__expires_on", "pk"
    ):
        asked, ends = coming[use.requirement_id], use.material.expires_on
        if ends is not None and ends <= terms.until:
            due, why = ends, _("材料有效期到")
        elif asked.since is not None and (use.material.dated_on is None or use.material.dated_on < asked.since):
            due, why = asked.due_on or asked.until or terms.until, _("标准要%s以后形成的") % day_text(asked.since)
        else:
            continue
        if (use.requirement_id, use.unit.code) not in seen:
            seen.add((use.requirement_id, use.unit.code))
            known: dict[str, Any] = {"requirement": asked if asked.pk else None, "material": use.material}
            title = f"{asked.indicator} {asked.title}"[:240]
            yield Renewal(sort=Renews.MATERIAL, title=title, unit=use.unit, due_on=due, why=why, **known)


@transaction.atomic
def renew(by: User, renewal: Renewal, *, words: str) -> None:
    """It was done; the unit that answers says so, or the office."""
    held = locked(renewal)
    require(may_keep(by) or (held.unit is not None and may_work(by, held.unit)))
    if held.done_on is not None:
        raise Refused(_("这一项已经记为办好了。"))
    held.done_on, held.done_words, held.done_by = today(), words, by
    held.save(update_fields=["done_on", "done_words", "done_by"])
    note(by, "upkeep.renew", held.consolidation.of, renewal=held.pk)
