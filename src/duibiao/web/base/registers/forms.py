"""The form of a row: the register's own columns, in its own words, with what was written last time."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.queries import eligible
from duibiao.ledger.models import Material
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit
from duibiao.registers.choices import ColumnKind, Sort
from duibiao.registers.models import Column, Entry, Register
from duibiao.registers.queries import offered
from duibiao.registers.recording import Given
from duibiao.web.base.forms import DateField, Form

#: Columns whose last value is no help for the next row; and how many earlier words are offered for a text.
_NEVER_KEPT = (ColumnKind.NUMBER, ColumnKind.DAY)
_MOST_SAID = 8


class HostsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    def label_from_instance(self, unit: Unit) -> str:
        return unit.known_as


class ProofsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """Materials with their number, which a workbook names them by."""

    def label_from_instance(self, material: Material) -> str:
        return f"{material.pk} {material.title}"


class EntryForm(Form):
    """`own` are the register's columns, each with a field of its key; what is wrong in one is said beside it."""

    uid = forms.CharField(widget=forms.HiddenInput, max_length=40)
    day = DateField(label=gettext_lazy("日期"))
    kind = forms.ChoiceField(label=gettext_lazy("种类"))
    title = forms.CharField(label=gettext_lazy("主题、名称"), max_length=200)
    effect = forms.CharField(
        label=gettext_lazy("成效"), max_length=500, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("一两句：办成了什么、群众得到什么。不写个人姓名和电话。"),
    )  # fmt: skip
    evidence = ProofsField(
        Material.objects.none(), label=gettext_lazy("佐证材料"), required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    hosts = HostsField(
        Unit.objects.none(), label=gettext_lazy("协办单位"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("联合举办只由主办单位登记一次，协办单位不再登记。"),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("更正原因"), max_length=300)
    apart = forms.BooleanField(label=gettext_lazy("不是同一次，是另外办的"), required=False)

    def __init__(
        self, register: Register, unit: Unit, *arguments: Any, correcting: bool = False, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.own = list(register.columns.all())
        self.fields["kind"] = forms.ChoiceField(label=_("种类"), choices=[(one, one) for one in register.kinds])
        self.fields |= {one.key: field_of(one) for one in self.own}
        self._choose("evidence", offered(unit, self._ticked("evidence")))
        self._choose("hosts", eligible().exclude(pk=unit.pk).order_by(Length("path"), "kind", "order", "pk"))
        self.fields["day"].widget.attrs["max"] = today().isoformat()
        if not register.joint:
            del self.fields["hosts"]
        if not correcting:
            del self.fields["reason"]
        self.doubtful = False
        self.said: dict[str, list[str]] = {}

    def _choose(self, name: str, found: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = found

    def _ticked(self, name: str) -> list[int]:
        said = self.data.getlist(name) if isinstance(self.data, QueryDict) else self.initial.get(name, [])
        return [int(one) for one in said if str(one).isdigit()]

    def offer(self, recent: Sequence[Entry]) -> None:
        """Words that were written before stand below a text, to be picked."""
        self.said = {
            one.key: list(dict.fromkeys(row.values[one.key] for row in recent if row.values.get(one.key)))[:_MOST_SAID]
            for one in self.own
            if one.kind == ColumnKind.TEXT
        }
        for key, words in self.said.items():
            if words:
                self.fields[key].widget.attrs["list"] = f"said-{key}"

    @property
    def own_fields(self) -> list[Any]:
        return [self[one.key] for one in self.own]

    def given(self) -> Given:
        said = self.cleaned_data
        return Given(
            day=said["day"], kind=said["kind"], title=said["title"], values={one.key: said[one.key] for one in self.own},
            effect=said["effect"], hosts=tuple(said.get("hosts", ())), evidence=tuple(said["evidence"]), apart=said["apart"],
        )  # fmt: skip


def field_of(column: Column) -> forms.Field:
    """A field that lets everything through to the service, which says what is wrong in one voice; only the right keyboard is ours."""
    known: dict[str, Any] = {"label": str(column), "required": column.required}
    match column.kind:
        case ColumnKind.NUMBER:
            widget = forms.TextInput({"inputmode": "decimal" if column.places else "numeric"})
            return forms.CharField(max_length=20, widget=widget, **known)
        case ColumnKind.DAY:
            return DateField(**known)
        case ColumnKind.CHOICE:
            return forms.ChoiceField(choices=[("", "—"), *((one, one) for one in column.options)], **known)
        case ColumnKind.YES_NO:
            return forms.ChoiceField(choices=[("", "—"), ("yes", _("是")), ("no", _("否"))], **known)
    return forms.CharField(max_length=200, **known)


def start_new(register: Register, recent: Sequence[Entry]) -> dict[str, Any]:
    """Today, the last row's kind, and of an activity what is likely to be the same again. A list's items differ in everything."""
    start: dict[str, Any] = {"uid": uuid4(), "day": today()}
    if recent:
        start["kind"] = recent[0].kind
        same = [one for one in register.columns.all() if one.kind not in _NEVER_KEPT and register.sort == Sort.ACTIVITY]
        start |= {one.key: _plain(recent[0].values.get(one.key)) for one in same}
    return start


def start_from(entry: Entry) -> dict[str, Any]:
    """The row as it is, to be corrected."""
    start: dict[str, Any] = {"uid": uuid4(), "day": entry.day, "kind": entry.kind, "title": entry.title}
    start |= {key: _plain(value) for key, value in entry.values.items()}
    start["effect"] = entry.effect
    start["hosts"] = [one.unit_id for one in entry.co_hosts.all()]
    start["evidence"] = list(entry.evidence.values_list("pk", flat=True))
    return start


def _plain(value: Any) -> Any:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class WithdrawForm(Form):
    reason = forms.CharField(label=gettext_lazy("撤回原因"), max_length=300)
