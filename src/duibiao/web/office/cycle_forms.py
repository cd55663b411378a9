"""The form of the cycle: one result with its weight and what was published."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duibiao.web.base.forms import Form


class RateField(forms.FloatField):
    """A rate in per cent, with as many places as were published."""

    widget = forms.NumberInput({"step": "any"})

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=100, **options)


class YearForm(Form):
    """A result of the cycle: which year, how assessed, what it weighs; and what was published."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    method = forms.CharField(
        label=_("测评方式"),
        max_length=40,
        required=False,
        help_text=_("一年有几种时写，如公共文明指数测评、检查考评。"),
    )
    weight = RateField(label=_("权重（%）"))
    published_rate = RateField(label=_("公布的得分率（%）"), required=False)
    published_rank = forms.IntegerField(label=_("公布的名次"), min_value=1, required=False)
    rank_rate = RateField(
        label=_("目标名次的得分率（%）"), required=False, help_text=_("排在我们目标名次的那个县得了多少。")
    )

    def clean_method(self) -> str:
        return str(self.cleaned_data["method"]).strip()
