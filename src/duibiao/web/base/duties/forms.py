"""The forms of duties. Choices are read when a form is shown."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from duibiao.duties.choices import Direction, Grade, Part, Role
from duibiao.duties.dividing import may_be_given
from duibiao.duties.models import Duty
from duibiao.duties.steps import read_steps
from duibiao.lib.spans import current
from duibiao.organisation.models import Person, Unit
from duibiao.web.base.forms import DateField, Form


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """A unit, indented by its depth in the tree."""

    def label_from_instance(self, unit: Unit) -> str:
        return "　" * unit.depth + str(unit.name)


def live_units() -> Any:
    return Unit.objects.filter(current()).order_by("path")


def people_of(unit: Unit) -> Any:
    """The people who hold a post in a unit now."""
    return Person.objects.filter(current(prefix="posts__"), posts__unit=unit).distinct()


class WordsForm(Form):
    """A few words that stay in the history."""

    words = forms.CharField(label=_("说明"), widget=forms.Textarea({"rows": 3}), max_length=1000)

    def __init__(self, duty: Duty, *arguments: Any, **options: Any) -> None:
        self.duty = duty
        super().__init__(*arguments, **options)


class SignForm(WordsForm):
    """Who of the unit answers for it."""

    words = None  # type: ignore[assignment]
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("责任人"), required=False, empty_label=_("就按下达时写的")
    )

    def __init__(self, duty: Duty, *arguments: Any, **options: Any) -> None:
        super().__init__(duty, *arguments, **options)
        self.fields["person"].queryset = people_of(duty.unit)  # type: ignore[attr-defined]


class PersonForm(SignForm):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("责任人"))


class ObjectForm(WordsForm):
    """Why the duty is not the unit's, and whose it is."""

    words = None  # type: ignore[assignment]
    grounds = forms.CharField(
        label=_("理由和依据"),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
        help_text=_("写明文件、文号或三定方案的哪一条。"),
    )
    proposes = UnitChoice(
        Unit.objects.none(), label=_("建议单位"), required=False, help_text=_("认为该由谁承担；说不准可以不选。")
    )

    def __init__(self, duty: Duty, *arguments: Any, **options: Any) -> None:
        super().__init__(duty, *arguments, **options)
        self.fields["proposes"].queryset = live_units().exclude(pk=duty.unit_id)  # type: ignore[attr-defined]


class ReassignForm(WordsForm):
    unit = UnitChoice(Unit.objects.none(), label=_("改派给"))
    words = forms.CharField(label=_("理由"), widget=forms.Textarea({"rows": 3}), max_length=1000)
    field_order = ("unit", "words")

    def __init__(self, duty: Duty, *arguments: Any, **options: Any) -> None:
        super().__init__(duty, *arguments, **options)
        self.fields["unit"].queryset = live_units()  # type: ignore[attr-defined]


class RuleForm(Form):
    """The office's ruling: whose it is, on what grounds, and for which matter it holds from now on."""

    unit = UnitChoice(Unit.objects.none(), label=_("裁定由谁承担"))
    grounds = forms.CharField(label=_("依据"), widget=forms.Textarea({"rows": 4}), max_length=2000)
    matter = forms.CharField(
        label=_("适用事项"), max_length=300, help_text=_("以后遇到相同或相近的事项，系统会先提示这次裁定。")
    )

    def __init__(self, duty: Duty, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].queryset = live_units()  # type: ignore[attr-defined]


class GradeForm(WordsForm):
    grade = forms.ChoiceField(label=_("评价"), choices=Grade.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("说明"), max_length=300, required=False, help_text=_("“配合不到位”要写明哪里不到位。")
    )
    field_order = ("grade", "words")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("grade") == Grade.POOR and not given.get("words", "").strip():
            self.add_error("words", _("请写明哪里配合不到位。"))
        return given


class ReportForm(WordsForm):
    """进展、问题、措施: always these three."""

    words = None  # type: ignore[assignment]
    uid = forms.CharField(widget=forms.HiddenInput, max_length=40)
    progress = forms.CharField(label=_("进展"), widget=forms.Textarea({"rows": 3}), max_length=2000)
    problem = forms.CharField(label=_("问题"), widget=forms.Textarea({"rows": 2}), max_length=2000, required=False)
    measure = forms.CharField(
        label=_("措施"),
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
        required=False,
        help_text=_("有问题就写怎么解决、什么时候解决。"),
    )
    percent = forms.IntegerField(label=_("进度（%）"), min_value=0, max_value=100)
    value = forms.FloatField(label=_("当前值"), required=False, widget=forms.NumberInput({"step": "any"}))

    def __init__(self, duty: Duty, *arguments: Any, **options: Any) -> None:
        options["initial"] = {"uid": uuid4().hex, "percent": duty.percent, **(options.get("initial") or {})}
        super().__init__(duty, *arguments, **options)
        if duty.target is None:
            del self.fields["value"]


