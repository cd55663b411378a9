"""Titles that the county holds.

Opened when somebody asks what has been won, and by the campaign office to see what must be defended next. In ten seconds: which
titles are in force, and how many days until the next re-examination.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Q, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.campaigns import honours as kept
from duibiao.campaigns.choices import Level, Scope
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.campaign_forms import ChangeHonourForm, HonourForm

#: Sorts after every day that anybody will live to see.
NEVER = date(9999, 12, 31)


def columns() -> list[Column[Any]]:
    return [
        Column("title", _("称号"), lambda row: row.title, sort="title"),
        Column("level", _("级别"), lambda row: row.get_level_display(), sort="level"),
        Column("scope", _("类型"), lambda row: row.get_scope_display(), sort="scope"),
        Column("conferred_by", _("命名机关"), lambda row: row.conferred_by, sort="conferred_by"),
        Column("document", _("文号"), lambda row: row.document),
        Column("conferred_on", _("命名日期"), lambda row: row.conferred_on, sort="conferred_on"),
        Column("review_on", _("复审日期"), lambda row: row.review_on, sort="review"),
        Column("state", _("状态"), lambda row: _("已失效") if row.ended_on else _("有效")),
        Column("campaign", _("创建活动"), lambda row: row.campaign.title if row.campaign else ""),
    ]


def filters() -> list[Filter]:
    near = today() + timedelta(days=kept.REMIND_DAYS)
    states = {
        "soon": Q(ended_on=None, review_on__lte=near), "held": Q(ended_on=None), "ended": Q(ended_on__isnull=False)
    }  # fmt: skip
    words = [("soon", _("半年内复审")), ("held", _("有效")), ("ended", _("已失效"))]
    return [
        Filter("q", _("称号、命名机关"), lambda text: Q(title__icontains=text) | Q(conferred_by__icontains=text)),
        Filter("level", _("级别"), lambda level: Q(level=level), Level.choices),
        Filter("scope", _("类型"), lambda scope: Q(scope=scope), Scope.choices),
        Filter("state", _("状态"), lambda state: states[state], words),
    ]


@page(may_manage_organisation)
def honours(request: HttpRequest) -> HttpResponse:
    far = Coalesce("review_on", Value(NEVER), output_field=DateField())
    rows = kept.honours().annotate(review=far)
    table = Table(request.GET, rows, columns(), filters(), order="review")
    nearest = kept.to_review(today()).first()
    for row in (*table.rows, nearest):
        if row is not None and row.review_on:
            row.left = (row.review_on - today()).days
    return list_page(
        request,
        "office/honours.html",
        table,
        heading=_("荣誉称号"),
        row="office/parts/honour_row.html",
        empty="office/parts/honours_empty.html",
        next=nearest,
        remind=kept.REMIND_DAYS,
        held=kept.honours().filter(ended_on=None).count(),
        may_run=may_run_campaigns(by_of(request)),
    )


def up() -> tuple[tuple[str, str], ...]:
    return ((_("荣誉称号"), reverse("office:honours")),)


@form(may_run_campaigns)
def add_honour(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return form_page(
        request,
        HonourForm(request.POST or None),
        lambda given: kept.add_honour(by, **given),
        heading=_("登记荣誉称号"),
        act=_("登记"),
        back=reverse("office:honours"),
        done=_("称号已登记。"),
        where=up(),
    )


@form(may_run_campaigns)
def change_honour(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), kept.honour(pk)
    start = {name: getattr(found, name) for name in ChangeHonourForm.base_fields}
    return form_page(
        request,
        ChangeHonourForm(request.POST or None, initial=start),
        lambda given: kept.change_honour(by, found, **given),
        heading=_("修改：%s") % found,
        act=_("保存"),
        back=reverse("office:honours"),
        done=_("已保存。"),
        where=up(),
    )
