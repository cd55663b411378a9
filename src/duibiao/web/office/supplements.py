"""Supplementary lists beside the standards (“十有” and the like), and a campaign held against them item by item.

Opened by the campaign office when it prepares an application. In ten seconds: which items are there, which not yet, and how the
indicators that speak of the same thing stand.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.campaigns import ticking
from duibiao.campaigns.models import Campaign, Tick
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.scores import met
from duibiao.standards import supplements as kept
from duibiao.standards.models import SupplementItem
from duibiao.standards.permissions import may_keep_standards
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of
from duibiao.web.office.campaign_forms import SupplementsForm, TickForm
from duibiao.web.office.standard_forms import ChangeSupplementForm, ItemForm, ItemsForm, SupplementForm


def columns() -> list[Column[Any]]:
    return [
        Column("title", _("清单名称"), lambda row: row.title, sort="title"),
        Column("issuer", _("来源"), lambda row: row.issuer, sort="issuer"),
        Column("items", _("条目"), lambda row: row.item_count, sort="item_count", number=True),
        Column("campaigns", _("创建活动"), lambda row: row.campaign_count, sort="campaign_count", number=True),
    ]


@page(may_manage_organisation)
def supplements(request: HttpRequest) -> HttpResponse:
    by_name = Filter("q", _("清单名称、条目"), lambda text: Q(title__icontains=text) | Q(pk__in=_with(text)))
    return list_page(
        request,
        "office/standards/supplements.html",
        Table(request.GET, kept.supplements(), columns(), [by_name], order="title"),
        heading=_("附加标准"),
        row="office/standards/supplement_row.html",
        empty="office/standards/supplements_empty.html",
        may_keep=may_keep_standards(by_of(request)),
    )


def _with(text: str) -> Any:
    return SupplementItem.objects.filter(text__icontains=text, dropped_at=None).values("supplement")


def up() -> tuple[tuple[str, str], ...]:
    return ((_("附加标准"), reverse("office:supplements")),)


@form(may_keep_standards)
def add_supplement(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return form_page(
        request,
        SupplementForm(request.POST or None),
        lambda given: kept.add_supplement(by, **given),
        heading=_("录入附加标准"),
        act=_("录入"),
        back=reverse("office:supplements"),
        done=_("附加标准已录入。"),
        where=up(),
    )


@page(may_manage_organisation)
def supplement(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: its items and the indicators that speak of the same."""
    found = kept.supplement(pk)
    known = {"supplement": found, "items": kept.items(found), "form": ItemsForm(), "lines": history_of(found)}
    known["used_by"] = found.campaigns.all()
    return render(
        request, "office/standards/supplement.html", {**known, "may_keep": may_keep_standards(by_of(request))}
    )


@form(may_keep_standards)
def change_supplement(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), kept.supplement(pk)
    start = {name: getattr(found, name) for name in ChangeSupplementForm.base_fields}
    return form_page(
        request,
        ChangeSupplementForm(request.POST or None, initial=start),
        lambda given: kept.change_supplement(by, found, **given),
        heading=_("修改：%s") % found,
        act=_("保存"),
        back=reverse("office:supplement", args=[pk]),
        done=_("已保存。"),
        where=up(),
    )


@act(may_keep_standards)
def add_items(request: HttpRequest, pk: int) -> HttpResponse:
    asked = ItemsForm(request.POST)
    if asked.is_valid():
        n = kept.add_items(by_of(request), kept.supplement(pk), lines=asked.cleaned_data["lines"])
        messages.success(request, _("加了 %d 条；已有的没有重复加。") % n)
    return redirect("office:supplement", pk=pk)


@form(may_keep_standards)
def change_item(request: HttpRequest, pk: int) -> HttpResponse:
    """An item's words and its references to one edition."""
    by, found = by_of(request), kept.item(pk)
    asked = ItemForm(request.POST or None, initial=_start(found))
    back = reverse("office:supplement", args=[found.supplement_id])
    return form_page(
        request,
        asked,
        lambda given: _keep_item(by, found, **given),
        heading=_("%(list)s第 %(n)d 条") % {"list": found.supplement, "n": found.number},
        act=_("保存"),
        back=back,
        done=_("已保存。"),
        where=(*up(), (str(found.supplement), back)),
    )


def _start(item: SupplementItem) -> dict[str, Any]:
    """The item with its references to the edition that it refers to already, if there is one."""
    held = list(item.references.order_by("-edition", "indicator"))
    edition = held[0].edition_id if held else None
    codes = "、".join(one.indicator for one in held if one.edition_id == edition)
    return {"text": item.text, "edition": edition, "indicators": codes}


def _keep_item(by: User, item: SupplementItem, *, text: str, edition: Any, indicators: list[str]) -> None:
    kept.change_item(by, item, text=text)
    if edition is not None:
        kept.refer(by, item, edition=edition, indicators=indicators)


