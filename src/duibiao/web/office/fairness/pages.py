"""Two-sided fairness. In ten seconds: do units see what we see, do inspectors see the same, and where do they not."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.campaigns.queries import campaigns
from duibiao.inspections import calibration
from duibiao.inspections.fairness import Agreement, Honesty, calibrated, double_blind, self_check_honesty
from duibiao.inspections.models import CalibrationPicture, CalibrationSet
from duibiao.inspections.permissions import may_run_rounds
from duibiao.inspections.rounds import NothingToDraw
from duibiao.inspections.self_checks import start_self_check
from duibiao.lib import sheets
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base import pictures
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.office.fairness.forms import PictureForm, SelfCheckForm, SetForm


def up() -> tuple[tuple[str, str], ...]:
    return ((_("公平性"), reverse("office:fairness")),)


@page(may_manage_organisation)
def fairness(request: HttpRequest) -> HttpResponse:
    """One campaign's figures; the newest, unless another is asked for."""
    by = by_of(request)
    every = list(campaigns(by).order_by("-since", "-pk"))
    asked = request.GET.get("campaign", "")
    chosen = next((one for one in every if str(one.pk) == asked), every[0] if every else None)
    if chosen is None:
        return render(request, "office/fairness/fairness.html", {"campaign": None})
    blind, honesty = double_blind(chosen), self_check_honesty(chosen)
    if request.GET.get("export") in ("units", "items", "pairs"):
        return _export(request.GET["export"], honesty, blind.by_item, blind.by_pair)
    known: dict[str, Any] = {"campaign": chosen, "campaigns": every, "blind": blind, "honesty": honesty}
    known |= {"hidden": sum(one.hidden for one in honesty), "checked": sum(one.items for one in honesty)}
    known |= {"sets": CalibrationSet.objects.filter(campaign=chosen), "may_run": may_run_rounds(by)}
    return render(request, "office/fairness/fairness.html", known)


def _export(
    what: str, units: Sequence[Honesty], items: Sequence[Agreement], pairs: Sequence[Agreement]
) -> HttpResponse:
    rows: list[tuple[object, ...]]
    if what == "units":
        heads = [
            _("单位"),
            _("点位"),
            _("比对项"),
            _("一致"),
            _("一致率（%）"),
            _("自查说好、复查有问题"),
            _("自查自报的问题"),
        ]
        rows = [(o.unit.name, o.sites, o.items, o.agreed, o.rate_percent, o.hidden, o.admitted) for o in units]
        name = _("自查与复查")
    else:
        heads = [_("检查内容") if what == "items" else _("两位督查员"), _("比对次数"), _("一致"), _("一致率（%）"), "κ"]
        found = items if what == "items" else pairs
        rows = [(o.name, o.pairs, o.agreed, o.rate_percent, o.kappa) for o in found]
        name = _("双人背靠背")
    return download(sheets.workbook(name, heads, rows), f"{name}.xlsx", sheets.XLSX)


class Nobody(Exception):
    """In words for the form."""


@form(may_run_rounds)
def new_self_check(request: HttpRequest) -> HttpResponse:
    return form_page(
        request, SelfCheckForm(request.POST or None), lambda given: _start(request, given), heading=_("发起现场自查"),
        act=_("发起"), back=reverse("office:fairness"), done=_("已发起，任务已到各单位联络员的手机页面。"), where=up(),
        sentence=_("同一张检查表，单位自己先查一遍；不计分，只用来和以后的检查对照。"), refusals=(Nobody,),
    )  # fmt: skip


def _start(request: HttpRequest, given: dict[str, Any]) -> None:
    try:
        started = start_self_check(by_of(request), **given)
    except NothingToDraw:
        raise Nobody(_("所选类型没有点位，或点位所在单位都没有账号；请先补点位或开账号。")) from None
    if started.without:
        words = _("这些单位没有账号，点位没有人查：%s。")
        messages.warning(request, words % "、".join(one.name for one in started.without[:20]))


@form(may_run_rounds)
def new_calibration(request: HttpRequest) -> HttpResponse:
    return form_page(
        request, SetForm(request.POST or None), lambda given: calibration.make_set(by_of(request), **given),
        heading=_("准备校准图片"), act=_("新建"), back=reverse("office:fairness"), done=_("已新建，请加图片。"), where=up(),
        sentence=_("一组带正确答案的照片；一轮检查开始前让督查员先答，口径才一样。"),
    )  # fmt: skip


@page(may_manage_organisation)
def calibration_set(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, pk, PictureForm())


def _shown(request: HttpRequest, pk: int, asked: PictureForm) -> HttpResponse:
    held = get_object_or_404(CalibrationSet.objects.select_related("campaign"), pk=pk)
    found = calibrated(held)
    pictures = [(one, found.by_picture.get(one.pk)) for one in held.pictures.all()]
    known = {"set": held, "pictures": pictures, "people": found.by_person, "form": asked, "lines": history_of(held)}
    return render(request, "office/fairness/set.html", {**known, "may_run": may_run_rounds(by_of(request))})


@form(may_run_rounds)
def add_calibration_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Reached by GET (a reload after a refusal) it shows the set."""
    if request.method == "GET":
        return redirect("office:calibration_set", pk=pk)
    held, asked = get_object_or_404(CalibrationSet, pk=pk), PictureForm(request.POST, request.FILES)
    if not asked.is_valid():
        return _shown(request, pk, asked)
    given = dict(asked.cleaned_data)
    file = given.pop("file")
    try:
        calibration.add_picture(by_of(request), held, name=file.name, chunks=file.chunks(), **given)
    except calibration.Refused as refused:
        asked.add_error(refused.field or None, str(refused))
        return _shown(request, pk, asked)
    messages.success(request, _("已加一张。"))
    return redirect("office:calibration_set", pk=pk)


@act(may_run_rounds)
def drop_calibration_picture(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(CalibrationPicture.objects.select_related("set"), pk=pk)
    return _do(request, found.set, lambda by, _held: calibration.drop_picture(by, found), _("已去掉。"))


@act(may_run_rounds)
def open_calibration(request: HttpRequest, pk: int) -> HttpResponse:
    done = _("已开始；督查员在现场页面的“校准图片”里答。")
    return _do(request, get_object_or_404(CalibrationSet, pk=pk), calibration.open_set, done)


@act(may_run_rounds)
def close_calibration(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, get_object_or_404(CalibrationSet, pk=pk), calibration.close_set, _("已结束。"))


def _do(request: HttpRequest, held: CalibrationSet, do: Any, done: str) -> HttpResponse:
    try:
        do(by_of(request), held)
        messages.success(request, done)
    except calibration.Refused as refused:
        messages.error(request, str(refused))
    return redirect("office:calibration_set", pk=held.pk)


@page(may_manage_organisation)
def calibration_picture(request: HttpRequest, pk: int) -> HttpResponse:
    return pictures.shown(get_object_or_404(CalibrationPicture.objects.select_related("blob"), pk=pk).blob)
