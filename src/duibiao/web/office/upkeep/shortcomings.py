"""The office's list of shortcomings: names them, changes them, takes them from problems and losses, lets them be accepted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.campaigns.queries import campaign as campaign_of
from duibiao.campaigns.queries import participants
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.problems.queries import problem as problem_of
from duibiao.upkeep import counting, services
from duibiao.upkeep.permissions import may_keep
from duibiao.upkeep.refusals import Refused
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.requests import by_of
from duibiao.web.base.upkeep import shortcomings as pages
from duibiao.web.base.upkeep.forms import ShortcomingForm, WordsForm, start_of

DOOR = "office"


@page(may_manage_organisation)
def shortcomings(request: HttpRequest) -> HttpResponse:
    return pages.listed(request, DOOR, may_add=may_keep(by_of(request)))


@page(may_manage_organisation)
def shortcoming(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown(request, DOOR, pk)


@form(may_keep)
def add_shortcoming(request: HttpRequest) -> HttpResponse:
    by, back = by_of(request), reverse("office:shortcomings")
    return form_page(
        request, ShortcomingForm(by, request.POST or None), lambda given: services.register(by, **given),
        heading=_("登记短板"), act=_("登记"), back=back, done=_("已登记，责任单位会收到。"),
        where=((_("短板清单"), back),), refusals=(Refused,),
        sentence=_("硬件、管理、素质三类，写到能验收：缺什么、谁补、到哪天。"),
    )  # fmt: skip


@form(may_keep)
def change_shortcoming(request: HttpRequest, pk: int) -> HttpResponse:
    by, row = by_of(request), counting.shortcoming(by_of(request), pk)
    back = reverse("office:shortcoming", args=[pk])

    def do(given: dict[str, Any]) -> None:
        services.change(by, row, **{"version": row.version, **given})

    return form_page(
        request, ShortcomingForm(by, request.POST or None, initial=start_of(row)), do, heading=_("修改短板"), act=_("保存"),
        back=back, done=_("已保存。"), where=((_("短板清单"), reverse("office:shortcomings")), (row.words[:24], back)),
        refusals=(Refused,),
    )  # fmt: skip


@form(may_keep)
def shortcoming_made_good(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.make_good(request, DOOR, pk)


@form(may_keep)
def judge_shortcoming(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.judge(request, DOOR, pk)


@form(may_keep)
def drop_shortcoming(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.acting(
        request, DOOR, pk, WordsForm, lambda by, held, given: services.drop(by, held, **given), heading=_("不再列入短板清单"),
        act=_("不再列入"), done=_("已移出清单，理由留在记录里。"),
    )  # fmt: skip


@act(may_keep)
def tick_plan_step(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.tick(request, DOOR, pk)


@act(may_keep)
def shortcoming_from_problem(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: all that is known of the problem comes along."""
    try:
        made = services.from_problem(by_of(request), problem_of(by_of(request), pk))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("office:problem", pk=pk)
    messages.success(request, _("已列入短板清单。核对类别、时限和资金，再写补齐计划。"))
    return redirect("office:shortcoming", pk=made.pk)


@act(may_keep)
def shortcoming_from_loss(request: HttpRequest, pk: int, unit: int, code: str) -> HttpResponse:
    """One click: the unit, the indicator and its points come along."""
    campaign = campaign_of(by_of(request), pk)
    held = get_object_or_404(participants(campaign), pk=unit)
    try:
        made = services.from_loss(by_of(request), campaign, unit=held, indicator=code)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("office:unit_losses", pk=pk, unit=unit)
    messages.success(request, _("已列入短板清单。核对类别、时限和资金，再写补齐计划。"))
    return redirect("office:shortcoming", pk=made.pk)
