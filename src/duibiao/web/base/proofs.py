"""The file that a unit handed in with something it did: for those who may see it, as a download under its own name."""

from django.http import Http404, HttpRequest, HttpResponse

from duibiao.files import store
from duibiao.obligations import queries
from duibiao.web.base.guards import page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of


@page(lambda by: by.is_active)
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.fulfilment(by_of(request), pk)
    if found.file is None:
        raise Http404
    with store.open(found.file) as file:
        return download(file.read(), found.file_name, found.file.media_type or "application/octet-stream")
