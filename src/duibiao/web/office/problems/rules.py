"""The rules of problems: kinds, deadlines, what statuses are called, hours and numbers, who hears of what is late."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.organisation.permissions import may_manage_organisation
from duibiao.problems import rules
from duibiao.problems.choices import CLASS_OF, DOCUMENTED, Disposal, Level, Measured, Severity, Status
from duibiao.problems.models import CardRule, Deadline, EscalationRule, Kind
from duibiao.problems.permissions import may_keep_rules
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import Form, VersionedForm
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.requests import by_of


class KindForm(VersionedForm):
    name = forms.CharField(label=gettext_lazy("问题类型"), max_length=40)
    matter = forms.CharField(
        label=gettext_lazy("事项"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("与点位责任部门的“事项”同一个词，就自动建议那个部门。"),
    )
    severity = forms.ChoiceField(label=gettext_lazy("一般轻重"), choices=Severity.choices)
    needs_photo = forms.BooleanField(label=gettext_lazy("整改须有照片"), required=False)
    disposals = forms.MultipleChoiceField(
        label=gettext_lazy("怎样处置才能销号"), choices=[(one, one.label) for one in Disposal if one != Disposal.COORDINATED],
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("没有勾的处置不能销号。只协调、只劝导的，哪一类都不能销号。"),
    )  # fmt: skip
    watch_days = forms.IntegerField(
        label=gettext_lazy("观察期（天）"),
        min_value=0,
        max_value=365,
        help_text=gettext_lazy("常用 30、60、90 天。期内同一处再发现就是反弹。"),
    )
    is_active = forms.BooleanField(label=gettext_lazy("在用"), required=False)


class NewKindForm(KindForm):
    version = None  # type: ignore[assignment]
    is_active = None  # type: ignore[assignment]
    code = forms.SlugField(label=gettext_lazy("代码"), max_length=40, help_text=gettext_lazy("英文字母，以后不改。"))
    field_order = ("name", "code")


class DeadlineForm(Form):
    kind = forms.ModelChoiceField(
        Kind.objects.all(),
        label=gettext_lazy("问题类型"),
        required=False,
        empty_label=gettext_lazy("所有没有单独规定的"),
    )
    severity = forms.ChoiceField(label=gettext_lazy("轻重"), choices=Severity.choices)
    amount = forms.IntegerField(label=gettext_lazy("时限"), min_value=1, max_value=999)
    measured = forms.ChoiceField(
        label=gettext_lazy("计时单位"),
        choices=Measured.choices,
        help_text=gettext_lazy("工作时、工作日按工作日历；连续计时含夜间和节假日。"),
    )


class EscalationForm(Form):
    workdays = forms.IntegerField(
        label=gettext_lazy("时限后第几个工作日"),
        min_value=-10,
        max_value=250,
        help_text=gettext_lazy("0 是到时限；-1 是前一个工作日。"),
    )
    level = forms.ChoiceField(label=gettext_lazy("告诉谁"), choices=Level.choices)
    severity = forms.ChoiceField(
        label=gettext_lazy("轻重"), required=False, choices=[("", gettext_lazy("全部")), *Severity.choices]
    )


def _minutes(text: str) -> int:
    hours, _colon, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes or 0)


class TermsForm(VersionedForm):
    morning_from = forms.CharField(label=gettext_lazy("上午上班"), widget=forms.TextInput({"type": "time"}))
    morning_until = forms.CharField(label=gettext_lazy("上午下班"), widget=forms.TextInput({"type": "time"}))
    afternoon_from = forms.CharField(label=gettext_lazy("下午上班"), widget=forms.TextInput({"type": "time"}))
    afternoon_until = forms.CharField(label=gettext_lazy("下午下班"), widget=forms.TextInput({"type": "time"}))
    amber_percent = forms.IntegerField(label=gettext_lazy("用掉多少时间转为黄灯（%）"), min_value=10, max_value=99)
    old_workdays = forms.IntegerField(label=gettext_lazy("超过多少个工作日列为积案"), min_value=1, max_value=500)
    reworks_many = forms.IntegerField(label=gettext_lazy("复核几次不合格建议问责"), min_value=1, max_value=20)
    look_percent = forms.IntegerField(label=gettext_lazy("每月回头看抽取比例（%）"), min_value=0, max_value=100)
    near_m = forms.IntegerField(label=gettext_lazy("整改照片离问题位置多远要提示（米）"), min_value=10, max_value=5000)
    dispatches = forms.BooleanField(label=gettext_lazy("有明确责任单位的自动交办（以您的名义）"), required=False)
    TIMES = ("morning_from", "morning_until", "afternoon_from", "afternoon_until")

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or self.cleaned_data)
        try:
            times = [_minutes(given[name]) for name in self.TIMES]
        except (KeyError, ValueError):
            raise forms.ValidationError(_("上下班时间要写成 8:00 这样。")) from None
        if not times[0] < times[1] <= times[2] < times[3]:
            raise forms.ValidationError(_("上下班时间的先后不对，请从早到晚写。"))
        self.cleaned_data = given | dict(zip(self.TIMES, times, strict=True))
        return self.cleaned_data


class LabelsForm(Form):
    """A word for each status."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for status in Status:
            means = _("含义：%s") % CLASS_OF[status].label
            self.fields[str(status)] = forms.CharField(
                label=status.label, max_length=20, required=False, help_text=means
            )


