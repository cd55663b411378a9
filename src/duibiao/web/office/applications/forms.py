"""The forms with which the office sets up a selection, announces, rules and sends."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.applications.choices import Candidate, Direction, FieldKind, Outcome, State
from duibiao.applications.models import Application, Category, Selection
from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import today
from duibiao.organisation.choices import UnitKind
from duibiao.places.models import SiteType
from duibiao.web.base.forms import DateField, Form
from duibiao.web.office.forms import unit_choice

ANY = [("", gettext_lazy("不限"))]


def workdays(label: Any, initial: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=60, initial=initial, help_text=help_text)


class SelectionForm(Form):
    title = forms.CharField(
        label=gettext_lazy("名称"), max_length=120, help_text=gettext_lazy("如：2026 年法治示范村（社区）评选。")
    )
    grounds = forms.CharField(
        label=gettext_lazy("依据的文件"), max_length=300, help_text=gettext_lazy("文件名和文号。")
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("类型"), choices=Direction.choices, widget=forms.RadioSelect, initial="down"
    )
    authority = forms.CharField(
        label=gettext_lazy("命名机关"), max_length=100, help_text=gettext_lazy("谁发文命名；向上级申报的写上级机关。")
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.order_by("title"), label=gettext_lazy("所属创建活动"), required=False
    )
    opens_on = DateField(label=gettext_lazy("申报开始"))
    closes_on = DateField(label=gettext_lazy("申报截止"))
    recommend_workdays = workdays(gettext_lazy("推荐时限（工作日）"), 5)
    examine_workdays = workdays(gettext_lazy("初审时限（工作日）"), 10)
    check_workdays = workdays(gettext_lazy("验收时限（工作日）"), 0, gettext_lazy("0：不用现场验收。"))
    notice_workdays = workdays(gettext_lazy("公示（工作日）"), 5, gettext_lazy("0：不公示。"))
    contact = forms.CharField(
        label=gettext_lazy("异议向哪里反映"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("单位、电话、地址；登在公示页上。"),
    )
    full_points = forms.IntegerField(
        label=gettext_lazy("初审满分"), min_value=1, max_value=1000, required=False, help_text=gettext_lazy("不填：只评合格不合格。")
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("opens_on") and given.get("closes_on") and given["closes_on"] < given["opens_on"]:
            self.add_error("closes_on", _("截止早于开始，请改其中一个。"))
        if given.get("notice_workdays") and not given.get("contact"):
            self.add_error("contact", _("要公示，就要写明异议向哪里反映。"))
        return given


class ChangeSelectionForm(SelectionForm):
    """Everything but what it is."""

    direction = None  # type: ignore[assignment]
    version = forms.IntegerField(widget=forms.HiddenInput)


class CategoryForm(Form):
    name = forms.CharField(label=gettext_lazy("类别"), max_length=60, help_text=gettext_lazy("如：示范村、示范学校。"))
    quota = forms.IntegerField(
        label=gettext_lazy("名额"), min_value=1, max_value=9999, required=False, help_text=gettext_lazy("不填：不限。")
    )
    candidate = forms.ChoiceField(label=gettext_lazy("申报对象"), choices=Candidate.choices)
    unit_kind = forms.ChoiceField(label=gettext_lazy("限哪类单位"), required=False, choices=[*ANY, *UnitKind.choices])
    site_type = forms.ModelChoiceField(
        SiteType.objects.order_by("order"), label=gettext_lazy("限哪类点位"), required=False
    )
    recommender = unit_choice(
        gettext_lazy("推荐单位"), required=False,
        help_text=gettext_lazy("主管部门，如学校由教体局推荐。不填：由上一级单位推荐；上一级是县，就由本单位负责人推荐。"),
    )  # fmt: skip
    recommend_quota = forms.IntegerField(
        label=gettext_lazy("每个推荐单位最多推荐"), min_value=1, max_value=999, required=False, help_text=gettext_lazy("不填：不限。")
    )  # fmt: skip


class ChangeCategoryForm(Form):
    quota = CategoryForm.base_fields["quota"]
    recommend_quota = CategoryForm.base_fields["recommend_quota"]


class ConditionForm(Form):
    words = forms.CharField(label=gettext_lazy("条件"), max_length=300, widget=forms.Textarea({"rows": 2}))
    category = forms.ModelChoiceField(
        Category.objects.none(), label=gettext_lazy("哪个类别"), required=False, empty_label=gettext_lazy("所有类别")
    )
    hard = forms.BooleanField(label=gettext_lazy("必须具备，缺了不能交"), required=False, initial=True)
    needs_material = forms.BooleanField(label=gettext_lazy("要有材料证明"), required=False, initial=True)

    def __init__(self, selection: Selection, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["category"].queryset = selection.categories.all()  # type: ignore[attr-defined]


class FieldForm(Form):
    label = forms.CharField(label=gettext_lazy("栏目"), max_length=60)
    help = forms.CharField(label=gettext_lazy("填写说明"), max_length=200, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("怎么填"), choices=FieldKind.choices)
    most = forms.IntegerField(label=gettext_lazy("最多几个字"), min_value=1, max_value=5000, initial=200)
    required = forms.BooleanField(label=gettext_lazy("必填"), required=False, initial=True)


class AnnounceForm(Form):
    applications = forms.ModelMultipleChoiceField(
        Application.objects.none(), label=gettext_lazy("公示哪些"), widget=forms.CheckboxSelectMultiple
    )
    since = DateField(label=gettext_lazy("公示起"))
    contact = forms.CharField(label=gettext_lazy("异议向哪里反映"), max_length=200)

    def __init__(self, selection: Selection, *arguments: Any, **options: Any) -> None:
        ready = Application.objects.filter(selection=selection, state=State.ANNOUNCING).order_by(
            "category__order", "id"
        )
        start = {"since": today(), "contact": selection.contact, "applications": [one.pk for one in ready]}
        super().__init__(*arguments, **{"initial": start, **options})
        self.fields["applications"].queryset = ready  # type: ignore[attr-defined]
        self.fields["since"].help_text = _("公示 %d 个工作日，从第二天起算。") % selection.notice_workdays


class RuleForm(Form):
    upheld = forms.TypedChoiceField(
        label=gettext_lazy("核查结论"), coerce=lambda value: value == Outcome.UPHELD, widget=forms.RadioSelect,
        choices=[one for one in Outcome.choices if one[0]],
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("核查情况"), max_length=300, widget=forms.Textarea({"rows": 3}))


class ReceiptForm(Form):
    receipt = forms.CharField(label=gettext_lazy("上级回执号"), max_length=80)
    received_on = DateField(label=gettext_lazy("上级收件日期"))
