"""What a unit must do (规定动作). In ten seconds: what do we still lack, by when; hand in that it was done."""

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.queries import campaigns
from duibiao.obligations import queries, services
from duibiao.obligations.models import Obligation
from duibiao.obligations.permissions import may_fulfil
from duibiao.organisation.permissions import require
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.guards import form, page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter


class FulfilForm(Form):
    uid = forms.CharField(widget=forms.HiddenInput, max_length=40)
    done_on = DateField(label=gettext_lazy("哪天做的"))
    words = forms.CharField(label=gettext_lazy("做了什么、文号或记录"), max_length=300)
    file = forms.FileField(
        label=gettext_lazy("佐证文件"),
        required=False,
        help_text=gettext_lazy("PDF、图片、docx、xlsx 或 OFD，20 MB 以内。"),
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file is not None and file.size > services.MOST_BYTES:
            raise forms.ValidationError(_("文件超过 20 MB，请压缩或分开。"))
        return file


@page(may_enter)
def obligations(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    unit = by.unit
    cells = queries.of_unit(campaigns(by), unit) if unit else []
    done = queries.fulfilments(by).filter(unit=unit)[:50] if unit else []
    known = {"unit": unit, "cells": cells, "done": done, "may": unit is not None and may_fulfil(by, unit)}
    return render(request, "unit/obligations/list.html", {**known, "lacking": sum(cell.lacks > 0 for cell in cells)})


@form(may_enter)
def fulfil(request: HttpRequest, pk: int) -> HttpResponse:
    by = by_of(request)
    require(by.unit is not None and may_fulfil(by, by.unit))
    assert by.unit is not None
    found = get_object_or_404(Obligation.objects.filter(campaign__in=campaigns(by)), pk=pk)
    asked = FulfilForm(request.POST or None, request.FILES or None, initial={"uid": uuid4()})
    if request.method == "POST" and asked.is_valid():
        given = dict(asked.cleaned_data)
        file = given.pop("file")
        sent = {} if file is None else {"file": file.chunks(), "file_name": file.name}
        try:
            services.fulfil(by, found, unit=by.unit, **given, **sent)
        except services.Refused as refused:
            asked.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("已报，等创建办核对。"))
            return redirect("unit:obligations")
    return render(request, "unit/obligations/fulfil.html", {"obligation": found, "form": asked})