@page(may_manage_organisation)
def problem_rules(request: HttpRequest) -> HttpResponse:
    rules.kinds()
    known = {
        "kinds": Kind.objects.all(), "deadlines": Deadline.objects.select_related("kind"), "terms": rules.terms(),
        "escalation": EscalationRule.objects.all(), "labels": rules.labels(), "may": may_keep_rules(by_of(request)),
        "cards": CardRule.objects.all(), "documented": [(one.label, DOCUMENTED[one]) for one in Disposal if one in DOCUMENTED],
        "statuses": [(one, one.label, CLASS_OF[one].label) for one in Status],
    }  # fmt: skip
    return render(request, "office/problems/rules.html", known)


def _page(request: HttpRequest, asked: Form, do: Any, heading: str) -> HttpResponse:
    return form_page(
        request, asked, do, heading=heading, act=_("保存"), back=reverse("office:problem_rules"), done=_("已保存。"),
        where=((_("问题规则"), reverse("office:problem_rules")),),
    )  # fmt: skip


@form(may_keep_rules)
def add_problem_kind(request: HttpRequest) -> HttpResponse:
    start = {
        "severity": Severity.ORDINARY,
        "needs_photo": True,
        "watch_days": 60,
        "disposals": [one for one in Disposal if one != Disposal.COORDINATED],
    }
    asked = NewKindForm(request.POST or None, initial=start)
    return _page(request, asked, lambda given: rules.add_kind(by_of(request), **given), _("新增问题类型"))


@form(may_keep_rules)
def change_problem_kind(request: HttpRequest, pk: int) -> HttpResponse:
    kind = get_object_or_404(Kind, pk=pk)
    names = ("version", "name", "matter", "severity", "needs_photo", "disposals", "watch_days", "is_active")
    asked = KindForm(request.POST or None, initial={name: getattr(kind, name) for name in names})
    return _page(request, asked, lambda given: rules.change_kind(by_of(request), kind, **given), _("修改：%s") % kind)


@form(may_keep_rules)
def set_problem_deadline(request: HttpRequest) -> HttpResponse:
    asked = DeadlineForm(
        request.POST or None,
        initial={name: request.GET.get(name) for name in ("kind", "severity", "amount", "measured")},
    )
    return _page(request, asked, lambda given: rules.set_deadline(by_of(request), **given), _("整改时限"))


@act(may_keep_rules)
def drop_problem_deadline(request: HttpRequest, pk: int) -> HttpResponse:
    rules.drop_deadline(by_of(request), get_object_or_404(Deadline, pk=pk))
    return redirect("office:problem_rules")


@form(may_keep_rules)
def set_problem_escalation(request: HttpRequest) -> HttpResponse:
    asked = EscalationForm(request.POST or None)
    return _page(request, asked, lambda given: rules.set_escalation(by_of(request), **given), _("逐级提醒"))


@act(may_keep_rules)
def drop_problem_escalation(request: HttpRequest, pk: int) -> HttpResponse:
    rules.drop_escalation(by_of(request), get_object_or_404(EscalationRule, pk=pk))
    return redirect("office:problem_rules")


@form(may_keep_rules)
def set_problem_terms(request: HttpRequest) -> HttpResponse:
    held = rules.terms()
    start = {name: getattr(held, name) for name in TermsForm.base_fields}
    start |= {name: f"{start[name] // 60:02}:{start[name] % 60:02}" for name in TermsForm.TIMES}
    asked = TermsForm(request.POST or None, initial=start)
    return _page(request, asked, lambda given: rules.set_terms(by_of(request), **given), _("工作时段和数字"))


@form(may_keep_rules)
def set_problem_labels(request: HttpRequest) -> HttpResponse:
    asked = LabelsForm(request.POST or None, initial=rules.labels())
    return _page(request, asked, lambda given: rules.set_labels(by_of(request), words=given), _("状态叫什么"))
