"""Uploads that go on after a lost line. The same three steps whoever sends: begin, pieces, finish; each may be repeated.

`POST /uploads/` {sha256, size, name} → {key, offset, finished, ticket} · `GET /uploads/<key>/` → the same · `PATCH /uploads/<key>/`
with `Upload-Ticket`, `Upload-Offset` and raw bytes → {offset} (`pieces` takes these: no page of ours would be quick enough for them)
· `POST /uploads/<key>/finish/` → {key}. A refusal is an answer with `code` and `words`, a full disk 507, a piece that does not
fit 409 with the offset that does, another request at the same file 423.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from duibiao.files import store, uploading
from duibiao.files.kinds import Refused
from duibiao.files.models import Upload
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds, require
from duibiao.web.base.guards import act, page
from duibiao.web.base.requests import by_of


def may_upload(by: User) -> bool:
    """Those who hand something in. What a file is then used for is allowed or refused where it is used."""
    return holds(by, Role.OFFICE, Role.UNIT)


def full_words() -> str:
    return _("服务器的磁盘满了，暂时不能上传；已经传好的都在。请告诉系统管理员，腾出空间后接着传就行。")


def in_words(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Everything that may go wrong with an upload, as an answer that a program and a person understand."""

    @wraps(view)
    def answered(request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponseBase:
        try:
            return view(request, *arguments, **options)
        except Refused as refused:
            return JsonResponse({"code": refused.code, "words": str(refused)})
        except store.Full:
            return JsonResponse({"code": "full", "words": full_words()}, status=507)
        except uploading.Elsewhere as elsewhere:
            return JsonResponse({"code": "elsewhere", "offset": elsewhere.offset}, status=409)
        except uploading.Busy:
            return JsonResponse({"code": "busy"}, status=423)

    return answered


@act(may_upload)
@in_words
def begin(request: HttpRequest) -> JsonResponse:
    size = request.POST.get("size", "")
    named = {"sha256": request.POST.get("sha256", ""), "name": request.POST.get("name", "")}
    upload = uploading.begin(by_of(request), size=int(size) if size.isdigit() else 0, **named)
    return JsonResponse(said(upload))


def said(upload: Upload) -> dict[str, Any]:
    ticket = uploading.ticket_for(upload)
    offset, finished = uploading.offset_of(upload), upload.blob_id is not None
    return {"key": upload.key, "offset": offset, "finished": finished, "ticket": ticket}


def _mine(request: HttpRequest, key: str) -> Upload:
    found = uploading.find(by_of(request), key)
    require(found is not None)
    assert found is not None
    return found


@page(may_upload)
@in_words
def so_far(request: HttpRequest, key: str) -> JsonResponse:
    """How much is here, and a ticket for the rest."""
    return JsonResponse(said(_mine(request, key)))


@act(may_upload)
@in_words
def finish(request: HttpRequest, key: str) -> JsonResponse:
    """Check the whole file and keep it."""
    upload = _mine(request, key)
    with suppress(uploading.Elsewhere):  # pieces are missing: the answer says from where
        uploading.finish(upload)
    return JsonResponse(said(upload))