class PlaceForm(Form):
    """Under which other duty this one stands."""

    parent = forms.ModelChoiceField(
        Duty.objects.none(), label=_("上级责任"), required=False, empty_label=_("不挂在别的责任下")
    )
    reason = forms.CharField(label=_("比上级早或比上级高的理由"), max_length=300, required=False)

    def __init__(self, duty: Duty, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        found = Duty.objects.filter(campaign=duty.campaign_id).exclude(state="withdrawn").exclude(pk=duty.pk)
        self.fields["parent"].queryset = found.select_related("unit").order_by("path")  # type: ignore[attr-defined]
        self.fields["parent"].label_from_instance = lambda one: f"{one}（{one.unit.name}）"  # type: ignore[attr-defined]


class PartsForm(Form):
    """The six parts. Who owes it stands in the forms built on this one."""

    title = forms.CharField(label=_("任务"), max_length=300)
    goal = forms.CharField(
        label=Part.GOAL.label, required=False, widget=forms.Textarea({"rows": 2}), help_text=_("做到什么程度算完成。")
    )
    target = forms.FloatField(
        label=_("目标值"),
        required=False,
        widget=forms.NumberInput({"step": "any"}),
        help_text=_("能用数字说的，如 95。"),
    )
    target_unit = forms.CharField(label=_("目标值单位"), max_length=20, required=False)
    direction = forms.ChoiceField(label=_("目标值方向"), choices=Direction.choices, required=False)
    starts_on = DateField(label=_("开始日期"))
    due_on = DateField(label=Part.DUE_ON.label, required=False)
    on_holiday = forms.BooleanField(label=_("节假日也照此时限"), required=False)
    steps = forms.CharField(
        label=Part.STEPS.label, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("一行一个节点：日期 做到什么 进度。例如：2026-10-20 完成自查 40%"),
    )  # fmt: skip
    standard = forms.CharField(label=Part.STANDARD.label, required=False, widget=forms.Textarea({"rows": 3}))
    consequence = forms.CharField(label=Part.CONSEQUENCE.label, required=False, widget=forms.Textarea({"rows": 2}))

    def clean_direction(self) -> str:
        return self.cleaned_data["direction"] or Direction.AT_LEAST

    def clean_steps(self) -> Any:
        steps, wrong = read_steps(self.cleaned_data["steps"])
        if wrong:
            raise forms.ValidationError(wrong)
        return steps


class ChangeForm(PartsForm):
    """Change the parts of a duty that is there."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    person = forms.ModelChoiceField(Person.objects.none(), label=Part.PERSON.label, required=False)
    stricter_reason = forms.CharField(label=_("比上级早或比上级高的理由"), max_length=300, required=False)
    field_order = ("title", "person", "goal")

    def __init__(self, duty: Duty, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["person"].queryset = people_of(duty.unit)  # type: ignore[attr-defined]
        if duty.parent_id is None:
            del self.fields["stricter_reason"]


class DivideForm(PartsForm):
    """A part of a duty for another unit."""

    unit = UnitChoice(Unit.objects.none(), label=_("分给"))
    role = forms.ChoiceField(label=_("角色"), choices=[one for one in Role.choices if one[0] != Role.LEAD])
    stricter_reason = forms.CharField(
        label=_("比上级早或比上级高的理由"), max_length=300, required=False,
        help_text=_("时限比上级早、要求比上级高，必须写明理由，下级看得到。"),
    )  # fmt: skip
    field_order = ("unit", "role", "title", "goal")

    def __init__(self, duty: Duty, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].queryset = Unit.objects.filter(may_be_given(duty)).distinct().order_by("path")  # type: ignore[attr-defined]


class DraftForm(PartsForm):
    """A duty for one unit, with or without an indicator."""

    unit = UnitChoice(Unit.objects.none(), label=_("单位"))
    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    indicator = forms.CharField(
        label=_("指标编号"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"list": "indicators", "autocomplete": "off"}),
        help_text=_("会议议定等不对应指标的，空着。"),
    )
    field_order = ("indicator", "unit", "role", "title", "goal")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["unit"].queryset = live_units()  # type: ignore[attr-defined]

    def clean_indicator(self) -> str:
        return (str(self.cleaned_data["indicator"]).split() or [""])[0]


class TemplateForm(Form):
    """The county's own rule for duties."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("叫法"), max_length=20, help_text=_("如 六定、五定。"))
    parts = forms.MultipleChoiceField(
        label=_("下达前必须写明"), choices=Part.choices, widget=forms.CheckboxSelectMultiple
    )
    sign_workdays = forms.IntegerField(label=_("几个工作日内签收"), min_value=1, max_value=30)
    consequence = forms.CharField(
        label=_("奖惩（起草时先填这一段）"), required=False, widget=forms.Textarea({"rows": 3})
    )
