"""How many requests a process works at, at a time.

Its one trick: what is taken in (uploads, what phones hand in) has a lane of its own, a narrow one that lets pages go first. When two
hundred files arrive in the same second, the pages that people wait for go on beside them. Whoever waits in a lane costs nothing: his request is read already.
More threads than these would answer no sooner: they would only take the processor out of each other's hands.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponseBase

#: The beginnings of addresses at which something is taken in.
TAKING_IN = ("/uploads/", "/openrosa/")
PAGES_AT_ONCE, TAKEN_AT_ONCE = 4, 2
#: What is taken in lets pages go first, but not for longer than so many seconds.
PATIENCE = 0.1


class Lanes(ASGIHandler):
    """The site, with its requests in lanes. A healthy site says so whatever is going on."""

    def __init__(self) -> None:
        super().__init__()
        self._pages, self._taking = asyncio.Semaphore(PAGES_AT_ONCE), asyncio.Semaphore(TAKEN_AT_ONCE)
        self._asked, self._nobody_waits = 0, asyncio.Event()
        self._nobody_waits.set()

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/healthz":
            return await self._answer(request)
        if request.path_info.startswith(TAKING_IN):
            async with self._taking:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._nobody_waits.wait(), PATIENCE)
                return await self._answer(request)
        with self._somebody_waits():
            async with self._pages:
                return await self._answer(request)

    @contextmanager
    def _somebody_waits(self) -> Iterator[None]:
        self._asked += 1
        self._nobody_waits.clear()
        try:
            yield
        finally:
            self._asked -= 1
            if not self._asked:
                self._nobody_waits.set()

    async def _answer(self, request: HttpRequest) -> HttpResponseBase:
        answer: Any = await super().get_response_async(request)
        return answer  # type: ignore[no-any-return]
