"""A county's own map tiles: one pmtiles file on the server, of which a browser reads the pieces it needs by ranges."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from duibiao.web.base.guards import page
from duibiao.web.base.ranges import range_of
from duibiao.web.base.streaming import PIECE, Streamed

#: What one answer holds at most when the whole file is not asked for; a browser asks again.
MOST = 16 * 2**20


def tiles_file() -> Path | None:
    """Where the county's tiles lie, if it has any: as set, or beside its data."""
    place = Path(settings.MAP_PMTILES or settings.DATA / "map.pmtiles")
    return place if place.is_file() else None


def tiles_address() -> str:
    """Where a browser finds them; another file has another address, so that no piece of the old one is mixed with it."""
    if (place := tiles_file()) is None:
        return ""
    return f"{reverse('map_tiles')}?v={mark_of(place)}"


def mark_of(place: Path) -> str:
    known = place.stat()
    return f"{known.st_size:x}-{known.st_mtime_ns:x}"


@page(lambda by: by.is_active)
def tiles(request: HttpRequest) -> HttpResponseBase:
    """The range that was asked for. Without a range the file is refused: it may be gigabytes."""
    if (place := tiles_file()) is None:
        raise Http404
    size = place.stat().st_size
    start, end = range_of(request.headers.get("Range", ""), size)
    whole = (start, end) == (0, size)
    if whole and size > MOST:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    end = min(end, start + MOST)
    response = Streamed(_pieces(place, start, end), content_type="application/octet-stream")
    if not whole:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response["Content-Length"] = str(end - start)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=3600"
    response["ETag"] = f'"{mark_of(place)}"'
    return response


def _pieces(place: Path, start: int, end: int) -> Iterator[bytes]:
    with place.open("rb") as file:
        file.seek(start)
        left = end - start
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
