"""A county's own map tiles: one pmtiles file on the server, of which a browser reads the pieces it needs by ranges."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from duibiao.web.base.guards import page
from duibiao.web.base.ledger.contents import range_of
from duibiao.web.base.streaming import PIECE, Streamed

#: What one answer holds at most when the whole file is not asked for; a browser asks again.
MOST = 16 * 2**20


@page(lambda by: by.is_active)
def tiles(request: HttpRequest) -> HttpResponseBase:
    """The range that was asked for. Without a range the file is refused: it may be gigabytes."""
    place = Path(settings.MAP_PMTILES) if settings.MAP_PMTILES else None
    if place is None or not place.is_file():
        raise Http404
    size = place.stat().st_size
    start, end = range_of(request.headers.get("Range", ""), size)
    if (start, end) == (0, size) and size > MOST:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    end = min(end, start + MOST)
    response = Streamed(_pieces(place, start, end), content_type="application/octet-stream", status=206)
    response["Content-Length"] = str(end - start)
    response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=3600"
    response["ETag"] = f'"{size:x}-{place.stat().st_mtime_ns:x}"'
    return response


def _pieces(place: Path, start: int, end: int) -> Iterator[bytes]:
    with place.open("rb") as file:
        file.seek(start)
        left = end - start
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
