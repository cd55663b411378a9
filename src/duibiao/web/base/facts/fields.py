"""The fields that a value of a measure needs, by its kind."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.standards.choices import MeasureKind
from duibiao.standards.models import Measure

YES_NO = (("1", gettext_lazy("是")), ("0", gettext_lazy("否")))


def value_fields(measure: Measure) -> dict[str, forms.Field]:
    kind, unit = measure.kind, measure.unit_word
    number = f"（{unit}）" if unit else ""
    if kind == MeasureKind.FLAG:
        choice = forms.ChoiceField(label=measure.name, choices=YES_NO, widget=forms.RadioSelect, required=False)
        return {"value": choice}
    if kind == MeasureKind.RATIO:
        return {"value": _number(_("做到的（分子）")), "out_of": _number(_("应做的（分母）"))}
    if kind == MeasureKind.GRADE:
        grades = [("", "—"), *((one, one) for one in measure.definition.get("grades") or [])]
        return {"grade": forms.ChoiceField(label=_("等次"), choices=grades, required=False)}
    if kind == MeasureKind.DATE:
        return {}
    field = _number(_("数值") + number)
    if kind == MeasureKind.EVENT:
        field.help_text = _("不填就是 1。")
    return {"value": field}


def _number(label: str) -> forms.FloatField:
    return forms.FloatField(label=label, required=False, widget=forms.NumberInput(attrs={"step": "any"}))
