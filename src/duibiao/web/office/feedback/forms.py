"""The forms of feedback: the paper, its text, an item, several items at once, the marks of an outside assessment."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.models import Campaign
from duibiao.participation import opening
from duibiao.participation.choices import Aspect
from duibiao.participation.models import Feedback
from duibiao.problems.models import Kind
from duibiao.standards.queries import standard_of
from duibiao.web.base.forms import DateField, Form
from duibiao.web.office.forms import unit_choice

_MARK = re.compile(r"^(\S+)\s+(\d+(?:\.\d+)?)(?:\s*[/／\s]\s*(\d+(?:\.\d+)?))?$")


class PaperForm(Form):
    title = forms.CharField(label=gettext_lazy("标题"), max_length=120)
    sender = forms.CharField(
        label=gettext_lazy("发文单位或测评组"), max_length=80, help_text=gettext_lazy("如：省文明委测评组。")
    )
    received_on = DateField(label=gettext_lazy("收到日期"))
    reply_by = DateField(label=gettext_lazy("要求回复的日期"), required=False)
    visited = forms.CharField(
        label=gettext_lazy("测评时间和路线"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("概括一句；逐站的路线登记好以后在“测评档案”里填。"),
    )  # fmt: skip
    group = forms.CharField(
        label=gettext_lazy("测评组组成"), max_length=200, required=False,
        help_text=gettext_lazy("写职务和人数，不写姓名。如：组长 1 人（省文明办处长），成员 6 人，分资料、实地两组。"),
    )  # fmt: skip
    came_on = DateField(label=gettext_lazy("到县日期"), required=False)
    left_on = DateField(label=gettext_lazy("离县日期"), required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("reply_by") and given.get("received_on") and given["reply_by"] < given["received_on"]:
            self.add_error("reply_by", _("要求回复的日期早于收到的日子，请核对。"))
        if given.get("left_on") and (not given.get("came_on") or given["left_on"] < given["came_on"]):
            self.add_error("left_on", _("离县日期要有到县日期，并且不早于它。"))
        return given


class NewPaperForm(PaperForm):
    campaign = forms.ModelChoiceField(Campaign.objects.order_by("title"), label=gettext_lazy("创建活动"))
    file = forms.FileField(
        label=gettext_lazy("文件"), required=False, help_text=gettext_lazy("pdf、docx、xlsx、ofd 或照片，20 MB 以内。")
    )
    field_order = (
        "campaign",
        "title",
        "sender",
        "received_on",
        "reply_by",
        "file",
        "group",
        "came_on",
        "left_on",
        "visited",
    )


class ChangePaperForm(PaperForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class KindChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """A kind of problem, read when the form is shown."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Kind.objects.none(), label=gettext_lazy("问题类型"), **options)


