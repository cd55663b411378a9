"""What a unit must do (规定动作). In ten seconds: what do we still lack, by when; hand in that it was done."""

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.queries import campaigns
from duibiao.lib.tables import Listed, Table
from duibiao.obligations import queries, services
from duibiao.obligations.models import Obligation
from duibiao.obligations.permissions import may_fulfil
from duibiao.organisation.permissions import require
from duibiao.web.base import obligation_lists as lists
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.guards import form, page
from duibiao.web.base.lists import list_page
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
    by, unit = by_of(request), by_of(request).unit
    held = list(campaigns(by))
    cells = queries.of_unit(held, unit) if unit else []
    table = Listed(
        request.GET, cells, lists.cell_columns(), lists.cell_filters(held), lambda cell: str(cell.obligation.pk)
    )
    return list_page(
        request, "unit/obligations/list.html", table, heading=_("规定动作"), row="unit/obligations/row.html",
        empty="unit/obligations/empty.html", any=bool(cells), lacking=sum(cell.lacks > 0 for cell in cells),
        late=sum(cell.state == "bad" for cell in cells), returned=queries.returned(unit, cells) if unit else [], may=unit is not None and may_fulfil(by, unit),
    )  # fmt: skip


@page(may_enter)
def fulfilments(request: HttpRequest) -> HttpResponse:
    """What the unit, and those below it, have handed in; what came back stands with its reason."""
    by = by_of(request)
    table = Table(
        request.GET, queries.fulfilments(by), lists.columns(), lists.filters(list(campaigns(by))), order="-done_on"
    )
    return list_page(
        request, "unit/obligations/fulfilments.html", table, heading=_("报过的规定动作"),
        row="unit/obligations/fulfilment_row.html", empty="unit/obligations/fulfilments_empty.html",
    )  # fmt: skip


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
