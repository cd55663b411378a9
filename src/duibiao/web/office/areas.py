"""The office's pages about areas and road segments: every one has somebody."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.places import queries, services
from duibiao.places.choices import AreaKind
from duibiao.places.models import Answerer, Area
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.forms import AnswererForm, AreaForm, ChangeAreaForm


def heads_of(area: Area) -> str:
    return "、".join(answerer.person.name for answerer in area.answerers.all())


def columns() -> list[Column[Area]]:
    return [
        Column("name", _("名称"), lambda area: area.name, sort="name"),
        Column("code", _("编号"), lambda area: area.code, sort="code"),
        Column("kind", _("类别"), lambda area: area.get_kind_display(), sort="kind"),
        Column("unit", _("责任单位"), lambda area: area.unit.name),
        Column("extent", _("起止范围"), lambda area: area.extent),
        Column("length_m", _("长度（米）"), lambda area: area.length_m, number=True),
        Column("head", _("责任人"), heads_of),
    ]


def filters() -> list[Filter]:
    return [
        Filter(
            "q",
            _("名称、编号、责任单位"),
            lambda text: Q(name__icontains=text) | Q(code__startswith=text) | Q(unit__name__icontains=text),
        ),
        Filter("kind", _("类别"), lambda kind: Q(kind=kind), AreaKind.choices),
        Filter(
            "attended", _("责任人"), lambda has: Q(is_attended=has == "yes"), [("yes", _("有")), ("no", _("无人负责"))]
        ),
    ]


@page(may_manage_organisation)
def areas(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, queries.areas(by), columns(), filters(), order="code")
    return list_page(
        request,
        "office/areas.html",
        table,
        heading=_("区域路段"),
        row="office/parts/area_row.html",
        empty="office/parts/areas_empty.html",
        coverage=queries.coverage(by),
    )


@page(may_manage_organisation)
def area(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.area(by_of(request), pk)
    past = [one for one in Answerer.objects.filter(area=found).select_related("person") if not one.is_current]
    return render(
        request, "office/area.html", {"area": found, "past": past, "form": AnswererForm(), "lines": history_of(found)}
    )


def up() -> tuple[tuple[str, str], ...]:
    return ((_("区域路段"), reverse("office:areas")),)


@form(may_manage_organisation)
def add_area(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return form_page(
        request,
        AreaForm(request.POST or None),
        lambda given: services.add_area(by, **given),
        heading=_("新增区域路段"),
        act=_("保存"),
        back=reverse("office:areas"),
        done=_("已新增；请接着定责任人。"),
        where=up(),
    )


@form(may_manage_organisation)
def change_area(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.area(by_of(request), pk)
    start = {name: getattr(found, name) for name in ChangeAreaForm.base_fields}
    return form_page(
        request,
        ChangeAreaForm(request.POST or None, initial=start),
        lambda given: services.change_area(by, found, **given),
        heading=_("修改：%s") % found,
        act=_("保存"),
        back=reverse("office:area", args=[pk]),
        done=_("已保存。"),
        where=up(),
    )


@act(may_manage_organisation)
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    asked = AnswererForm(request.POST)
    if asked.is_valid():
        services.appoint(by_of(request), queries.area(by_of(request), pk), since=today(), **asked.cleaned_data)
        messages.success(request, _("责任人已定。"))
    else:
        messages.error(request, _("没有保存：请选择人员。"))
    return redirect("office:area", pk=pk)


@act(may_manage_organisation)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    answerer = get_object_or_404(Answerer.objects.select_related("area__unit"), pk=pk)
    services.release(by_of(request), answerer, until=today())
    messages.success(request, _("已解除，历史记录保留。"))
    return redirect("office:area", pk=answerer.area_id)
