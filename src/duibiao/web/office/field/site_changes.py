"""What the office changes about sites."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.files import importing, services
from duibiao.lib.spans import today
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.places import site_importing, site_queries, siting
from duibiao.places.models import SiteAnswerer
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form
from duibiao.web.base.requests import by_of
from duibiao.web.office.field.forms import ChangeSiteForm, GeoJsonForm, InChargeForm, SiteForm


def up() -> tuple[tuple[str, str], ...]:
    return ((_("点位"), reverse("office:sites")),)


@form(may_manage_organisation)
def add_site(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return form_page(
        request,
        SiteForm(request.POST or None),
        lambda given: siting.add_site(by, **given),
        heading=_("新增点位"),
        act=_("保存"),
        back=reverse("office:sites"),
        done=_("点位已新增；请接着定责任人。"),
        where=up(),
    )


@form(may_manage_organisation)
def change_site(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), site_queries.site(by_of(request), pk)
    start = {name: getattr(found, name) for name in ChangeSiteForm.base_fields} | {"crs": found.crs or "wgs84"}
    return form_page(
        request,
        ChangeSiteForm(request.POST or None, initial=start),
        lambda given: siting.change_site(by, found, **given),
        heading=_("修改：%s") % found,
        act=_("保存"),
        back=reverse("office:site", args=[pk]),
        done=_("已保存。"),
        where=up(),
    )


@form(may_manage_organisation)
def import_geojson(request: HttpRequest) -> HttpResponse:
    """A GeoJSON file becomes the rows of the sites' workbook, tried like any other import."""
    asked, kind = GeoJsonForm(request.POST or None, request.FILES or None), importing.kind_of("sites")
    if request.method == "POST" and asked.is_valid() and kind is not None:
        file = asked.cleaned_data["file"]
        try:
            content = site_importing.from_geojson(file.read())
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            asked.add_error(
                "file", _("这不是 GeoJSON（要素集合 FeatureCollection）。请在地图软件里导出为 GeoJSON 再传。")
            )
        else:
            stored = services.simulate(by_of(request), kind=kind, name=file.name, content=content)
            return redirect("office:import", pk=stored.pk)
    known = {
        "form": asked,
        "heading": _("用 GeoJSON 导入点位"),
        "act_words": _("试算"),
        "back": reverse("office:sites"),
    }
    return render(request, "base/form_page_here.html", {**known, "where": up()})


@act(may_manage_organisation)
def put_in_charge(request: HttpRequest, pk: int) -> HttpResponse:
    asked = InChargeForm(request.POST)
    if asked.is_valid():
        siting.put_in_charge(by_of(request), site_queries.site(by_of(request), pk), since=today(), **asked.cleaned_data)
        messages.success(request, _("责任人已定。"))
    else:
        messages.error(request, _("没有保存：请选择人员。"))
    return redirect("office:site", pk=pk)


@act(may_manage_organisation)
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    answerer = get_object_or_404(SiteAnswerer.objects.select_related("site__unit"), pk=pk)
    siting.let_go(by_of(request), answerer, until=today())
    messages.success(request, _("已解除，历史记录保留。"))
    return redirect("office:site", pk=answerer.site_id)
