"""What the office asks for without a page of its own: a report, a number, a meeting."""

import uuid
from typing import Any

from django import forms
from django.db.models import Case, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.asks.choices import FREE_STANDING, AskKind
from duibiao.campaigns.queries import eligible
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import UnitGroup
from duibiao.web.base.forms import DateField, Form
from duibiao.workdays.queries import calendar

#: Whom one asks most often stands first: departments, then townships, villages last.
IN_ORDER = Case(
    *(When(kind=kind, then=Value(place)) for place, kind in enumerate((UnitKind.DEPARTMENT, UnitKind.TOWNSHIP))),
    default=Value(9),
)


class AskForm(Form):
    """One matter, several units. `nonce` names the sending, so that a double click asks once."""

    nonce = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("要什么"),
        choices=[(kind.value, kind.label) for kind in FREE_STANDING],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=gettext_lazy("要求"),
        max_length=200,
        help_text=gettext_lazy("一句话，写清要什么、哪段时间的。如：报 11 月专题会议次数。"),
    )
    grounds = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=300,
        help_text=gettext_lazy("哪份文件、哪条标准、哪次会议；没有依据就不该要。"),
    )
    details = forms.CharField(
        label=gettext_lazy("具体要求"), required=False, widget=forms.Textarea({"rows": 3}), max_length=4000
    )
    due_on = DateField(label=gettext_lazy("截止日期"))
    urgent_reason = forms.CharField(
        label=gettext_lazy("紧急理由"), max_length=300, required=False,
        help_text=gettext_lazy("留给单位的时间不够时必须写；紧急的单独计数，在减负看板上看得见。"),
    )  # fmt: skip
    units = forms.ModelMultipleChoiceField(
        eligible().order_by(IN_ORDER, "order", "id"),
        label=gettext_lazy("要哪些单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.ModelMultipleChoiceField(
        UnitGroup.objects.all(),
        label=gettext_lazy("加上这些分组的单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        start = {"nonce": uuid.uuid4(), "kind": AskKind.REPORT}
        super().__init__(*arguments, **{**options, "initial": {**start, **options.get("initial", {})}})
        self.fields["units"].asked = True  # type: ignore[attr-defined]  # one of the two lists must be ticked
        self.fields["groups"].asked = True  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        day, days = self.cleaned_data["due_on"], calendar()
        if day < today():
            raise forms.ValidationError(_("这一天已经过了。"))
        if not days.is_workday(day):
            before = day_text(days.on_or_before(day).day)
            raise forms.ValidationError(_("这天是休息日；前一个工作日是%s。") % before)
        return day

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("units") and not given.get("groups"):
            self.add_error("units", _("至少选一个单位或一个分组。"))
        return given


class ReasonForm(Form):
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=300)


class RescheduleForm(ReasonForm):
    due_on = DateField(label=gettext_lazy("改到哪天"))
    field_order = ("due_on", "reason")


class TermsForm(Form):
    min_workdays = forms.IntegerField(label=gettext_lazy("至少留给单位的工作日"), min_value=0, max_value=30)
