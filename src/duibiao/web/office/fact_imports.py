"""Handing in a workbook of facts: who opens it has last month's table and must see in ten seconds what it would record."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import campaigns
from duibiao.facts.importing import template
from duibiao.facts.permissions import may_post_facts
from duibiao.facts.services import AlreadySuperseded, Contradicts
from duibiao.files.models import Import
from duibiao.lib import sheets
from duibiao.scores import importing
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of


class FactsFileForm(Form):
    """The campaign by whose standard the workbook is read, and the workbook."""

    campaign = forms.ModelChoiceField(Campaign.objects.all(), label=gettext_lazy("创建活动"))
    file = forms.FileField(label=gettext_lazy("表格（.xlsx）"))

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
    asked.fields["campaign"].queryset = running  # type: ignore[attr-defined]
    if request.method == "POST" and asked.is_valid():
        file, chosen = asked.cleaned_data["file"], asked.cleaned_data["campaign"]
        try:
            stored = importing.simulate(by, chosen, name=file.name, content=file.read())
        except (Contradicts, AlreadySuperseded) as fault:
            asked.add_error("file", clash(fault))
        else:
            return redirect("office:fact_import", pk=stored.pk)
    past = Import.objects.filter(kind=importing.KIND).select_related("by__person").defer("content")[:20]
    return render(request, "office/facts/import_new.html", {"form": asked, "campaigns": running, "past": past})


def clash(fault: Contradicts | AlreadySuperseded) -> str:
    """What in the journal stands against the workbook."""
    if isinstance(fault, Contradicts):
        given = {"uid": fault.held.uid, "number": fault.held.pk}
        return _("编号“%(uid)s”已经记录为第 %(number)s 号，内容不同；要改内容请写成更正。") % given
    return _("表里要更正的一条已经被第 %s 号更正；请在台账里更正那一条。") % fault.newer.pk


@page(may_post_facts)
def import_template(request: HttpRequest, pk: int) -> HttpResponse:
    """The empty workbook for a campaign's standard."""
    found = get_object_or_404(campaigns(by_of(request)), pk=pk)
    return download(template(found), f"{found.title}{_('事实表')}.xlsx", sheets.XLSX)


@page(may_post_facts)
def import_shown(request: HttpRequest, pk: int) -> HttpResponse:
    stored = get_object_or_404(Import.objects.defer("content").select_related("by__person"), pk=pk, kind=importing.KIND)
    problems = stored.outcome["problems"]
    known = {
        "stored": stored,
        "outcome": stored.outcome,
        "errors": [one for one in problems if one[0] == "error"],
        "notices": [one for one in problems if one[0] != "error"],
    }
    return render(request, "office/facts/import.html", known)


@act(may_post_facts)
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    stored = get_object_or_404(Import.objects.defer("content"), pk=pk, kind=importing.KIND)
    try:
        importing.confirm(by_of(request), stored)
        messages.success(request, _("导入完成，得分正在重新计算。"))
    except (Contradicts, AlreadySuperseded) as fault:
        messages.error(request, clash(fault))
    except importing.NotAsSimulated:
        messages.warning(request, _("试算之后有人改动了数据，什么都没有写入。下面是重新试算的结果，请再确认。"))
    return redirect("office:fact_import", pk=pk)
