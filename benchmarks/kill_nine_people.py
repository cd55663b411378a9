"""The people of `kill_nine.py`: they give, review and have packages made, over connections that end at any moment.

Each is a thread that does what the page does: a step whose answer did not come is done again until one comes, and what was answered
is noted before the next step. What was noted must be there for ever after, and once.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PIECE = 32 * 1024


class Stopped(Exception):
    """The measurement is over."""


@dataclass
class Notes:
    """What was answered, and what was odd."""

    #: (unit, sha256) → the lines for which it was given
    given: dict[tuple[int, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    #: use → what was decided
    reviewed: dict[int, str] = field(default_factory=dict)
    #: packages that were asked for
    asked: set[int] = field(default_factory=set)
    packed: int = 0
    packed_by_hand: int = 0
    resumed: int = 0
    sent: int = 0
    useful: int = 0
    again: int = 0
    odd: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    #: what is being done at this moment, by person
    doing: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def at(self, who: str, what: str) -> Iterator[None]:
        self.doing[who] = what
        try:
            yield
        finally:
            self.doing.pop(who, None)


class Person(threading.Thread):
    """Somebody logged in. `ask` comes back with an answer, however often it must be asked."""

    def __init__(self, name: str, port: int, cookies: dict[str, str], notes: Notes, stop: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self.port, self.cookies, self.notes, self.stop = port, cookies, notes, stop
        self.chance = random.Random(name)

    def run(self) -> None:
        with suppress(Stopped):
            while not self.stop.is_set():
                self.act()

    def act(self) -> None:
        raise NotImplementedError

    def once(self, method: str, path: str, body: bytes = b"", **head: str) -> tuple[int, str, bytes]:
        """One try: status, where it sends one, content. Raises OSError, HTTPException."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            heads = {
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                "X-CSRFToken": self.cookies["csrftoken"],
                "Referer": f"http://127.0.0.1:{self.port}/",
                **head,
            }
            connection.request(method, path, body or None, heads)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read()
        finally:
            connection.close()

    def ask(self, method: str, path: str, body: bytes = b"", **head: str) -> tuple[int, str, bytes]:
        """Until there is an answer that is one. What the server says to a program of 423 and 503 is: again."""
        while not self.stop.is_set():
            with suppress(OSError, http.client.HTTPException):
                status, where, content = self.once(method, path, body, **head)
                if status < 500 and status != 423:
                    return status, where, content
                if status == 500:
                    self.notes.odd.append(f"{method} {path}: 500")
            self.notes.again += 1
            time.sleep(0.2)
        raise Stopped

    def post(self, path: str, **fields: str | int) -> tuple[int, str, bytes]:
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(fields).encode(), **head)


class Giver(Person):
    """Uploads in pieces, gives, and sometimes gives the same for another line."""

    def __init__(self, *arguments: Any, door: str, unit: int, lines: list[int]) -> None:
        super().__init__(*arguments)
        self.door, self.unit, self.lines = door, unit, lines

    def act(self) -> None:
        content = b"%PDF-1.4\n" + self.chance.randbytes(self.chance.randint(40_000, 300_000)) + b"\n%%EOF\n"
        sha256 = hashlib.sha256(content).hexdigest()
        with self.notes.at(self.name, "upload"):
            key = self.upload(content, sha256)
        for line in self.chance.sample(self.lines, self.chance.choice((1, 1, 2))):
            with self.notes.at(self.name, "give"):
                status, where, _content = self.post(
                    f"/{self.door}/requirements/{line}/{self.unit}/give/", upload=key, undertake="on"
                )
            if status != 302 or not where.endswith(f"/requirements/{line}/{self.unit}/"):
                self.notes.odd.append(f"give: {status} {where}")
                return
            with self.notes.lock:
                self.notes.given[self.unit, sha256].add(line)

    def upload(self, content: bytes, sha256: str) -> str:
        """As the page does it: where the line broke it asks how much is there, and goes on."""
        here = json.loads(self.post("/uploads/", sha256=sha256, size=len(content), name="材料.pdf")[2])
        path, acknowledged = f"/uploads/{here['key']}/", 0
        while (offset := int(here["offset"])) < len(content):
            if offset < acknowledged:
                self.notes.odd.append(f"acknowledged {acknowledged} bytes, there are {offset}")
            acknowledged = offset
            piece = content[offset : offset + PIECE]
            self.notes.sent += len(piece)
            try:
                head = {"Upload-Offset": str(offset), "Upload-Ticket": str(here["ticket"])}
                status, _where, said = self.once("PATCH", path, piece, **head)
                here = here | json.loads(said) if status == 200 else json.loads(self.ask("GET", path)[2])
            except (OSError, http.client.HTTPException, ValueError):
                here = json.loads(self.ask("GET", path)[2])
            time.sleep(0.02)
        self.notes.useful += len(content)
        said = json.loads(self.ask("POST", f"{path}finish/")[2])
        if not said.get("finished"):
            self.notes.odd.append(f"finish: {said}")
        return str(here["key"])


class Reviewer(Person):
    """Works through the queue; every fourth goes back."""

    def act(self) -> None:
        time.sleep(0.1)
        _status, where, _content = self.ask("GET", "/office/review/")
        found = re.search(r"/review/(\d+)/", where)
        if not found:
            return
        use = int(found[1])
        _status, _where, page = self.ask("GET", f"/office/review/{use}/")
        file = re.search(rb'name="file" value="(\d+)"', page)
        if not file:
            return
        verdict = "returned" if self.chance.random() < 0.25 else "accepted"
        act = {"accepted": "accept", "returned": "return"}[verdict]
        with self.notes.at(self.name, "review"):
            self.post(f"/office/review/{use}/{act}/", file=int(file[1]), reason="缺少印章或签字")
        with self.notes.lock:
            self.notes.reviewed[use] = verdict


class Packager(Person):
    """Has packages made, one after the other, by the job; keeps each and looks whether it is whole."""

    def __init__(self, *arguments: Any, campaign: int, unit: int, folder: Path) -> None:
        super().__init__(*arguments)
        self.campaign, self.unit, self.folder = campaign, unit, folder

    def act(self) -> None:
        unit: str | int = self.chance.choice(("", self.unit, self.unit))
        _status, where, _content = self.post(f"/office/campaigns/{self.campaign}/submissions/ask/", unit=unit)
        found = re.search(r"/submissions/(\d+)/$", where)
        if found is None:
            self.notes.odd.append(f"asking for a package: {_status}")
            return
        number = int(found[1])
        with self.notes.lock:
            self.notes.asked.add(number)
        with self.notes.at(self.name, "package"):
            while b"/file/" not in (page := self.ask("GET", f"/office/submissions/{number}/")[2]):
                if "没有打成".encode() in page:
                    self.notes.odd.append(f"package {number} failed")
                    return
                if self.stop.wait(0.5):
                    raise Stopped
        self.keep(number)

    def keep(self, number: int) -> None:
        from duibiao_engine.seals.verifier import look_at

        _status, _where, content = self.ask("GET", f"/office/submissions/{number}/file/")
        place = self.folder / f"{number}.zip"
        place.write_bytes(content)
        looked = look_at(place)
        if looked.wrong:
            self.notes.odd.append(f"package {number}: {looked.wrong[:3]}")
        self.notes.packed += 1
        place.unlink()
