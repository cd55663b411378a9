"""Rounds: planned, committed, drawn, watched, closed.

In ten seconds: which rounds run, how much of each is done; of one round what was found, and that the draw was fair.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.inspections import queries
from duibiao.inspections import rounds as kept
from duibiao.inspections.choices import RoundKind, RoundState
from duibiao.inspections.models import Assignment, Round, Submission
from duibiao.inspections.permissions import may_run_rounds
from duibiao.lib import versions
from duibiao.lib.dates import day_text
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.scores.visits import close_round as close_and_follow
from duibiao.scores.visits import count_anyway
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.field.forms import BeaconForm, PlanForm, ReassignForm, ReplaceForm


def up() -> tuple[tuple[str, str], ...]:
    return ((_("检查轮次"), reverse("office:rounds")),)


def columns() -> list[Column[Any]]:
    return [
        Column("title", _("轮次"), lambda row: row.title, sort="title"),
        Column("kind", _("类型"), lambda row: row.get_kind_display(), sort="kind"),
        Column("campaign", _("创建活动"), lambda row: row.campaign.title),
        Column("since", _("日期"), lambda row: f"{day_text(row.since)} – {day_text(row.until)}", sort="since"),
        Column("done", _("已检查"), lambda row: f"{row.visited_count} / {row.drawn_count}", number=True),
        Column("state", _("状态"), lambda row: row.get_state_display(), sort="state"),
    ]


def filters() -> list[Filter]:
    return [
        Filter("q", _("轮次名称"), lambda text: Q(title__icontains=text)),
        Filter("kind", _("类型"), lambda kind: Q(kind=kind), RoundKind.choices),
        Filter("state", _("状态"), lambda state: Q(state=state), RoundState.choices),
    ]


@page(may_manage_organisation)
def rounds(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return list_page(
        request,
        "office/field/rounds.html",
        Table(request.GET, queries.rounds(by), columns(), filters(), order="-since"),
        heading=_("检查轮次"),
        row="office/field/round_row.html",
        empty="office/field/rounds_empty.html",
        running=queries.rounds(by).filter(state=RoundState.RUNNING).count(),
        may_run=may_run_rounds(by),
    )


@form(may_run_rounds)
def plan_round(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return form_page(
        request,
        PlanForm(request.POST or None, initial=wished(request)),
        lambda given: kept.plan_rounds(by, **given),
        heading=_("拟定轮次"),
        act=_("拟定"),
        back=reverse("office:rounds"),
        done=_("已拟定。核对以后公布指纹，再抽取点位。"),
        where=up(),
    )


def wished(request: HttpRequest) -> dict[str, Any]:
    """What a page that sends people here has found out already: types, how many, how fresh."""
    asked = {name: request.GET[name] for name in ("kind", "size", "fresh_percent") if name in request.GET}
    return {**asked, **({"types": request.GET.getlist("types")} if "types" in request.GET else {})}


@page(may_manage_organisation)
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One round. Whoever looks at one that is secret is written down."""
    by, found = by_of(request), queries.round(by_of(request), pk)
    kept.note_reading(by, found)
    known = {"round": found, "assignments": list(queries.assignments(found)), "lines": history_of(found)}
    known |= {"losses": queries.losses_by_clause(found)[:15], "incomplete": queries.incomplete(found)}
    known |= {"readings": found.readings.select_related("by__person")[:20], "may_run": may_run_rounds(by)}
    known |= {"beacon_form": BeaconForm(), "chosen": list(found.types.all())}
    known["listed"] = list(found.listed.select_related("unit").order_by("code"))
    known["people"] = [one.user for one in found.inspectors.select_related("user__person")]
    return render(request, "office/field/round.html", known)


