"""Long answers leave piece by piece, whichever way the server asks."""

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor

from duibiao.web.base.streaming import PIECE, Streamed

ROWS, ROW = 400, "一" * 1000  # three bytes each


def counted(read: list[int]) -> Iterator[str]:
    for number in range(ROWS):
        read.append(number)
        yield ROW


def awaited(answer: Coroutine[None, None, bytes]) -> bytes:
    """In a thread of its own: where a browser test ran before, its event loop still lives in this one."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, answer).result()


def test_the_first_piece_leaves_before_the_last_row_is_read() -> None:
    read: list[int] = []

    async def first() -> bytes:
        async for piece in Streamed(counted(read)):
            return bytes(piece)
        return b""

    piece = awaited(first())
    assert PIECE <= len(piece) < PIECE + len(ROW.encode())
    assert len(read) < ROWS / 10


def test_both_ways_send_the_same() -> None:
    async def whole() -> bytes:
        return b"".join([piece async for piece in Streamed(counted([]))])

    assert awaited(whole()) == b"".join(Streamed(counted([]))) == (ROW * ROWS).encode()
