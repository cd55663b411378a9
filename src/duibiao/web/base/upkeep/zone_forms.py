"""The forms of zones, work and outlays."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy

from duibiao.lib.spans import today
from duibiao.organisation.models import Unit
from duibiao.places.models import Area
from duibiao.upkeep.choices import Mechanism, Often
from duibiao.upkeep.models import UpkeepZone
from duibiao.web.base.duties.forms import UnitChoice, live_units
from duibiao.web.base.forms import DateField, Form, VersionedForm


class AreasField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """Areas with the unit that answers for each."""

    def label_from_instance(self, area: Area) -> str:
        return f"{area.code} {area.name}（{area.unit.known_as}）"


class LayForm(Form):
    areas = AreasField(
        Area.objects.select_related("unit").order_by("code"), label=gettext_lazy("哪些区域路段"),
        widget=forms.SelectMultiple({"size": 10}), help_text=gettext_lazy("按住 Ctrl 可选多个，Ctrl+A 全选。"),
    )  # fmt: skip
    mechanisms = forms.MultipleChoiceField(
        label=gettext_lazy("作业机制"), choices=Mechanism.choices, widget=forms.CheckboxSelectMultiple,
        initial=[str(one) for one in Mechanism],
    )  # fmt: skip
    often = forms.ChoiceField(label=gettext_lazy("周期"), choices=Often.choices)
    times = forms.IntegerField(label=gettext_lazy("每期几次"), min_value=1, max_value=24, initial=1)
    standard = forms.CharField(
        label=gettext_lazy("管护标准"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )


class ZoneForm(VersionedForm):
    standard = forms.CharField(
        label=gettext_lazy("管护标准"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )
    often = forms.ChoiceField(label=gettext_lazy("周期"), choices=Often.choices)
    times = forms.IntegerField(label=gettext_lazy("每期几次"), min_value=1, max_value=24)
    demonstration = forms.BooleanField(label=gettext_lazy("示范路段"), required=False)
    demonstration_standard = forms.CharField(
        label=gettext_lazy("示范标准"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("比一般标准严在哪里。"),
    )  # fmt: skip
    not_needed = forms.CharField(
        label=gettext_lazy("不需要的理由"), max_length=100, required=False,
        help_text=gettext_lazy("这里不需要这项作业才写，如“无绿化”；写了就不算空档。"),
    )  # fmt: skip


def zone_start(zone: UpkeepZone) -> dict[str, Any]:
    names = ("version", "standard", "often", "times", "demonstration", "demonstration_standard", "not_needed")
    return {name: getattr(zone, name) for name in names}


class BodyForm(Form):
    unit = UnitChoice(Unit.objects.none(), label=gettext_lazy("责任主体"))
    contractor = forms.CharField(label=gettext_lazy("作业公司"), max_length=100, required=False)
    since = DateField(label=gettext_lazy("从哪天起"))
    instead = forms.BooleanField(
        label=gettext_lazy("原来的到前一天为止"), required=False, initial=True,
        help_text=gettext_lazy("两家都说归自己、还没裁定时去掉勾：两家都记着，页面上报警。"),
    )  # fmt: skip

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"initial": {"since": today()}, **options})
        self.fields["unit"].queryset = live_units()  # type: ignore[attr-defined]


class ZonesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    def label_from_instance(self, zone: UpkeepZone) -> str:
        return f"{zone.area.name} · {zone.get_mechanism_display()}"


class WorkForm(Form):
    uid = forms.CharField(widget=forms.HiddenInput, max_length=40)
    zones = ZonesField(
        UpkeepZone.objects.none(), label=gettext_lazy("哪些责任区"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请勾上做了的责任区。")},
    )  # fmt: skip
    done_on = DateField(label=gettext_lazy("哪天"))
    words = forms.CharField(
        label=gettext_lazy("做了什么"), max_length=200, required=False, help_text=gettext_lazy("可以不写。")
    )
    photo = forms.FileField(label=gettext_lazy("照片"), required=False, help_text=gettext_lazy("不要求拍。"))

    def __init__(self, zones: Any, *arguments: Any, **options: Any) -> None:
        start = {"uid": uuid4().hex, "done_on": today(), **(options.pop("initial", None) or {})}
        super().__init__(*arguments, **{**options, "initial": start})
        self.fields["zones"].queryset = zones  # type: ignore[attr-defined]


class OutlayForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2000, max_value=2100)
    mechanism = forms.ChoiceField(label=gettext_lazy("作业机制"), choices=Mechanism.choices)
    staff = forms.IntegerField(label=gettext_lazy("作业人员（人）"), min_value=0, max_value=100_000)
    machines = forms.IntegerField(label=gettext_lazy("设备（台、辆）"), min_value=0, max_value=100_000)
    money_wan = forms.FloatField(
        label=gettext_lazy("经费（万元）"), min_value=0, widget=forms.NumberInput({"step": "any"})
    )
    words = forms.CharField(
        label=gettext_lazy("自定的标准"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("本地自己定的保洁标准、工资标准等。"),
    )  # fmt: skip

    def clean_words(self) -> str:
        return str(self.cleaned_data["words"]).strip()
