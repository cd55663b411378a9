"""What a resident fills in. Few fields, none that asks who one is, and one that only machines fill."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.participation.choices import PositionBy, ReportKind
from duibiao.participation.services.residents import MOST_BYTES, MOST_PHOTOS
from duibiao.web.base.forms import Form

ACCEPT = "image/jpeg,image/png,image/webp"


class Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class Photos(forms.FileField):
    """Several photos in one field; each is looked at by the service."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        given = [one for one in (data or []) if one]
        if len(given) > MOST_PHOTOS:
            raise forms.ValidationError(_("照片最多 %d 张；请挑最能说明问题的几张。") % MOST_PHOTOS)
        for one in given:
            if one.size > MOST_BYTES:
                raise forms.ValidationError(
                    _("“%s”太大，一张最多 15 MB。请用手机相册里的“压缩”或截图再传。") % one.name
                )
        return [super(Photos, self).clean(one, initial) for one in given]


class ReportForm(Form):
    uid = forms.CharField(widget=forms.HiddenInput, max_length=40)
    kind = forms.ChoiceField(
        label=gettext_lazy("哪一类"), choices=ReportKind.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选一类；说不清就选“其他”。")},
    )  # fmt: skip
    photos = Photos(
        label=gettext_lazy("照片"), required=False, widget=Several(attrs={"accept": ACCEPT}),
        help_text=gettext_lazy("最多 6 张。照片里的拍摄地点、时间等信息会先去掉再保存。"),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("什么情况（有照片可以不写）"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": gettext_lazy("例如：路口垃圾桶满了三天，没有人清。")}),
    )  # fmt: skip
    place_words = forms.CharField(
        label=gettext_lazy("在哪里"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("路名、门牌号，或附近的店名、单位名")}),
    )  # fmt: skip
    latitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    accuracy_m = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=0, max_value=100_000)
    position_by = forms.ChoiceField(widget=forms.HiddenInput, required=False, choices=[("", ""), *PositionBy.choices])
    contact = forms.CharField(
        label=gettext_lazy("怎么联系您"), max_length=100, required=False,
        help_text=gettext_lazy("可以不填。填了只有创建办的审核人员看得到，每次查看都有记录，办结一段时间后自动删除。"),
    )  # fmt: skip
    website = forms.CharField(required=False, max_length=200, label=gettext_lazy("这一栏请留空"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in ("photos", "words", "place_words"):
            self.fields[name].asked = True  # type: ignore[attr-defined]  # one of two must be filled: the form says so itself

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("website"):
            raise forms.ValidationError(_("“这一栏请留空”里有字。请删掉它再提交；它是用来挡自动程序的。"))
        self._ask_for_both_or_none(given)
        if not given.get("place_words") and given.get("latitude") is None:
            self.add_error("place_words", _("请写一下地点，或用手机定位。"))
        if not given.get("words") and not given.get("photos") and "photos" not in self.errors:
            self.add_error("words", _("请写一句话，或传一张照片。"))
        return given

    def _ask_for_both_or_none(self, given: dict[str, Any]) -> None:
        if given.get("latitude") is None or given.get("longitude") is None:
            given |= {"latitude": None, "longitude": None, "accuracy_m": None, "position_by": ""}
        elif not given.get("position_by"):
            given["position_by"] = PositionBy.PHONE
