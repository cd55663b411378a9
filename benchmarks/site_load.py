"""Fifty people at once on mixed pages of the site: requests, waiting times by page, errors (none is allowed).

Each visitor is a thread with a connection and a role of its own, opens a page, reads for about a second, opens the next. The
accounts log in once each and share their sessions, since a log-in costs a second on purpose. Without `--url` the
demonstration county is built (once) and served as `duibiao serve` does it. The visitors need some of the machine themselves.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import math
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from material import DEFAULT_FOLDER
from measuring import say_machine, say_table, say_target

PASSWORD = "Qinghe-2026"  # of the demonstration; printed for all to see
ERRORS_ALLOWED, P95_MS = 0, 1000.0
IDLE_SECONDS = 20
#: account, name of the page, address; {card} is the number of a unit that has a score, {code} one of its indicators.
PAGES = (
    ("lin", "office home", "/office/"),
    ("lin", "office campaigns", "/office/campaigns/"),
    ("lin", "office campaign", "/office/campaigns/1/"),
    ("lin", "office scores", "/office/campaigns/1/scores/"),
    ("lin", "office score card", "/office/campaigns/1/scores/{card}/"),
    ("lin", "office why", "/office/campaigns/1/scores/{card}/why/{code}/"),
    ("lin", "office losses", "/office/campaigns/1/losses/"),
    ("lin", "office journal", "/office/facts/"),
    ("lin", "office journal found", "/office/facts/?unit=%E5%8F%B8%E6%B3%95"),
    ("lin", "office fact", "/office/facts/1/"),
    ("lin", "office standard", "/office/standards/1/"),
    ("lin", "office units", "/office/units/"),
    ("lin", "office results", "/office/campaigns/1/snapshots/"),
    ("zheng", "accounts", "/office/accounts/"),
    ("wang", "unit home", "/unit/"),
    ("wang", "unit scores", "/unit/campaigns/1/scores/"),
    ("wang", "unit facts", "/unit/facts/"),
    ("wang", "unit standard", "/unit/standards/1/"),
    ("zhao", "unit home", "/unit/"),
    ("zhao", "unit scores", "/unit/campaigns/2/scores/"),
    ("zhou", "leader home", "/leader/"),
    ("zhou", "leader results", "/leader/campaigns/1/snapshots/"),
    ("wu", "assessor scores", "/unit/campaigns/1/scores/"),
    ("", "log-in", "/account/login/"),
)


@dataclass
class Noted:
    """What all visitors met with."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, page: str, milliseconds: float, error: str) -> None:
        with self.lock:
            self.took[page].append(milliseconds)
            if error:
                self.errors[f"{page}: {error}"] += 1


