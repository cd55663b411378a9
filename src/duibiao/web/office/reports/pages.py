"""Residents' reports: what waits to be looked at, and one of them with everything that helps to decide. Opened every morning.

In ten seconds: how many wait; for one: is it so, is it known already, whose is it; three ways out, then the next one.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.participation import opening, queries
from duibiao.participation.choices import ReportKind, ReportState
from duibiao.participation.models import Report
from duibiao.participation.permissions import may_moderate
from duibiao.participation.services import residents
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, page
from duibiao.web.base.ledger.contents import answer as file_answer
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.reports.forms import AcceptForm, AnswerForm, MergeForm, RefuseForm, proposed

#: The kind of problem that a resident's kind most often is; the office may choose another.
KIND_OF: dict[str, str] = {
    ReportKind.LITTER: "litter", ReportKind.STREET: "stall", ReportKind.PARKING: "parking", ReportKind.BROKEN: "facility",
    ReportKind.TOILET: "facility", ReportKind.SERVICE: "service", ReportKind.NOISE: "other", ReportKind.MANNERS: "other",
    ReportKind.OTHER: "other",
}  # fmt: skip


def columns() -> list[Column[Any]]:
    return [
        Column("code", _("查询号"), lambda row: row.code),
        Column("at", _("收到时间"), lambda row: f"{row.at:%Y-%m-%d %H:%M}", sort="at"),
        Column("kind", _("哪一类"), lambda row: row.get_kind_display(), sort="kind"),
        Column("sender", _("谁反映的"), sender),
        Column("words", _("情况说明"), lambda row: row.words),
        Column("place", _("地点"), lambda row: row.place_words),
        Column("photos", _("照片"), lambda row: row.photo_count, number=True),
        Column("state", _("状态"), lambda row: row.get_state_display(), sort="state"),
        Column("problem", _("问题"), lambda row: row.problem.number if row.problem else ""),
    ]


def sender(row: Any) -> str:
    """Never who it was: a resident, or a supervisor."""
    return _("监督员") if hasattr(row, "supervised") else _("群众")


def filters() -> list[Filter]:
    senders = [("residents", _("群众")), ("supervisors", _("监督员"))]
    return [
        Filter("q", _("说明、地点、查询号"), found_by),
        Filter("state", _("状态"), lambda state: Q(state=state), ReportState.choices),
        Filter("kind", _("哪一类"), lambda kind: Q(kind=kind), ReportKind.choices),
        Filter("sender", _("谁反映的"), lambda who: Q(supervised__isnull=who == "residents"), senders),
        Filter(
            "placed", _("有定位"), lambda has: Q(latitude__isnull=has == "no"), [("yes", _("有")), ("no", _("没有"))]
        ),
    ]


def found_by(text: str) -> Q:
    return Q(words__icontains=text) | Q(place_words__icontains=text) | Q(code__startswith=text.upper())


@page(may_manage_organisation)
def reports(request: HttpRequest) -> HttpResponse:
    table = Table(request.GET, queries.reports(), columns(), filters(), order="-at")
    return list_page(
        request, "office/reports/list.html", table, heading=_("群众反映"), row="office/reports/row.html",
        empty="office/reports/empty.html", tally=queries.tally(), next=queries.next_waiting(),
    )  # fmt: skip


@page(may_manage_organisation)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    return _desk(request, queries.report(pk))


def _desk(request: HttpRequest, found: Report, *, contact: str | None = None, **forms: Form) -> HttpResponse:
    """The page of one report; `forms` are those that were sent and not right, `contact` is shown once."""
    near = queries.near_sites(found)
    known: dict[str, Any] = {"report": found, "photos": list(found.photos.select_related("blob")), "near": near}
    known |= {"may": may_moderate(by_of(request)), "contact": contact, "lines": history_of(found)}
    if found.state == ReportState.WAITING:
        known |= {"alike": queries.near_problems(found), "others": queries.near_reports(found)}
        known |= {"proposed": (held := proposed(found)), "merge": MergeForm(), "refuse": RefuseForm()}
        known["accept"] = AcceptForm(found, near, initial=_start(found, near, held))
    else:
        known |= {"answer": AnswerForm(initial={"words": found.answer}), "progress": opening.progress(found)}
    response = render(request, "office/reports/report.html", {**known, **forms})
    if contact is not None:
        response["Cache-Control"] = "no-store"
    return response


def _start(found: Report, near: list[queries.Near], held: list[Any]) -> dict[str, Any]:
    start: dict[str, Any] = {"words": found.words[:500], "severity": "ordinary", "kind": KIND_OF.get(found.kind, "")}
    if near:
        start["site"] = near[0].thing.pk
    if held:
        start["unit"] = held[0].unit.pk
    return start


def decided(request: HttpRequest, do: Callable[[], Any], done: str) -> HttpResponse:
    """Do it, say so, and on to the next one that waits; none: the list."""
    try:
        do()
        messages.success(request, done)
    except residents.Decided as first:
        messages.info(request, _("别人刚刚已经处理了这一条（%s），没有再改。") % first.args[0].get_state_display())
    following = queries.next_waiting()
    return redirect("office:report", pk=following.pk) if following else redirect("office:reports")


@act(may_moderate)
def accept_report(request: HttpRequest, pk: int) -> HttpResponse:
    """It becomes a problem."""
    found = queries.report(pk)
    asked = AcceptForm(found, queries.near_sites(found), request.POST)
    if not asked.is_valid():
        return _desk(request, found, accept=asked)
    given = dict(asked.cleaned_data)
    given |= {
        "kind": given["kind"].code,
        "photos": [int(one) for one in request.POST.getlist("photos") if one.isdigit()],
    }
    done = _("已立为问题；群众凭查询号看得到进展。")
    return decided(request, lambda: residents.accept(by_of(request), found, **given), done)


@act(may_moderate)
def merge_report(request: HttpRequest, pk: int) -> HttpResponse:
    found, asked = queries.report(pk), MergeForm(request.POST)
    if not asked.is_valid():
        return _desk(request, found, merge=asked)
    into, words = asked.cleaned_data["number"], asked.cleaned_data["answer"]
    done = _("已并入 %s。") % into.number
    return decided(request, lambda: residents.merge(by_of(request), found, into, answer=words), done)


@act(may_moderate)
def refuse_report(request: HttpRequest, pk: int) -> HttpResponse:
    found, asked = queries.report(pk), RefuseForm(request.POST)
    if not asked.is_valid():
        return _desk(request, found, refuse=asked)
    done = _("没有受理；群众凭查询号看得到答复。")
    return decided(request, lambda: residents.refuse(by_of(request), found, **asked.cleaned_data), done)


@act(may_moderate)
def answer_report(request: HttpRequest, pk: int) -> HttpResponse:
    found, asked = queries.report(pk), AnswerForm(request.POST)
    if not asked.is_valid():
        return _desk(request, found, answer=asked)
    residents.answer(by_of(request), found, **asked.cleaned_data)
    messages.success(request, _("答复已更新。"))
    return redirect("office:report", pk=pk)


@act(may_moderate)
def report_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """How to reach the resident stands in the answer itself and nowhere else; the look is written down."""
    found = queries.report(pk)
    return _desk(request, found, contact=residents.read_contact(by_of(request), found))


@page(may_manage_organisation)
def report_photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photo; it was cleaned when it came."""
    found = queries.photo(pk)
    return file_answer(request, found.blob, f"{found.report.code}-{found.position}.jpg")
