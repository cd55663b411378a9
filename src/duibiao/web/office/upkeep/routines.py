"""Special campaigns (专项整治行动) with their results, and the routine that they are turned into.

Opened at the end of a campaign, and each week by whoever plans rounds. In ten seconds: what a campaign brought; which rounds are due.
"""

from typing import Any

from django.contrib import messages
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.upkeep import reading, services
from duibiao.upkeep.choices import Topic
from duibiao.upkeep.models import Drive
from duibiao.upkeep.permissions import may_keep
from duibiao.upkeep.refusals import Refused
from duibiao.upkeep.routines import problems_of, results
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.upkeep.rule_forms import DriveForm, EndForm, RoutineForm, end_start


def _columns() -> list[Column[Drive]]:
    return [
        Column("title", _("行动名称"), lambda row: row.title, sort="title"),
        Column("topic", _("主题"), lambda row: row.get_topic_display(), sort="topic"),
        Column("lead", _("牵头单位"), lambda row: row.lead.name),
        Column("since", _("开始日期"), lambda row: row.since, sort="since"),
        Column("until", _("结束日期"), lambda row: row.until, sort="until"),
        Column("goal", _("目标"), lambda row: row.goal),
        Column("routine", _("常态巡查"), lambda row: row.routine.title if hasattr(row, "routine") else ""),
    ]


def _filters() -> list[Filter]:
    over = Q(until__lt=today()) | Q(ended_on__isnull=False)
    state = {"on": ~over, "over": over & Q(routine__isnull=False), "loose": over & Q(routine=None)}
    words = [("on", _("进行中")), ("loose", _("结束了，没有转常态")), ("over", _("已转常态"))]
    return [
        Filter("q", _("名称、目标"), lambda text: Q(title__icontains=text) | Q(goal__icontains=text)),
        Filter("topic", _("主题"), lambda one: Q(topic=one), Topic.choices),
        Filter("state", _("状态"), lambda name: state[name], words),
    ]


@page(may_manage_organisation)
def drives(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, reading.drives(by), _columns(), _filters(), order="-since")
    loose = Drive.objects.filter(until__lt=today(), routine=None).count()
    return list_page(
        request, "office/upkeep/drives.html", table, heading=_("专项整治"), row="office/upkeep/drive_row.html",
        empty="office/upkeep/drives_empty.html", may_keep=may_keep(by), loose=loose, today=today(),
    )  # fmt: skip


@form(may_keep)
def plan_drive(request: HttpRequest) -> HttpResponse:
    by, back = by_of(request), reverse("office:drives")
    return form_page(
        request, DriveForm(request.POST or None), lambda given: services.plan_drive(by, given.pop("campaign"), **given),
        heading=_("部署专项整治"), act=_("部署"), back=back, done=_("已部署，战果随检查和整改自动统计。"), where=((_("专项整治"), back),),
        sentence=_("写清目标、范围、起止；战果不用报，按问题台账数。"), refusals=(Refused,),
    )  # fmt: skip


@page(may_manage_organisation)
def drive(request: HttpRequest, pk: int) -> HttpResponse:
    by, held = by_of(request), reading.drive(by_of(request), pk)
    routine = getattr(held, "routine", None)
    known: dict[str, Any] = {
        "drive": held, "results": results(held), "may_keep": may_keep(by), "routine": routine, "today": today(),
        "over": held.ended_on is not None or held.until < today(), "lines": history_of(held), "sample": _sample(held),
    }  # fmt: skip
    if may_keep(by) and routine is None:
        known["form"] = EndForm(initial=end_start(held, today()))
    return render(request, "office/upkeep/drive.html", known)


def _sample(held: Drive) -> list[Any]:
    """What is still open of it, the oldest first."""
    found = problems_of(held).filter(closed_at=None).select_related("unit", "site")
    return list(found.order_by(F("due_at").asc(nulls_last=True), "pk")[:8])


@act(may_keep)
def end_drive(request: HttpRequest, pk: int) -> HttpResponse:
    """One act: the campaign is over, the routine begins, the units know."""
    asked = EndForm(request.POST)
    if not asked.is_valid():
        messages.error(request, _("没有转：请写多久一次、抽几个点位、从哪天起。"))
        return redirect("office:drive", pk=pk)
    try:
        services.end_drive(by_of(request), reading.drive(by_of(request), pk), **asked.cleaned_data)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("office:drive", pk=pk)
    messages.success(request, _("已转为常态巡查，责任单位已通知。"))
    return redirect("office:routines")


@page(may_manage_organisation)
def routines(request: HttpRequest) -> HttpResponse:
    held = list(reading.routines(by_of(request)))
    known = {"rows": held, "due": [one for one in held if one.next_on <= today()], "may_keep": may_keep(by_of(request))}
    return render(request, "office/upkeep/routines.html", {**known, "today": today()})


@form(may_keep)
def plan_routine(request: HttpRequest) -> HttpResponse:
    by, back = by_of(request), reverse("office:routines")
    return form_page(
        request, RoutineForm(request.POST or None), lambda given: services.plan_routine(by, given.pop("campaign"), **given),
        heading=_("定一项常态巡查"), act=_("保存"), back=back, done=_("已定。到日子会提醒拟定轮次。"), where=((_("常态巡查"), back),),
        refusals=(Refused,),
    )  # fmt: skip


@act(may_keep)
def make_routine_round(request: HttpRequest, pk: int) -> HttpResponse:
    """The round as proposed; the office looks at it before its draw."""
    try:
        made = services.make_round(by_of(request), reading.routine(by_of(request), pk))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("office:routines")
    messages.success(request, _("已拟定这一轮，核对督查员后公布指纹、抽取。"))
    return redirect("office:round", pk=made.pk)


@act(may_keep)
def stop_routine(request: HttpRequest, pk: int) -> HttpResponse:
    services.stop_routine(by_of(request), reading.routine(by_of(request), pk))
    messages.success(request, _("已停，做过的轮次留着。"))
    return redirect("office:routines")
