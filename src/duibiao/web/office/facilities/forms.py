"""The forms of facilities."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.files.kinds import Refused as BadFile
from duibiao.files.taking import take_photo
from duibiao.lib.spans import today
from duibiao.places.choices import Crs, FacilityState, Zone
from duibiao.places.models import SiteType
from duibiao.problems import rules
from duibiao.standards.queries import standard_of
from duibiao.web.base.forms import DateField, Form
from duibiao.web.office.field.forms import Pairs
from duibiao.web.office.forms import unit_choice

MOST_BYTES = 20 * 1024 * 1024


def kinds_of_facility() -> QuerySet[SiteType]:
    return SiteType.objects.filter(is_facility=True)


class FacilityForm(Form):
    code = forms.CharField(label=_("编号"), max_length=32)
    name = forms.CharField(label=_("名称"), max_length=100, help_text=_("在哪里的什么，如：府前街北口宣传栏。"))
    type = forms.ModelChoiceField(SiteType.objects.none(), label=_("种类"))
    unit = unit_choice(_("属地单位"))
    answers = unit_choice(_("责任单位"), help_text=_("谁管它、谁更换；处置单开给它。"))
    zone = forms.ChoiceField(label=_("区域"), choices=Zone.choices)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    crs = forms.ChoiceField(
        label=_("坐标系"),
        choices=Crs.choices,
        help_text=_("高德、腾讯地图是 GCJ-02，百度地图是 BD-09；选错会差几百米。"),
    )
    given = Pairs(label=_("坐标（经度,纬度）"), required=False, help_text=_("有坐标才能上图。"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["type"].queryset = kinds_of_facility()  # type: ignore[attr-defined]


class ChangeFacilityForm(FacilityForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class LookForm(Form):
    """How it was found; a photo only where there is something to show."""

    state = forms.ChoiceField(label=_("状态"), choices=[one for one in FacilityState.choices if one[0] != "unseen"])
    on = DateField(label=_("哪天查看的"))
    words = forms.CharField(label=_("说明"), max_length=200, required=False)
    photo = forms.FileField(
        label=_("照片"), required=False, widget=forms.FileInput({"accept": "image/jpeg,image/png"}),
        help_text=_("有问题才拍；完好的不用拍。"),
    )  # fmt: skip
    uid = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options["initial"] = {"uid": uuid4().hex, "on": today(), **(options.get("initial") or {})}
        super().__init__(*arguments, **options)

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > today():
            raise forms.ValidationError(_now("还没到这一天；请核对日期。"))
        return self.cleaned_data["on"]

    def clean_photo(self) -> Any:
        file = self.cleaned_data["photo"]
        if not file:
            return None
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_now("照片不超过 20 MB。"))
        try:
            return take_photo(file.read(), name=file.name or "")
        except BadFile as refused:
            raise forms.ValidationError(str(refused)) from None


class OrderForm(Form):
    due_on = DateField(label=_("完成时限"), required=False)
    words = forms.CharField(label=_("要求"), max_length=200, required=False)

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day is not None and day <= today():
            raise forms.ValidationError(_now("没有开单：完成时限最早是明天；请改一天，或空着按问题类型的时限。"))
        return day


class TypeForm(Form):
    name = forms.CharField(label=_("种类"), max_length=40)
    code = forms.SlugField(label=_("代码"), max_length=32, help_text=_("小写英文，如 light_box；检查表里用它。"))
    fault_kind = forms.ChoiceField(label=_("坏了是哪类问题"), help_text=_("时限、复核和观察期都按这类问题的规则。"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["fault_kind"].choices = [(kind.code, kind.name) for kind in rules.kinds()]  # type: ignore[attr-defined]


class CensusForm(Form):
    """Under which edition the census is checked, and on which clause it rests."""

    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("创建活动"))
    clause = forms.CharField(
        label=_("依据的条款"), max_length=40, help_text=_("测评标准里讲公益广告、宣传栏的那一条的编号，如 2.1.1。普查本身不扣分。")
    )  # fmt: skip

    def __init__(self, campaigns: QuerySet[Campaign], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        campaign, clause = given.get("campaign"), given.get("clause")
        if campaign and clause and clause not in standard_of(campaign.edition).by_code:
            self.add_error("clause", _now("这个创建活动的测评标准里没有编号“%s”的条款。") % clause)
        return given
