"""Answers that are longer than memory should be.

Its one trick: under ASGI the framework reads an ordinary iterator to its end before it sends the first byte; here a
thread of the request reads a piece at a time, on the connection that the request holds, and each piece is sent at once.
"""

from collections.abc import AsyncIterator, Iterator
from typing import cast

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.http import StreamingHttpResponse

__all__ = ["Streamed", "StreamedFile"]
#: Bytes that are sent at once.
PIECE = 64 * 1024


class Streamed(StreamingHttpResponse):
    """A streaming answer made by an ordinary generator; the same under ASGI and WSGI."""

    #: Whether the generator reads the database, and so keeps the request's connection until the last byte is taken.
    keeps_connection = True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        parts = cast(Iterator[bytes], self.streaming_content)
        read = sync_to_async(_piece, thread_sensitive=True)
        if not self.keeps_connection:
            await sync_to_async(close_old_connections, thread_sensitive=True)()
        while piece := await read(parts):
            yield piece


class StreamedFile(Streamed):
    """Bytes from the disk. Whoever takes an hour over them holds no connection meanwhile, of which there are few."""

    keeps_connection = False


def _piece(parts: Iterator[bytes]) -> bytes:
    """The next parts, joined until they are long enough; empty at the end."""
    held, length = [], 0
    for part in parts:
        held.append(part)
        length += len(part)
        if length >= PIECE:
            break
    return b"".join(held)
