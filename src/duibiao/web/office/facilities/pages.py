"""The register of facilities: what is where, how it was found, and what is ordered. Opened before and after a census.

In ten seconds: how many are not well and have no order yet; tick them, one button.
"""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.lib.spans import today
from duibiao.lib.tables import Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.places import facilities as services
from duibiao.places import facility_queries as queries
from duibiao.places.choices import BAD_STATES
from duibiao.places.permissions import may_manage_areas
from duibiao.problems.deadlines import at_minute
from duibiao.problems.facility_orders import order_many
from duibiao.problems.permissions import may_manage as may_order
from duibiao.problems.queries import lit, problems
from duibiao.problems.rules import clock, labels
from duibiao.web.base import facility_lists as lists
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.facilities.forms import ChangeFacilityForm, FacilityForm, LookForm, OrderForm, TypeForm


def up() -> tuple[tuple[str, str], ...]:
    return ((_("公共设施"), reverse("office:facilities")),)


@page(may_manage_organisation)
def facilities(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, lists.rows_for(by), lists.columns(), lists.filters(by), order="site__code")
    waiting = lists.waiting(by)
    return list_page(
        request, "office/facilities/list.html", table, heading=_("公共设施"), row="office/facilities/row.html",
        empty="office/facilities/empty.html", counts=queries.counts(by), waiting=waiting, may_order=may_order(by),
        form=OrderForm(),
    )  # fmt: skip


@page(may_manage_organisation)
def facility(request: HttpRequest, pk: int) -> HttpResponse:
    by = by_of(request)
    found = queries.facility(by, pk)
    orders: list[Any] = list(lit(problems(by).filter(site=found.site_id))[:20])
    known: dict[str, Any] = {"one": found, "site": found.site, "orders": orders, "labels": labels()}
    known |= {"looks": found.looks.select_related("by__person")[:30], "form": LookForm(), "may_order": may_order(by)}
    known["wrong"] = found.state in BAD_STATES and found.site.is_current
    known["live"] = any(one.light != "none" for one in orders)
    return render(request, "office/facilities/facility.html", {**known, "lines": history_of(found.site)})


@form(may_manage_areas)
def add_facility(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    services.types()
    return form_page(
        request, FacilityForm(request.POST or None), lambda given: services.add(by, **given), heading=_("登记设施"),
        act=_("保存"), back=reverse("office:facilities"), done=_("已登记，状态是“待普查”。"), where=up(),
    )  # fmt: skip


@form(may_manage_areas)
def change_facility(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.facility(by_of(request), pk)
    names = [name for name in ChangeFacilityForm.base_fields if name != "answers"]
    start = {name: getattr(found.site, name) for name in names} | {"answers": found.unit_id}
    start["crs"] = found.site.crs or "wgs84"
    return form_page(
        request, ChangeFacilityForm(request.POST or None, initial=start),
        lambda given: services.change(by, found, **given), heading=_("修改：%s") % found, act=_("保存"),
        back=reverse("office:facility", args=[pk]), done=_("已保存。"), where=up(),
    )  # fmt: skip


@act(may_manage_areas)
def look_at_facility(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.facility(by_of(request), pk)
    asked = LookForm(request.POST, request.FILES)
    if not asked.is_valid():
        wrong = "；".join(str(one) for errors in asked.errors.values() for one in errors)
        messages.error(request, _("没有记下：%s") % wrong)
        return redirect("office:facility", pk=pk)
    given = asked.cleaned_data
    day = given["on"]
    at = timezone.now() if day == today() else timezone.make_aware(datetime.combine(day, time(12)))
    reference = f"hand:{given['uid']}"
    services.look(
        by, found, state=given["state"], at=at, reference=reference, words=given["words"], photo=given["photo"]
    )
    messages.success(request, _("已记下。"))
    return redirect("office:facility", pk=pk)


@act(may_order)
def order_facilities(request: HttpRequest) -> HttpResponse:
    """An order for each that was ticked and is not well."""
    by, asked = by_of(request), OrderForm(request.POST)
    chosen = [int(pk) for pk in request.POST.getlist("facility") if pk.isdigit()]
    back = request.POST.get("next", "")
    way = redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "office:facilities")
    if not asked.is_valid():
        messages.error(request, "；".join(str(one) for errors in asked.errors.values() for one in errors))
        return way
    day = asked.cleaned_data["due_on"]
    due_at = at_minute(timezone.localtime(), day, clock().hours.ends) if day else None
    made = order_many(by, facilities=chosen, words=asked.cleaned_data["words"], due_at=due_at)
    if made.ordered:
        messages.success(request, _("已开 %d 张处置单，责任单位各收到一条消息。") % made.ordered)
    else:
        known = {"there": made.there, "well": made.well}
        messages.warning(request, _("没有开新的处置单：%(there)d 处已有处置单，%(well)d 处没有要处置的。") % known)
    return way


@form(may_manage_areas)
def add_facility_type(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    services.types()
    return form_page(
        request, TypeForm(request.POST or None), lambda given: services.add_type(by, **given), heading=_("新增设施种类"),
        act=_("保存"), back=reverse("office:facility_census"), done=_("已新增。"), where=up(),
    )  # fmt: skip


@page(may_manage_organisation)
def look_photo(request: HttpRequest, pk: int) -> HttpResponse:
    return lists.look_photo(request, pk)
