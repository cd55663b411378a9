"""The form of one fact. It asks only what the kind of its measure needs; what is typed becomes a draft of the journal."""

from datetime import datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.facts.drafts import NOT_APPLICABLE, Draft, Refused
from duibiao.facts.models import Fact
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit
from duibiao.standards.choices import MeasureKind
from duibiao.standards.models import Measure
from duibiao.web.base.facts.fields import value_fields
from duibiao.web.base.forms import DateField, Form


class FactForm(Form):
    """Fields are added by `form_of`; `uid` is made when the form is shown, so that sending it twice records once."""

    uid = forms.CharField(widget=forms.HiddenInput, max_length=80)


def form_of(measure: Measure, levels: list[str], data: Any = None, *, fact: Fact | None = None) -> FactForm:
    """The form for a measure; for a correction filled from the fact that it corrects."""
    form = FactForm(data, initial=_start(fact))
    form.fields |= value_fields(measure) | _place_fields(measure, levels)
    form.fields["not_applicable"] = forms.BooleanField(label=_("这次不适用"), required=False)
    if fact is not None:
        form.fields["reason"] = forms.CharField(
            label=_("更正原因"), max_length=300, help_text=_("写明哪里错了、依据什么改；原来那一条仍会保留。")
        )
    return form


def _start(fact: Fact | None) -> dict[str, Any]:
    start: dict[str, Any] = {"uid": str(uuid4()), "at": today()}
    if fact is not None:
        names = ("value", "out_of", "grade", "level", "site", "reference")
        start |= {name: getattr(fact, name) for name in names}
        start["at"] = timezone.localtime(fact.at).date() if fact.at else None
        start["not_applicable"] = fact.grade == NOT_APPLICABLE
        if fact.measure.kind == MeasureKind.FLAG:
            start["value"] = None if fact.value is None else f"{fact.value:.0f}"
    return start


def _place_fields(measure: Measure, levels: list[str]) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {"at": DateField(label=_("发生日期"), required=measure.kind == MeasureKind.DATE)}
    if measure.definition.get("per") == "site":
        fields["site"] = forms.CharField(
            label=_("点位"), max_length=120, required=False, help_text=_("哪一处；只有勾选“这次不适用”才可以不填。")
        )
        # Not `required`: the browser would hold back a form on which the tick stands.
        fields["site"].asked = True  # type: ignore[attr-defined]
    if levels:
        choices = [("", "—"), *((one, one) for one in levels)]
        fields["level"] = forms.ChoiceField(label=_("层级"), choices=choices, required=False)
    fields["reference"] = forms.CharField(
        label=_("依据"), max_length=200, required=False, help_text=_("文号、表号或问题编号。")
    )
    return fields


def draft_of(form: FactForm, measure: Measure, unit: Unit) -> Draft:
    """What was typed, as the journal takes it."""
    given = form.cleaned_data
    not_applicable = given["not_applicable"]
    value, day = given.get("value"), given.get("at")
    return Draft(
        uid=given["uid"],
        measure=measure,
        unit=unit,
        site=given.get("site") or None,
        at=timezone.make_aware(datetime.combine(day, time())) if day else None,
        value=None if not_applicable or value in (None, "") else float(value),
        out_of=None if not_applicable else given.get("out_of"),
        grade=NOT_APPLICABLE if not_applicable else given.get("grade") or None,
        level=given.get("level") or None,
        reference=given.get("reference") or None,
    )


def show(refused: Refused, form: FactForm) -> None:
    """Put every fault beside its field."""
    for fault in refused.faults:
        form.add_error(fault.field if fault.field in form.fields else None, fault.says)
