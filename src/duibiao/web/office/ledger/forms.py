"""The office's forms of the ledger."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.ledger.choices import Format, MaterialKind, Posts
from duibiao.organisation.models import Unit
from duibiao.standards.models import Measure
from duibiao.web.base.forms import DateField, Form


class WindowForm(Form):
    opens_on = DateField(label=_("窗口开放"), required=False)
    closes_on = DateField(label=_("上报截止"), required=False, help_text=_("过了这天再交的，会永远标明是逾期补交。"))
    two_levels = forms.BooleanField(label=_("先由本单位负责人审核，再由创建办审核"), required=False)
    mend_workdays = forms.IntegerField(label=_("退回后几个工作日内补正"), min_value=1, max_value=30)
    version = forms.IntegerField(widget=forms.HiddenInput)


class RequirementForm(Form):
    """One line of an indicator's list."""

    title = forms.CharField(label=_("材料名称"), max_length=200)
    kind = forms.ChoiceField(label=_("材料类型"), choices=MaterialKind.choices)
    number = forms.IntegerField(label=_("至少几份"), min_value=1, initial=1)
    since = DateField(label=_("形成时间从"), required=False, help_text=_("例如测评前一年。"))
    until = DateField(label=_("到"), required=False)
    formats = forms.MultipleChoiceField(
        label=_("格式"),
        choices=Format.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选：都可以。"),
    )
    words = forms.CharField(label=_("要求"), required=False, widget=forms.Textarea({"rows": 3}))
    due_on = DateField(label=_("交齐时限"), required=False, help_text=_("不填：按申报窗口的截止日。"))
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("由谁交"), required=False, help_text=_("不选：所有适用这项指标的参加单位。")
    )
    measure = forms.ModelChoiceField(Measure.objects.none(), label=_("计入的计量项"), required=False)
    posts = forms.ChoiceField(label=_("审核结果怎样计分"), choices=Posts.choices, required=False)
    flag_value = forms.TypedChoiceField(
        label=_("通过即为"),
        choices=[("", "—"), ("1", _("是（有、做了）")), ("0", _("否（没有发生）"))],
        required=False,
        coerce=float,
        empty_value=None,
        help_text=_("只对“是否”类的计量项有用。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, campaign: Campaign, measures: Any, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["units"].queryset = participants(campaign)  # type: ignore[attr-defined]
        self.fields["measure"].queryset = measures  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("结束日期早于开始日期。"))
        if given.get("posts") and not given.get("measure"):
            self.add_error("measure", _("要计分，就要选计入哪个计量项。"))
        return given


class PassForm(Form):
    name = forms.CharField(label=_("查阅方"), max_length=80, help_text=_("例如：省级评估组第二组。"))
    days = forms.IntegerField(label=_("有效几天"), min_value=1, max_value=30, initial=3)


class FreezeForm(Form):
    title = forms.CharField(label=_("名称"), max_length=120, help_text=_("例如：2026年申报稿。"))


class ReceiptForm(Form):
    number = forms.CharField(label=_("回执编号"), max_length=80)
    day = DateField(label=_("回执日期"))
