"""What a supervisor fills in: a report as residents send it, a suggestion, and a word about an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.lib.spans import current
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit
from duibiao.participation import supervisor_queries as queries
from duibiao.participation.choices import DEPUTIES
from duibiao.participation.models import Errand, Supervisor
from duibiao.web.base.forms import Form
from duibiao.web.public.report_forms import ReportForm

#: Who may be named for a suggestion: those who have somebody to answer it.
NAMED_KINDS = (UnitKind.COUNTY, UnitKind.TOWNSHIP, UnitKind.DEPARTMENT, UnitKind.INSTITUTION)


class SupervisorReportForm(ReportForm):
    """Without a contact: the office has it already, or none."""

    contact = None  # type: ignore[assignment]  # this is how a form drops a field of its parent
    errand = forms.ModelChoiceField(
        Errand.objects.none(),
        label=gettext_lazy("是哪件任务里看到的"),
        required=False,
        empty_label=gettext_lazy("不是，自己看到的"),
    )

    def __init__(self, supervisor: Supervisor, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["errand"].queryset = queries.errands_of(supervisor)  # type: ignore[attr-defined]


class UnitNamed(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    def label_from_instance(self, unit: Unit) -> str:
        return str(unit.name)


class SuggestionForm(Form):
    uid = forms.CharField(widget=forms.HiddenInput, max_length=40)
    title = forms.CharField(
        label=gettext_lazy("一句话说事由"), max_length=60, help_text=gettext_lazy("如：农贸市场增设公平秤。")
    )
    words = forms.CharField(
        label=gettext_lazy("意见建议"), max_length=1000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("请不要写别人的姓名、电话等个人信息。"),
    )  # fmt: skip
    wished = UnitNamed(
        Unit.objects.none(),
        label=gettext_lazy("希望哪个单位来办"),
        required=False,
        empty_label=gettext_lazy("说不准，请创建办定"),
    )
    named = forms.BooleanField(label=gettext_lazy("可以让办理单位知道是我提的"), required=False)

    def __init__(self, supervisor: Supervisor, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        units = Unit.objects.filter(current(), kind__in=NAMED_KINDS).order_by("path")
        self.fields["wished"].queryset = units  # type: ignore[attr-defined]
        if supervisor.kind in DEPUTIES:
            self.fields["wished"].help_text = _("点了名的直接到那个单位，限期答复；创建办同时知道。")


class OpinionForm(Form):
    """Said once; a word of why helps whoever does it again."""

    satisfied = forms.TypedChoiceField(
        choices=[("yes", gettext_lazy("满意")), ("no", gettext_lazy("不满意"))], coerce=lambda said: said == "yes"
    )
    words = forms.CharField(max_length=300, required=False)
