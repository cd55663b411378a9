"""Spot checks and undertakings. Opened after a round of reviews, and by a leader who wants to know whether the reviews hold.

In ten seconds: how many of those drawn were not as they said, of which units; and who has not given their word yet.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.audit.queries import history_of
from duibiao.ledger.models import MaterialFile
from duibiao.ledger.services.undertaking import by_unit
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.truth import spot_checks as services
from duibiao.truth.choices import SpotState
from duibiao.truth.models import SpotCheck, SpotItem
from duibiao.truth.permissions import may_look_again, may_report
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of

SHAPES = {"open": "info", "true": "good", "flawed": "soon", "false": "bad"}


def _counted() -> Any:
    counts = {f"n_{state}": Count("items", filter=Q(items__state=state)) for state in SpotState.values}
    return SpotCheck.objects.select_related("campaign", "by__person").annotate(**counts)


def columns() -> list[Column[Any]]:
    return [
        Column("title", _("抽查"), lambda row: row.title, sort="title"),
        Column("campaign", _("创建活动"), lambda row: row.campaign.title),
        Column("at", _("抽取时间"), lambda row: row.at, sort="at"),
        Column("size", _("抽了"), lambda row: f"{row.size}/{row.there}"),
        Column("open", _("待复核"), lambda row: row.n_open, sort="n_open", number=True),
        Column("flawed", _("有瑕疵"), lambda row: row.n_flawed, sort="n_flawed", number=True),
        Column("false", _("不实"), lambda row: row.n_false, sort="n_false", number=True),
    ]


@page(may_look_again)
def spot_checks(request: HttpRequest) -> HttpResponse:
    q = Filter("q", _("抽查、创建活动"), lambda text: Q(title__icontains=text) | Q(campaign__title__icontains=text))
    table = Table(request.GET, _counted(), columns(), [q], order="-at")
    return list_page(
        request, "office/truth/spot_checks.html", table, heading=_("抽查复核"), row="office/truth/spot_check_row.html",
        empty="office/truth/spot_checks_empty.html",
    )  # fmt: skip


class DrawForm(Form):
    title = forms.CharField(label=gettext_lazy("名称"), max_length=120, help_text=gettext_lazy("如：三季度材料抽查。"))
    size = forms.IntegerField(
        label=gettext_lazy("抽几份"), min_value=1, max_value=2000, initial=20,
        help_text=gettext_lazy("够分时每个单位至少一份，其余按交的多少分；随机抽，种子留档，谁都能重算。"),
    )  # fmt: skip


@form(may_report)
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    by, campaign, made = by_of(request), campaign_of(by_of(request), pk), list[SpotCheck]()
    there = services.accepted(campaign).count()
    response = form_page(
        request, DrawForm(request.POST or None), lambda given: made.append(services.draw(by, campaign, **given)),
        heading=_("抽查材料：%s") % campaign, act=_("抽取"), back=reverse("office:spot_checks"), done=_("已抽取，请另一个人复核。"),
        where=((_("抽查复核"), reverse("office:spot_checks")),), refusals=(services.Refused,),
        sentence=_("现在有 %d 份审核通过的材料可抽。") % there,
    )  # fmt: skip
    return redirect("office:spot_check", pk=made[0].pk) if made else response


def _item_columns() -> list[Column[Any]]:
    return [
        Column("material", _("材料"), lambda row: row.use.material.title),
        Column("unit", _("单位"), lambda row: row.unit_name, sort="unit_name"),
        Column("indicator", _("指标"), lambda row: row.code, sort="code"),
        Column("state", _("结论"), lambda row: row.get_state_display(), sort="state"),
        Column("words", _("说明"), lambda row: row.words),
    ]


@page(may_look_again)
def spot_check(request: HttpRequest, pk: int) -> HttpResponse:
    """One draw: what each material turned out to be."""
    found, by = get_object_or_404(_counted(), pk=pk), by_of(request)
    newest = MaterialFile.objects.filter(material=OuterRef("use__material")).order_by("-number").values("pk")[:1]
    rows = found.items.select_related("use__material", "looked_by__person").annotate(
        unit_name=F("use__unit__name"), code=F("use__requirement__indicator"), file_pk=Subquery(newest)
    )
    state = Filter("state", _("结论"), lambda state: Q(state=state), SpotState.choices)
    q = Filter(
        "q", _("材料、单位"), lambda text: Q(unit_name__icontains=text) | Q(use__material__title__icontains=text)
    )
    table = Table(request.GET, rows, _item_columns(), [q, state], order="unit_name")
    for row in table.rows:
        row.shape, row.mine = SHAPES[row.state], row.accepted_by_id == by.pk
    known = {"check": found, "states": SpotState.choices[1:], "lines": history_of(found), "may_report": may_report(by)}
    return list_page(
        request, "office/truth/spot_check.html", table, heading=_("%s结果") % found.title,
        row="office/truth/spot_item_row.html", empty="office/truth/spot_checks_empty.html", **known,
    )  # fmt: skip


@act(may_look_again)
def look_again(request: HttpRequest, pk: int) -> HttpResponse:
    found, asked = get_object_or_404(SpotItem, pk=pk), request.POST.get("state", "")
    try:
        if asked not in SpotState.values[1:]:
            raise services.Refused(_("没有记下：请选结论。"))
        services.look_again(by_of(request), found, state=asked, words=request.POST.get("words", "")[:300])
        messages.success(request, _("已记下。"))
    except services.Refused as refused:
        messages.error(request, str(refused))
    return redirect("office:spot_check", pk=found.check_of_id)


@page(may_manage_organisation)
def undertakings(request: HttpRequest, pk: int) -> HttpResponse:
    """Which units have given their word, and which have handed in without it."""
    campaign = campaign_of(by_of(request), pk)
    rows = by_unit(campaign)
    promised = [("no", _("没有承诺")), ("yes", _("已承诺"))]
    kept = [
        Filter("q", _("单位"), lambda text: Q(name__icontains=text)),
        Filter("promised", _("承诺"), lambda way: Q(promised=way == "yes"), promised),
    ]
    columns = [
        Column[Any]("unit", _("单位"), lambda row: row.name, sort="name"),
        Column[Any]("promised", _("承诺"), lambda row: _("已承诺") if row.promised else _("没有承诺"), sort="promised"),
        Column[Any]("at", _("承诺时间"), lambda row: row.promised_at),
        Column[Any]("people", _("几个账号"), lambda row: row.n_promised, number=True),
        Column[Any]("given", _("已交材料"), lambda row: row.n_given, number=True),
    ]
    table = Table(request.GET, rows, columns, kept, order="order")
    sums = {"all": rows.count(), "promised": rows.filter(promised=True).count()}
    sums["without"] = rows.filter(promised=False, n_given__gt=0).count()
    return list_page(
        request, "office/truth/undertakings.html", table, heading=_("%s真实性承诺") % campaign.title,
        row="office/truth/undertaking_row.html", empty="office/truth/undertakings_empty.html", campaign=campaign, sums=sums,
    )  # fmt: skip