@act(may_keep_standards)
def drop_item(request: HttpRequest, pk: int) -> HttpResponse:
    found = kept.item(pk)
    kept.drop_item(by_of(request), found)
    messages.success(request, _("已删去这一条；勾验过的记录都在。"))
    return redirect("office:supplement", pk=found.supplement_id)


def tick_columns(campaign: Campaign) -> list[Column[Any]]:
    return [
        Column("list", _("清单"), lambda row: row.supplement.title, sort="supplement__title"),
        Column("number", _("序号"), lambda row: row.number, sort="number", number=True),
        Column("text", _("要求"), lambda row: row.text),
        Column("indicators", _("对应指标"), lambda row: "、".join(refs_of(row, campaign))),
        Column("met", _("勾验"), lambda row: state_words(row.tick_state), sort="tick_state"),
        Column("words", _("依据"), lambda row: row.tick_words),
    ]


def state_words(state: str) -> str:
    return {"1no": _("还没有"), "2open": _("没看过"), "3yes": _("符合")}[state]


def refs_of(item: SupplementItem, campaign: Campaign) -> list[str]:
    """The codes of the campaign's edition that speak of the item."""
    return [one.indicator for one in item.references.all() if one.edition_id == campaign.edition_id]


def tick_filters(campaign: Campaign) -> list[Filter]:
    lists = [(str(one.pk), one.title) for one in campaign.supplements.all()]
    states = [(state, state_words(state)) for state in ("1no", "2open", "3yes")]
    return [
        Filter("q", _("要求"), lambda text: Q(text__icontains=text)),
        Filter("list", _("清单"), lambda pk: Q(supplement=pk), lists),
        Filter("state", _("勾验"), lambda state: Q(tick_state=state), states),
    ]


def ticked(campaign: Campaign) -> QuerySet[Any]:
    """The items that count for the campaign, with what was ticked."""
    mine = Tick.objects.filter(campaign=campaign, item=OuterRef("pk"))
    found = ticking.items_of(campaign).prefetch_related("references")
    return found.annotate(
        tick_state=Case(
            When(Exists(mine.filter(met=True)), then=Value("3yes")), When(Exists(mine), then=Value("1no")),
            default=Value("2open"), output_field=CharField(),
        ),
        tick_words=Coalesce(Subquery(mine.values("words")[:1]), Value(""), output_field=CharField()),
    )  # fmt: skip


@page(may_manage_organisation)
def campaign_supplements(request: HttpRequest, pk: int) -> HttpResponse:
    """The campaign against its lists, item by item."""
    by, found = by_of(request), campaign_of(by_of(request), pk)
    rows = ticked(found)
    table = Table(request.GET, rows, tick_columns(found), tick_filters(found), order="supplement__title")
    _show_indicators(table.rows, found)
    states = list(rows.values_list("tick_state", flat=True))
    return list_page(
        request,
        "office/campaigns/supplements.html",
        table,
        heading=_("%s附加标准勾验") % found.title,
        row="office/campaigns/supplement_row.html",
        empty="office/campaigns/supplements_empty.html",
        campaign=found,
        counts={
            "all": len(states),
            "yes": states.count("3yes"),
            "no": states.count("1no"),
            "open": states.count("2open"),
        },
        may_run=may_run_campaigns(by),
    )


def _show_indicators(rows: list[Any], campaign: Campaign) -> None:
    """How the county stands with each indicator that is referred to: one statement."""
    codes = {code for row in rows for code in refs_of(row, campaign)}
    known = {one.code: one for one in met.county(campaign).filter(code__in=codes)} if codes else {}
    for row in rows:
        row.refs = [known[code] for code in refs_of(row, campaign) if code in known]


@form(may_run_campaigns)
def choose_supplements(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), campaign_of(by_of(request), pk)
    back = reverse("office:campaign_supplements", args=[pk])
    return form_page(
        request,
        SupplementsForm(
            request.POST if request.method == "POST" else None, initial={"supplements": found.supplements.all()}
        ),
        lambda given: ticking.choose_supplements(by, found, **given),
        heading=_("选附加标准"),
        act=_("就定这些"),
        back=back,
        done=_("附加标准已选定。"),
        where=((found.title, reverse("office:campaign", args=[pk])), (_("附加标准"), back)),
    )


@act(may_run_campaigns)
def tick(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """There or not yet, and on what ground."""
    found = campaign_of(by_of(request), pk)
    wanted = get_object_or_404(ticking.items_of(found), pk=item)
    asked: Form = TickForm(request.POST)
    if asked.is_valid():
        ticking.tick(by_of(request), found, item=wanted, **asked.cleaned_data)
        messages.success(request, _("第 %d 条已勾验。") % wanted.number)
    else:
        messages.error(request, _("没有勾验：依据不能超过 300 个字。"))
    return redirect(f"{reverse('office:campaign_supplements', args=[pk])}?{request.GET.urlencode()}")
