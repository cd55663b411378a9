"""Making a register and its columns, changing it, closing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.audit.queries import history_of
from duibiao.registers import queries, services
from duibiao.registers.choices import ColumnKind, Sort
from duibiao.registers.models import Column, Register
from duibiao.registers.permissions import may_keep
from duibiao.registers.refusals import Refused
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, form
from duibiao.web.base.requests import by_of


class Lines(forms.CharField):
    """One thing on each line."""

    widget = forms.Textarea({"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        found = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        if any(len(one) > 40 for one in found):
            raise forms.ValidationError(_("每行最多 40 个字。"))
        return found


class RegisterForm(Form):
    name = forms.CharField(label=gettext_lazy("登记簿名称"), max_length=60)
    sort = forms.ChoiceField(
        label=gettext_lazy("登记什么"), choices=Sort.choices, help_text=gettext_lazy("活动按今年统计，清单按全部统计。")
    )
    about = forms.CharField(label=gettext_lazy("登记哪些"), max_length=300, required=False)
    kinds = Lines(label=gettext_lazy("种类"), help_text=gettext_lazy("一行一种；统计按种类分。"))
    word = forms.CharField(label=gettext_lazy("一条叫什么"), max_length=4, initial="条", help_text=gettext_lazy("如：场、项、件。"))  # fmt: skip
    rule = forms.CharField(
        label=gettext_lazy("统计口径"), max_length=300, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("什么算一条、数怎么数；写在每个数的旁边，各单位照着登记。"),
    )  # fmt: skip
    joint = forms.BooleanField(label=gettext_lazy("可以几个单位联合办，只算一次"), required=False)


class ChangeRegisterForm(RegisterForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ColumnForm(Form):
    title = forms.CharField(label=gettext_lazy("列名"), max_length=30)
    kind = forms.ChoiceField(
        label=gettext_lazy("填什么"),
        choices=ColumnKind.choices,
        help_text=gettext_lazy("数字列自动求和，也可以给指标供数。"),
    )
    unit_word = forms.CharField(label=gettext_lazy("计量单位"), max_length=10, required=False, help_text=gettext_lazy("数字列写，如：人、份、万元。"))  # fmt: skip
    places = forms.IntegerField(label=gettext_lazy("小数位数"), min_value=0, max_value=2, initial=0)
    options = Lines(label=gettext_lazy("可选的"), required=False, help_text=gettext_lazy("“选一项”的列写，一行一个。"))
    required = forms.BooleanField(label=gettext_lazy("必填"), required=False)


@form(may_keep)
def add_register(request: HttpRequest) -> HttpResponse:
    back = reverse("office:registers")
    return form_page(
        request, RegisterForm(request.POST or None), lambda given: services.add_register(by_of(request), **given),
        heading=_("新建登记簿"), act=_("新建"), back=back, done=_("已新建；再给它加要填的列。"), where=((_("登记簿"), back),),
        sentence=_("日期、种类、主题、成效、佐证每本都有；其他要填的，建好以后加列。"),
    )  # fmt: skip


@form(may_keep)
def change_register(request: HttpRequest, pk: int) -> HttpResponse:
    """The register's words, its columns, and closing it, on one page."""
    by, found = by_of(request), queries.register(by_of(request), pk)
    start = {name: getattr(found, name) for name in ChangeRegisterForm.base_fields}
    if request.method == "GET":
        known = {"register": found, "form": ChangeRegisterForm(initial=start), "lines": history_of(found)}
        return render(request, "office/registers/change.html", known)
    back = reverse("office:change_register", args=[pk])
    return form_page(
        request, ChangeRegisterForm(request.POST, initial=start), lambda given: services.change_register(by, found, **given),
        heading=_("修改：%s") % found, act=_("保存"), back=back, done=_("已保存。"), refusals=(Refused,),
        where=((_("登记簿"), reverse("office:registers")), (found.name, reverse("office:register", args=[pk]))),
    )  # fmt: skip


@form(may_keep)
def add_register_column(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.register(by_of(request), pk)
    back = reverse("office:change_register", args=[pk])
    return form_page(
        request, ColumnForm(request.POST or None), lambda given: services.add_column(by, found, **given),
        heading=_("加一列：%s") % found, act=_("加上"), back=back, done=_("已加上，登记时就要填。"), where=((found.name, back),),
        refusals=(Refused,), sentence=_("登记过的那些这一列是空的。"),
    )  # fmt: skip


@act(may_keep)
def drop_register_column(request: HttpRequest, pk: int) -> HttpResponse:
    column = get_object_or_404(Column.objects.select_related("register"), pk=pk)
    try:
        services.drop_column(by_of(request), column)
        messages.success(request, _("已去掉；登记过的数据都留着。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("office:change_register", pk=column.register_id)


@act(may_keep)
def close_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Closed, or open again: the button says which."""
    found = get_object_or_404(Register, pk=pk)
    if request.POST.get("open"):
        services.reopen(by_of(request), found)
        messages.success(request, _("已恢复，单位可以继续登记。"))
    else:
        services.close(by_of(request), found)
        messages.success(request, _("已停用；登记过的和统计都在。"))
    return redirect("office:change_register", pk=pk)
