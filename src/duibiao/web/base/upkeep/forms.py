"""The forms of shortcomings. Choices are read when a form is shown."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import campaigns
from duibiao.duties.steps import read_steps
from duibiao.organisation.models import Unit, User
from duibiao.places.models import Site
from duibiao.upkeep.choices import Sort
from duibiao.upkeep.models import Shortcoming
from duibiao.web.base.duties.forms import UnitChoice, live_units
from duibiao.web.base.forms import DateField, Form


def words_field(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), **{"max_length": 500, **options})


class ShortcomingForm(Form):
    """What is short, whose it is, by when, the plan. A unit's own form has no unit to choose."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    sort = forms.ChoiceField(label=gettext_lazy("类别"), choices=Sort.choices, widget=forms.RadioSelect)
    words = words_field(gettext_lazy("短板"), 2, max_length=300, help_text=gettext_lazy("缺什么、差在哪里，一句话。"))
    unit = UnitChoice(Unit.objects.none(), label=gettext_lazy("责任单位"))
    place = forms.CharField(
        label=gettext_lazy("位置"), max_length=200, required=False,
        help_text=gettext_lazy("写点位编号就连到那个点位；没有编号的，写地方。"),
    )  # fmt: skip
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=gettext_lazy("创建活动"), required=False)
    indicator = forms.CharField(
        label=gettext_lazy("指标编号"), max_length=40, required=False,
        help_text=gettext_lazy("写了指标，能争几分由系统按现在的失分算，不用填。"),
    )  # fmt: skip
    estimate = forms.FloatField(
        label=gettext_lazy("估计能争的分"), required=False, min_value=0, widget=forms.NumberInput({"step": "any"}),
        help_text=gettext_lazy("没有对应指标的才写。"),
    )  # fmt: skip
    due_on = DateField(label=gettext_lazy("补齐时限"))
    steps = words_field(
        gettext_lazy("补齐计划"), 3, max_length=2000, required=False,
        help_text=gettext_lazy("每行一步：日期 做到什么，如 2026-12-10 完成招标。"),
    )  # fmt: skip
    money_wan = forms.FloatField(
        label=gettext_lazy("所需资金（万元）"), required=False, min_value=0, widget=forms.NumberInput({"step": "any"}),
        help_text=gettext_lazy("只有硬件短板写。"),
    )  # fmt: skip
    money_from = forms.CharField(label=gettext_lazy("资金来源"), max_length=100, required=False)

    def __init__(self, by: User, *arguments: Any, own: bool = False, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].queryset = live_units()  # type: ignore[attr-defined]
        self.fields["campaign"].queryset = campaigns(by).order_by("-since")  # type: ignore[attr-defined]
        if own:
            del self.fields["unit"]

    def clean_indicator(self) -> str:
        return (str(self.cleaned_data["indicator"]).split() or [""])[0]

    def clean_steps(self) -> list[tuple[date, str]]:
        found, wrong = read_steps(self.cleaned_data["steps"])
        if wrong:
            raise forms.ValidationError(wrong)
        return [(day, words) for day, words, _percent, _value in found]

    def clean(self) -> dict[str, Any]:
        """A place that is a site's number is that site."""
        given = dict(super().clean() or self.cleaned_data)
        place = str(given.pop("place", "") or "").strip()
        site = Site.objects.filter(code=place).first() if place else None
        given |= {"site": site, "place_words": "" if site else place}
        if given.get("version") is None:
            given.pop("version", None)
        self.cleaned_data = given
        return given


def start_of(row: Shortcoming) -> dict[str, Any]:
    """What the form of one that is there begins with."""
    names = (
        "version",
        "sort",
        "words",
        "unit",
        "campaign",
        "indicator",
        "estimate",
        "due_on",
        "money_wan",
        "money_from",
    )
    start = {name: getattr(row, f"{name}_id", None) or getattr(row, name) for name in names}
    steps = "\n".join(f"{one.day} {one.words}" for one in row.steps.all())
    return {**start, "place": row.site.code if row.site else row.place_words, "steps": steps}


class WordsForm(Form):
    words = words_field(gettext_lazy("说明"))


class MadeGoodForm(Form):
    words = words_field(gettext_lazy("补齐情况"), help_text=gettext_lazy("一两句话：建了什么、怎么管、在哪里看得到。"))


class JudgeForm(Form):
    passed = forms.TypedChoiceField(
        label=gettext_lazy("结论"), coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("补齐了")), ("no", gettext_lazy("没有补齐，退回"))],
    )  # fmt: skip
    words = words_field(gettext_lazy("看到的情况"), required=False, help_text=gettext_lazy("退回的，写明还差什么。"))

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or self.cleaned_data)
        if given.get("passed") is False and not given.get("words", "").strip():
            self.add_error("words", _("请写明还差什么，单位才知道怎样补。"))
        return given
