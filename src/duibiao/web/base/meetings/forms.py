"""The form that several doors have: a matter for a meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from duibiao.web.base.forms import Form


class TopicForm(Form):
    words = forms.CharField(label=_("议题"), max_length=200)
    details = forms.CharField(
        label=_("难在哪里、建议怎么办"), widget=forms.Textarea({"rows": 3}), max_length=4000, required=False
    )
