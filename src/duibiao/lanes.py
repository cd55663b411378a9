"""How many requests a process works at, at a time.

Its one trick: one page after the other. The interpreter lets one thread compute at a time, and two pages that take turns at it both
end as late as the second would have; only a page that is slow is overtaken. What is taken in (uploads, what phones hand in) has a lane of
its own that lets pages go first: when two hundred files arrive in the same second, the pages that people wait for go on beside
them. Whoever waits in a lane costs nothing: his request is read already.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import lru_cache

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponseBase
from django.urls import ResolverMatch, get_resolver

#: The beginnings of addresses at which something is taken in.
TAKING_IN = ("/uploads/", "/openrosa/")
#: What has taken longer than so many seconds is overtaken by the next: it computes much, reads a large file, or waits for the database.
SLOW = 0.5
#: So many are worked at in a lane when all but the last of them are slow.
AT_ONCE = 4
#: What is taken in lets pages go first, but not for longer than so many seconds.
PATIENCE = 1.0


@lru_cache(2048)
def _resolved(address: str) -> ResolverMatch:
    """The view of an address. What people open again and again need not be looked for among five hundred patterns each time."""
    return get_resolver().resolve(address)


class Lane:
    """One after the other; who is slow is overtaken."""

    def __init__(self) -> None:
        self._first, self._places = asyncio.Lock(), asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """It ends with what is done in it, or earlier if that is slow."""
        async with self._places:
            await self._first.acquire()
            mine = [self._first]
            overtaken = asyncio.get_running_loop().call_later(SLOW, lambda: mine.pop().release())
            try:
                yield
            finally:
                overtaken.cancel()
                while mine:
                    mine.pop().release()


class Lanes(ASGIHandler):
    """The site, with its requests in lanes. A healthy site says so whatever is going on."""

    def __init__(self) -> None:
        super().__init__()
        self._pages, self._taking = Lane(), Lane()
        self._asked, self._nobody_waits = 0, asyncio.Event()
        self._nobody_waits.set()

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/healthz":
            return await self.answer(request)
        if request.path_info.startswith(TAKING_IN):
            async with self._taking.turn():
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._nobody_waits.wait(), PATIENCE)
                return await self.answer(request)
        with self._somebody_waits():
            async with self._pages.turn():
                return await self.answer(request)

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

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        request.resolver_match = _resolved(request.path_info)
        return request.resolver_match

    def load_middleware(self, is_async: bool = False) -> None:
        """Our layers and views are plain functions: one thread takes a request through all of them, without coming back to the loop between."""
        super().load_middleware(is_async=False)

    async def answer(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = await sync_to_async(self.get_response, thread_sensitive=True)(request)
        return response
