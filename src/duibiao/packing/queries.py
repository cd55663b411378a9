"""Reading packages."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from duibiao.campaigns.models import Campaign
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.packing.models import Submission
from duibiao.packing.permissions import may_pack
from duibiao.packing.reading import uses_of


def submissions(campaign: Campaign) -> QuerySet[Submission]:
    return Submission.objects.filter(campaign=campaign).select_related("unit", "by__person", "campaign")


def submission(by: User, pk: int) -> Submission:
    require(may_pack(by))
    found = Submission.objects.select_related("campaign__edition", "unit", "by__person")
    return get_object_or_404(found, pk=pk)


def ready(campaign: Campaign) -> tuple[int, int]:
    """How many materials are accepted, and how many stand without having been accepted."""
    accepted = uses_of(campaign, None, everything=False).count()
    return accepted, uses_of(campaign, None, everything=True).count() - accepted
