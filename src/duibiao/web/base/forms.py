"""How forms look and behave: one shape for every field, and the version that a form was filled from."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from duibiao.organisation.models import User


class Renderer(TemplatesSetting):
    """Forms and fields are drawn by our own templates."""

    form_template_name = "base/parts/form.html"
    field_template_name = "base/parts/field.html"


class Form(forms.Form):
    """A form whose labels carry no colon and whose required fields say so in words."""

    required_css_class = "required"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"label_suffix": "", **options})


class VersionedForm(Form):
    """A form that changes a row: carries the version it was filled from (see `duibiao.lib.versions`)."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class DateField(forms.DateField):
    """A day, with the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def check_password(form: forms.Form, field: str, account: str) -> None:
    """Put the password rules' complaints at the field."""
    try:
        validate_password(form.cleaned_data.get(field, ""), User(account=account))
    except forms.ValidationError as error:
        form.add_error(field, error)


class SetUpForm(Form):
    """The county and its first two accounts."""

    code_word = forms.CharField(label=_("设置码"), help_text=_("启动服务的终端里印有这个码，只能用一次。"))
    name = forms.CharField(label=_("县（市、区）名称"), max_length=100)
    code = forms.CharField(label=_("行政区划代码"), max_length=32, help_text=_("六位数字，如 370700。"))
    administrator = forms.CharField(label=_("系统管理员账号"), max_length=40)
    administrator_password = forms.CharField(label=_("系统管理员密码"), widget=forms.PasswordInput)
    office = forms.CharField(label=_("创建办账号"), max_length=40)
    office_password = forms.CharField(
        label=_("创建办初始密码"), widget=forms.PasswordInput, help_text=_("首次登录时须改成自己的密码。")
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for role in ("administrator", "office"):
            if f"{role}_password" in given:
                check_password(self, f"{role}_password", given.get(role, ""))
        if given.get("administrator", "").lower() == given.get("office", "-").lower():
            self.add_error("office", _("两个账号不能同名。"))
        return given
