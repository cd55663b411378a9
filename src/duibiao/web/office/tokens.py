"""Keys of other systems, for the administrator: which are good, when they were used last, how to take one back."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.lib.spans import today
from duibiao.organisation import services
from duibiao.organisation.choices import TokenScope
from duibiao.organisation.models import ApiToken, User
from duibiao.organisation.permissions import may_manage_accounts
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.guards import act, form
from duibiao.web.base.requests import by_of


class TokenForm(Form):
    """Whose eyes the key sees with, and how long."""

    name = forms.CharField(label=gettext_lazy("用途"), max_length=80)
    user = forms.ModelChoiceField(
        User.objects.filter(is_active=True).select_related("person"), label=gettext_lazy("代表的账号")
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("范围"), choices=TokenScope.choices, widget=forms.CheckboxSelectMultiple
    )
    expires_on = DateField(label=gettext_lazy("有效期至"))


@form(may_manage_accounts)
def tokens(request: HttpRequest) -> HttpResponse:
    """The list and the form. A new key stands in the answer itself and nowhere else, so there is no redirect."""
    start = {"expires_on": today() + timedelta(days=365), "scopes": [TokenScope.READ]}
    asked, key = TokenForm(request.POST or None, initial=start), ""
    if request.method == "POST" and asked.is_valid():
        _token, key = services.open_token(by_of(request), **asked.cleaned_data)
        asked = TokenForm(initial=start)
    held = ApiToken.objects.select_related("user__person")
    return render(request, "office/tokens.html", {"form": asked, "key": key, "tokens": held, "today": today()})


@act(may_manage_accounts)
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    services.revoke_token(by_of(request), get_object_or_404(ApiToken, pk=pk))
    messages.success(request, _("密钥已收回，立刻失效。"))
    return redirect("office:tokens")
