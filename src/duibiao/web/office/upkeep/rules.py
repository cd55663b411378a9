"""The office's library of rules: put in, linked, checked, reviewed, ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.organisation.permissions import may_manage_organisation
from duibiao.upkeep import reading, services
from duibiao.upkeep.choices import Way
from duibiao.upkeep.models import RuleItem
from duibiao.upkeep.permissions import may_keep
from duibiao.upkeep.refusals import Refused
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.requests import by_of
from duibiao.web.base.upkeep import rules as pages
from duibiao.web.base.upkeep.forms import WordsForm
from duibiao.web.base.upkeep.rule_forms import AnswerForm, ItemForm, LinkForm, ReviewForm, RuleForm, start_of

DOOR = "office"


@page(may_manage_organisation)
def rules(request: HttpRequest) -> HttpResponse:
    return pages.library(request, DOOR)


@page(may_manage_organisation)
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown(request, DOOR, pk)


@page(may_manage_organisation)
def rule_text(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.text_of(request, pk)


@page(may_manage_organisation)
def rule_checks(request: HttpRequest) -> HttpResponse:
    return pages.executed(request, DOOR, "office:check_rule")


@form(may_keep)
def put_in_rule(request: HttpRequest) -> HttpResponse:
    by, back = by_of(request), reverse("office:rules")
    return form_page(
        request, RuleForm(request.POST or None, request.FILES or None), lambda given: services.put_in(by, **given),
        heading=_("制度入库"), act=_("入库"), back=back, done=_("已入库。接着写执行检查表，关联指标。"), where=((_("制度库"), back),),
        sentence=_("材料台账里已有的，直接引用，不用再传一遍。"), refusals=(Refused,),
    )  # fmt: skip


@form(may_keep)
def change_rule(request: HttpRequest, pk: int) -> HttpResponse:
    by, held = by_of(request), reading.rule(by_of(request), pk)
    back = reverse("office:rule", args=[pk])

    def do(given: dict[str, Any]) -> None:
        services.change_rule(by, held, **{"version": held.version, **given})

    return form_page(
        request, RuleForm(request.POST or None, request.FILES or None, initial=start_of(held)), do, heading=_("修改制度"),
        act=_("保存"), back=back, done=_("已保存。"), where=((_("制度库"), reverse("office:rules")), (held.title, back)),
        refusals=(Refused,),
    )  # fmt: skip


@form(may_keep)
def end_rule(request: HttpRequest, pk: int) -> HttpResponse:
    held, back = reading.rule(by_of(request), pk), reverse("office:rule", args=[pk])
    return form_page(
        request, WordsForm(request.POST or None), lambda given: services.end_rule(by_of(request), held, **given),
        heading=_("废止制度"), act=_("废止"), back=back, done=_("已废止，检查表不再要求。"), sentence=held.title,
        where=((_("制度库"), reverse("office:rules")), (held.title, back)), refusals=(Refused,),
    )  # fmt: skip


def _sent(request: HttpRequest, pk: int, asked: Any, do: Any, done: str) -> HttpResponse:
    """A small form within the rule's page: what is wrong is said above it."""
    if not asked.is_valid():
        wrong = "；".join(str(one) for errors in asked.errors.values() for one in errors)
        messages.error(request, _("没有保存：%s") % wrong)
        return redirect("office:rule", pk=pk)
    try:
        do(by_of(request), reading.rule(by_of(request), pk), asked.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("office:rule", pk=pk)


@act(may_keep)
def add_rule_item(request: HttpRequest, pk: int) -> HttpResponse:
    return _sent(request, pk, ItemForm(request.POST), lambda by, held, given: services.add_item(by, held, **given), _("已加进检查表。"))  # fmt: skip


@act(may_keep)
def link_rule(request: HttpRequest, pk: int) -> HttpResponse:
    return _sent(request, pk, LinkForm(request.POST), lambda by, held, given: services.link_rule(by, held, **given), _("关联已保存。"))  # fmt: skip


@act(may_keep)
def review_rule(request: HttpRequest, pk: int) -> HttpResponse:
    return _sent(request, pk, ReviewForm(request.POST), lambda by, held, given: services.review(by, held, **given), _("复核已记下。"))  # fmt: skip


@act(may_keep)
def drop_rule_item(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(RuleItem.objects.select_related("rule"), pk=pk)
    services.drop_item(by_of(request), held)
    messages.success(request, _("这一项不再检查，以前的结果留着。"))
    return redirect("office:rule", pk=held.rule_id)


@form(may_keep)
def check_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody went there and looked."""
    held, by = reading.item(pk), by_of(request)
    start = {"unit": request.GET.get("unit")}
    asked = AnswerForm(held.units.order_by("path"), request.POST or None, initial=start if start["unit"] else None)
    return form_page(
        request, asked, lambda given: services.answer(by, held, way=Way.VISIT, **given), heading=held.words,
        act=_("记下检查结果"), back=reverse("office:rule_checks"), done=_("已记下。没有执行到位的，已立为问题。"),
        where=((_("制度执行检查表"), reverse("office:rule_checks")), (held.rule.title, reverse("office:rule", args=[held.rule_id]))),
        sentence=_("到场看了再记；没有执行到位的自动立为问题，按问题交办、复核、销号。"), refusals=(Refused,),
    )  # fmt: skip
