"""Forgetting who reported: some days after a case is closed, the way to reach the resident is gone for good."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from duibiao.audit.services import note
from duibiao.participation.choices import ReportState
from duibiao.participation.models import Contact
from duibiao.problems.choices import LIVE
from duibiao.problems.models import Event


@transaction.atomic
def forget(now: datetime) -> int:
    """Erase what is due; returns how many.

    Reports that were refused count from the refusal, others from the problem's closing; of a problem that ended without being
    closed (dismissed, not fixable, joined) from the last that happened to it.
    """
    before = now - timedelta(days=settings.RESIDENT_CONTACT_DAYS)
    closed = Q(report__state=ReportState.REFUSED, report__looked_at__lt=before)
    closed |= Q(report__problem__closed_at__lt=before)
    lately = Event.objects.filter(problem=OuterRef("report__problem"), at__gte=before)
    ended = Q(report__problem__isnull=False, report__problem__closed_at=None) & ~Q(report__problem__status__in=LIVE)
    closed |= ended & Q(~Exists(lately))
    due = list(
        Contact.objects.select_for_update(skip_locked=True, of=("self",)).filter(closed).select_related("report")
    )
    for one in due:
        note(None, "participation.forget", one.report)
    Contact.objects.filter(pk__in=[one.pk for one in due]).delete()
    return len(due)
