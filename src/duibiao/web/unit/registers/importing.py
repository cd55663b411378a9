"""Many rows by workbook: choose, see what would happen, confirm."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.files import services
from duibiao.files.importing import Outcome
from duibiao.files.models import Import
from duibiao.lib import sheets
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.registers import queries
from duibiao.registers.importing import FAMILY, kind_for
from duibiao.registers.models import Register
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.unit.registers.pages import records


class EntriesFileForm(Form):
    file = forms.FileField(label=gettext_lazy("表格（.xlsx）"))

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > sheets.BYTES_LIMIT:
            raise forms.ValidationError(_("文件超过 20 MB。"))
        return file


@form(records)
def import_entries(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.register(by_of(request), pk)
    asked = EntriesFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and asked.is_valid():
        file = asked.cleaned_data["file"]
        stored = services.simulate(by, kind=kind_for(found), name=file.name, content=file.read())
        return redirect("unit:entries_import", pk=stored.pk)
    return render(
        request, "unit/registers/import_new.html", {"register": found, "kind": kind_for(found), "form": asked}
    )


@page(records)
def import_entries_template(request: HttpRequest, pk: int) -> HttpResponse:
    kind = kind_for(queries.register(by_of(request), pk))
    return download(sheets.template(kind.title, kind.heads), f"{kind.title}{_('模板')}.xlsx", sheets.XLSX)


def _own(by: User, pk: int) -> tuple[Import, Register]:
    """A workbook that the visitor handed in, and its register."""
    stored = get_object_or_404(Import.objects.filter(kind__startswith=f"{FAMILY}:").defer("content"), pk=pk)
    require(stored.by_id == by.pk)
    return stored, queries.register(by, int(stored.kind.partition(":")[2]))


@page(records)
def entries_import(request: HttpRequest, pk: int) -> HttpResponse:
    stored, found = _own(by_of(request), pk)
    known = {"stored": stored, "register": found, "outcome": Outcome.from_json(stored.outcome)}
    return render(request, "unit/registers/import.html", known)


@act(records)
def confirm_entries_import(request: HttpRequest, pk: int) -> HttpResponse:
    stored, _found = _own(by_of(request), pk)
    try:
        services.confirm(by_of(request), stored=stored)
        messages.success(request, _("导入完成，汇总的数已经加上。"))
    except services.NotAsSimulated:
        messages.warning(request, _("试算之后有人改动了数据，什么都没有写入。下面是重新试算的结果，请再确认。"))
    return redirect("unit:entries_import", pk=pk)
