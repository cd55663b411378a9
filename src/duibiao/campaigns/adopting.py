"""What a campaign does with each indicator of the standard above it: adopt, refine into a duty, or leave out.

Its one trick: an indicator that is left out for the whole campaign is decided not applicable for every unit that takes part, so
that the decomposition table and the score never say different things.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.campaigns.choices import Decision
from duibiao.campaigns.models import Adoption, Campaign, NotApplicable
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib import versions
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.standards.models import Edition
from duibiao.standards.queries import standard_of


class NoReason(Exception):
    """To leave an indicator out, or to refine it, one says why."""


class NotALeaf(Exception):
    """Only an indicator that is assessed itself is adopted; those above it follow."""


def adoptions(campaign: Campaign) -> dict[str, Adoption]:
    """What was decided under the campaign's present edition, by indicator: two statements."""
    found = Adoption.objects.filter(campaign=campaign, edition=campaign.edition_id)
    return {one.indicator: one for one in found.select_related("lead").prefetch_related("supporting")}


def adoption_of(campaign: Campaign, indicator: str) -> Adoption | None:
    return Adoption.objects.filter(campaign=campaign, edition=campaign.edition_id, indicator=indicator).first()


@transaction.atomic
def adopt(
    by: User, campaign: Campaign, *, indicator: str, version: int = 0, supporting: Iterable[Unit] = (), **fields: Any
) -> Adoption:
    """Decide about one indicator; `version` is the row's that was seen (0: none yet), else `versions.Stale`."""
    require(may_run_campaigns(by))
    node = standard_of(campaign.edition).by_code.get(indicator)
    if node is None or not node.indicator.is_leaf:
        raise NotALeaf(indicator)
    if fields["decision"] != Decision.ADOPTED and not fields.get("reason", "").strip():
        raise NoReason(indicator)
    row = _kept(campaign, indicator, version, fields)
    row.supporting.set(supporting)
    _follow(by, campaign, indicator, fields["decision"], fields.get("reason", ""))
    note(by, "campaigns.adopt", campaign, indicator=indicator, decision=str(fields["decision"]))
    return row


def _kept(campaign: Campaign, indicator: str, version: int, fields: Mapping[str, Any]) -> Adoption:
    held = adoption_of(campaign, indicator)
    if held is None:
        return Adoption.objects.create(campaign=campaign, edition_id=campaign.edition_id, indicator=indicator, **fields)
    versions.save(held, version=version, **fields)
    return held


def _follow(by: User, campaign: Campaign, indicator: str, decision: str, reason: str) -> None:
    """What does not apply to the campaign applies to none of its units; taken up again, it applies as before."""
    if decision == Decision.NOT_APPLICABLE:
        leave_out(by, campaign, {indicator: reason})
    else:
        standing = campaign.not_applicable.filter(indicator=indicator, whole=True, taken_back_at=None)
        standing.update(taken_back_at=timezone.now())


def leave_out(by: User, campaign: Campaign, reasons: Mapping[str, str]) -> None:
    """A decision for each unit that takes part and has none yet: one statement to read, one to write."""
    units = campaign.participants.values_list("unit", flat=True)
    rows = [
        NotApplicable(campaign=campaign, unit_id=unit, indicator=code, reason=reason, by=by, whole=True)
        for unit in units
        for code, reason in reasons.items()
    ]
    NotApplicable.objects.bulk_create(rows, ignore_conflicts=True)


def left_out(campaign: Campaign) -> dict[str, str]:
    """The indicators that the campaign leaves out, with the reasons."""
    found = Adoption.objects.filter(campaign=campaign, edition=campaign.edition_id, decision=Decision.NOT_APPLICABLE)
    return dict(found.values_list("indicator", "reason"))


@transaction.atomic
def adopt_rest(by: User, campaign: Campaign) -> int:
    """All indicators about which nothing was decided are adopted as they stand. How many that were."""
    require(may_run_campaigns(by))
    held = set(adoptions(campaign))
    codes = [node.code for node in standard_of(campaign.edition).leaves if node.code not in held]
    fields = {"campaign": campaign, "edition_id": campaign.edition_id, "decision": Decision.ADOPTED}
    Adoption.objects.bulk_create([Adoption(indicator=code, **fields) for code in codes], ignore_conflicts=True)
    if codes:
        note(by, "campaigns.adopt_rest", campaign, indicators=len(codes))
    return len(codes)


def carry_adoptions(campaign: Campaign, old: Edition, indicators: Mapping[str, str]) -> None:
    """After a move: copies under the new edition's codes. The old ones stay, so that going back finds them as they were."""
    new = standard_of(campaign.edition)
    kept = set(
        Adoption.objects.filter(campaign=campaign, edition=campaign.edition_id).values_list("indicator", flat=True)
    )
    for row in Adoption.objects.filter(campaign=campaign, edition=old).prefetch_related("supporting"):
        code = indicators.get(row.indicator, "")
        node = new.by_code.get(code)
        if node is None or not node.indicator.is_leaf or code in kept:
            continue
        supporting = list(row.supporting.all())
        row.pk, row.edition, row.indicator, row.version = None, campaign.edition, code, 1
        row._state.adding = True
        row.save()
        row.supporting.set(supporting)
