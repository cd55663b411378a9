"""Duties of last cycle's campaign, or of the edition before a move, brought over along what became of each indicator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.duties.choices import STANDING, EventKind, Source
from duibiao.duties.models import Duty
from duibiao.duties.outside import calendar
from duibiao.duties.permissions import may_assign
from duibiao.duties.services import Assigned, Wanted, assign_many
from duibiao.duties.writing import tell_history, write
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.standards.queries import comparison, standard_of


@dataclass(frozen=True)
class Carried:
    """One duty of before: its code now (empty: the indicator is gone), how sure that is, and why it cannot come over."""

    duty: Duty
    code: str
    name: str
    percent: int
    wrong: str = ""


def mapping(old: Campaign, new: Campaign) -> dict[str, tuple[str, float]]:
    """What became of each indicator, and how sure that is. The same edition: itself."""
    if old.edition_id == new.edition_id:
        return {node.code: (node.code, 1.0) for node in standard_of(new.edition).leaves}
    return {pair.old: (pair.new, pair.confidence) for pair in comparison(old.edition, new.edition).mapping}


def preview(old: Campaign, new: Campaign) -> list[Carried]:
    """The duties that the office gave out in the old campaign, with what they would be in the new one."""
    found = Duty.objects.filter(campaign=old, edition=old.edition_id, parent=None, state__in=STANDING).exclude(
        indicator=""
    )
    became, leaves = mapping(old, new), {node.code: node for node in standard_of(new.edition).leaves}
    return [_carried(duty, became, leaves) for duty in found.select_related("unit").order_by("indicator", "role")]


def _carried(duty: Duty, became: Mapping[str, tuple[str, float]], leaves: Mapping[str, object]) -> Carried:
    code, sure = became.get(duty.indicator, ("", 0.0))
    if code not in leaves:
        return Carried(duty, "", "", 0, _("新版里没有对应的指标"))
    name = leaves[code].indicator.name  # type: ignore[attr-defined]
    wrong = "" if duty.unit.is_current else _("单位已撤销，请另派承接单位")
    return Carried(duty, code, name, round(100 * sure), wrong)


def carry(by: User, new: Campaign, *, old: Campaign, chosen: Mapping[int, str]) -> Assigned:
    """Draft the chosen duties of the old campaign (its pk → the new code) in the new one; days move with the campaign."""
    rows = {duty.pk: duty for duty in Duty.objects.filter(campaign=old, pk__in=chosen).select_related("unit")}
    wanted = [
        _again(rows[pk], code, old, new) for pk, code in chosen.items() if pk in rows and rows[pk].unit.is_current
    ]
    return assign_many(by, new, wanted=wanted, source=Source.LAST_CYCLE)


def _again(duty: Duty, code: str, old: Campaign, new: Campaign) -> Wanted:
    parts: dict[str, Any] = {
        "consequence": duty.consequence,
        "target": duty.target,
        "target_unit": duty.target_unit,
        "direction": duty.direction,
    }
    if duty.due_on is not None:
        moved = calendar().on_or_before(min(_moved(duty.due_on, old, new), new.until)).day
        if moved >= new.since:
            parts |= {"due_on": moved, "starts_on": min(max(_moved(duty.starts_on, old, new), new.since), moved)}
    if duty.indicator == code and old.edition_id == new.edition_id:
        parts |= {"goal": duty.goal, "standard": duty.standard, "title": duty.title}
    return Wanted(duty.unit, code, duty.role, parts)


def _moved(day: date, old: Campaign, new: Campaign) -> date:
    return day + (new.since - old.since)


def left_behind(campaign: Campaign) -> int:
    """How many duties still hang on an edition that the campaign has moved away from."""
    return (
        Duty.objects.filter(campaign=campaign, state__in=STANDING)
        .exclude(edition=campaign.edition_id)
        .exclude(indicator="")
        .count()
    )


@transaction.atomic
def follow_move(by: User, campaign: Campaign) -> tuple[int, int]:
    """After a move to another edition: duties take their new codes. How many did, and how many have no counterpart and stay."""
    require(may_assign(by))
    Campaign.objects.select_for_update().only("pk").get(pk=campaign.pk)
    moved = campaign.moves.filter(undone_at=None, new=campaign.edition_id).first()
    found = (
        Duty.objects.filter(campaign=campaign, state__in=STANDING)
        .exclude(edition=campaign.edition_id)
        .exclude(indicator="")
    )
    done = rest = 0
    for duty in found.order_by("pk"):
        code = moved.indicators.get(duty.indicator, "") if moved is not None and duty.edition_id == moved.old_id else ""
        done, rest = (done + 1, rest) if code and _take_code(by, duty, campaign, code) else (done, rest + 1)
    if done:
        note(by, "duties.map", campaign, duties=done)
    return done, rest


def _take_code(by: User, duty: Duty, campaign: Campaign, code: str) -> bool:
    old = duty.indicator
    try:
        with transaction.atomic():
            write(duty, edition=campaign.edition, indicator=code)
    except IntegrityError:  # somebody has given it out anew already
        return False
    tell_history(by, duty, EventKind.MAPPED, f"{old} → {code}")
    return True
