"""Units with something red are reminded to say what is missing and by when it will be there; at most once a day."""

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib.spans import today
from duibiao.notices.services import tell
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.organisation.queries import liaison_users
from duibiao.scores import met


@transaction.atomic
@override("zh-hans")
def remind_open(by: User, campaign: Campaign) -> int:
    """Tell each unit how many of its indicators are red and undated; returns how many units."""
    require(may_run_campaigns(by))
    red = met.lit_cells(by, campaign).filter(light="bad", expected_on=None, status__in=met.OPEN)
    counts = dict(red.order_by().values_list("unit").annotate(n=Count("pk")))
    units = list(Unit.objects.filter(code__in=counts))
    for unit in units:
        words = _("%(title)s有 %(n)d 项没达标，还没写差距和预计达标日期。") % {
            "title": campaign.title,
            "n": counts[unit.code],
        }
        link = f"/unit/campaigns/{campaign.pk}/self-checks/{unit.pk}/"
        about = f"unmet:{campaign.pk}:{unit.pk}:{today()}"
        tell(users=liaison_users(unit), kind="reminder", words=words, link=link, about=about)
    note(by, "scores.remind_open", campaign, units=len(units))
    return len(units)
