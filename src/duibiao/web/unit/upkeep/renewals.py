"""What a unit must renew so that a title is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from duibiao.organisation.permissions import require
from duibiao.upkeep import renewing
from duibiao.upkeep.models import Renewal
from duibiao.upkeep.permissions import may_work
from duibiao.web.base.guards import form, page
from duibiao.web.base.requests import by_of
from duibiao.web.base.upkeep import renewals as lists
from duibiao.web.unit.upkeep.shortcomings import is_unit


@page(is_unit)
def renewals(request: HttpRequest) -> HttpResponse:
    return lists.listed(request, "unit", renewing.renewals(by_of(request)), may_keep=False)


@form(is_unit)
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(Renewal.objects.select_related("unit"), pk=pk)
    require(held.unit is not None and may_work(by_of(request), held.unit))
    return lists.renew(request, "unit", pk, reverse("unit:renewals"))
