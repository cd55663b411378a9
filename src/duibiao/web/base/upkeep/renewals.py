"""The ledger of what must be renewed after a title: for the office and for units."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.lib.tables import Column, Filter, Table
from duibiao.upkeep import renewing, services
from duibiao.upkeep.choices import Renews
from duibiao.upkeep.models import Renewal
from duibiao.upkeep.refusals import Refused
from duibiao.web.base.editing import form_page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.upkeep.forms import WordsForm


def lights() -> list[tuple[str, str]]:
    return [("bad", _("过期没办")), ("soon", _("30 天内")), ("info", _("以后")), ("good", _("办好了"))]


def columns() -> list[Column[Renewal]]:
    words = dict(lights())
    return [
        Column("title", _("要更新什么"), lambda row: row.title, sort="title"),
        Column("sort", _("类别"), lambda row: row.get_sort_display(), sort="sort"),
        Column("unit", _("由谁办"), lambda row: row.unit.name if row.unit else _("创建办")),
        Column("due", _("到哪天"), lambda row: row.due_on, sort="due_on"),
        Column("why", _("为什么"), lambda row: row.why),
        Column("state", _("状态"), lambda row: words[row.light], sort="light"),  # type: ignore[attr-defined]
    ]


def filters() -> list[Filter]:
    return [
        Filter("q", _("名称、单位"), lambda text: Q(title__icontains=text) | Q(unit__name__icontains=text)),
        Filter("sort_of", _("类别"), lambda one: Q(sort=one), Renews.choices),
        Filter("state", _("状态"), lambda one: Q(light=one), lights()),
    ]


def listed(request: HttpRequest, door: str, found: QuerySet[Renewal], **known: Any) -> HttpResponse:
    table = Table(request.GET, found, columns(), filters(), order="due_on")
    return list_page(
        request, "base/upkeep/renewals.html", table, heading=_("巩固台账"), row="base/upkeep/renewal_row.html",
        empty="base/upkeep/renewals_empty.html", here=door, counts=renewing.counts(found), light_words=dict(lights()),
        renew_page=f"{door}:renew", **known,
    )  # fmt: skip


def renew(request: HttpRequest, door: str, pk: int, back: str) -> HttpResponse:
    by = by_of(request)
    held = get_object_or_404(renewing.renewals(by), pk=pk)
    return form_page(
        request, WordsForm(request.POST or None), lambda given: services.renew(by, held, **given), heading=_("办好了：%s") % held.title,
        act=_("记为办好"), back=back, done=_("已记下。"), where=((_("巩固台账"), back),), sentence=held.why, refusals=(Refused,),
    )  # fmt: skip


def office_list(pk: int) -> str:
    return reverse("office:renewals", args=[pk])
