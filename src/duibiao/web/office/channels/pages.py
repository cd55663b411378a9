"""Message channels. Opened when a group chat is to hear of what is due, and when nobody heard.

In ten seconds: which channels are on, which is dead and why, when the digest goes out.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.notices import delivering, queries, robots, services
from duibiao.notices.choices import ChannelKind
from duibiao.notices.models import HOURS
from duibiao.notices.permissions import may_keep_channels
from duibiao.organisation.models import User
from duibiao.web.base.days.forms import DaysField
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.requests import by_of


class ChannelForm(Form):
    """The address and the secret are never shown again."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=60, help_text=gettext_lazy("如：创建工作群。"))
    kind = forms.ChoiceField(label=gettext_lazy("类型"), choices=ChannelKind.choices)
    address = forms.CharField(
        label=gettext_lazy("机器人地址"), max_length=500, widget=forms.TextInput({"autocomplete": "off", "inputmode": "url"}),
        help_text=gettext_lazy("在群里添加机器人后，从它的设置里整条复制。存下后加密，不再显示。"),
    )  # fmt: skip
    secret = forms.CharField(
        label=gettext_lazy("加签密钥"), max_length=200, required=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}), help_text=gettext_lazy("钉钉机器人选了“加签”才填。"),
    )  # fmt: skip
    users = forms.ModelMultipleChoiceField(
        User.objects.filter(is_active=True, grants__isnull=False).distinct().select_related("person").order_by("account"),
        label=gettext_lazy("发给谁的消息"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("这些账号收到的消息，每天汇总发到群里；同一句话只发一次，不写人名。"),
    )  # fmt: skip

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"])
        if address and (why := robots.refusal(address)):
            raise forms.ValidationError(why)
        return address


class ChangeChannelForm(ChannelForm):
    """Empty: as it is."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = None  # type: ignore[assignment]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["address"].required = False
        self.fields["address"].help_text = _("空着就不改；现在的地址加密存着，不显示。")


class RulesForm(Form):
    hour = forms.TypedChoiceField(label=gettext_lazy("每天几点汇总"), choices=HOURS, coerce=int)
    quiet_from = forms.TypedChoiceField(label=gettext_lazy("免打扰开始"), choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(
        label=gettext_lazy("免打扰结束"),
        choices=HOURS,
        coerce=int,
        help_text=gettext_lazy("这段时间里群里和邮箱都不发，紧急的也等到结束。"),
    )
    days_before = DaysField(
        label=gettext_lazy("提前几个工作日提醒"), help_text=gettext_lazy("几个数用顿号隔开；0 是当天。")
    )
    days_after = DaysField(label=gettext_lazy("超期几个工作日后再提醒"))
    email_on = forms.BooleanField(label=gettext_lazy("开通邮件"), required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("email_on") and not settings.EMAIL_HOST:
            self.add_error("email_on", _("还没有设邮件服务器；请系统管理员先设 EMAIL_HOST。"))
        hour, first, last = (self.cleaned_data.get(name, 0) for name in ("hour", "quiet_from", "quiet_until"))
        if first != last and _within(hour, first, last):
            self.add_error("hour", _("这个时间在免打扰里，汇总发不出去；请错开。"))
        return self.cleaned_data


def _within(hour: int, first: int, last: int) -> bool:
    return first <= hour < last if first <= last else hour >= first or hour < last


@page(may_keep_channels)
def channels(request: HttpRequest) -> HttpResponse:
    held = list(queries.channels())
    known = {"channels": held, "rules": services.rules(), "undelivered": queries.undelivered()}
    known |= {"dead": [one for one in held if one.is_on and one.is_dead], "mail": bool(settings.EMAIL_HOST)}
    return render(request, "office/channels/channels.html", known)


def up() -> tuple[tuple[str, str], ...]:
    return ((_("消息通道"), reverse("office:channels")),)


@form(may_keep_channels)
def add_channel(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return form_page(
        request,
        ChannelForm(request.POST or None),
        lambda given: services.add_channel(by, **given),
        heading=_("新增群机器人"),
        act=_("保存"),
        back=reverse("office:channels"),
        done=_("已保存，还没有启用。请先测试一次。"),
        where=up(),
        sentence=_("只支持企业微信和钉钉的群机器人；每天一次汇总，一分钟最多 20 条。"),
    )


@form(may_keep_channels)
def change_channel(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.channel(pk)
    start = {"name": found.name, "version": found.version, "users": list(found.users.values_list("pk", flat=True))}
    return form_page(
        request,
        ChangeChannelForm(request.POST or None, initial=start),
        lambda given: services.change_channel(by, found, **given),
        heading=_("修改：%s") % found,
        act=_("保存"),
        back=reverse("office:channels"),
        done=_("已保存。"),
        where=up(),
    )


@form(may_keep_channels)
def change_rules(request: HttpRequest) -> HttpResponse:
    by, held = by_of(request), services.rules()
    start = {name: getattr(held, name) for name in RulesForm.base_fields}
    return form_page(
        request,
        RulesForm(request.POST or None, initial=start),
        lambda given: services.set_rules(by, **{**given, "days_after": given["days_after"] or []}),
        heading=_("什么时候发"),
        act=_("保存"),
        back=reverse("office:channels"),
        done=_("已保存。"),
        where=up(),
    )


@act(may_keep_channels)
def try_channel(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.channel(pk)
    if why := delivering.try_channel(by_of(request), found):
        messages.error(request, _("“%(name)s”没有发出去：%(why)s") % {"name": found, "why": why})
    else:
        messages.success(request, _("“%s”通了，请到群里看测试消息。") % found)
    return redirect("office:channels")


@act(may_keep_channels)
def switch_channel(request: HttpRequest, pk: int) -> HttpResponse:
    found, on = queries.channel(pk), request.POST.get("on") == "1"
    services.switch_channel(by_of(request), found, on=on)
    messages.success(request, _("“%s”已启用。") % found if on else _("“%s”已停用。") % found)
    return redirect("office:channels")


@act(may_keep_channels)
def drop_channel(request: HttpRequest, pk: int) -> HttpResponse:
    if (found := queries.channels().filter(pk=pk).first()) is not None:  # else somebody was faster
        services.drop_channel(by_of(request), found)
    messages.success(request, _("已删除，地址和密钥不再保存。"))
    return redirect("office:channels")
