"""The public notice, objections, and the package that goes up. Opened when the first examination is through, and at the end.

In ten seconds: whose period is over, which objection is open, is the package whole and received.
"""

from collections.abc import Iterator
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from duibiao.applications.models import Objection
from duibiao.applications.permissions import may_run
from duibiao.applications.queries import selections as reading
from duibiao.applications.refusals import Refused
from duibiao.applications.services import announcing, sending
from duibiao.audit.queries import history_of
from duibiao.lib.spans import today
from duibiao.packing.choices import PackState
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.ranges import ranged
from duibiao.web.base.requests import by_of
from duibiao.web.office.applications import forms
from duibiao.web.office.applications.selections import up
from duibiao_engine.seals.writing import PIECE

SHAPES = {"waiting": "info", "working": "info", "done": "good", "failed": "bad", "removed": "none"}


@form(may_run)
def announce_applications(request: HttpRequest, pk: int) -> HttpResponse:
    """Which names, from which day; all that are ready are ticked."""
    by, found = by_of(request), reading.selection(by_of(request), pk)
    return form_page(
        request, forms.AnnounceForm(found, request.POST or None),
        lambda given: announcing.announce(by, found, **{**given, "applications": list(given["applications"])}),
        heading=_("发布公示"), act=_("发布"), back=reverse("office:selection", args=[pk]), where=up(found),
        done=_("已公示；不登录也能看。"), refusals=(Refused,), sentence=_("公示页只有名称、类别和起止日期，没有个人信息。"),
    )  # fmt: skip


@form(may_run)
def rule_objection(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Objection.objects.select_related("application__selection", "notice")
    by, found = by_of(request), get_object_or_404(rows, pk=pk)
    application = found.application
    return form_page(
        request, forms.RuleForm(request.POST or None), lambda given: announcing.rule(by, found, **given),
        heading=_("处理异议：%s") % application, act=_("作出结论"), back=reverse("office:application", args=[application.pk]),
        where=up(application.selection), done=_("已作出结论。"), refusals=(Refused,), sentence=found.words,
    )  # fmt: skip


@act(may_run)
def pack_applications(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the package made by a job."""
    try:
        made = sending.ask(by_of(request), reading.selection(by_of(request), pk))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("office:selection", pk=pk)
    return redirect("office:application_package", pk=made.pk)


@form(may_run)
def application_package(request: HttpRequest, pk: int) -> HttpResponse:
    """The package, how far it is, its root; the receipt when the level above has it."""
    by, found = by_of(request), reading.package(pk)
    asked = forms.ReceiptForm(request.POST or None, initial={"received_on": today()})
    if request.method == "POST" and asked.is_valid():
        try:
            sending.receive(by, found, **asked.cleaned_data)
        except Refused as refused:
            asked.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("回执已登记。"))
            return redirect("office:application_package", pk=pk)
    rows = found.applications.select_related("category", "unit").order_by("category__order", "id")
    known = {"one": found, "form": asked, "shape": SHAPES[found.state], "rows": rows, "lines": history_of(found)}
    known["at_work"] = found.state in (PackState.WAITING, PackState.WORKING)
    return render(request, "office/applications/package.html", known)


@act(may_run)
def application_package_again(request: HttpRequest, pk: int) -> HttpResponse:
    sending.again(by_of(request), reading.package(pk))
    messages.success(request, _("接着打；已经写好的文件不再重写。"))
    return redirect("office:application_package", pk=pk)


@page(may_run)
def application_package_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A megabyte at a time; a download that broke off goes on where it stopped."""
    found = reading.package(pk)
    if found.state != PackState.DONE or not found.place.is_file():
        raise Http404
    size, place = found.place.stat().st_size, found.place
    response = ranged(
        request, lambda *part: _pieces(place, *part), size=size, media_type="application/zip", sha256=found.sha256
    )
    named = content_disposition_header(as_attachment=True, filename=found.file_name)
    response["Content-Disposition"] = named or "attachment"
    return response


def _pieces(place: Path, start: int, length: int) -> Iterator[bytes]:
    with place.open("rb") as stream:
        stream.seek(start)
        while length > 0 and (piece := stream.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