class TextForm(Form):
    text = forms.CharField(
        label=gettext_lazy("反馈意见原文"), widget=forms.Textarea(attrs={"rows": 14}), max_length=100_000,
        help_text=gettext_lazy("整段粘贴。按编号（一、（一）1. ①，一是…二是…）认条目；没有编号的一行一条。"),
    )  # fmt: skip
    due_on = DateField(
        label=gettext_lazy("统一的整改时限"),
        required=False,
        help_text=gettext_lazy("文中写了“×月×日前”的条目按文中的。"),
    )
    kind = KindChoice(required=False, help_text=gettext_lazy("先统一选一个，转为问题前可以逐条改。"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].queryset = opening.kinds()  # type: ignore[attr-defined]


class ItemForm(Form):
    words = forms.CharField(label=gettext_lazy("反馈的问题"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    aspect = forms.ChoiceField(label=gettext_lazy("方面"), choices=Aspect.choices)
    indicator = forms.ChoiceField(label=gettext_lazy("指标"), required=False)
    unit = unit_choice(gettext_lazy("责任单位"), required=False)
    kind = KindChoice(required=False)
    due_on = DateField(label=gettext_lazy("整改时限"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, feedback: Feedback, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        nodes = standard_of(feedback.campaign.edition).by_code
        codes = [(code, f"{code} {node.indicator.name}") for code, node in nodes.items()]
        self.fields["indicator"].choices = [("", "—"), *codes]  # type: ignore[attr-defined]
        self.fields["kind"].queryset = opening.kinds()  # type: ignore[attr-defined]


class SeveralForm(Form):
    unit = unit_choice(gettext_lazy("责任单位"), required=False)
    kind = KindChoice(required=False)
    due_on = DateField(label=gettext_lazy("整改时限"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, auto_id="several_%s", **options)
        self.fields["kind"].queryset = opening.kinds()  # type: ignore[attr-defined]


class MarksForm(Form):
    text = forms.CharField(
        label=gettext_lazy("各项成绩"), widget=forms.Textarea(attrs={"rows": 14}), required=False,
        help_text=gettext_lazy("一行一项：指标编号、得分、满分，用空格隔开，可从表格直接粘贴。满分空着就用标准里的分值。"),
    )  # fmt: skip

    def __init__(self, feedback: Feedback, *arguments: Any, **options: Any) -> None:
        self.nodes = standard_of(feedback.campaign.edition).by_code
        super().__init__(*arguments, **options)

    def clean_text(self) -> dict[str, tuple[float, float]]:
        """By indicator; every line that is wrong is named."""
        found: dict[str, tuple[float, float]] = {}
        wrong = []
        for number, line in enumerate(str(self.cleaned_data["text"]).splitlines(), 1):
            if line.strip():
                code, mark, says = self._read(" ".join(line.split()))
                if says or code in found:
                    says = says or _("指标 %s 写了两次") % code
                    wrong.append(_("第 %(n)d 行：%(says)s。") % {"n": number, "says": says})
                found[code] = mark
        if wrong:
            raise forms.ValidationError(wrong[:20])
        return found

    def _read(self, line: str) -> tuple[str, tuple[float, float], str]:
        match = _MARK.match(line)
        if match is None:
            return "", (0, 1), _("“%s”看不懂，请写成“1.1 2.5 3”") % line
        code, got, node = match[1], float(match[2]), self.nodes.get(match[1])
        if node is None:
            return code, (0, 1), _("标准里没有指标“%s”") % code
        full = float(match[3]) if match[3] else float(node.indicator.points or 0)
        if full <= 0:
            return code, (0, 1), _("标准里没有 %s 的分值，请写上满分") % code
        return code, (got, full), _("得分 %(got)g 大于满分 %(full)g") % {"got": got, "full": full} if got > full else ""


class RouteForm(Form):
    text = forms.CharField(
        label=gettext_lazy("路线"), widget=forms.Textarea(attrs={"rows": 12}), max_length=20_000, required=False,
        help_text=gettext_lazy("一行一站，按走的先后。开头写点位编号或点位名称，就和那个点位连起来；后面可以写看了什么。"),
    )  # fmt: skip


class ResultForm(Form):
    """The result in one way of assessing."""

    points = forms.FloatField(label=gettext_lazy("得分"), min_value=0, required=False)
    out_of = forms.FloatField(label=gettext_lazy("满分"), min_value=0.01, required=False)
    words = forms.CharField(
        label=gettext_lazy("评价"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    file = forms.FileField(label=gettext_lazy("成绩单或反馈原件"), required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        points, out_of = given.get("points"), given.get("out_of")
        if (points is None) != (out_of is None):
            self.add_error("out_of", _("得分和满分要一起写，或都空着。"))
        elif points is not None and out_of is not None and points > out_of:
            self.add_error("points", _("得分大于满分，请核对。"))
        if points is None and not given.get("words") and not given.get("file"):
            raise forms.ValidationError(_("得分、评价、原件至少要有一样。"))
        return given