def step(request: HttpRequest, pk: int, do: Any, done: str) -> HttpResponse:
    """One step of a round's life, or why it cannot be taken now."""
    found = queries.round(by_of(request), pk)
    try:
        do(by_of(request), Round.objects.get(pk=found.pk), version=int(request.POST.get("version") or 0))
        messages.success(request, done)
    except versions.Stale:
        messages.error(request, _("别人刚刚动过这个轮次，什么都没有做；请看现在的情况。"))
    except kept.WrongState:
        messages.error(request, _("这个轮次现在不能做这一步：可能已经做过，或还没填公开数。"))
    except kept.NothingToDraw:
        messages.error(request, _("所选类型没有点位，或没有督查员；请重新拟定。"))
    return redirect("office:round", pk=pk)


@act(may_run_rounds)
def commit_round(request: HttpRequest, pk: int) -> HttpResponse:
    return step(request, pk, kept.commit_round, _("指纹已公布，抽样框和种子从此不能改。"))


@act(may_run_rounds)
def draw_round(request: HttpRequest, pk: int) -> HttpResponse:
    beacon = request.POST.get("beacon", "").strip()[:80]

    def do(by: Any, found: Round, version: int) -> None:
        kept.draw_round(by, found, version=version, beacon=beacon)

    return step(request, pk, do, _("已抽取，任务已下发到督查员手机。"))


@act(may_run_rounds)
def close_round(request: HttpRequest, pk: int) -> HttpResponse:
    return step(request, pk, close_and_follow, _("轮次已结束，种子已公开，任何人都可以重抽核对。"))


@act(may_run_rounds)
def void_round(request: HttpRequest, pk: int) -> HttpResponse:
    return step(request, pk, kept.void_round, _("轮次已作废。"))


@page(may_manage_organisation)
def draw_record(request: HttpRequest, pk: int) -> HttpResponse:
    """With which anybody draws again: `duibiao draw-again`."""
    found = queries.round(by_of(request), pk)
    return download(kept.as_json(found), f"{found.title}{_('抽样记录')}.json", "application/json")


@form(may_run_rounds)
def replace_site(request: HttpRequest, pk: int) -> HttpResponse:
    by = by_of(request)
    held = get_object_or_404(Assignment.objects.select_related("round", "site"), pk=pk)
    asked = ReplaceForm(request.POST or None)
    back = reverse("office:round", args=[held.round_id])
    if request.method == "POST" and asked.is_valid():
        try:
            taken = kept.replace(by, held, **asked.cleaned_data)
            messages.success(request, _("已换成抽样名单里的下一个：%s。") % taken.site)
        except kept.NoReserve:
            messages.error(request, _("这一类没有可替换的点位了。"))
        except kept.WrongState:
            messages.error(request, _("这个点位已检查过、已替换，或轮次不在进行中。"))
        return redirect(back)
    known = {"form": asked, "heading": _("替换：%s") % held.site, "act_words": _("替换"), "back": back}
    sentence = _("由同一层抽样名单里的下一个点位替换，不能自己选；原因会公布。")
    return render(request, "base/form_page_here.html", {**known, "sentence": sentence, "where": up()})


@form(may_run_rounds)
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else goes; both hear of it."""
    held = get_object_or_404(Assignment.objects.select_related("round", "site", "inspector__person"), pk=pk)
    return form_page(
        request, ReassignForm(request.POST or None), lambda given: kept.reassign(by_of(request), held, **given),
        heading=_("改派：%s") % held.site, act=_("改派"), back=reverse("office:round", args=[held.round_id]), where=up(),
        done=_("已改派，两个人都会收到消息。"), sentence=_("现在由%s检查。") % held.inspector,
    )  # fmt: skip


@act(may_run_rounds)
def count_submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Files are missing for good: what was seen counts all the same."""
    found = get_object_or_404(Submission, pk=pk)
    count_anyway(by_of(request), found)
    messages.success(request, _("已登记，缺的照片不再等。"))
    visit = getattr(found, "visit", None)
    return redirect("office:round", pk=visit.round_id) if visit else redirect("office:rounds")
