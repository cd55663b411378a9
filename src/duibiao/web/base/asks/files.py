"""The file that came with an answer: for those who may see the ask, as a download under its own name."""

from django.http import Http404, HttpRequest, HttpResponse

from duibiao.asks import queries
from duibiao.files import store
from duibiao.web.base.guards import page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of


@page(lambda by: by.is_active)
def ask_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.ask_or_refuse(by_of(request), pk)
    if found.file is None:
        raise Http404
    with store.open(found.file) as file:
        return download(file.read(), found.file_name, found.file.media_type or "application/octet-stream")
