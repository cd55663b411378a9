"""The forms of campaigns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.choices import Decision, Level, Scope, State
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit, UnitGroup, WorkingGroup
from duibiao.standards.choices import EditionState
from duibiao.standards.models import Edition, Supplement
from duibiao.web.base.forms import DateField, Form
from duibiao.web.office.forms import UnitChoice, unit_choice

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
    met_line = forms.FloatField(
        label=_("达标率推荐线（%）"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput({"step": "any"}),
        help_text=_("达标的指标占多大比例才够推荐；空着就用标准自己定的线。"),
    )
    declared_by = unit_choice(_("申报单位"), required=False, help_text=_("由谁申报；一般是县（市、区）本身。"))
    authority = forms.CharField(
        label=_("主管单位"), max_length=100, required=False, help_text=_("上级由谁评审、命名。")
    )
    headquarters = forms.ModelChoiceField(
        WorkingGroup.objects.all(),
        label=_("指挥机构"),
        required=False,
        help_text=_("几项创建可以由同一个指挥部统管。"),
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
    field_order = (
        "edition",
        "title",
        "honour",
        "level",
        "scope",
        "declared_by",
        "authority",
        "since",
        "until",
        "kinds",
        "groups",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("kinds") and not given.get("groups"):
            self.add_error("kinds", _("至少选一类单位或一个分组；以后还可以逐个增减。"))
        return given


class ChangeCampaignForm(CampaignFields):
    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("状态"), choices=State.choices)
    field_order = ("title", "honour", "state", "level", "scope", "declared_by", "authority")


class MilestoneForm(Form):
    name = forms.CharField(label=_("节点"), max_length=80)
    day = DateField(label=_("日期"))


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


class AdoptionForm(Form):
    """What the campaign does with an indicator."""

    decision = forms.ChoiceField(label=_("处理"), choices=Decision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("理由"), max_length=300, required=False, help_text=_("细化、不适用都要写明依据。"))
    duty = forms.CharField(
        label=_("任务"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("细化成本县要做的事；空着就照标准原文。"),
    )
    material = forms.CharField(
        label=_("材料"), required=False, widget=forms.Textarea({"rows": 2}), help_text=_("要交哪些材料，一行一件。")
    )
    lead = unit_choice(_("牵头单位"), required=False)
    supporting = forms.ModelMultipleChoiceField(
        Unit.objects.filter(until__isnull=True, kind__in=("department", "institution", "township")),
        label=_("配合单位"),
        required=False,
        widget=forms.SelectMultiple({"size": 8}),
        help_text=_("按住 Ctrl 可选几个。"),
    )
    due_on = DateField(label=_("完成时限"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("decision") != Decision.ADOPTED and not given.get("reason", "").strip():
            self.add_error("reason", _("细化或不适用，请写明理由和依据。"))
        return given


class HonourForm(Form):
    """A title that was won."""

    title = forms.CharField(label=_("称号"), max_length=120)
    level = forms.ChoiceField(label=_("级别"), choices=Level.choices)
    scope = forms.ChoiceField(label=_("类型"), choices=Scope.choices)
    conferred_by = forms.CharField(label=_("命名机关"), max_length=100, required=False)
    document = forms.CharField(label=_("文号"), max_length=80, required=False)
    conferred_on = DateField(label=_("命名日期"))
    review_on = DateField(
        label=_("复审日期"), required=False, help_text=_("下一次复审的日子；提前半年开始提醒。复审通过后改成再下一次。")
    )
    campaign = forms.ModelChoiceField(Campaign.objects.all(), label=_("创建活动"), required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("review_on") and given.get("conferred_on") and given["review_on"] <= given["conferred_on"]:
            self.add_error("review_on", _("复审日期要晚于命名日期。"))
        return given


class ChangeHonourForm(HonourForm):
    ended_on = DateField(label=_("失效日期"), required=False, help_text=_("被撤销或没有通过复审时填；没有就空着。"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class SupplementsForm(Form):
    """Which supplementary lists are held against a campaign."""

    supplements = forms.ModelMultipleChoiceField(
        Supplement.objects.all(), label=_("附加标准"), required=False, widget=forms.CheckboxSelectMultiple
    )


class TickForm(Form):
    met = forms.TypedChoiceField(coerce=lambda word: word == "yes", choices=(("yes", ""), ("no", "")))
    words = forms.CharField(max_length=300, required=False)
