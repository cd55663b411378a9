"""The only place that reads campaigns for pages."""

from django.db.models import Count, QuerySet

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.permissions import visible_campaigns
from duibiao.organisation.models import Unit, User


def campaigns(by: User) -> QuerySet[Campaign]:
    """The campaigns that `by` sees, with how many units take part."""
    found = Campaign.objects.filter(visible_campaigns(by)).distinct()
    return (
        found.select_related("edition").defer("edition__text").annotate(unit_count=Count("participants", distinct=True))
    )


def participants(campaign: Campaign) -> QuerySet[Unit]:
    """The units that take part, in their own order."""
    return Unit.objects.filter(participations__campaign=campaign).order_by("order", "id")