class Visitor:
    """A browser with cookies and one connection that is kept open, without pictures and scripts."""

    def __init__(self, url: str, cookies: dict[str, str] | None = None) -> None:
        place = urlsplit(url)
        kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
        self.url, self.cookies, self.asked_at = url, dict(cookies or {}), time.monotonic()
        self.connection = kind(place.hostname or "", place.port, timeout=30)

    def ask(self, address: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and text; redirects are not followed."""
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Referer": self.url}
        body = None
        if time.monotonic() - self.asked_at > IDLE_SECONDS:
            self.connection.close()  # the server gives idle connections up after 30 s; a browser notices, and opens another
        if sent is not None:
            body, head["Content-Type"] = urlencode(sent), "application/x-www-form-urlencoded"
        self.connection.request("POST" if sent else "GET", address, body, head)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.asked_at = time.monotonic()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text

    def log_in(self, account: str) -> None:
        _status, form = self.ask("/account/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token, "the log-in page has no form"
        given = {"login": account, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        status, _text = self.ask("/account/login/", given)
        if status != 302:
            raise SystemExit(f"{account} cannot log in: {status}")


def sessions(url: str) -> dict[str, dict[str, str]]:
    """Cookies by account."""
    found: dict[str, dict[str, str]] = {"": {}}
    for account in dict.fromkeys(page[0] for page in PAGES if page[0]):
        visitor = Visitor(url)
        visitor.log_in(account)
        found[account] = visitor.cookies
    return found


def addresses(url: str, cookies: dict[str, str]) -> dict[str, str]:
    """A unit with a score and one of its indicators, as the pages themselves link them."""
    visitor = Visitor(url, cookies)
    _status, scores = visitor.ask("/office/campaigns/1/scores/")
    card = re.search(r"/scores/(\d+)/", scores)
    assert card, "no unit is scored"
    _status, shown = visitor.ask(f"/office/campaigns/1/scores/{card[1]}/")
    code = re.search(r"/why/([^/\"]+)/", shown)
    assert code, "the card shows no indicator"
    return {"card": card[1], "code": code[1]}


def visit(url: str, number: int, end: float, think: float, held: dict[str, dict[str, str]], names: dict[str, str],
          noted: Noted) -> None:  # fmt: skip
    """One person's minute: pages at random from a seed of his own."""
    chance = random.Random(number)
    visitors = {account: Visitor(url, cookies) for account, cookies in held.items()}
    time.sleep(think * chance.random())
    while time.monotonic() < end:
        account, page, address = chance.choice(PAGES)
        start = time.perf_counter()
        try:
            status, _text = visitors[account].ask(address.format(**names))
            error = "" if status == 200 else str(status)
        except (OSError, http.client.HTTPException) as fault:
            error = type(fault).__name__
            visitors[account] = Visitor(url, held[account])
        noted.note(page, 1000 * (time.perf_counter() - start), error)
        time.sleep(think * (0.5 + chance.random()))


def run(url: str, users: int, seconds: float, think: float) -> Noted:
    held, noted = sessions(url), Noted()
    names = addresses(url, held["lin"])
    for account, _page, address in PAGES:  # what is made once for all is made before anybody measures
        Visitor(url, held[account]).ask(address.format(**names))
    end = time.monotonic() + seconds
    crowd = [
        threading.Thread(target=visit, args=(url, number, end, think, held, names, noted)) for number in range(users)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return noted


def percentile(values: list[float], percent: float) -> float:
    """The value below which so many per cent lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def report(noted: Noted, seconds: float) -> None:
    rows = [
        (page, len(took), *(percentile(took, p) for p in (50, 95, 99)), max(took))
        for page, took in sorted(noted.took.items(), key=lambda one: -percentile(one[1], 95))
    ]
    everything = [value for took in noted.took.values() for value in took]
    rows.append(("all", len(everything), *(percentile(everything, p) for p in (50, 95, 99)), max(everything)))
    say_table(("page (milliseconds)", "requests", "p50", "p95", "p99", "longest"), rows)
    print(f"{len(everything) / seconds:.1f} pages a second")
    for error, times in noted.errors.items():
        print(f"error: {error} ({times} times)")
    say_target("errors", sum(noted.errors.values()), ERRORS_ALLOWED)
    say_target("p95 of all pages, milliseconds", percentile(everything, 95), P95_MS)


@contextlib.contextmanager
def served(folder: Path, workers: int) -> Iterator[str]:
    """The address of the demonstration county, built on the first time."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # PostgreSQL's own account must reach its folder when we are root
    environment = {**os.environ, "DUIBIAO_DATA": str(folder / "data")}
    command = [sys.executable, "-m", "duibiao"]
    subprocess.run([*command, "demo", "--build-only"], env=environment, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    serve = [*command, "serve", "--port", str(port), "--workers", str(workers)]
    server = subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=60)


def wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            sys.exit("the server ended")
        with contextlib.suppress(OSError):
            Visitor(url).ask("/healthz")
            return
        time.sleep(0.1)
    sys.exit("the server does not answer")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--url", help="a demonstration that is served already")
    asked.add_argument("--users", type=int, default=50, help="people at once")
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--think", type=float, default=1.0, help="mean seconds between two pages; 0 is a storm")
    asked.add_argument("--workers", type=int, default=1, help="web processes of the server that is started")
    asked.add_argument("--data", type=Path, default=DEFAULT_FOLDER / "site", help="where the county is kept")
    given = asked.parse_args()
    say_machine()
    with contextlib.nullcontext(given.url) if given.url else served(given.data, given.workers) as url:
        noted = run(url, given.users, given.seconds, given.think)
    report(noted, given.seconds)
    sys.exit(1 if noted.errors else 0)


if __name__ == "__main__":
    main()
