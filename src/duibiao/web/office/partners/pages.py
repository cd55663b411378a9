"""Who stands by which estate or village. Opened when places are shared out, and before a month is counted.

In ten seconds: which places have nobody, which partner's place is worst.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.partners import queries
from duibiao.partners.permissions import may_keep
from duibiao.places import partnering, site_queries
from duibiao.places.choices import Zone
from duibiao.places.models import SiteType
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.partners.pages import bond_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.forms import unit_choice


class BindForm(Form):
    unit = unit_choice(gettext_lazy("包联单位"))
    since = DateField(
        label=gettext_lazy("从哪天起"), help_text=gettext_lazy("原来的包联单位到前一天为止，记录都留着。")
    )


class NeededForm(Form):
    types = forms.ModelMultipleChoiceField(
        SiteType.objects.filter(is_facility=False), label=gettext_lazy("这些类型的点位必须有单位包联"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def up() -> tuple[tuple[str, str], ...]:
    return ((_("单位包联"), reverse("office:partners")),)


def columns(results: Mapping[int, queries.Result]) -> list[Column[Any]]:
    def of(row: Any) -> queries.Result:
        return results.get(row.bond, queries.Result())

    return [
        Column("name", _("点位"), lambda row: row.name, sort="name"),
        Column("code", _("编号"), lambda row: row.code, sort="code"),
        Column("type", _("点位类型"), lambda row: row.type.name, sort="type__order"),
        Column("place", _("属地单位"), lambda row: row.unit.known_as),
        Column("partner", _("包联单位"), lambda row: row.partner.known_as if row.partner else ""),
        Column("since", _("包联起"), lambda row: row.since_day or ""),
        Column("last", _("最近入点位"), lambda row: row.last or ""),
        Column("good", _("检查合格率（%）"), lambda row: _rounded(of(row).good_percent), number=True),
        Column("lost", _("扣分"), lambda row: of(row).lost, number=True),
        Column("live", _("未了问题"), lambda row: of(row).live, number=True),
    ]


def _rounded(percent: float | None) -> float | None:
    return None if percent is None else round(percent, 1)


def filters() -> list[Filter]:
    kinds = [(str(kind.pk), kind.name) for kind in SiteType.objects.filter(is_facility=False)]
    units = [
        (str(one.pk), one.known_as)
        for one in Unit.objects.filter(partner_sites__isnull=False).distinct().order_by("path")
    ]
    return [
        Filter("q", _("点位、编号"), lambda text: Q(name__icontains=text) | Q(code__startswith=text)),
        Filter("has", _("包联"), _has, [("no", _("没有单位包联")), ("yes", _("有"))]),
        Filter("partner", _("包联单位"), lambda pk: Q(partner=pk), units),
        Filter("type", _("点位类型"), lambda pk: Q(type=pk), kinds),
        Filter("zone", _("区域"), lambda zone: Q(zone=zone), Zone.choices),
    ]  # fmt: skip


def _has(value: str) -> Q:
    return Q(partner__isnull=value == "no")


@page(may_manage_organisation)
def partners(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    found = queries.places(by)
    results = queries.results(queries.numbers_of(found))
    table = Table(request.GET, found, columns(results), filters(), order="code")
    for row in table.rows:
        row.result = results.get(row.bond)  # as the row's template reads it
    return list_page(
        request, "office/partners/list.html", table, heading=_("单位包联"), row="office/partners/row.html",
        empty="office/partners/empty.html", coverage=queries.coverage(by), may_keep=may_keep(by),
    )  # fmt: skip


@page(may_manage_organisation)
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    return bond_page(request, "office", queries.bond(by_of(request), pk))


@form(may_keep)
def bind_partner(request: HttpRequest, pk: int) -> HttpResponse:
    by, site = by_of(request), site_queries.site(by_of(request), pk)
    return form_page(
        request, BindForm(request.POST or None, initial={"since": today(), "unit": site.partner_id}),
        lambda given: partnering.bind(by, site, **given), heading=_("定包联单位：%s") % site, act=_("定下"),
        back=reverse("office:partners"), done=_("已定；这个单位在自己的页面上看得到。"), where=up(),
    )  # fmt: skip


@act(may_keep)
def unbind_partner(request: HttpRequest, pk: int) -> HttpResponse:
    partnering.unbind(by_of(request), site_queries.site(by_of(request), pk))
    messages.success(request, _("已解除，到今天为止；记录都留着。"))
    return redirect("office:partners")


@form(may_keep)
def needed_partners(request: HttpRequest) -> HttpResponse:
    by: User = by_of(request)
    held = list(SiteType.objects.filter(needs_partner=True).values_list("pk", flat=True))
    return form_page(
        request, NeededForm(request.POST or None, initial={"types": held}),
        lambda given: partnering.set_needed(by, types={one.pk for one in given["types"]}),
        heading=_("哪类点位必须包联"), act=_("保存"), back=reverse("office:partners"), done=_("已保存。"), where=up(),
        sentence=_("如居民小区、城中村。没有单位包联的会报警。"),
    )  # fmt: skip
