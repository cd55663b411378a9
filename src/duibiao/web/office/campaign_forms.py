"""The forms of campaigns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.choices import Level, Scope, State
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import UnitGroup
from duibiao.standards.choices import EditionState
from duibiao.standards.models import Edition
from duibiao.web.base.forms import DateField, Form
from duibiao.web.office.forms import UnitChoice

KINDS = [one for one in UnitKind.choices if one[0] != UnitKind.COUNTY]


class CampaignFields(Form):
    """What a campaign is and what it aims at."""

    title = forms.CharField(label=_("活动名称"), max_length=120)
    honour = forms.CharField(label=_("争创称号"), max_length=120, required=False)
    level = forms.ChoiceField(label=_("级别"), choices=Level.choices)
    scope = forms.ChoiceField(label=_("类型"), choices=Scope.choices)
    since = DateField(label=_("考核期起"))
    until = DateField(label=_("考核期止"))
    target_rate = forms.FloatField(
        label=_("目标得分率（%）"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput({"step": "any"}),
    )
    target_rank = forms.IntegerField(
        label=_("目标名次"), min_value=1, required=False, help_text=_("在同台竞争的县（市、区）里要排到第几。")
    )
    about = forms.CharField(
        label=_("公开说明"), required=False, widget=forms.Textarea({"rows": 3}), help_text=_("写给群众看的一段话。")
    )
    is_public = forms.BooleanField(label=_("在公开页展示"), required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("止日不能早于起日。"))
        return given


class SetUpCampaignForm(CampaignFields):
    """A new campaign: its edition, and the units by kind and group."""

    edition = forms.ModelChoiceField(
        Edition.objects.filter(state=EditionState.PUBLISHED).defer("text"), label=_("测评标准"), empty_label=None
    )
    kinds = forms.MultipleChoiceField(
        label=_("哪几类单位参加"), choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    groups = forms.ModelMultipleChoiceField(
        UnitGroup.objects.all(), label=_("加上这些分组的单位"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("edition", "title", "honour", "level", "scope", "since", "until", "kinds", "groups")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("kinds") and not given.get("groups"):
            self.add_error("kinds", _("至少选一类单位或一个分组；以后还可以逐个增减。"))
        return given


class ChangeCampaignForm(CampaignFields):
    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("状态"), choices=State.choices)
    field_order = ("title", "honour", "state", "level", "scope")


class MilestoneForm(Form):
    name = forms.CharField(label=_("节点"), max_length=80)
    day = DateField(label=_("日期"))


class YearForm(Form):
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    weight = forms.FloatField(
        label=_("权重（%）"), min_value=0, max_value=100, widget=forms.NumberInput({"step": "any"})
    )
    published_rate = forms.FloatField(
        label=_("公布的得分率（%）"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput({"step": "any"}),
    )


class NotApplicableForm(Form):
    """Which indicator does not apply to which unit, and why."""

    indicator = forms.CharField(
        label=_("指标编号"), max_length=40, widget=forms.TextInput({"list": "indicators", "autocomplete": "off"})
    )
    reason = forms.CharField(label=_("理由"), max_length=300, help_text=_("写清依据，别人要能看懂、能复核。"))
    field_order = ("unit", "indicator", "reason")

    def __init__(self, campaign: Campaign, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"] = UnitChoice(participants(campaign), label=_("单位"))
        self.order_fields(self.field_order)

    def clean_indicator(self) -> str:
        """A code; the words that a browser's list puts behind it are left off."""
        return str(self.cleaned_data["indicator"]).split()[0]
