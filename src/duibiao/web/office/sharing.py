"""One record for several campaigns: which measures serve indicators of more than one standard.

Opened by the campaign office before anything is asked of a unit. In ten seconds: this has been asked already, for that campaign; its
record counts in both, so it is not asked again.
"""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duibiao.campaigns import queries
from duibiao.campaigns import sharing as shared
from duibiao.campaigns.models import Campaign
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.standards.choices import MeasureKind
from duibiao.standards.models import Binding
from duibiao.web.base.guards import page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of


def columns(uses: dict[str, list[shared.Use]]) -> list[Column[Any]]:
    return [
        Column("name", _("计量项"), lambda row: row.name, sort="name"),
        Column("kind", _("类型"), lambda row: row.get_kind_display(), sort="kind"),
        Column("count", _("活动数"), lambda row: row.campaign_count, sort="campaign_count", number=True),
        Column("where", _("用在哪些指标"), lambda row: "\n".join(_said(use) for use in uses.get(row.pk, []))),
    ]


def _said(use: shared.Use) -> str:
    return f"{use.campaign}：" + "、".join(f"{code} {name}" for code, name in use.indicators)


def filters(campaigns: list[Campaign]) -> list[Filter]:
    titles = [(str(one.pk), one.title) for one in campaigns]
    return [
        Filter("q", _("名称、拼音"), lambda text: Q(name__icontains=text) | Q(spelling__contains=text.lower())),
        Filter("kind", _("类型"), lambda kind: Q(kind=kind), MeasureKind.choices),
        Filter("campaign", _("创建活动"), lambda pk: Q(pk__in=_of(campaigns, pk)), titles),
    ]


def _of(campaigns: list[Campaign], pk: str) -> Any:
    edition = next(one.edition_id for one in campaigns if str(one.pk) == pk)
    return Binding.objects.filter(edition=edition).values("measure")


@page(may_manage_organisation)
def sharing(request: HttpRequest) -> HttpResponse:
    campaigns = shared.live(queries.campaigns(by_of(request)))
    uses = shared.uses(campaigns)
    table = Table(request.GET, shared.shared(campaigns), columns(uses), filters(campaigns), order="name")
    for row in table.rows:
        row.uses = uses.get(row.pk, [])
    return list_page(
        request,
        "office/campaigns/sharing.html",
        table,
        heading=_("一数多用"),
        row="office/campaigns/sharing_row.html",
        empty="office/campaigns/sharing_empty.html",
        campaigns=campaigns,
        total=shared.shared(campaigns).count(),
    )
