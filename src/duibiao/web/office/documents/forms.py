"""The forms of documents."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import eligible, participants
from duibiao.documents.choices import BESIDE, MOST_BYTES, Kind, Origin
from duibiao.documents.models import Document
from duibiao.organisation.choices import UnitKind
from duibiao.web.base.forms import DateField, Form
from duibiao.web.office.asks.forms import IN_ORDER
from duibiao.web.office.forms import unit_choice


class PaperFile(forms.FileField):
    """A file of an official paper, as offices have them."""

    def __init__(self, **options: Any) -> None:
        help_text = gettext_lazy("PDF、docx、xlsx、OFD 或图片，20 MB 以内。")
        super().__init__(label=gettext_lazy("文件"), help_text=help_text, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过 20 MB，请压缩或分开。"))
        return file


class Codes(forms.CharField):
    """Codes of indicators in one line."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(one for one in re.split(r"[、，,；;\s]+", str(super().clean(value))) if one))


class DocumentForm(Form):
    origin = forms.ChoiceField(label=gettext_lazy("来源"), choices=Origin.choices)
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=Kind.choices)
    title = forms.CharField(label=gettext_lazy("标题"), max_length=200)
    number = forms.CharField(
        label=gettext_lazy("文号"), max_length=80, required=False,
        help_text=gettext_lazy("如“青创办〔2026〕8号”；同一机关的文号不能重复。"),
    )  # fmt: skip
    issuer = forms.CharField(label=gettext_lazy("发文机关"), max_length=100)
    issued_on = DateField(label=gettext_lazy("发文日期"))
    effective_on = DateField(
        label=gettext_lazy("施行日期"), required=False, help_text=gettext_lazy("空着就是从发文日起。")
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.order_by("title"), label=gettext_lazy("创建活动"), required=False
    )
    indicators = Codes(
        label=gettext_lazy("指标编号"), required=False,
        help_text=gettext_lazy("它管哪几项指标，用顿号隔开；空着就是管整个活动。"),
    )  # fmt: skip
    beside = forms.ModelChoiceField(
        Document.objects.none(), label=gettext_lazy("解读的是哪份文件"), required=False,
        help_text=gettext_lazy("解读材料、培训材料必选：单位在那份文件下面看到它。"),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("要点"), required=False, max_length=4000, widget=forms.Textarea({"rows": 4})
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["beside"]
        field.queryset = Document.objects.exclude(kind__in=BESIDE).order_by("-issued_on")  # type: ignore[attr-defined]


class NewDocumentForm(DocumentForm):
    file = PaperFile(required=False)


class ChangeDocumentForm(DocumentForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class VersionForm(Form):
    file = PaperFile()
    words = forms.CharField(
        label=gettext_lazy("改了什么"), max_length=200,
        help_text=gettext_lazy("一句话；已经阅知的单位要重新确认，看得到这句话。"),
    )  # fmt: skip


class SendForm(Form):
    """To whom: all that take part, whole kinds, or some."""

    everybody = forms.BooleanField(label=gettext_lazy("这项创建活动的全部参加单位"), required=False)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("整类单位"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[one for one in UnitKind.choices if one[0] != UnitKind.COUNTY],
    )  # fmt: skip
    units = forms.ModelMultipleChoiceField(
        eligible().order_by(IN_ORDER, "order", "id"), label=gettext_lazy("单位"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    due_on = DateField(
        label=gettext_lazy("阅知时限"), required=False,
        help_text=gettext_lazy("写了，就成为单位的一件待办，到期提醒；空着只发消息。"),
    )  # fmt: skip
    urgent_reason = forms.CharField(label=gettext_lazy("紧急理由"), max_length=300, required=False)

    def __init__(self, document: Document, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.document = document
        if document.campaign is None:
            del self.fields["everybody"]

    def whom(self) -> list[Any]:
        """Each unit once."""
        given = self.cleaned_data
        found = [*given["units"], *eligible().filter(kind__in=given["kinds"])]
        if given.get("everybody") and self.document.campaign is not None:
            found += participants(self.document.campaign)
        return list({unit.pk: unit for unit in found}.values())

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not (given.get("everybody") or given.get("kinds") or given.get("units")):
            raise forms.ValidationError(_("请选发给谁。"))
        return given


class EndForm(Form):
    replaced_by = forms.ModelChoiceField(
        Document.objects.none(), label=gettext_lazy("被哪份文件替代"), required=False,
        help_text=gettext_lazy("选了就是“被替代”；空着就是“废止”。"),
    )  # fmt: skip
    on = DateField(label=gettext_lazy("从哪天起"))
    why = forms.CharField(label=gettext_lazy("依据"), max_length=300, required=False)

    def __init__(self, document: Document, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["replaced_by"]
        field.queryset = Document.objects.exclude(pk=document.pk).order_by("-issued_on")  # type: ignore[attr-defined]


class ForwardForm(Form):
    title = forms.CharField(label=gettext_lazy("标题"), max_length=200)
    number = forms.CharField(
        label=gettext_lazy("本级文号"), max_length=80, help_text=gettext_lazy("已按本级上一个文号顺着编好，可以改。")
    )
    issued_on = DateField(label=gettext_lazy("发文日期"))
    words = forms.CharField(
        label=gettext_lazy("转发时提的要求"), required=False, max_length=4000, widget=forms.Textarea({"rows": 5})
    )


class MatterForm(Form):
    words = forms.CharField(label=gettext_lazy("要办的事"), max_length=200)
    unit = unit_choice(
        gettext_lazy("承办单位"),
        required=False,
        help_text=gettext_lazy("空着就是创建办自己办；选了单位，它就收到一件待办。"),
    )
    due_on = DateField(label=gettext_lazy("办结时限"))
    urgent_reason = forms.CharField(label=gettext_lazy("紧急理由"), max_length=300, required=False)


class TrainingForm(Form):
    title = forms.CharField(label=gettext_lazy("培训"), max_length=120)
    held_on = DateField(label=gettext_lazy("日期"))
    place = forms.CharField(label=gettext_lazy("地点"), max_length=80, required=False)


class AttendForm(Form):
    unit = unit_choice(gettext_lazy("单位"))
    people = forms.IntegerField(label=gettext_lazy("到会人数"), min_value=1, max_value=500, initial=1)


class AnswerForm(Form):
    words = forms.CharField(label=gettext_lazy("答复"), max_length=2000, widget=forms.Textarea({"rows": 3}))
    for_all = forms.BooleanField(label=gettext_lazy("各单位都能看到"), required=False, initial=True)
