"""The register of forgeries: reported by one, confirmed by another, with its consequence.

In ten seconds: which cases wait for a second person, what was confirmed, and what it cost.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.audit.queries import history_of
from duibiao.ledger.models import Material
from duibiao.lib.tables import Column, Filter, Table
from duibiao.standards.choices import MeasureKind
from duibiao.standards.models import Measure
from duibiao.truth import queries, services
from duibiao.truth.choices import ForgeryState
from duibiao.truth.models import Forgery
from duibiao.truth.permissions import may_confirm, may_read_forgeries, may_report
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of

SHAPES = {ForgeryState.REPORTED: "soon", ForgeryState.CONFIRMED: "bad", ForgeryState.DISMISSED: "none"}


def columns() -> list[Column[Forgery]]:
    return [
        Column("material", _("材料"), lambda one: one.material.title),
        Column("unit", _("单位"), lambda one: one.unit.name),
        Column("state", _("状态"), lambda one: one.get_state_display()),
        Column("reported_at", _("登记时间"), lambda one: f"{one.reported_at:%Y-%m-%d}", sort="reported_at"),
        Column("measure", _("后果"), lambda one: one.measure.name if one.measure else ""),
    ]


def filters() -> list[Filter]:
    return [
        Filter("q", _("材料、单位"), lambda text: Q(material__title__icontains=text) | Q(unit__name__icontains=text)),
        Filter("state", _("状态"), lambda state: Q(state=state), ForgeryState.choices),
    ]


@page(may_read_forgeries)
def forgeries(request: HttpRequest) -> HttpResponse:
    table = Table(request.GET, queries.forgeries(), columns(), filters(), order="-reported_at")
    for row in table.rows:
        row.shape = SHAPES[ForgeryState(row.state)]  # type: ignore[attr-defined]
    return list_page(
        request,
        "office/truth/forgeries.html",
        table,
        heading=_("伪造登记"),
        row="office/truth/forgery_row.html",
        empty="office/truth/forgeries_empty.html",
    )


@page(may_read_forgeries)
def forgery(request: HttpRequest, pk: int) -> HttpResponse:
    found, by = queries.forgery(pk), by_of(request)
    waits = found.state == ForgeryState.REPORTED
    known = {"forgery": found, "shape": SHAPES[ForgeryState(found.state)], "lines": history_of(found)}
    known |= {"may_decide": waits and may_confirm(by, found), "waits": waits}
    known["may_notice"] = found.state == ForgeryState.CONFIRMED and may_report(by)
    return render(request, "office/truth/forgery.html", known)


class ReportForm(Form):
    """How it was found out, and what it is counted as."""

    words = forms.CharField(
        label=gettext_lazy("怎样认定"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("写清依据，例如“印章编号与公安备案不符，见核查函”。不写个人姓名、电话。"),
    )  # fmt: skip
    measure = forms.ModelChoiceField(
        label=gettext_lazy("计入的计量项"), queryset=Measure.objects.none(), required=False,
        help_text=gettext_lazy("确认以后按这一项记一条事实，得分随之改变；标准没有规定的，留空，只登记。"),
    )  # fmt: skip

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["measure"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Measure.objects.filter(kind=MeasureKind.EVENT).order_by("name")


@form(may_report)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report a material. Doing it twice is refused by the database, in words."""
    material = get_object_or_404(Material.objects.select_related("unit"), pk=pk)
    return form_page(
        request,
        ReportForm(request.POST or None),
        lambda given: services.report(by_of(request), material, **given),
        heading=_("登记疑似伪造：%s") % material.title,
        act=_("登记，请第二人确认"),
        back=reverse("office:forgeries"),
        done=_("已登记。要由另一个人确认以后才有后果。"),
        where=((_("伪造登记"), reverse("office:forgeries")),),
        sentence=_("%s 交的材料。登记本身不扣分，也不通知任何人。") % material.unit.name,
    )


@act(may_read_forgeries)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's word."""
    confirm, words = request.POST.get("confirm") == "yes", request.POST.get("words", "")[:300]
    try:
        services.decide(by_of(request), queries.forgery(pk), confirm=confirm, words=words)
    except services.Decided:
        messages.error(request, _("另一个人已经先确认过了。"))
    else:
        messages.success(request, _("已确认，后果已经记入。") if confirm else _("已认定不成立。"))
    return redirect("office:forgery", pk=pk)


@act(may_report)
def draft_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice to all units, as a document of the county's own."""
    try:
        made = services.draft_notice(by_of(request), queries.forgery(pk))
    except services.NotConfirmed:
        messages.error(request, _("没有起草：要由另一个人确认以后才能通报。"))
        return redirect("office:forgery", pk=pk)
    messages.success(request, _("通报已起草。核对文字和文号，再发给单位。"))
    return redirect("office:document", pk=made.pk)
