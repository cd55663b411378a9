"""How one wants to be reminded."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duibiao.notices.models import HOURS
from duibiao.web.base.forms import Form


class DaysField(forms.CharField):
    """Numbers of workdays in one line: 7、3、1."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int] | None:
        text = str(super().clean(value) or "")
        words = [word for word in text.replace("，", "、").replace(",", "、").replace(" ", "、").split("、") if word]
        if any(not word.isdecimal() or int(word) > 60 for word in words):
            raise forms.ValidationError(_("请填工作日的天数，几个数用顿号隔开，如：7、3、1；最多 60。"))
        return sorted({int(word) for word in words}, reverse=True) or None


class WishForm(Form):
    """Everything may be left empty: then it is as the county has it."""

    hour = forms.TypedChoiceField(
        label=_("每天几点汇总"), choices=[("", _("和全县一样")), *HOURS], coerce=int, empty_value=None, required=False
    )
    by_email = forms.BooleanField(label=_("汇总也发到邮箱"), required=False)
    email = forms.EmailField(label=_("邮箱"), required=False)
    days_before = DaysField(
        label=_("提前几个工作日提醒"), required=False, help_text=_("如：7、3、1；0 是当天。空着就和全县一样。")
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("by_email") and not self.cleaned_data.get("email"):
            self.add_error("email", _("要发到邮箱，请填邮箱。"))
        return self.cleaned_data
