"""Covering faces and plates before a photo leaves the office.

In ten seconds: mark what is to be covered, press the button. The original stays where it is.
"""

import json
from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from duibiao.files import store
from duibiao.ledger.models import MaterialFile
from duibiao.ledger.services.inspecting import looked
from duibiao.lib.photos import NotAPhoto
from duibiao.truth import queries, services
from duibiao.truth.permissions import may_read_hints, may_redact
from duibiao.truth.redacting import MOST, Box, covered
from duibiao.web.base.guards import form, page
from duibiao.web.base.requests import by_of
from duibiao.web.base.truth.reading import lookers


def version_of(pk: int) -> MaterialFile:
    found = MaterialFile.objects.select_related("material__unit", "blob").filter(blob__media_type__startswith="image/")
    return get_object_or_404(found, pk=pk)


@page(may_read_hints)
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo for looking at: upright and without traces; `?copy=1` the covered copy."""
    version = version_of(pk)
    made = queries.redaction_of(version.blob_id) if request.GET.get("copy") else None
    try:
        with store.open(made.copy if made else version.blob) as file:
            response = HttpResponse(covered(file, ()), content_type="image/jpeg")
    except (NotAPhoto, store.Lost):
        raise Http404 from None
    response["Cache-Control"] = "private, max-age=600"
    return response


@form(may_redact)
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo with a brush over it."""
    version = version_of(pk)
    if request.method == "POST":
        boxes = read_boxes(request.POST.get("boxes", ""))
        try:
            if not boxes:
                messages.error(request, _("没有保存：请在照片上拖动，圈出要遮挡的地方。"))
            else:
                services.redact(by_of(request), version.blob, boxes=boxes)
                messages.success(request, _("已遮挡 %d 处。离开创建办的是遮挡过的副本，原件保留。") % len(boxes))
        except (NotAPhoto, store.Lost):
            messages.error(request, _("这张照片打不开，没有遮挡；请换一张再传。"))
        return redirect("office:cover_photo", pk=pk)
    looks = lookers(version.material)
    looked(by_of(request), version.material, file=version.pk)
    known = {"version": version, "redaction": queries.redaction_of(version.blob_id), "looks": looks}
    return render(request, "office/truth/cover.html", known)


def read_boxes(text: str) -> Sequence[Box]:
    """Boxes as the brush sends them (JSON), or as typed: four numbers of per mille on a line. What is none is left out."""
    try:
        rows = json.loads(text)
    except ValueError:
        rows = [line.replace("，", ",").split(",") for line in text.splitlines()]
    found = []
    for row in rows if isinstance(rows, list) else []:
        try:
            found.append(Box.read(row))
        except (ValueError, TypeError):
            continue
    return found[:MOST]
