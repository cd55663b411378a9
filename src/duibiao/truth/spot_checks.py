"""Spot checks (抽查复核): accepted materials are drawn by chance that nobody steers, and looked at again by another person.

Its one trick: chance is a hash, as in the draw of sites. The seed is kept with the check, so anybody can draw again and get the same.
"""

import secrets
from collections import defaultdict

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.ledger.choices import ReviewLevel, UseState, Verdict
from duibiao.ledger.models import Review, Use
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.truth.choices import SpotState
from duibiao.truth.models import SpotCheck, SpotItem
from duibiao.truth.permissions import may_look_again, may_report
from duibiao_engine.sampling import shares, ticket


class Refused(Exception):
    """Said in words for people."""


def accepted(campaign: Campaign) -> QuerySet[Use]:
    """What the office accepted and stands, each with who accepted it (`accepted_by`)."""
    last = Review.objects.filter(use=OuterRef("pk"), verdict=Verdict.ACCEPTED, level=ReviewLevel.OFFICE).order_by("-id")
    found = Use.objects.filter(
        requirement__campaign=campaign, requirement__edition=campaign.edition_id, requirement__dropped_at=None,
        state=UseState.ACCEPTED, material__withdrawn_at=None,
    )  # fmt: skip
    return found.annotate(accepted_by=Subquery(last.values("by")[:1])).filter(accepted_by__isnull=False)


def drawn(uses: dict[int, str], seed: str, size: int) -> list[int]:
    """So many of the uses (by their unit): one of each unit at least while that goes, the rest by how much a unit has given."""
    by_unit = defaultdict(list)
    for pk, unit in uses.items():
        by_unit[unit].append(pk)
    sizes = {unit: len(held) for unit, held in by_unit.items()}
    taken = shares(sizes, size, 1 if size >= len(sizes) else 0)
    found: list[int] = []
    for unit, held in sorted(by_unit.items()):
        held.sort(key=lambda pk: ticket(seed, str(pk)))
        found += held[: taken[unit]]
    return found


@transaction.atomic
def draw(by: User, campaign: Campaign, *, title: str, size: int) -> SpotCheck:
    """Draw now. The same title again is the check that is there."""
    require(may_report(by))
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    there = SpotCheck.objects.filter(campaign=campaign, title=title).first()
    if there is not None:
        return there
    held = {one.pk: (str(one.unit_id), one.accepted_by) for one in accepted(campaign)}  # type: ignore[attr-defined]
    if not held:
        raise Refused(_("还没有审核通过的材料，没有可抽的。"))
    seed = secrets.token_hex(16)
    chosen = drawn({pk: unit for pk, (unit, _by) in held.items()}, seed, min(size, len(held)))
    made = SpotCheck.objects.create(campaign=campaign, title=title, size=len(chosen), there=len(held), seed=seed, by=by)
    SpotItem.objects.bulk_create([SpotItem(check_of=made, use_id=pk, accepted_by_id=held[pk][1]) for pk in chosen])
    note(by, "truth.draw", made, campaign=campaign.pk, size=len(chosen))
    return made


@transaction.atomic
def look_again(by: User, item: SpotItem, *, state: str, words: str = "") -> SpotItem:
    """What another person found. Said anew, the last words stand, and the line of the record keeps the first."""
    held = SpotItem.objects.select_for_update(of=("self",)).select_related("check_of").get(pk=item.pk)
    require(may_look_again(by))
    if by.pk == held.accepted_by_id:
        raise Refused(_("这份材料是您审核通过的，请换一个人复核。"))
    if state != SpotState.TRUE and not words.strip():
        raise Refused(_("不是“属实”的，要写明看到了什么。"))
    held.state, held.words, held.looked_by, held.looked_at = state, words.strip(), by, timezone.now()
    held.save(update_fields=["state", "words", "looked_by", "looked_at"])
    note(by, "truth.look_again", held.check_of, item=held.pk, confirmed=state == SpotState.TRUE)
    return held
