"""Which indicators take their number from a register; whose number was said twice. Opened before scores are fixed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.queries import campaigns
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.registers import feeds, queries, services
from duibiao.registers.counting import numbers_of
from duibiao.registers.models import Column, Feed, Register
from duibiao.registers.permissions import may_keep
from duibiao.registers.refusals import Refused
from duibiao.standards.models import Measure
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.requests import by_of


class MeasureField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    def label_from_instance(self, measure: Measure) -> str:
        return f"{measure.name}（{measure.unit_word}）" if measure.unit_word else measure.name


class ConnectForm(Form):
    measure = MeasureField(
        Measure.objects.none(),
        label=gettext_lazy("哪个计量项"),
        help_text=gettext_lazy("指标里按次数或数量计的数；还没有被登记簿统计的。"),
    )
    column = forms.ChoiceField(label=gettext_lazy("它的数是"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("只算哪些种类"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("都不选就是全部种类。"),
    )
    since = DateField(
        label=gettext_lazy("从哪天起"), help_text=gettext_lazy("这天起的数由登记簿出，不再手报；以前的不动。")
    )

    def __init__(self, register: Register, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        own = numbers_of(list(register.columns.all()))
        first = ("", _("登记的%s数") % register.word)
        sums = [(str(one.pk), _("“%s”之和") % one.title) for one in own]
        self.fields["column"] = forms.ChoiceField(label=_("它的数是"), choices=[first, *sums], required=False)
        self.fields["column"].asked = True  # type: ignore[attr-defined]
        self.fields["kinds"].choices = [(one, one) for one in register.kinds]  # type: ignore[attr-defined]
        self.fields["measure"].queryset = feeds.connectable()  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said["column"] = Column.objects.get(pk=said["column"]) if said["column"] else None
        return said


@page(may_manage_organisation)
def register_feeds(request: HttpRequest) -> HttpResponse:
    """All connections, and below each the units whose number was said elsewhere too."""
    rows = [(one, feeds.clashes(one)) for one in feeds.feeds()]
    known: dict[str, Any] = {
        "rows": rows,
        "clashing": sum(len(clashes) for _feed, clashes in rows),
        "registers": queries.registers(),
    }
    known["differing"] = sum(one.difference != 0 for _feed, clashes in rows for one in clashes)
    return render(request, "office/registers/feeds.html", {**known, "may_keep": may_keep(by_of(request))})


@form(may_keep)
def connect_register(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.register(by_of(request), pk)
    running = campaigns(by).exclude(state="closed").order_by("since").first()
    start = {"since": running.since if running else today().replace(month=1, day=1)}
    asked = ConnectForm(found, request.POST or None, initial=start)
    back = reverse("office:register_feeds")
    return form_page(
        request, asked, lambda _given: services.connect(by, found, **asked.given()), heading=_("给指标供数：%s") % found,
        act=_("连上"), back=back, done=_("已连上，正在按登记的记入；手报过的单位列在下面，由您定以哪个为准。"),
        where=((_("供数的指标"), back),), refusals=(Refused,), sentence=_("连上以后，这个数由登记的每一条加出来，谁也不用再报。"),
    )  # fmt: skip


@act(may_keep)
def disconnect_register(request: HttpRequest, pk: int) -> HttpResponse:
    services.disconnect(by_of(request), get_object_or_404(Feed.objects.select_related("register"), pk=pk))
    messages.success(request, _("已断开；记过的数留着，以后的由人录入。"))
    return redirect("office:register_feeds")


@act(may_keep)
def settle_register(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    found = get_object_or_404(Feed.objects.select_related("register", "measure", "column"), pk=pk, ended_at=None)
    services.settle(by_of(request), found, get_object_or_404(Unit, pk=unit))
    messages.success(request, _("已以登记簿的数为准；手报的不再计，仍看得到。"))
    return redirect("office:register_feeds")
