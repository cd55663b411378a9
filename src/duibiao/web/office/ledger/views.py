"""Lines, materials and the reviewer's desk behind the office's door: the shared pages, guarded for the office."""

from django.http import HttpRequest, HttpResponse

from duibiao.ledger.permissions import may_review, may_run_ledger
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.ledger import desk, lines, material_pages
from duibiao.web.base.ledger import volumes as filed
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of, unit_of

DOOR = "office"


@page(may_manage_organisation)
def ledger_unit(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return lines.listed(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_manage_organisation)
def line(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    return lines.line(request, DOOR, pk, unit)


@act(may_run_ledger)
def give(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    return lines.give(request, DOOR, pk, unit)


@act(may_run_ledger)
def use_material(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    return lines.use_material(request, DOOR, pk, unit)


@act(may_run_ledger)
def stop_using(request: HttpRequest, pk: int) -> HttpResponse:
    return lines.stop_using(request, DOOR, pk)


@page(may_manage_organisation)
def materials(request: HttpRequest) -> HttpResponse:
    return material_pages.listed(request, DOOR)


@page(may_manage_organisation)
def material(request: HttpRequest, pk: int) -> HttpResponse:
    return material_pages.shown(request, DOOR, pk)


@form(may_run_ledger)
def change_material(request: HttpRequest, pk: int) -> HttpResponse:
    return material_pages.change(request, DOOR, pk)


@act(may_run_ledger)
def add_version(request: HttpRequest, pk: int) -> HttpResponse:
    return material_pages.add_version(request, DOOR, pk)


@act(may_run_ledger)
def link_site(request: HttpRequest, pk: int) -> HttpResponse:
    return material_pages.link_site(request, DOOR, pk)


@act(may_run_ledger)
def withdraw_material(request: HttpRequest, pk: int) -> HttpResponse:
    return material_pages.withdraw(request, DOOR, pk)


@page(may_review)
def review_queue(request: HttpRequest) -> HttpResponse:
    return desk.first(request, DOOR)


@page(may_review)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    return desk.shown(request, DOOR, pk)


@act(may_review)
def review_accept(request: HttpRequest, pk: int) -> HttpResponse:
    return desk.accept(request, DOOR, pk)


@act(may_review)
def review_return(request: HttpRequest, pk: int) -> HttpResponse:
    return desk.send_back(request, DOOR, pk)


@page(may_manage_organisation)
def volumes(request: HttpRequest, pk: int) -> HttpResponse:
    return filed.listed(request, DOOR, campaign_of(by_of(request), pk))


@page(may_manage_organisation)
def volume(request: HttpRequest, pk: int, way: str, year: int, key: str) -> HttpResponse:
    return filed.shown(request, DOOR, campaign_of(by_of(request), pk), way, year, key)
