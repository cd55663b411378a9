"""What the office asks for without a page of its own: a report, a number, a meeting."""

import uuid
from typing import Any

from django import forms
from django.db.models import Case, Count, Value, When
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.asks.choices import FREE_STANDING, AskKind
from duibiao.asks.numbers import measure_for
from duibiao.campaigns.queries import eligible
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import UnitGroup, WorkingGroup
from duibiao.standards.models import Measure
from duibiao.web.base.forms import DateField, Form
from duibiao.workdays.queries import calendar

#: Whom one asks most often stands first: departments, then townships, villages last.
IN_ORDER = Case(
    *(When(kind=kind, then=Value(place)) for place, kind in enumerate((UnitKind.DEPARTMENT, UnitKind.TOWNSHIP))),
    default=Value(9),
)


#: Whom one asks, from many at once to one by one.
WHOM = ("kinds", "groups", "working_groups", "units")
OF_A_NUMBER = ("measure", "since", "until", "unmatched")


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
    measure = forms.ModelChoiceField(
        Measure.objects.order_by("name", "code"), label=gettext_lazy("计量项"), required=False,
        empty_label=gettext_lazy("按“要求”里的话去找"),
        help_text=gettext_lazy("台账里已经有的数，不会再向单位要，直接给您看在哪里。"),
    )  # fmt: skip
    since = DateField(label=gettext_lazy("数据从哪天"), required=False)
    until = DateField(label=gettext_lazy("数据到哪天"), required=False)
    unmatched = forms.BooleanField(label=gettext_lazy("计量项目录里没有这个数"), required=False)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("整类单位"), required=False, widget=forms.CheckboxSelectMultiple
    )
    groups = forms.ModelMultipleChoiceField(
        UnitGroup.objects.all(), label=gettext_lazy("分组"), required=False, widget=forms.CheckboxSelectMultiple
    )
    working_groups = forms.ModelMultipleChoiceField(
        WorkingGroup.objects.all(), label=gettext_lazy("工作组的成员单位"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    units = forms.ModelMultipleChoiceField(
        eligible().order_by(IN_ORDER, "order", "id"), label=gettext_lazy("逐个选"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *arguments: Any, **options: Any) -> None:
        start = {"nonce": uuid.uuid4(), "kind": AskKind.REPORT}
        super().__init__(*arguments, **{**options, "initial": {**start, **options.get("initial", {})}})
        for name in WHOM:
            self.fields[name].asked = True  # type: ignore[attr-defined]  # one of the lists must be ticked
        kinds = self.fields["kinds"]
        assert isinstance(kinds, forms.MultipleChoiceField)
        kinds.choices = kinds_there()

    @property
    def parts(self) -> tuple[list[forms.BoundField], list[forms.BoundField], list[forms.BoundField]]:
        """What is asked for, what only a number needs, and whom: all at once, or one by one."""
        held = {name: self[name] for name in self.fields if name != "nonce"}
        numbers = [held.pop(name) for name in OF_A_NUMBER]
        whom = [held.pop(name) for name in WHOM if name == "units" or self.fields[name].choices]  # type: ignore[attr-defined]
        return [one for one in held.values() if one.name not in WHOM], numbers, whom

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
        if not any(given.get(name) for name in WHOM):
            self.add_error("units", _("至少选一个单位、一类单位或一个组。"))
        if given.get("kind") == AskKind.NUMBER and given.get("title"):
            self._match(given)
        return given

    def _match(self, given: dict[str, Any]) -> None:
        """A number is one of the catalogue, of a span of days; or said not to be in it."""
        if given.get("unmatched"):
            given["measure"] = None
            return
        if given.get("measure") is None:
            found = measure_for(given["title"])
            if found is None:
                return
            given["measure"] = found
            self._show(found)
        since, until = given.get("since"), given.get("until")
        if since is None or until is None:
            words = _("这像是计量项“%s”：请写明要哪段时间的，先看台账里有没有；不是它，就勾“目录里没有”。")
            self.add_error("since" if since is None else "until", words % given["measure"])
        elif until < since:
            self.add_error("until", _("到的日子早于从的日子，请改其中一个。"))

    def _show(self, found: Measure) -> None:
        """What was found stands in the form that comes back."""
        if isinstance(self.data, QueryDict):
            shown = self.data.copy()
            shown["measure"] = found.pk
            self.data = shown


def kinds_there() -> list[tuple[str, str]]:
    """The kinds of which there are units, each with how many."""
    counted = dict(eligible().order_by().values_list("kind").annotate(n=Count("pk")))
    words = _("全部%(kind)s（%(n)d 个）")
    return [
        (str(kind), words % {"kind": said, "n": counted[kind]}) for kind, said in UnitKind.choices if counted.get(kind)
    ]


class ReasonForm(Form):
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=300)


class RescheduleForm(ReasonForm):
    due_on = DateField(label=gettext_lazy("改到哪天"))
    field_order = ("due_on", "reason")


class TermsForm(Form):
    min_workdays = forms.IntegerField(label=gettext_lazy("至少留给单位的工作日"), min_value=0, max_value=30)
