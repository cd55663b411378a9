"""Keys for phones. Its one trick: a key is worked out, not kept: its row's number and a keyed hash of it and its serial.

The office may show the same key twice (a new phone, a QR code) and yet a stolen database opens no door.
"""

import hmac
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.inspections.models import Collector
from duibiao.inspections.permissions import may_run_rounds, may_use_phone
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require

#: Hexadecimal digits of the hash that a key carries: 120 bits.
LENGTH = 30


def token_of(collector: Collector) -> str:
    """Lower case only: some clients lower-case addresses."""
    said = f"collector:{collector.pk}:{collector.serial}:{collector.user_id}".encode()
    return f"{collector.pk:x}-{hmac.new(settings.SECRET_KEY.encode(), said, sha256).hexdigest()[:LENGTH]}"


def collector_of(token: str) -> Collector | None:
    """The key's row, if the key is right, not taken back, and its account is open."""
    number, _dash, _rest = token.partition("-")
    try:
        found = Collector.objects.select_related("user", "campaign__edition").get(
            pk=int(number, 16), revoked_at=None, user__is_active=True
        )
    except (ValueError, OverflowError, Collector.DoesNotExist):
        return None
    return found if hmac.compare_digest(token_of(found), token) else None


@transaction.atomic
def collector_for(by: User, campaign: Campaign) -> Collector:
    """One's own key in a campaign; made when there is none."""
    require(may_use_phone(by))
    made, new = Collector.objects.get_or_create(user=by, campaign=campaign, revoked_at=None)
    if new:
        note(by, "inspections.open_collector", made, campaign=campaign.pk)
    return made


@transaction.atomic
def revoke(by: User, collector: Collector) -> None:
    """A phone was lost: the key opens nothing from now on. What it sent stays."""
    require(may_run_rounds(by) or collector.user_id == by.pk)
    if Collector.objects.filter(pk=collector.pk, revoked_at=None).update(revoked_at=timezone.now()):
        note(by, "inspections.revoke_collector", collector)
