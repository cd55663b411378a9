"""Pledges (责任书). Opened at the beginning of a term to make them, and at its end to settle them.

In ten seconds: who has not signed; which terms are over and not settled.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.audit.queries import history_of
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import campaigns, eligible
from duibiao.lib.spans import today
from duibiao.lib.tables import Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.pledges import queries, services
from duibiao.pledges.choices import Outcome, State
from duibiao.pledges.paper import BadForm
from duibiao.pledges.permissions import may_make
from duibiao.web.base import pledge_lists as lists
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.asks.forms import IN_ORDER


class MakeForm(Form):
    campaign = forms.ModelChoiceField(Campaign.objects.order_by("title"), label=gettext_lazy("创建活动"))
    since = DateField(label=gettext_lazy("责任期起"))
    until = DateField(label=gettext_lazy("责任期止"))
    units = forms.ModelMultipleChoiceField(
        eligible().order_by(IN_ORDER, "order", "id"),
        label=gettext_lazy("哪些单位签"),
        widget=forms.CheckboxSelectMultiple,
    )


class SettleForm(Form):
    outcome = forms.ChoiceField(label=gettext_lazy("兑现结论"), choices=Outcome.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=gettext_lazy("兑现情况"), widget=forms.Textarea({"rows": 3}), max_length=2000)


class FileForm(Form):
    file = forms.FileField(label=gettext_lazy("文件"))


@page(may_manage_organisation)
def pledges(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    found = queries.pledges(by)
    table = Table(request.GET, found, lists.columns(), lists.filters(list(campaigns(by))), order="-until")
    return list_page(
        request, "office/pledges/list.html", table, heading=_("责任书"), row="office/pledges/row.html",
        empty="office/pledges/empty.html", may_make=may_make(by),
        unsigned=found.filter(state=State.OFFERED).count(),
        over=found.filter(state=State.SIGNED, until__lt=today()).count(),
    )  # fmt: skip


@page(may_manage_organisation)
def pledge(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.pledge(by_of(request), pk)
    known: dict[str, Any] = {"pledge": found, "kept": queries.kept(found), "may_make": may_make(by_of(request))}
    known |= {"settle": SettleForm(), "scan": FileForm(), "over": found.until < today(), "lines": history_of(found)}
    return render(request, "office/pledges/pledge.html", known)


@form(may_make)
def make_pledges(request: HttpRequest) -> HttpResponse:
    """A pledge for each chosen unit, from its duties; those that have one, or no duty, are named."""
    asked = MakeForm(request.POST or None)
    if request.method == "POST" and asked.is_valid():
        try:
            made = services.make(by_of(request), **asked.cleaned_data)
        except (services.Refused, BadForm) as refused:
            asked.add_error(getattr(refused, "field", "") or None, str(refused))
        else:
            _say(request, made)
            return redirect("office:pledges")
    return render(request, "office/pledges/make.html", {"form": asked})


def _say(request: HttpRequest, made: services.Made) -> None:
    if made.pledges:
        messages.success(request, _("已生成 %d 份责任书，等单位签订。") % len(made.pledges))
    if made.there:
        messages.warning(request, _("这个责任期已有责任书：%s。") % "、".join(one.name for one in made.there[:20]))
    if made.without:
        words = _("没有已下达的任务，没有生成：%s。先在分工矩阵里派任务。")
        messages.warning(request, words % "、".join(one.name for one in made.without[:20]))


@act(may_make)
def withdraw_pledge(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, lambda by, found: services.withdraw(by, found), _("已撤回。"))


@act(may_make)
def settle_pledge(request: HttpRequest, pk: int) -> HttpResponse:
    asked = SettleForm(request.POST)
    if not asked.is_valid():
        messages.error(request, _("没有保存：请选结论，并写明情况。"))
        return redirect("office:pledge", pk=pk)
    return _do(request, pk, lambda by, found: services.settle(by, found, **asked.cleaned_data), _("已兑现。"))


@act(may_make)
def scan_pledge(request: HttpRequest, pk: int) -> HttpResponse:
    asked = FileForm(request.POST, request.FILES)
    if not asked.is_valid():
        messages.error(request, _("没有上传：请选扫描件。"))
        return redirect("office:pledge", pk=pk)
    file = asked.cleaned_data["file"]
    return _do(
        request,
        pk,
        lambda by, found: services.take_scan(by, found, name=file.name, content=file.chunks()),
        _("扫描件已存。"),
    )


def _do(request: HttpRequest, pk: int, do: Any, done: str) -> HttpResponse:
    try:
        do(by_of(request), queries.pledge(by_of(request), pk))
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("office:pledge", pk=pk)


@form(may_make)
def pledge_form(request: HttpRequest) -> HttpResponse:
    """The county's own form: take the present one, change it in Word or WPS, hand it in."""
    if request.GET.get("export") == "docx":
        return download(services.current_form(), _("责任书模板") + ".docx", services.DOCX)
    asked = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and asked.is_valid():
        file = asked.cleaned_data["file"]
        try:
            services.take_form(by_of(request), name=file.name, content=file.read())
        except BadForm as refused:
            asked.add_error("file", str(refused))
        else:
            messages.success(request, _("以后就用这个模板。"))
            return redirect("office:pledges")
    return render(request, "office/pledges/form.html", {"form": asked})
