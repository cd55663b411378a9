"""The forms of an appeal and of its decision. The decision asks only what the kind of the measure needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.appeals.choices import DECISIONS, State
from duibiao.appeals.models import Appeal
from duibiao.appeals.services import MOST_BYTES, MOST_FILES, File
from duibiao.facts.models import Fact
from duibiao.inspections.overturning import as_if_good
from duibiao.standards.choices import MeasureKind
from duibiao.web.base.facts.fields import value_fields
from duibiao.web.base.forms import Form, VersionedForm


class ManyFiles(forms.FileField):
    """Several files in one field."""

    class Input(forms.ClearableFileInput):
        allow_multiple_selected = True

    widget = Input

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(ManyFiles, self).clean(one, initial) for one in data or ()]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("一次最多 %d 个文件；请合并，或只留要紧的。") % MOST_FILES)
        if any(file.size > MOST_BYTES for file in files):
            raise forms.ValidationError(_("文件超过 20 MB，请压缩或分开。"))
        return files


class AppealForm(Form):
    uid = forms.CharField(widget=forms.HiddenInput, max_length=40)
    grounds = forms.CharField(
        label=gettext_lazy("申诉理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("写清哪里不对、依据什么；不写个人隐私。"),
    )  # fmt: skip
    proof = ManyFiles(
        label=gettext_lazy("佐证文件"), required=False,
        help_text=gettext_lazy("PDF、图片、docx、xlsx 或 OFD，最多 9 个，每个 20 MB 以内。"),
    )  # fmt: skip

    def given(self) -> dict[str, Any]:
        """What the service takes."""
        known = self.cleaned_data
        files = [File(file.name, file.chunks()) for file in known["proof"]]
        return {"uid": known["uid"], "grounds": known["grounds"], "files": files}


class DecideForm(Form):
    """Fields of the value are added by `decide_form`."""

    state = forms.ChoiceField(label=gettext_lazy("裁定"), choices=DECISIONS, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("value") in (None, ""):
            given["value"] = None
        else:
            given["value"] = float(given["value"])
        return given

    def told(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("state", "reason", "value", "out_of", "grade", "not_applicable")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def decide_form(appeal: Appeal, data: Any = None) -> DecideForm:
    """Filled with what the fact would say if the unit is right, where that can be known."""
    fact = appeal.fact
    asked = DecideForm(data, initial=_proposed(appeal, fact) if fact is not None else {})
    if fact is not None:
        asked.fields |= value_fields(fact.measure)
        for field in asked.fields.values():
            field.help_text = field.help_text or ""
        asked.fields["not_applicable"] = forms.BooleanField(label=_("这一条不再计（不适用）"), required=False)
    asked.fields["reason"] = forms.CharField(
        label=_("裁定理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("会公布给申诉单位和有关各方。"),
    )  # fmt: skip
    return asked


def _proposed(appeal: Appeal, fact: Fact) -> dict[str, Any]:
    if appeal.observation is not None:
        said = as_if_good(appeal.observation)
    else:
        said = {MeasureKind.FLAG: {"value": 1.0 - (fact.value or 0.0)}, MeasureKind.COUNT: {"value": 0.0}}.get(
            MeasureKind(fact.measure.kind), {}
        )
    if fact.measure.kind == MeasureKind.FLAG and said.get("value") is not None:
        return {"value": f"{said['value']:.0f}"}
    said = {name: f"{number:g}" for name, number in said.items() if number is not None}
    return said | ({"not_applicable": True} if fact.measure.kind == MeasureKind.EVENT else {})


class RulesForm(VersionedForm):
    appeal_workdays = forms.IntegerField(label=gettext_lazy("几个工作日内可以申诉"), min_value=1, max_value=60)
    decide_workdays = forms.IntegerField(label=gettext_lazy("几个工作日内作出裁定"), min_value=1, max_value=120)


#: For the template: the decision that asks for a value.
UPHELD = State.UPHELD
