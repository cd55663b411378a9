"""How many requests a process works at, at a time.

Its one trick: what is taken in (uploads, what phones hand in) has a lane of its own, and a narrow one. When two hundred files arrive
in the same second, the pages that people wait for go on beside them. Whoever waits in a lane costs nothing: his request is read already.
More threads than these would answer no sooner: they would only take the processor out of each other's hands.
"""

import asyncio
from typing import Any

from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponseBase

#: The beginnings of addresses at which something is taken in.
TAKING_IN = ("/uploads/", "/openrosa/")
PAGES_AT_ONCE, TAKEN_AT_ONCE = 4, 2


class Lanes(ASGIHandler):
    """The site, with its requests in lanes. A healthy site says so whatever is going on."""

    def __init__(self) -> None:
        super().__init__()
        self._pages, self._taking = asyncio.Semaphore(PAGES_AT_ONCE), asyncio.Semaphore(TAKEN_AT_ONCE)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/healthz":
            return await self._answer(request)
        async with self._lane_of(request):
            return await self._answer(request)

    def _lane_of(self, request: HttpRequest) -> asyncio.Semaphore:
        return self._taking if request.path_info.startswith(TAKING_IN) else self._pages

    async def _answer(self, request: HttpRequest) -> HttpResponseBase:
        answer: Any = await super().get_response_async(request)
        return answer  # type: ignore[no-any-return]
