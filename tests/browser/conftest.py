"""A real server and a real browser: granian in a process of its own, Debian's chromium driven by Playwright.

The test process and the server share the tests' database, so makers prepare and the browser sees. Rows are really
committed; at the end of each module every table is emptied.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from duibiao.lib import embedded
from tests.site import *  # noqa: F403
from tests.site import empty_every_table

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
#: Playwright's event loop lives in this thread; our queries beside it are synchronous and known to be so.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(
                pytest.mark.django_db
            )  # else pytest-django would prepare no database and we stood on the real one


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """pytest-django's own would roll each test back; here the server must see what a test has written."""


@dataclass
class Site:
    """The running site: its address, its data folder, and the pages that were opened on it."""

    url: str
    data: Path
    browser: Browser
    complaints: list[str] = field(default_factory=list)

    def page(self, *, width: int = 1280, height: int = 800, **options: Any) -> Page:
        """A fresh browser window. Console errors and requests to elsewhere are complaints."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, base_url=self.url, **options)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((self.url, "data:", "blob:")) else self.complaints.append(asked.url)
            ),
        )
        return page

    def log_in(self, page: Page, account: str, password: str) -> None:
        page.goto("/account/login/")
        page.fill("[name=login]", account)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/account/login/" not in url)


def check(page: Page) -> None:
    """No serious finding of axe-core on the page as it stands, and nothing wider than the window."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [
        (one["id"], [node["html"][:160] for node in one["nodes"]])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert not serious, (page.url, serious)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, page.url


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def address_of_database() -> str:
    default = settings.DATABASES["default"]
    if "EMBEDDED_IN" in default:
        return embedded.url_of(embedded.folder_of(default), str(connection.settings_dict["NAME"]))
    start, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    return f"{start}/{connection.settings_dict['NAME']}"


def wait_until_it_answers(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended"
        try:
            # The address listens before the worker has read its code: on a busy machine the first answer takes long.
            urllib.request.urlopen(url, timeout=60)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(
    browser: Browser, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Site]:  # fmt: skip
    """An empty site that answers: no county yet. A module's ENVIRONMENT is what its server is started with."""
    data, port = tmp_path_factory.mktemp("data"), free_port()
    with django_db_blocker.unblock():
        empty_every_table()  # numbers begin at 1, whatever other tests of this process have used up
        environment = {
            **os.environ,
            "DATABASE_URL": address_of_database(),
            "DUIBIAO_DATA": str(data),
            "DUIBIAO_WARM": "0",
        }
        environment |= getattr(request.module, "ENVIRONMENT", {})
        command = [sys.executable, "-m", "duibiao", "serve", "--port", str(port), "--no-worker", "--workers", "1"]
        server = subprocess.Popen(command, env=environment, cwd=data, stdout=subprocess.DEVNULL)
        try:
            wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", server)
            yield Site(f"http://127.0.0.1:{port}", data, browser)
        finally:
            for context in browser.contexts:  # an open map goes on drawing itself
                context.close()
            server.terminate()
            server.wait(timeout=60)
            empty_every_table()
            connection.close()  # beside Playwright's loop this is another connection than the one that drops the database
