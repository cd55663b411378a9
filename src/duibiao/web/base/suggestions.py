"""The form of an answer to a suggestion: behind the unit's door and the office's."""

from django import forms
from django.utils.translation import gettext_lazy

from duibiao.participation.choices import Outcome
from duibiao.web.base.forms import Form


class SuggestionAnswerForm(Form):
    outcome = forms.ChoiceField(label=gettext_lazy("办理结果"), choices=Outcome.choices)
    words = forms.CharField(
        label=gettext_lazy("答复"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("提建议的人看到的就是这段话：做了什么、什么时候做，或者为什么不能做。"),
    )  # fmt: skip
