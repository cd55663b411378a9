"""A file's bytes for whoever may look: whole or a range, as it came or as a copy without traces; never as a page of ours.

Its one trick: the media type is the one that was checked, the browser is told not to guess, and the answer forbids scripts; a PDF may
stand in a frame of our own pages and nowhere else.
"""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

from duibiao.files import pictures, store
from duibiao.files.models import Blob
from duibiao.ledger.models import MaterialFile
from duibiao.ledger.permissions import may_read_ledger
from duibiao.ledger.queries import materials
from duibiao.ledger.services.inspecting import looked
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds
from duibiao.truth.queries import redaction_of
from duibiao.web.base.guards import page
from duibiao.web.base.ranges import ranged
from duibiao.web.base.requests import by_of
from duibiao.web.base.streaming import StreamedFile

#: No scripts, nothing from anywhere; to be framed by our own pages only.
_POLICY = "default-src 'none'; object-src 'self'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
#: What a browser shows by itself; all else is offered to be kept.
SHOWN = ("application/pdf", "image/", "video/")


def answer(request: HttpRequest, blob: Blob, name: str, *, keep: bool = False) -> HttpResponseBase:
    """The bytes, or the range that was asked for."""
    try:
        store.open(blob).close()
    except store.Damaged:
        raise  # said by `away`, for every door
    except store.Lost:
        return render(request, "base/ledger/lost.html", {"name": name}, status=410)
    response = ranged(
        request, lambda *part: store.pieces(blob, *part), size=blob.size, media_type=blob.media_type, sha256=blob.sha256
    )
    return guarded(response, blob.media_type, name, keep=keep)


def guarded(response: HttpResponseBase, media_type: str, name: str, *, keep: bool) -> HttpResponseBase:
    shown = not keep and media_type.startswith(SHOWN)
    response["Content-Disposition"] = content_disposition_header(as_attachment=not shown, filename=name) or "attachment"
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Security-Policy"] = _POLICY
    return response


def clean_copy(blob: Blob, name: str) -> HttpResponseBase:
    """A picture without what the camera wrote into it: for everybody outside the office and the unit."""

    store.open(
        blob
    ).close()  # here and not in the middle of the answer: what cannot be fetched is then still said in words

    def cleaned() -> Iterator[bytes]:
        with store.open(blob) as file:
            yield from pictures.without_traces(file, blob.media_type)

    return guarded(StreamedFile(cleaned(), content_type=blob.media_type), blob.media_type, name, keep=False)


def outside_copy(request: HttpRequest, file: MaterialFile, *, keep: bool = False) -> HttpResponseBase:
    """What whoever is not of the office and not of the unit gets: the copy with faces covered where there is one, no camera's traces."""
    blob, name = (file.blob, file.name) if keep else shown_blob(file)
    if not blob.media_type.startswith("image/"):
        return answer(request, blob, name, keep=keep)
    redaction = redaction_of(blob.pk)
    return clean_copy(redaction.copy if redaction is not None else blob, name)


def shown_blob(file: MaterialFile) -> tuple[Blob, str]:
    """What a browser can show of a file: itself, or the PDF that was made of it."""
    preview = getattr(file.blob, "preview", None)
    if preview is not None and preview.blob is not None:
        return preview.blob, f"{file.name}.pdf"
    return file.blob, file.name


def is_outside(by: User) -> bool:
    """An assessor's account, who is of no office and of no unit here."""
    return holds(by, Role.ASSESSOR) and not holds(by, Role.OFFICE, Role.ADMINISTRATOR, Role.LEADER, Role.UNIT)


@page(may_read_ledger)
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A version: shown where a browser can, else (or with ?keep) to be kept. Whoever keeps it is noted."""
    found = materials.file(by_of(request), pk)
    keep = "keep" in request.GET
    if is_outside(by_of(request)):
        looked(by_of(request), found.material, file=found.pk, kept=keep)
        return outside_copy(request, found, keep=keep)
    blob, name = (found.blob, found.name) if keep else shown_blob(found)
    if keep:
        looked(by_of(request), found.material, file=found.pk, kept=True)
    return answer(request, blob, name, keep=keep)
