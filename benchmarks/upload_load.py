"""Two hundred uploads at once at 40 KB/s each, some of whose lines are cut, while people open pages: p95 of the pages, and whether every
file arrived once and whole.

Each sender is a coroutine with a line of its own: it begins, sends pieces of 256 KB (what the page arrives at on such a line), breaks off
one piece in ten in the middle, loses one answer in ten at the borders of a file, asks how much is there, and goes on. The pages are
opened by threads beside, one after the other. The senders stand for other machines: their process lets the site go first (nice 10), and
its lines do not wait behind each other for the interpreter that times the pages. The demonstration county is built and served as
`duibiao serve` does it, unless `--url` names one that is.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import json
import os
import random
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from material import DEFAULT_FOLDER
from measuring import say_machine, say_table, say_target
from site_load import PAGES, Noted, Visitor, addresses, percentile, served, sessions

PIECE, P95_MS = 256 * 1024, 200.0
#: So often a page is opened before the measurement, which is of a site that has run for a while.
WARMED = 6
#: Pages that people open meanwhile with `--heavy`: the dearest first pages and tables.
HEAVY = [page for page in PAGES if page[1] in ("office home", "office scores", "unit home", "unit scores", "leader home", "office units")]  # fmt: skip


class Broken(Exception):
    """The sender cut its own line."""


class Sender:
    """One file on its way."""

    def __init__(self, url: str, cookies: dict[str, str], size: int, speed: int, number: int) -> None:
        place, self.chance, self.speed = urlsplit(url), random.Random(), speed
        self.host, self.port, self.sent, self.cuts = place.hostname, place.port, 0, 0
        self.content = b"%PDF-1.4\n" + self.chance.randbytes(size) + b"\n%%EOF\n"
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        self.head = f"Host: {place.netloc}\r\nCookie: {cookie}\r\nX-CSRFToken: {cookies['csrftoken']}\r\nReferer: {url}/\r\nConnection: close\r\n"

    async def ask(
        self, method: str, path: str, body: bytes = b"", head: str = "", *, slowly: bool = False, unheard: bool = False
    ) -> dict[str, object]:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        cut = slowly and self.chance.random() < 0.1
        try:
            writer.write(f"{method} {path} HTTP/1.1\r\n{self.head}{head}Content-Length: {len(body)}\r\n\r\n".encode())
            for at in range(0, len(body), 8192):
                if cut and at >= len(body) // 2:
                    self.cuts += 1
                    raise Broken
                writer.write(body[at : at + 8192])
                await writer.drain()
                self.sent += min(8192, len(body) - at)
                if slowly:
                    await asyncio.sleep(8192 / self.speed)
            if unheard:
                raise Broken
            answer = await reader.read()
        finally:
            writer.close()
        said: dict[str, object] = json.loads(answer.partition(b"\r\n\r\n")[2])
        return said

    async def at_a_border(self, path: str, body: bytes = b"", head: str = "") -> dict[str, object]:
        """Beginning and finishing: one answer in ten is lost on its way, and the step is done again."""
        if self.chance.random() < 0.1:
            self.cuts += 1
            with contextlib.suppress(Broken):
                await self.ask("POST", path, body, head, unheard=True)
        return await self.ask("POST", path, body, head)

    async def run(self) -> str:
        named = {"sha256": hashlib.sha256(self.content).hexdigest(), "size": len(self.content), "name": "材料.pdf"}
        form = "Content-Type: application/x-www-form-urlencoded\r\n"
        here = await self.at_a_border("/uploads/", urlencode(named).encode(), form)
        path = f"/uploads/{here['key']}/"
        while (offset := int(str(here["offset"]))) < len(self.content):
            try:
                piece = self.content[offset : offset + PIECE]
                ticket = f"Upload-Ticket: {here['ticket']}\r\n"
                here |= await self.ask("PATCH", path, piece, f"Upload-Offset: {offset}\r\n{ticket}", slowly=True)
            except Broken:
                here = await self.ask("GET", path)
        said = await self.at_a_border(f"{path}finish/")
        while said.get("code") == "busy":  # our own first asking, whose answer was lost, is still at it
            await asyncio.sleep(0.2)
            said = await self.ask("POST", f"{path}finish/")
        return str(said.get("finished"))


@dataclass(frozen=True)
class Sent:
    """What became of all senders: bytes that had to come and that were sent, cut lines, what each was told last, and seconds."""

    useful: int
    sent: int
    cuts: int
    finished: list[str]
    took: float


def send_all(url: str, cookies: dict[str, str], uploads: int, size: int, speed: int) -> Sent:
    async def run() -> list[str]:
        return list(await asyncio.gather(*(sender.run() for sender in senders)))

    os.nice(10)
    senders = [Sender(url, cookies, size, speed, number) for number in range(uploads)]
    start = time.perf_counter()
    finished = asyncio.run(run())
    took = time.perf_counter() - start
    useful, sent = sum(len(one.content) for one in senders), sum(one.sent for one in senders)
    return Sent(useful, sent, sum(one.cuts for one in senders), finished, took)


def watch(
    url: str,
    number: int,
    stop: threading.Event,
    held: dict[str, dict[str, str]],
    names: dict[str, str],
    noted: Noted,
    pages: Sequence[tuple[str, str, str]],
) -> None:
    """Somebody who opens a page about every second."""
    chance = random.Random(number)
    visitors = {account: Visitor(url, cookies) for account, cookies in held.items()}
    while not stop.wait(0.5 + chance.random()):
        account, page, address = chance.choice(pages)
        start = time.perf_counter()
        try:
            status, _text = visitors[account].ask(address.format(**names))
            error = "" if status == 200 else str(status)
        except OSError as fault:
            error = type(fault).__name__
            visitors[account] = Visitor(url, held[account])
        noted.note(page, 1000 * (time.perf_counter() - start), error)


def run(url: str, uploads: int, size: int, speed: int, people: int, pages: Sequence[tuple[str, str, str]]) -> None:
    held, noted, stop = sessions(url), Noted(), threading.Event()
    names = addresses(url, held["lin"])
    for account, _page, address in pages:
        for _ in range(WARMED):  # each on a line of its own: every process has seen every page
            Visitor(url, held[account]).ask(address.format(**names))
    crowd = [
        threading.Thread(target=watch, args=(url, number, stop, held, names, noted, pages)) for number in range(people)
    ]
    for one in crowd:
        one.start()
    with ProcessPoolExecutor(1, get_context("spawn")) as elsewhere:
        sent = elsewhere.submit(send_all, url, held["wang"], uploads, size, speed).result()
    stop.set()
    for one in crowd:
        one.join()
    report(sent, noted)


def report(sent: Sent, noted: Noted) -> None:
    times = [one for page in noted.took.values() for one in page]
    rows = [(page, len(one), percentile(one, 50), percentile(one, 95), max(one)) for page, one in noted.took.items()]
    say_table(("page (milliseconds)", "requests", "p50", "p95", "longest"), rows)
    print(
        f"{len(sent.finished)} uploads, {sent.useful / 2**20:.0f} MB in {sent.took:.0f} s, {sent.cuts} lines cut, {len(times)} pages"
    )
    print(f"sent again: {100 * (sent.sent - sent.useful) / sent.useful:.1f} %")
    say_target("uploads that did not finish", sum(said != "True" for said in sent.finished), 0)
    say_target("errors of pages", sum(noted.errors.values()), 0)
    say_target("p95 of pages, milliseconds", percentile(times, 95), P95_MS)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--url", help="a demonstration that is served already")
    asked.add_argument("--uploads", type=int, default=200)
    asked.add_argument("--kilobytes", type=int, default=1024, help="size of each file")
    asked.add_argument("--speed", type=int, default=40 * 1024, help="bytes a second of each line")
    asked.add_argument(
        "--heavy", action="store_true", help="only the dearest pages, instead of all that `site_load` opens"
    )
    asked.add_argument("--people", type=int, default=5)
    asked.add_argument("--processes", type=int, default=2, help="web processes")
    asked.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / DEFAULT_FOLDER.name)
    given = asked.parse_args()
    say_machine()
    pages = HEAVY if given.heavy else [page for page in PAGES if page[0]]
    site = contextlib.nullcontext(given.url) if given.url else served(given.data / "site", given.processes)
    with site as url:
        run(url, given.uploads, given.kilobytes * 1024, given.speed, given.people, pages)


if __name__ == "__main__":
    main()
