"""The forms of the field's pages."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from duibiao.campaigns.models import Campaign
from duibiao.inspections.choices import Answer, ItemKind, PhotoRule, ReplaceReason, RoundKind
from duibiao.inspections.models import ChecklistVersion
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Person, User
from duibiao.places.choices import Crs, Part, Zone
from duibiao.places.models import Area, SiteType
from duibiao.standards.models import Edition
from duibiao.web.base.forms import DateField, Form
from duibiao.web.office.forms import unit_choice


class Pairs(forms.CharField):
    """Longitude and latitude, one pair for a point, more for a line or an outline."""

    def prepare_value(self, value: Any) -> Any:
        return ";".join(",".join(map(str, pair)) for pair in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[list[float]]:
        from duibiao.places.site_importing import pairs_of

        pairs = pairs_of(str(super().clean(value)))
        if pairs is None:
            raise forms.ValidationError(_("请写成 113.05,34.12；几对之间用分号。"))
        return pairs


class SiteForm(Form):
    code = forms.CharField(label=_("编号"), max_length=32)
    name = forms.CharField(label=_("名称"), max_length=100)
    type = forms.ModelChoiceField(SiteType.objects.filter(is_facility=False), label=_("点位类型"))
    unit = unit_choice(_("属地单位"))
    partner = unit_choice(_("包联单位"), required=False)
    within = forms.ModelChoiceField(
        Area.objects.order_by("name"), label=_("所在区域路段"), required=False,
        help_text=_("铁路、公路、河道沿线分段登记时，各段选同一条沿线，盲区页按段算覆盖。"),
    )  # fmt: skip
    zone = forms.ChoiceField(label=_("区域"), choices=Zone.choices)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    length_m = forms.IntegerField(label=_("长度（米）"), min_value=1, required=False)
    crs = forms.ChoiceField(
        label=_("坐标系"),
        choices=Crs.choices,
        help_text=_("高德、腾讯地图是 GCJ-02，百度地图是 BD-09；选错会差几百米。"),
    )
    given = Pairs(label=_("坐标（经度,纬度）"), required=False, help_text=_("线和面写几对，用分号隔开。"))
    pledged_on = DateField(label=_("三包签约日期"), required=False)
    stubborn = forms.BooleanField(label=_("老大难"), required=False)


class ChangeSiteForm(SiteForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class InChargeForm(Form):
    person = forms.ModelChoiceField(Person.objects.order_by("name"), label=_("人员"))
    part = forms.ChoiceField(label=_("责任"), choices=Part.choices)


class GeoJsonForm(Form):
    file = forms.FileField(label=_("GeoJSON 文件"), help_text=_("要素的属性用与表格模板相同的列名；坐标须为 WGS-84。"))


def inspectors() -> Any:
    return User.objects.filter(is_active=True, grants__role=Role.INSPECTOR).select_related("person").distinct()


class ReassignForm(Form):
    inspector = forms.ModelChoiceField(inspectors(), label=_("改由谁检查"), help_text=_("不要派给被查单位自己的人。"))


class Slots(forms.CharField):
    """Times of day, such as 07:30-08:30；17:30-18:30, as pairs."""

    def clean(self, value: Any) -> list[tuple[time, time]]:
        text = str(super().clean(value) or "").translate(str.maketrans("；：，、—–~～至", ";:;;-----"))
        return [self._slot(one) for one in text.split(";") if one.strip()]

    def _slot(self, text: str) -> tuple[time, time]:
        try:
            since, until = (time.fromisoformat(part.strip().zfill(5)) for part in text.split("-"))
        except ValueError:
            raise forms.ValidationError(
                _now("“%s”不是时段；请写成 07:30-08:30，几个之间用分号。") % text.strip()
            ) from None
        if until <= since:
            raise forms.ValidationError(_now("“%s”的结束早于开始。") % text.strip())
        return since, until


class PlanForm(Form):
    campaign = forms.ModelChoiceField(Campaign.objects.order_by("title"), label=_("创建活动"))
    title = forms.CharField(label=_("轮次名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类型"), choices=RoundKind.choices)
    since = DateField(label=_("开始日期"))
    until = DateField(label=_("结束日期"))
    types = forms.ModelMultipleChoiceField(
        SiteType.objects.all(), label=_("点位类型"), widget=forms.CheckboxSelectMultiple
    )
    inspectors = forms.ModelMultipleChoiceField(
        inspectors(), label=_("督查员"), widget=forms.CheckboxSelectMultiple,
        help_text=_("本人任职的单位及其下属单位，不会分给本人检查。"),
    )  # fmt: skip
    size = forms.IntegerField(
        label=_("抽取点位数"), min_value=1, max_value=5000, initial=20, help_text=_("拉网排查不看这个数，全部检查。")
    )
    minimum = forms.IntegerField(label=_("每类至少"), min_value=0, max_value=100, initial=1)
    fresh_percent = forms.IntegerField(label=_("从未检查过的至少占（%）"), min_value=0, max_value=100, initial=30)
    per_day = forms.IntegerField(label=_("每人每天点位数"), min_value=1, max_value=100, initial=8)
    double_percent = forms.IntegerField(label=_("双人背靠背复测（%）"), min_value=0, max_value=100, initial=0)
    beacon_words = forms.CharField(
        label=_("公开数（可不填）"), max_length=120, required=False,
        help_text=_("写一个还没有产生的公开数字，如“11 月 28 日双色球开奖号码”。抽取时填入，谁也无法事先挑种子。"),
    )  # fmt: skip
    slots = Slots(
        label=_("观察时段（可不填）"), required=False, max_length=100,
        help_text=_("定点定时观察才填，如 07:30-08:30；17:30-18:30。一个时段一轮；要各时段看同样的点位，类型选“拉网排查”。"),
    )  # fmt: skip
    counts = forms.BooleanField(label=_("结果计入得分"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("结束日期早于开始日期。"))
        return given


class BeaconForm(Form):
    beacon = forms.CharField(label=_("公开数的值"), max_length=80)


class ReplaceForm(Form):
    reason = forms.ChoiceField(label=_("替换原因"), choices=ReplaceReason.choices)
    words = forms.CharField(label=_("说明"), max_length=200, required=False)


class TakeInForm(Form):
    edition = forms.ModelChoiceField(Edition.objects.filter(state="published").defer("text"), label=_("测评标准"))
    file = forms.FileField(
        label=_("检查表文件（YAML）"), required=False, help_text=_("不选文件，就用标准包自带的 checklists.yaml。")
    )


class ItemForm(Form):
    code = forms.SlugField(label=_("代码"), max_length=40, help_text=_("小写英文字母、数字、下划线；定了不改。"))
    text = forms.CharField(label=_("检查内容"), max_length=300)
    clause = forms.ChoiceField(label=_("条款"))
    kind = forms.ChoiceField(label=_("方式"), choices=ItemKind.choices)
    answer = forms.ChoiceField(label=_("填法"), choices=Answer.choices)
    how = forms.CharField(label=_("怎样看"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    measure = forms.ChoiceField(label=_("计量项"), required=False)
    matter = forms.CharField(
        label=_("事项"), max_length=20, required=False, help_text=_("按事项定责任部门，如“环卫”。")
    )
    points = forms.FloatField(label=_("每处扣分"), min_value=0, initial=0)
    unit_word = forms.CharField(label=_("计数单位"), max_length=10, required=False)
    good_when = forms.FloatField(label=_("达标线"), required=False)
    fewer = forms.BooleanField(label=_("越少越好"), required=False)
    photo = forms.ChoiceField(label=_("照片"), choices=PhotoRule.choices)
    camera_only = forms.BooleanField(label=_("只能现拍"), required=False)
    right = forms.CharField(label=_("正确示例"), max_length=200, required=False)
    wrong = forms.CharField(label=_("错误示例"), max_length=200, required=False)

    def __init__(self, version: ChecklistVersion, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        edition = version.checklist.edition_id
        from duibiao.standards.models import Binding, Indicator

        leaves = Indicator.objects.filter(edition=edition, leaf=True).values_list("code", "name")
        bound = Binding.objects.filter(edition=edition).values_list("measure_id", "measure__name")
        self.fields["clause"].choices = [(code, f"{code} {name}") for code, name in leaves]  # type: ignore[attr-defined]
        self.fields["measure"].choices = [("", "—"), *bound]  # type: ignore[attr-defined]
