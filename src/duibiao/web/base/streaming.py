"""Answers that are longer than memory should be.

Its one trick: under ASGI the framework reads an ordinary iterator to its end before it sends the first byte; here a
thread of the request reads a piece at a time, on the connection that the request holds, and each piece is sent at once.
"""

from collections.abc import AsyncIterator, Iterator
from typing import cast

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

__all__ = ["Streamed"]
#: Bytes that are sent at once.
PIECE = 64 * 1024


class Streamed(StreamingHttpResponse):
    """A streaming answer made by an ordinary generator; the same under ASGI and WSGI."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        parts = cast(Iterator[bytes], self.streaming_content)
        read = sync_to_async(_piece, thread_sensitive=True)
        while piece := await read(parts):
            yield piece


def _piece(parts: Iterator[bytes]) -> bytes:
    """The next parts, joined until they are long enough; empty at the end."""
    held, length = [], 0
    for part in parts:
        held.append(part)
        length += len(part)
        if length >= PIECE:
            break
    return b"".join(held)
