"""The forms of the ledger that several doors share."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from duibiao.ledger.choices import MaterialKind
from duibiao.web.base.forms import DateField, Form, VersionedForm


class PhotoFacts(Form):
    """The six facts of a photo, as assessment standards ask; for a batch they are said once and changed afterwards."""

    taken_at = forms.DateTimeField(
        label=_("时间"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    people = forms.CharField(label=_("人物"), max_length=120, required=False, help_text=_("写职务或群体，不写姓名。"))
    theme = forms.CharField(label=_("主题"), max_length=120, required=False)
    background = forms.CharField(label=_("背景"), max_length=300, required=False)
    cause = forms.CharField(label=_("事由"), max_length=300, required=False)


class DocumentFacts(Form):
    """What is said of a document."""

    dated_on = DateField(label=_("形成日期"), required=False)
    document_number = forms.CharField(label=_("文号"), max_length=80, required=False)
    expires_on = DateField(label=_("有效期至"), required=False)


class MaterialForm(VersionedForm, DocumentFacts, PhotoFacts):
    """All of a material."""

    title = forms.CharField(label=_("材料名称"), max_length=240)
    kind = forms.ChoiceField(label=_("材料类型"), choices=MaterialKind.choices)
    words = forms.CharField(label=_("说明"), max_length=300, required=False)
    field_order = ("title", "kind", "dated_on", "document_number", "expires_on", "words", "taken_at", "place", "people", "theme", "background", "cause", "version")  # fmt: skip


class SelfMarkForm(Form):
    points = forms.FloatField(label=_("自评得分"), min_value=0)
    words = forms.CharField(label=_("自评说明"), max_length=300, required=False, widget=forms.Textarea({"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput)


def facts_in(request: HttpRequest) -> dict[str, Any]:
    """What a give form says of its files; what cannot be read is left out and can be said later."""
    said: dict[str, Any] = {}
    for form in (PhotoFacts(request.POST), DocumentFacts(request.POST)):
        form.is_valid()
        said |= {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    return said
