"""The forms of self-checks and calibration."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.models import Campaign
from duibiao.inspections.choices import Outcome
from duibiao.places.models import SiteType
from duibiao.web.base.forms import DateField, Form


class SelfCheckForm(Form):
    campaign = forms.ModelChoiceField(Campaign.objects.order_by("title"), label=gettext_lazy("创建活动"))
    title = forms.CharField(label=gettext_lazy("名称"), max_length=80)
    since = DateField(label=gettext_lazy("开始日期"))
    until = DateField(label=gettext_lazy("结束日期"))
    types = forms.ModelMultipleChoiceField(
        SiteType.objects.all(), label=gettext_lazy("点位类型"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("每个点位由属地单位自己的联络员查；单位没有账号的，由最近的上级单位查。"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("结束日期早于开始日期。"))
        return given


class SetForm(Form):
    campaign = forms.ModelChoiceField(Campaign.objects.order_by("title"), label=gettext_lazy("创建活动"))
    title = forms.CharField(label=gettext_lazy("名称"), max_length=80)


class PictureForm(Form):
    file = forms.FileField(label=gettext_lazy("图片（jpg、png）"))
    text = forms.CharField(label=gettext_lazy("检查内容"), max_length=300)
    clause = forms.CharField(label=gettext_lazy("条款"), max_length=40, required=False)
    right = forms.ChoiceField(label=gettext_lazy("正确答案"), choices=Outcome.choices, widget=forms.RadioSelect)
    why = forms.CharField(
        label=gettext_lazy("为什么"),
        max_length=300,
        help_text=gettext_lazy("答完以后给督查员看：依据哪一条、看哪一处。"),
    )
