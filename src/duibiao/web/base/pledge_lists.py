"""Lists of pledges: columns and filters, the same behind both doors."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter
from duibiao.pledges.choices import State
from duibiao.pledges.models import Pledge


def columns() -> list[Column[Pledge]]:
    return [
        Column("unit", _("签订单位"), lambda row: row.unit.name, sort="unit__name"),
        Column("to", _("向谁签订"), lambda row: row.to.name, sort="to__name"),
        Column("campaign", _("创建活动"), lambda row: row.campaign.title),
        Column("since", _("责任期起"), lambda row: row.since, sort="since"),
        Column("until", _("责任期止"), lambda row: row.until, sort="until"),
        Column("duties", _("任务"), lambda row: len(row.duties), number=True),
        Column("state", _("状态"), lambda row: row.get_state_display(), sort="state"),
        Column("outcome", _("兑现结论"), lambda row: row.get_outcome_display() if row.outcome else ""),
    ]


def filters(campaigns: Sequence[Campaign]) -> list[Filter]:
    over = {"yes": Q(state=State.SIGNED, until__lt=today()), "no": Q(until__gte=today())}
    words = [("yes", _("期满，等兑现")), ("no", _("还在责任期内"))]
    return [
        Filter("q", _("签订单位"), lambda text: Q(unit__name__icontains=text) | Q(to__name__icontains=text)),
        Filter("campaign", _("创建活动"), lambda pk: Q(campaign=pk), [(str(one.pk), one.title) for one in campaigns]),
        Filter("state", _("状态"), lambda state: Q(state=state), State.choices),
        Filter("over", _("责任期"), lambda name: over[name], words),
    ]
