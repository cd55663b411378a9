"""However many files arrive at once: a page that somebody waits for goes on beside them."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Callable

import click
import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from duibiao.lanes import AT_ONCE, SLOW, Lanes
from duibiao.running import refuse_a_taken_port
from duibiao.web.base.warming import warm_up
from tests import loops


def asked(address: str) -> HttpRequest:
    request = HttpRequest()
    request.path_info = address
    return request


def test_pages_pass_by_what_is_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    async def run() -> None:
        done = asyncio.Event()

        async def answer(self: Lanes, request: HttpRequest) -> HttpResponse:
            begun.append(request.path_info)
            if request.path_info.startswith("/uploads/"):
                await done.wait()
            return HttpResponse()

        monkeypatch.setattr(Lanes, "answer", answer)
        site = Lanes()
        uploads = [asyncio.create_task(site.get_response_async(asked(f"/uploads/{n}/finish/"))) for n in range(200)]
        for _ in range(9):  # steps of the loop until everybody stands in his lane
            await asyncio.sleep(0)
        assert len(begun) == 1
        await asyncio.wait_for(site.get_response_async(asked("/office/")), 5)
        await asyncio.wait_for(site.get_response_async(asked("/healthz")), 5)
        assert begun[1:] == ["/office/", "/healthz"]
        done.set()
        await asyncio.gather(*uploads)

    loops.run(run)
    assert len(begun) == 202


def test_who_is_slow_is_overtaken_and_no_more_than_some_are_worked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    async def run() -> None:
        loop, done = asyncio.get_running_loop(), asyncio.Event()
        overtakings: list[Callable[[], None]] = []
        monkeypatch.setattr(loop, "call_later", lambda after, act: overtakings.append(act) or loop.call_soon(int))

        async def answer(self: Lanes, request: HttpRequest) -> HttpResponse:
            begun.append(request.path_info)
            await done.wait()
            return HttpResponse()

        monkeypatch.setattr(Lanes, "answer", answer)
        site = Lanes()
        pages = [asyncio.create_task(site.get_response_async(asked(f"/office/{n}/"))) for n in range(9)]
        for running in range(1, 9):
            for _ in range(9):
                await asyncio.sleep(0)
            assert len(begun) == min(running, AT_ONCE)
            if overtakings:  # the newest has taken too long
                overtakings.pop()()
        done.set()
        await asyncio.gather(*pages)

    loops.run(run)
    assert begun == [f"/office/{n}/" for n in range(9)]
    assert SLOW < 1


def test_a_port_that_is_taken_is_refused_in_words() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"端口 {port} 用不了.*--port {port + 1}"):
            refuse_a_taken_port("127.0.0.1", port)
    refuse_a_taken_port("127.0.0.1", port)


def test_every_template_of_ours_is_read_ahead_and_can_be_read() -> None:
    read = warm_up()
    assert {"base/layout.html", "office/today.html"} <= set(read)
    for name in read:
        get_template(name)


def test_the_process_that_forks_the_others_has_no_thread_whose_locks_they_would_inherit() -> None:
    said = "import duibiao.asgi, threading; print(*(one.name for one in threading.enumerate()))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["MainThread"]
