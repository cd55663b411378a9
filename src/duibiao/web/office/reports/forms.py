"""What the office decides about a report: it becomes a problem, joins one, or is refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.duties.competence import Proposal, competence_for
from duibiao.participation import opening, queries
from duibiao.participation.models import Report
from duibiao.places.models import Site
from duibiao.problems.choices import Severity
from duibiao.problems.models import Kind, Problem
from duibiao.web.base.forms import Form
from duibiao.web.office.forms import unit_choice

_ANSWER = gettext_lazy("群众凭查询号看到的话；可以不写。")


class AcceptForm(Form):
    words = forms.CharField(
        label=gettext_lazy("问题"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("责任单位看到的就是这句话：写清地点和事情，去掉姓名、电话、车牌等个人信息。"),
    )  # fmt: skip
    kind = forms.ModelChoiceField(Kind.objects.none(), label=gettext_lazy("问题类型"), to_field_name="code")
    severity = forms.ChoiceField(label=gettext_lazy("轻重"), choices=Severity.choices)
    site = forms.ModelChoiceField(
        Site.objects.none(), label=gettext_lazy("点位"), required=False, empty_label=gettext_lazy("不在登记的点位上")
    )
    unit = unit_choice(gettext_lazy("建议责任单位"), required=False)
    answer = forms.CharField(
        label=gettext_lazy("答复"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_ANSWER,
    )  # fmt: skip

    def __init__(self, report: Report, near: list[queries.Near], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].queryset = opening.kinds()  # type: ignore[attr-defined]
        sites = [one.thing.pk for one in near]
        self.fields["site"].queryset = Site.objects.filter(pk__in=sites).select_related("unit")  # type: ignore[attr-defined]


def proposed(report: Report) -> list[Proposal]:
    """Units that were ruled competent for something like it."""
    return competence_for(report.words) if report.words else []


class MergeForm(Form):
    number = forms.CharField(label=gettext_lazy("并入的问题编号"), max_length=16)
    answer = forms.CharField(label=gettext_lazy("答复"), max_length=500, required=False, help_text=_ANSWER)

    def clean_number(self) -> Problem:
        said = str(self.cleaned_data["number"]).strip()
        found = Problem.objects.filter(number=said).first()
        if found is None:
            raise forms.ValidationError(_("没有编号是“%s”的问题，请核对。") % said)
        return found


class RefuseForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("理由（内部留存）"), max_length=300, help_text=gettext_lazy("不给群众看；以后复查用。")
    )
    answer = forms.CharField(
        label=gettext_lazy("给群众的答复"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("说清为什么不受理、该找谁。"),
    )  # fmt: skip


class AnswerForm(Form):
    words = forms.CharField(
        label=gettext_lazy("给群众的答复"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
