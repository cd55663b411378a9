"""The office's forms. Choices are read when a form is shown, never when the module is loaded."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duibiao.organisation.choices import GroupKind, PostKind, Role, UnitKind
from duibiao.organisation.importing import split
from duibiao.organisation.models import Person, Unit, UnitGroup, User, WorkingGroup
from duibiao.places.choices import AreaKind, Part
from duibiao.web.base.forms import DateField, Form, check_password


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """A unit, indented by its depth in the tree."""

    def label_from_instance(self, unit: Unit) -> str:
        return "　" * unit.depth + str(unit.name)


def unit_choice(label: Any, **options: Any) -> UnitChoice:
    return UnitChoice(Unit.objects.filter(until__isnull=True).order_by("path"), label=label, **options)


class ShortNames(forms.CharField):
    """Several names in one line, separated by 顿号."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return split(str(super().clean(value)))


class UnitForm(Form):
    code = forms.CharField(label=_("单位代码"), max_length=32)
    name = forms.CharField(label=_("单位名称"), max_length=100)
    short_names = ShortNames(label=_("简称"), required=False, help_text=_("几个简称用顿号隔开。"))
    kind = forms.ChoiceField(label=_("单位类别"), choices=[one for one in UnitKind.choices if one[0] != "county"])
    parent = unit_choice(_("上级单位"))
    groups = forms.ModelMultipleChoiceField(
        UnitGroup.objects.all(), label=_("所属分组"), required=False, widget=forms.CheckboxSelectMultiple
    )
    phone = forms.CharField(label=_("办公电话"), max_length=40, required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    order = forms.IntegerField(label=_("排序"), min_value=0, initial=0)


class ChangeUnitForm(UnitForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class EndForm(Form):
    """The last day of something."""

    until = DateField(label=_("终止日期"))


class PersonForm(Form):
    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("手机"), max_length=40, required=False)


class ChangePersonForm(PersonForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class PostForm(Form):
    unit = unit_choice(_("单位"))
    kind = forms.ChoiceField(label=_("岗位"), choices=PostKind.choices, initial=PostKind.LIAISON)
    title = forms.CharField(label=_("职务"), max_length=60, required=False)
    since = DateField(label=_("起始日期"), required=False)


class AddPersonForm(PostForm, PersonForm):
    field_order = ("name", "phone", "unit", "kind", "title", "since")


class GroupForm(Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类别"), choices=GroupKind.choices)
    parent = forms.ModelChoiceField(WorkingGroup.objects.all(), label=_("上级"), required=False)
    duties = forms.CharField(label=_("职责"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    order = forms.IntegerField(label=_("排序"), min_value=0, initial=0)


class ChangeGroupForm(GroupForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class MemberUnitForm(Form):
    unit = unit_choice(_("单位"))
    leads = forms.BooleanField(label=_("牵头单位"), required=False)


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    def label_from_instance(self, person: Person) -> str:
        held = [str(post.unit) for post in person.posts.all() if post.is_current]
        return f"{person.name}（{'、'.join(held)}）" if held else str(person.name)


def person_choice() -> PersonChoice:
    return PersonChoice(Person.objects.prefetch_related("posts__unit"), label=_("人员"))


class MemberForm(Form):
    person = person_choice()
    title = forms.CharField(label=_("组内职务"), max_length=40)


class AreaForm(Form):
    code = forms.CharField(label=_("编号"), max_length=32)
    name = forms.CharField(label=_("名称"), max_length=100)
    kind = forms.ChoiceField(label=_("类别"), choices=AreaKind.choices)
    unit = unit_choice(_("责任单位"))
    extent = forms.CharField(label=_("起止范围"), max_length=200, required=False)
    length_m = forms.IntegerField(label=_("长度（米）"), min_value=1, required=False)


class ChangeAreaForm(AreaForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswererForm(Form):
    person = person_choice()
    part = forms.ChoiceField(label=_("责任"), choices=Part.choices, initial=Part.HEAD)


class UploadForm(Form):
    file = forms.FileField(label=_("工作簿（.xlsx）"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))


class RolesForm(Form):
    """One role and its unit: what nearly every account needs."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices, initial=Role.UNIT)
    unit = unit_choice(_("单位"), required=False, help_text=_("“单位”角色必须选；其他角色空着就是全县。"))

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("role") == Role.UNIT and not self.cleaned_data.get("unit"):
            self.add_error("unit", _("请选择这个账号代表哪个单位。"))
        return self.cleaned_data


class PasswordForm(Form):
    password = forms.CharField(label=_("初始密码"), help_text=_("交给本人；首次登录时须改成自己的密码。"))

    def clean(self) -> dict[str, Any]:
        check_password(self, "password", self.owner)
        return self.cleaned_data

    @property
    def owner(self) -> str:
        return str(self.cleaned_data.get("account", self.initial.get("account", "")))


class AccountForm(RolesForm, PasswordForm):
    account = forms.CharField(label=_("登录账号"), max_length=40)
    person = forms.ModelChoiceField(Person.objects.filter(user__isnull=True), label=_("人员"), required=False)
    field_order = ("account", "password", "person", "role", "unit")

    def clean(self) -> dict[str, Any]:
        RolesForm.clean(self)
        PasswordForm.clean(self)
        if User.objects.filter(account__iexact=self.owner).exists():
            self.add_error("account", _("已有这个账号。"))
        return self.cleaned_data
