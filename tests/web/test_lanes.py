"""However many files arrive at once: a page that somebody waits for goes on beside them."""

import asyncio
import socket

import click
import pytest
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponse

from duibiao.lanes import TAKEN_AT_ONCE, Lanes
from duibiao.running import refuse_a_taken_port
from tests import loops


def asked(address: str) -> HttpRequest:
    request = HttpRequest()
    request.path_info = address
    return request


def test_pages_pass_by_what_is_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    async def run() -> None:
        done = asyncio.Event()

        async def answer(self: ASGIHandler, request: HttpRequest) -> HttpResponse:
            begun.append(request.path_info)
            if request.path_info.startswith("/uploads/"):
                await done.wait()
            return HttpResponse()

        monkeypatch.setattr(ASGIHandler, "get_response_async", answer)
        site = Lanes()
        uploads = [asyncio.create_task(site.get_response_async(asked(f"/uploads/{n}/finish/"))) for n in range(200)]
        for _ in range(9):  # steps of the loop until everybody stands in his lane
            await asyncio.sleep(0)
        assert len(begun) == TAKEN_AT_ONCE
        await asyncio.wait_for(site.get_response_async(asked("/office/")), 5)
        await asyncio.wait_for(site.get_response_async(asked("/healthz")), 5)
        assert begun[TAKEN_AT_ONCE:] == ["/office/", "/healthz"]
        done.set()
        await asyncio.gather(*uploads)

    loops.run(run)
    assert len(begun) == 202


def test_a_port_that_is_taken_is_refused_in_words() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"端口 {port} 用不了.*--port {port + 1}"):
            refuse_a_taken_port("127.0.0.1", port)
    refuse_a_taken_port("127.0.0.1", port)
