"""Pledges for tests, made from unit A's duties."""

from datetime import date, timedelta
from typing import Any

from duibiao.campaigns.models import Campaign
from duibiao.duties.models import Duty
from duibiao.lib.spans import today
from duibiao.pledges import services
from duibiao.pledges.models import Pledge
from tests import dutying
from tests.cast import Cast

PDF = b"%PDF-1.4\n%%EOF\n"


def offered(cast: Cast, of: Campaign | None = None, **given: Any) -> Pledge:
    """Unit A answers for one duty and pledges this year."""
    campaign = of or dutying.campaign(cast)
    if not Duty.objects.filter(campaign=campaign, unit=cast.unit_a).exists():
        dutying.issued(cast, campaign)
    start = {"units": [cast.unit_a], "since": campaign.since, "until": date(today().year, 12, 31)}
    return services.make(cast.lin, campaign, **{**start, **given}).pledges[0]


def signed(cast: Cast, **given: Any) -> Pledge:
    made = offered(cast, **given)
    return services.sign(cast.wang, made, sha256=made.text.sha256)


def over(cast: Cast, **given: Any) -> Pledge:
    """Signed, and its term ended yesterday."""
    made = signed(cast, **given)
    Pledge.objects.filter(pk=made.pk).update(until=today() - timedelta(days=1), since=today() - timedelta(days=100))
    made.refresh_from_db()
    return made
