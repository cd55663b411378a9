"""The submission as one package. Opened in the last days before the window closes.

In ten seconds: how many materials would go in, is a package there and whole, and what is its root.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.campaigns.queries import participants
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import Unit
from duibiao.packing import queries, services
from duibiao.packing.choices import PackState
from duibiao.packing.models import Submission
from duibiao.packing.permissions import may_pack
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.ranges import ranged
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of
from duibiao_engine.seals.writing import PIECE

SHAPES = {"waiting": "info", "working": "info", "done": "good", "failed": "bad", "removed": "none"}
#: A job that has said nothing for so long was stopped.
SILENT = timedelta(minutes=3)


def megabytes(size: int) -> str:
    return f"{size / 2**20:,.1f} MB"


def columns() -> list[Column[Submission]]:
    return [
        Column("asked_at", _("时间"), lambda one: f"{one.asked_at:%Y-%m-%d %H:%M}", sort="asked_at"),
        Column("unit", _("范围"), lambda one: one.unit.name if one.unit else _("全部单位")),
        Column("state", _("状态"), lambda one: one.get_state_display()),
        Column("files", _("文件数"), lambda one: one.files, number=True),
        Column("size", _("大小"), lambda one: one.size, number=True),
        Column("sha256", _("根"), lambda one: one.sha256),
    ]


@page(may_pack)
def submissions(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    states = Filter("state", _("状态"), lambda state: Q(state=state), PackState.choices)
    table = Table(request.GET, queries.submissions(campaign), columns(), [states], order="-asked_at")
    for row in table.rows:
        row.drawn = {"shape": SHAPES[row.state], "size": megabytes(row.size)}  # type: ignore[attr-defined]
    accepted, more = queries.ready(campaign)
    return list_page(
        request,
        "office/packing/submissions.html",
        table,
        heading=_("材料包"),
        row="office/packing/submission_row.html",
        empty="office/packing/submissions_empty.html",
        campaign=campaign,
        accepted=accepted,
        more=more,
        units=participants(campaign),
    )


class AskForm(forms.Form):
    """Which units, and whether what waits comes too."""

    unit = forms.ModelChoiceField(queryset=Unit.objects.all(), required=False)
    everything = forms.BooleanField(required=False)


@act(may_pack)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, asked = campaign_of(by_of(request), pk), AskForm(request.POST)
    if not asked.is_valid():
        messages.error(request, _("没有开始：请选择单位，或全部单位。"))
        return redirect("office:submissions", pk=pk)
    made = services.ask(by_of(request), campaign, **asked.cleaned_data)
    return redirect("office:submission", pk=made.pk)


@page(may_pack)
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.submission(by_of(request), pk)
    heard = found.heard_at or found.asked_at
    known = {"one": found, "campaign": found.campaign, "shape": SHAPES[found.state], "size": megabytes(found.size)}
    known["at_work"] = found.state in (PackState.WAITING, PackState.WORKING)
    known["silent"] = known["at_work"] and timezone.now() - heard > SILENT
    known["lines"] = history_of(found)
    return render(request, "office/packing/submission.html", known)


@page(may_pack)
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The package itself, a megabyte at a time; a download that broke off goes on where it stopped."""
    found = queries.submission(by_of(request), pk)
    if found.state != PackState.DONE or not found.place.is_file():
        raise Http404
    size, place = found.place.stat().st_size, found.place
    response = ranged(
        request, lambda *part: _pieces(place, *part), size=size, media_type="application/zip", sha256=found.sha256
    )
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=found.file_name) or "attachment"
    )
    return response


def _pieces(place: Path, start: int, length: int) -> Iterator[bytes]:
    with place.open("rb") as stream:
        stream.seek(start)
        while length > 0 and (piece := stream.read(min(PIECE, length))):
            length -= len(piece)
            yield piece


@act(may_pack)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    services.again(by_of(request), queries.submission(by_of(request), pk))
    messages.success(request, _("接着打；已经写好的文件不再重写。"))
    return redirect("office:submission", pk=pk)


@act(may_pack)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    services.remove(by_of(request), queries.submission(by_of(request), pk))
    messages.success(request, _("文件已删除，记录和根保留。"))
    return redirect("office:submission", pk=pk)
