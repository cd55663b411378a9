"""Who does what, as the official table said it, taken over into the decomposition of a campaign.

Its one trick: only indicators that nobody has decided about are filled; what the office decided stands.
"""

from django.db import transaction

from duibiao.audit.services import note
from duibiao.campaigns.adopting import adoptions
from duibiao.campaigns.choices import Decision
from duibiao.campaigns.models import Adoption, Campaign
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.standards.models import ProposedDuty


def open_proposals(campaign: Campaign) -> int:
    """How many indicators the table names units for, and nobody has decided about."""
    held = Adoption.objects.filter(campaign=campaign, edition=campaign.edition_id).values("indicator")
    return ProposedDuty.objects.filter(edition=campaign.edition_id).exclude(indicator__in=held).count()


@transaction.atomic
def adopt_proposed(by: User, campaign: Campaign) -> int:
    """Adopt with lead and supporting units what the table names them for. How many indicators that were."""
    require(may_run_campaigns(by))
    held = set(adoptions(campaign))
    proposed = [one for one in ProposedDuty.objects.filter(edition=campaign.edition_id) if one.indicator not in held]
    rows = Adoption.objects.bulk_create(
        Adoption(
            campaign=campaign, edition_id=campaign.edition_id, indicator=one.indicator, decision=Decision.ADOPTED,
            material=one.material, lead_id=one.lead_id,
        )
        for one in proposed
    )  # fmt: skip
    through = Adoption.supporting.through
    through._default_manager.bulk_create(
        (
            through(adoption_id=row.pk, unit_id=unit)
            for row, one in zip(rows, proposed, strict=True)
            for unit in one.supporting
        ),
        batch_size=2000,
    )
    if rows:
        note(by, "campaigns.adopt_proposed", campaign, indicators=len(rows))
    return len(rows)
