"""The forms of rules, their checklists and answers, drives and routines."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.models import Campaign
from duibiao.inspections.choices import RoundKind
from duibiao.ledger.models import Material
from duibiao.organisation.models import Unit
from duibiao.places.models import SiteType
from duibiao.problems.models import Kind
from duibiao.upkeep.choices import Done, Often, Topic
from duibiao.upkeep.models import Drive, Rule
from duibiao.upkeep.periods import after, begin
from duibiao.web.base.duties.forms import UnitChoice, live_units
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.upkeep.forms import words_field

_NUMBER = re.compile(r"(?:^|materials/)(\d+)/?$")
#: Named when several materials bear the words.
MOST = 5


def many_units(label: Any, **options: Any) -> Any:
    return forms.ModelMultipleChoiceField(
        live_units(), label=label, widget=forms.SelectMultiple({"size": 8}),
        help_text=options.pop("help_text", gettext_lazy("按住 Ctrl 可选多个。")), **options,
    )  # fmt: skip


class MaterialField(forms.CharField):
    """A material of the ledger by its number, its address or its title; several that fit are named."""

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).strip()
        if not text:
            return None
        held = Material.objects.filter(withdrawn_at=None)
        number = _NUMBER.search(text)
        found = list(held.filter(pk=int(number[1]))[:1] if number else held.filter(title__icontains=text)[: MOST + 1])
        if not found:
            raise forms.ValidationError(_("材料台账里没有“%s”。请从材料页抄地址，或传文件。") % text)
        if len(found) > 1:
            names = "、".join(f"{one.pk} {one.title}" for one in found[:MOST])
            raise forms.ValidationError(_("有几份都叫这个，请只写编号：%s") % names)
        return found[0]


class RuleForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=gettext_lazy("制度名称"), max_length=200)
    number = forms.CharField(label=gettext_lazy("文号"), max_length=80, required=False)
    issuer = forms.CharField(label=gettext_lazy("印发单位"), max_length=100)
    keeper = UnitChoice(Unit.objects.none(), label=gettext_lazy("牵头执行单位"))
    words = words_field(gettext_lazy("管什么"), 2, max_length=300, required=False)
    issued_on = DateField(label=gettext_lazy("印发日期"))
    valid_until = DateField(label=gettext_lazy("有效期至"), required=False)
    review_on = DateField(label=gettext_lazy("下次复核"), required=False, help_text=gettext_lazy("到期没复核会提醒。"))
    material = MaterialField(
        label=gettext_lazy("材料台账里的那一份"), required=False, max_length=240,
        help_text=gettext_lazy("已经交过的不再要：写材料编号、名称，或贴材料页的地址。"),
    )  # fmt: skip
    file = forms.FileField(label=gettext_lazy("或者传文件"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["keeper"].queryset = live_units()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or self.cleaned_data)
        if given.get("version") is None:
            given.pop("version", None)
        self.cleaned_data = given
        return given


def start_of(rule: Rule) -> dict[str, Any]:
    names = ("version", "title", "number", "issuer", "words", "issued_on", "valid_until", "review_on")
    return {
        **{name: getattr(rule, name) for name in names},
        "keeper": rule.keeper_id,
        "material": rule.material_id or "",
    }


class LinkForm(Form):
    campaign = forms.ModelChoiceField(Campaign.objects.order_by("-since"), label=gettext_lazy("创建活动"))
    indicators = forms.CharField(
        label=gettext_lazy("指标编号"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("用空格分开，如 1.1 2.3。"),
    )

    def clean_indicators(self) -> list[str]:
        return (
            re.split(r"[\s,，、;；]+", str(self.cleaned_data["indicators"]).strip())
            if self.cleaned_data["indicators"]
            else []
        )


class ItemForm(Form):
    words = forms.CharField(label=gettext_lazy("要做什么"), max_length=200)
    often = forms.ChoiceField(label=gettext_lazy("多久一次"), choices=Often.choices, initial=Often.MONTH)
    units = many_units(gettext_lazy("由谁做"))
    kind = forms.ModelChoiceField(
        Kind.objects.filter(is_active=True), label=gettext_lazy("没做到记哪类问题"), required=False,
        empty_label=gettext_lazy("其他问题"),
    )  # fmt: skip


class ReviewForm(Form):
    next_on = DateField(label=gettext_lazy("下次复核"))


class AnswerForm(Form):
    """The units of an item; the unit itself chooses only where it speaks for several."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("单位"))
    outcome = forms.ChoiceField(label=gettext_lazy("结果"), choices=Done.choices, widget=forms.RadioSelect)
    words = words_field(
        gettext_lazy("说明"),
        2,
        max_length=300,
        required=False,
        help_text=gettext_lazy("没有执行到位的，写一句为什么。"),
    )

    def __init__(self, units: Any, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        only = list(units[:2])
        if len(only) == 1:
            self.fields["unit"].initial = only[0].pk


class DriveForm(Form):
    campaign = forms.ModelChoiceField(Campaign.objects.order_by("-since"), label=gettext_lazy("创建活动"))
    title = forms.CharField(label=gettext_lazy("行动名称"), max_length=80)
    topic = forms.ChoiceField(label=gettext_lazy("主题"), choices=Topic.choices)
    goal = words_field(gettext_lazy("目标"), 2, max_length=300)
    scope = forms.CharField(label=gettext_lazy("范围"), max_length=300, required=False)
    lead = UnitChoice(Unit.objects.none(), label=gettext_lazy("牵头单位"))
    since = DateField(label=gettext_lazy("开始日期"))
    until = DateField(label=gettext_lazy("结束日期"))
    kinds = forms.ModelMultipleChoiceField(
        Kind.objects.filter(is_active=True), label=gettext_lazy("问题类型"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("战果按这些统计；不选就是全部。"),
    )  # fmt: skip
    types = forms.ModelMultipleChoiceField(
        SiteType.objects.all(), label=gettext_lazy("点位类型"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("不选就是全部。"),
    )  # fmt: skip
    units = many_units(gettext_lazy("参加单位"), required=False, help_text=gettext_lazy("不选就是全部。"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["lead"].queryset = live_units()  # type: ignore[attr-defined]


KINDS = [(str(one.value), one.label) for one in (RoundKind.DAILY, RoundKind.SPECIAL)]


class EndForm(Form):
    """The drive becomes routine: how often, how many, who answers."""

    often = forms.ChoiceField(label=gettext_lazy("多久一次"), choices=Often.choices, initial=Often.WEEK)
    kind = forms.ChoiceField(label=gettext_lazy("轮次类型"), choices=KINDS)
    size = forms.IntegerField(label=gettext_lazy("每次抽几个点位"), min_value=1, max_value=500, initial=10)
    first_on = DateField(label=gettext_lazy("从哪天起"))
    units = many_units(gettext_lazy("责任单位"), required=False)


def end_start(drive: Drive, day: date) -> dict[str, Any]:
    """From the next week on, with the units that took part."""
    units = [one.pk for one in drive.units.all()] or [drive.lead_id]
    return {"first_on": after(Often.WEEK, begin(Often.WEEK, day)), "units": units, "often": Often.WEEK, "size": 10}


class RoutineForm(EndForm):
    campaign = forms.ModelChoiceField(Campaign.objects.order_by("-since"), label=gettext_lazy("创建活动"))
    title = forms.CharField(label=gettext_lazy("名称"), max_length=80)
    types = forms.ModelMultipleChoiceField(
        SiteType.objects.all(), label=gettext_lazy("点位类型"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("不选就是全部。"),
    )  # fmt: skip
    field_order = ("campaign", "title")
