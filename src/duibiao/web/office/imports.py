"""Handing in workbooks: choose, see what would happen, confirm."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.files import importing, queries, services
from duibiao.files.importing import Kind, Outcome
from duibiao.lib import sheets
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.office.forms import UploadForm


def kind_or_404(name: str) -> Kind:
    kind = importing.kind_of(name)
    if kind is None:
        raise Http404
    return kind


@page(may_manage_organisation)
def imports(request: HttpRequest) -> HttpResponse:
    """What can be imported, and what was."""
    by = by_of(request)
    return render(request, "office/imports.html", {"kinds": importing.kinds_for(by), "past": queries.imports(by)[:30]})


@form(may_manage_organisation)
def import_new(request: HttpRequest, kind: str) -> HttpResponse:
    found = kind_or_404(kind)
    asked = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and asked.is_valid():
        file = asked.cleaned_data["file"]
        stored = services.simulate(by_of(request), kind=found, name=file.name, content=file.read())
        return redirect("office:import", pk=stored.pk)
    return render(request, "office/import_new.html", {"kind": found, "form": asked})


@page(may_manage_organisation)
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty workbook to fill in."""
    found = kind_or_404(kind)
    return download(sheets.template(found.title, found.heads), f"{found.title}{_('模板')}.xlsx", sheets.XLSX)


@page(may_manage_organisation)
def import_shown(request: HttpRequest, pk: int) -> HttpResponse:
    stored = queries.stored(by_of(request), pk)
    known = {"stored": stored, "kind": kind_or_404(stored.kind), "outcome": Outcome.from_json(stored.outcome)}
    return render(request, "office/import.html", known)


@act(may_manage_organisation)
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.confirm(by_of(request), stored=queries.stored(by_of(request), pk))
        messages.success(request, _("导入完成。"))
    except services.NotAsSimulated:
        messages.warning(request, _("试算之后有人改动了数据，什么都没有写入。下面是重新试算的结果，请再确认。"))
    return redirect("office:import", pk=pk)
