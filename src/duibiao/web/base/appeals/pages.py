"""Pages of appeals, the same behind every door: the list, one appeal, its decision, its files, published decisions."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from duibiao.appeals import queries, services
from duibiao.appeals.choices import State
from duibiao.appeals.models import Appeal, Exhibit
from duibiao.appeals.permissions import may_decide
from duibiao.audit.queries import history_of
from duibiao.facts.drafts import Refused as WrongValue
from duibiao.files import store
from duibiao.inspections.models import Attachment
from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import User
from duibiao.web.base.appeals.forms import DecideForm, decide_form
from duibiao.web.base.inspections.reading import picture
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores import comparing


def columns() -> list[Column[Appeal]]:
    return [
        Column("unit", _("申诉单位"), lambda row: row.unit.name, sort="unit__name"),
        Column("matter", _("申诉的扣分"), lambda row: row.matter),
        Column("at", _("申诉时间"), lambda row: row.at.date(), sort="at"),
        Column("due_on", _("裁定时限"), lambda row: row.due_on, sort="due_on"),
        Column("state", _("状态"), lambda row: row.get_state_display(), sort="state"),
        Column("reason", _("裁定理由"), lambda row: row.reason),
    ]


def filters() -> list[Filter]:
    return [
        Filter("q", _("单位、事项"), lambda text: Q(unit__name__icontains=text) | Q(matter__icontains=text)),
        Filter("state", _("状态"), lambda state: Q(state=state), State.choices),
        Filter("late", _("时限"), lambda _late: late(), [("yes", _("已超裁定时限"))]),
    ]


def late() -> Q:
    """Nobody has decided, and its time is over."""
    return Q(state=State.WAITING, due_on__lt=today())


def listed(request: HttpRequest, door: str, **known: Any) -> HttpResponse:
    """The appeals that one sees."""
    by = by_of(request)
    found = queries.appeals(by)
    table = Table(request.GET, found, columns(), filters(), order="-at")
    counts = found.order_by().aggregate(
        waiting=Count("pk", filter=Q(state=State.WAITING)), overdue=Count("pk", filter=late())
    )
    return list_page(
        request, "base/appeals/list.html", table, heading=_("申诉"), row="base/appeals/row.html",
        empty="base/appeals/empty.html", door_name=door, appeal_page=f"{door}:appeal", **counts, **known,
    )  # fmt: skip


def published(request: HttpRequest, door: str) -> HttpResponse:
    """Decisions with their reasons, for all whom they concern."""
    names = ("unit", "matter", "state", "reason")
    kept = [one for one in columns() if one.name in names]
    kept.append(Column("decided_at", _("裁定时间"), lambda row: row.decided_at and row.decided_at.date(), sort="id"))
    table = Table(request.GET, queries.decisions(by_of(request)), kept, filters()[:1], order="-id")
    return list_page(
        request, "base/appeals/decisions.html", table, heading=_("申诉裁定公布"), row="base/appeals/decision_row.html",
        empty="base/appeals/decisions_empty.html", door_name=door,
    )  # fmt: skip


def shown(request: HttpRequest, door: str, pk: int, asked: DecideForm | None = None) -> HttpResponse:
    """One appeal: what against, grounds, decision, and what it did to the scores."""
    by, found = by_of(request), queries.appeal(by_of(request), pk)
    may = may_decide(by, found) and found.state == State.WAITING and door in ("office", "leader")
    known: dict[str, Any] = {"appeal": found, "door_name": door, "lines": history_of(found)}
    known |= {"effects": _effects_for(by, found), "snapshots": _beside(by, found), "exhibits": found.exhibits.all()}
    known |= {"form": (asked or decide_form(found)) if may else None, "may_withdraw": found.by_id == by.pk}
    known |= {"judge_elsewhere": door in ("office", "leader") and found.state == State.WAITING and not may}
    known["photos"] = found.observation.photos.select_related("blob") if found.observation is not None else ()
    names = ("appeals", "appeal_file", "appeal_photo", "decide_appeal", "withdraw_appeal")
    known |= {f"{name}_page": f"{door}:{name}" for name in names}
    return render(request, "base/appeals/appeal.html", known, status=200)


def _effects_for(by: User, appeal: Appeal) -> list[Any]:
    """A unit sees what became of its own score, not of others'."""
    from duibiao.organisation.permissions import may_see_unit

    return [one for one in queries.effects(appeal) if may_see_unit(by, one.unit)]


def _beside(by: User, appeal: Appeal) -> list[dict[str, Any]]:
    """Published results that stay, each with the unit's score in it and the one that the decision gave."""
    found, after = [], {(one.campaign_id, one.unit.code): one for one in _effects_for(by, appeal)}
    for snapshot in queries.snapshots_beside(appeal):
        for unit in comparing.with_content(snapshot)["units"]:
            moved = after.get((snapshot.campaign_id, unit["unit"]))
            if moved is not None and moved.change:
                found.append(
                    {"snapshot": snapshot, "unit": moved.unit, "then": unit["total"], "now": moved.total_after}
                )
    return found


def decided(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    """The decision of the form; what is refused stands on the page with what was typed."""
    by, found = by_of(request), queries.appeal(by_of(request), pk)
    asked = decide_form(found, request.POST)
    if not asked.is_valid():
        return shown(request, door, pk, asked)
    try:
        services.decide(by, found, **asked.told())
    except services.Decided as first:
        messages.error(request, str(first))
    except services.Refused as refused:
        messages.error(request, str(refused))
        return shown(request, door, pk, asked)
    except WrongValue as wrong:
        for fault in wrong.faults:
            asked.add_error(fault.field if fault.field in asked.fields else None, fault.says)
        return shown(request, door, pk, asked)
    else:
        messages.success(request, _("已裁定，并通知了有关各方。"))
    return redirect(f"{door}:appeal", pk=pk)


def file_of(request: HttpRequest, pk: int) -> HttpResponse:
    """A file with an appeal, as a download under its own name."""
    found = get_object_or_404(Exhibit.objects.select_related("blob"), pk=pk)
    queries.appeal(by_of(request), found.appeal_id)
    with store.open(found.blob) as file:
        return download(file.read(), found.name, found.blob.media_type or "application/octet-stream")


def photo_of(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """A photo of the fault that is appealed against."""
    appeal = queries.appeal(by_of(request), pk)
    if appeal.observation is None:
        raise Http404
    return picture(
        get_object_or_404(Attachment.objects.select_related("blob"), pk=photo, observations=appeal.observation)
    )
