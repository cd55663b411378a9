"""The files of a pledge: its text, its scan; for those who may see it."""

from django.http import Http404, HttpRequest, HttpResponse

from duibiao.files import store
from duibiao.pledges import queries
from duibiao.pledges.services import DOCX
from duibiao.web.base.guards import page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of


@page(lambda by: by.is_active)
def pledge_file(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    found = queries.pledge(by_of(request), pk)
    blob = found.text if which == "text" else found.scan
    if blob is None:
        raise Http404
    name, kind = (f"{found.unit}责任书.docx", DOCX) if which == "text" else (found.scan_name, blob.media_type)
    with store.open(blob) as file:
        return download(file.read(), name, kind or "application/octet-stream")
