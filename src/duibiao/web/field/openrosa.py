"""OpenRosa as ODK Collect and KoboCollect speak it, and our own page with them.

What clients insist on: every answer bears `X-OpenRosa-Version`; HEAD of the submission answers 204 and nothing else in the
200s; success is 201 or 202; words for people stand in an OpenRosaResponse. A small largest request makes old clients send
in small batches, so that a broken connection costs little.
"""

import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from xml.sax.saxutils import escape

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duibiao.inspections import checklists, forms
from duibiao.inspections.collectors import collector_of
from duibiao.inspections.models import ChecklistVersion, Collector
from duibiao.inspections.receiving import File, Received, Refused
from duibiao.inspections.receiving import states as states_of
from duibiao.scores.visits import receive

#: What a client should put into one request, in bytes.
BATCH = 5_000_000
#: The XML's part, by the protocol.
XML_PART = "xml_submission_file"
MOST_ASKED = 500
View = Callable[..., HttpResponse]


def keyed(view: View) -> View:
    """Gives the view the key's row; a key that is wrong or taken back is 401, so that a client asks for another."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        collector = collector_of(token)
        response = (
            view(request, collector, **more) if collector else said(401, "这个采集地址已失效，请向创建办重新要一个。")
        )
        response["X-OpenRosa-Version"] = "1.0"
        response["X-OpenRosa-Accept-Content-Length"] = str(BATCH)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


def said(status: int, words: str, code: str = "") -> HttpResponse:
    """Words for whoever holds the phone."""
    more = f"<code>{escape(code)}</code>" if code else ""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f"<message>{escape(words)}</message>{more}</OpenRosaResponse>\n"
    )
    return HttpResponse(body, status=status, content_type="text/xml; charset=utf-8")


def xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/xml; charset=utf-8")


def address(request: HttpRequest, name: str, **more: Any) -> str:
    """A whole address: clients know nothing else."""
    match = request.resolver_match
    token = match.kwargs["token"] if match else ""
    return request.build_absolute_uri(reverse(f"openrosa:{name}", kwargs={"token": token, **more}))


@require_safe
@keyed
def form_list(request: HttpRequest, collector: Collector) -> HttpResponse:
    """The checklists in force, of types that the key's owner has still to visit."""
    versions = versions_of(collector)
    entries = [(one, address(request, "form", pk=one.pk), address(request, "manifest", pk=one.pk)) for one in versions]
    return xml(forms.form_list(entries))


def versions_of(collector: Collector) -> Sequence[ChecklistVersion]:
    kinds = {one.site.type for one in forms.assignments_of(collector)}
    return checklists.in_force(collector.campaign.edition, kinds)


def version_of(collector: Collector, pk: int) -> ChecklistVersion:
    """A version of the campaign's edition; also one that has been retired since: a phone may be in the middle of it."""
    found = ChecklistVersion.objects.exclude(state="draft").select_related("checklist__type")
    return get_object_or_404(found, pk=pk, checklist__edition=collector.campaign.edition_id)


@require_safe
@keyed
def form(request: HttpRequest, collector: Collector, pk: int) -> HttpResponse:
    return xml(forms.xform(version_of(collector, pk)))


@require_safe
@keyed
def manifest(request: HttpRequest, collector: Collector, pk: int) -> HttpResponse:
    content = forms.sites_csv(collector, version_of(collector, pk))
    return xml(forms.manifest(content, address(request, "sites", pk=pk)))


@require_safe
@keyed
def sites(request: HttpRequest, collector: Collector, pk: int) -> HttpResponse:
    return HttpResponse(forms.sites_csv(collector, version_of(collector, pk)), content_type="text/csv; charset=utf-8")


@require_http_methods(["HEAD", "POST"])
@keyed
def submission(request: HttpRequest, collector: Collector) -> HttpResponse:
    """The one door for what was seen."""
    if request.method == "HEAD":
        return HttpResponse(status=204)
    part = request.FILES.get(XML_PART)
    if part is None:
        return said(400, "缺少记录本身（xml_submission_file）。", "400.3")
    try:
        received = receive(collector, xml=part.read(), files=files_of(request), device=request.GET.get("deviceID", ""))
    except Refused as refused:
        return said(refused.status, refused.words, refused.code)
    except PermissionDenied:
        return said(403, "您现在没有督查员的权限，记录没有收；请联系创建办。", "403.1")
    return answered(received)


def answered(received: Received) -> HttpResponse:
    response = said(received.status, received.words)
    response["X-Duibiao-Missing"] = str(len(received.missing))
    return response


def files_of(request: HttpRequest) -> list[File]:
    """All parts but the XML. A client names the file twice; the field's name is as it was sent, even where it is Chinese."""
    found = []
    for field, parts in request.FILES.lists():
        found += [_file(field, part) for part in parts if field != XML_PART]
    return found


def _file(field: str, part: "UploadedFile[Any]") -> File:
    return File(name=field, media_type=part.content_type or "", chunks=part.chunks())


@require_POST
@keyed
def states(request: HttpRequest, collector: Collector) -> HttpResponse:
    """`{instance: sha256 of its XML}` → for each that is here: same bytes?, complete?, its files' hashes, what is missing."""
    try:
        asked = json.loads(request.body)
        hashes = {str(key): str(value) for key, value in asked.items()}
    except (ValueError, AttributeError):
        return JsonResponse({"says": "要一个 JSON 对象：编号对应内容的 SHA-256"}, status=400)
    if len(hashes) > MOST_ASKED:
        return JsonResponse({"says": f"一次最多问 {MOST_ASKED} 份"}, status=413)
    return JsonResponse(states_of(collector, hashes))
