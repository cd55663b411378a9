"""Handing in a workbook of facts: who opens it has last month's table and must see in ten seconds what it would record."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import campaigns
from duibiao.facts.importing import template
from duibiao.facts.permissions import may_post_facts
from duibiao.files import progress
from duibiao.files.models import Import
from duibiao.lib import sheets
from duibiao.scores import importing
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of, page_or_part


class FactsFileForm(Form):
    """The campaign by whose standard the workbook is read, and the workbook."""

    campaign = forms.ModelChoiceField(Campaign.objects.all(), label=gettext_lazy("创建活动"))
    file = forms.FileField(label=gettext_lazy("表格（.xlsx）"))

    def offer(self, running: QuerySet[Campaign]) -> None:
        """The campaigns to choose from."""
        field = self.fields["campaign"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = running

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > sheets.BYTES_LIMIT:
            raise forms.ValidationError(_("文件超过 20 MB。"))
        return file


@form(may_post_facts)
def import_new(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    running = campaigns(by).exclude(state="closed")
    first = running.first()
    asked = FactsFileForm(request.POST or None, request.FILES or None, initial={"campaign": first and first.pk})
    asked.offer(running)
    if request.method == "POST" and asked.is_valid():
        file, chosen = asked.cleaned_data["file"], asked.cleaned_data["campaign"]
        stored = importing.simulate(by, chosen, name=file.name, content=file.read())
        return redirect("office:fact_import", pk=stored.pk)
    past = Import.objects.filter(kind=importing.KIND).select_related("by__person").defer("content")[:20]
    return render(request, "office/facts/import_new.html", {"form": asked, "campaigns": running, "past": past})


def stopped_by(fault: dict[str, str | int]) -> str:
    """What stood against the workbook, or changed after it was simulated."""
    if fault["kind"] == "contradicts":
        return _("编号“%(uid)s”已经记录为第 %(number)s 号，内容不同；要改内容请写成更正。") % fault
    if fault["kind"] == "superseded":
        return _("表里要更正的一条已经被第 %s 号更正；请在台账里更正那一条。") % fault["number"]
    return _("试算之后有人改动了数据，什么都没有写入。下面是重新试算的结果，请再确认。")


@page(may_post_facts)
def import_template(request: HttpRequest, pk: int) -> HttpResponse:
    """The empty workbook for a campaign's standard."""
    found = get_object_or_404(campaigns(by_of(request)), pk=pk)
    return download(template(found), f"{found.title}{_('事实表')}.xlsx", sheets.XLSX)


def _held(pk: int) -> Import:
    return get_object_or_404(Import.objects.defer("content").select_related("by__person"), pk=pk, kind=importing.KIND)


@page(may_post_facts)
def import_shown(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview, how far the job is, or that it was done: one address from the hand-in to the end."""
    stored = _held(pk)
    percent, silent = progress.of(stored) if stored.at_work else (0, False)
    problems, fault = stored.outcome["problems"], stored.outcome.get("fault")
    known = {
        "stored": stored,
        "outcome": stored.outcome,
        "errors": [one for one in problems if one[0] == "error"],
        "notices": [one for one in problems if one[0] != "error"],
        "fault": stopped_by(fault) if fault else "",
        "percent": percent,
        "silent": silent,
    }
    response = page_or_part(request, "office/facts/import.html", "office/facts/import_progress.html", known)
    if "HX-Request" in request.headers and not stored.at_work:
        response["HX-Refresh"] = "true"
    return response


@act(may_post_facts)
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Execute what was shown, or try again what was stopped."""
    stored = importing.confirm(by_of(request), _held(pk))
    if stored.state == Import.State.DONE:
        messages.success(request, _("导入完成，得分正在重新计算。"))
    return redirect("office:fact_import", pk=pk)


@act(may_post_facts)
def import_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave out the rows that look recorded already, or take them in after all."""
    importing.choose(by_of(request), _held(pk), leave_out=request.POST.get("alike") == "leave_out")
    return redirect("office:fact_import", pk=pk)
