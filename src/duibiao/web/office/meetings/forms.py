"""The forms of meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import eligible
from duibiao.meetings.choices import MeetingKind
from duibiao.meetings.models import Meeting, Topic
from duibiao.organisation.models import Person, WorkingGroup
from duibiao.web.base.forms import DateField, Form, VersionedForm
from duibiao.web.office.asks.forms import IN_ORDER
from duibiao.web.office.forms import unit_choice


class MeetingForm(Form):
    campaign = forms.ModelChoiceField(Campaign.objects.order_by("title"), label=_("创建活动"))
    group = forms.ModelChoiceField(WorkingGroup.objects.all(), label=_("召集的工作组"), required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=MeetingKind.choices)
    title = forms.CharField(label=_("会议名称"), max_length=120)
    held_on = DateField(label=_("日期"))
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    chair = forms.ModelChoiceField(Person.objects.all(), label=_("主持人"), required=False)
    units = forms.ModelMultipleChoiceField(
        eligible().order_by(IN_ORDER, "order", "id"),
        label=_("参加单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    urgent_reason = forms.CharField(
        label=_("紧急理由"), max_length=300, required=False,
        help_text=_("离开会不足规定的工作日时必须写；紧急的单独计数。"),
    )  # fmt: skip


class ChangeMeetingForm(MeetingForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        del self.fields["campaign"]


class MinutesForm(VersionedForm):
    minutes = forms.CharField(label=_("会议情况"), widget=forms.Textarea({"rows": 8}), required=False)


class DecisionForm(Form):
    """A resolved item: what, who, by when. It becomes a duty."""

    words = forms.CharField(label=_("议定事项"), max_length=300)
    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("对应议题"), required=False)
    unit = unit_choice(_("责任单位"))
    person = forms.ModelChoiceField(
        Person.objects.all(), label=_("责任人"), required=False, help_text=_("不选就是这个单位的负责人。")
    )
    supporting = forms.ModelMultipleChoiceField(
        eligible().order_by(IN_ORDER, "order", "id"),
        label=_("配合单位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = DateField(label=_("完成时限"))
    standard = forms.CharField(label=_("做到什么算完成"), max_length=300, required=False)
    on_holiday = forms.BooleanField(label=_("节假日也照此时限"), required=False)

    def __init__(self, meeting: Meeting, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["topic"].queryset = meeting.topics.all()  # type: ignore[attr-defined]


class LookForm(Form):
    kept = forms.TypedChoiceField(
        label=_("落实了吗"), choices=[("yes", _("落实了")), ("no", _("没有落实"))], coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(label=_("看到的情况"), max_length=300)
