"""Titles that were won, and which of them must soon be defended."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from duibiao.audit.services import note
from duibiao.campaigns.models import Honour
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib import versions
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require

#: How long before a re-examination one is reminded: half a year is what preparing one takes.
REMIND_DAYS = 180


def honours() -> QuerySet[Honour]:
    """All titles; everybody who may log in may know them."""
    return Honour.objects.select_related("campaign")


def honour(pk: int) -> Honour:
    return get_object_or_404(honours(), pk=pk)


def in_force() -> QuerySet[Honour]:
    """Titles that have not ended, the next re-examination first."""
    return Honour.objects.filter(ended_on=None).order_by("review_on", "id")


def to_review(today: date) -> QuerySet[Honour]:
    """Titles in force whose re-examination is near or overdue, the nearest first."""
    near = today + timedelta(days=REMIND_DAYS)
    return in_force().filter(review_on__lte=near)


@transaction.atomic
def add_honour(by: User, **fields: Any) -> Honour:
    require(may_run_campaigns(by))
    made = Honour.objects.create(**fields)
    note(by, "campaigns.add_honour", made)
    return made


@transaction.atomic
def change_honour(by: User, honour: Honour, *, version: int, **fields: Any) -> Honour:
    """Also: a re-examination was passed (a new day), or the title has ended."""
    require(may_run_campaigns(by))
    changes = versions.save(honour, version=version, **fields)
    note(by, "campaigns.change_honour", honour, fields=sorted(fields), changes=changes)
    return honour
