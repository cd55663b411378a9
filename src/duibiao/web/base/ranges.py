"""Bytes of a file, whole or from where a download broke off (RFC 9110, 14): one range, under an ETag that is the content's own hash."""

import re
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from duibiao.web.base.streaming import StreamedFile

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def range_of(asked: str, size: int) -> tuple[int, int]:
    """First byte and the one behind the last; anything odd is the whole file. A start behind the end is left as it is."""
    match = _RANGE.fullmatch(asked)
    if match is None or match[1] == match[2] == "":
        return 0, size
    start = int(match[1]) if match[1] else max(size - int(match[2]), 0)
    end = min(int(match[2]) + 1, size) if match[1] and match[2] else size
    return (start, end) if start < end or start >= size else (0, size)


def ranged(
    request: HttpRequest, pieces: Callable[[int, int], Iterator[bytes]], *, size: int, media_type: str, sha256: str
) -> HttpResponseBase:
    """`pieces(start, length)` as an answer. Whoever goes on with another content than he began with gets the whole."""
    etag = f'"{sha256}"'
    same = request.headers.get("If-Range", etag) == etag
    start, end = range_of(request.headers.get("Range", "") if same else "", size)
    if start >= end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamedFile(pieces(start, end - start), content_type=media_type)
    response["Content-Length"] = str(end - start)
    response["Accept-Ranges"], response["ETag"] = "bytes", etag
    if (start, end) != (0, size):
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response
