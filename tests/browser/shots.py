"""Takes the documentation's pictures again: `python3 dev.py shots`, from the demonstration county.

It builds a county of its own in a temporary folder, so a picture never shows what somebody tried yesterday; `--url`
takes them from a site that runs. A part that has pages adds its lines to SHOTS.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
DESK, PHONE = (1120, 720), (390, 844)
PASSWORD = "Qinghe-2026"  # of the demonstration; printed for all to see
#: name, account ("" for nobody), address, and links to follow from there by what they say
SHOTS: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("log-in", "", "/account/login/", ()),
    ("office-units", "lin", "/office/units/", ()),
    ("office-areas", "lin", "/office/areas/", ()),
    ("office-standard", "lin", "/office/standards/1/", ()),
    ("office-campaigns", "lin", "/office/campaigns/", ()),
    ("office-campaign", "lin", "/office/campaigns/1/", ()),
    ("office-decomposition", "lin", "/office/campaigns/1/decomposition/", ()),
    ("office-line", "lin", "/office/campaigns/1/line/?status=open", ()),
    ("office-matrix", "lin", "/office/campaigns/1/matrix/?kind=department", ()),
    ("office-record", "lin", "/office/facts/post/", ()),
    ("office-import", "lin", "/office/facts/import/", ()),
    ("office-facts", "lin", "/office/facts/", ()),
    ("office-register", "lin", "/office/registers/1/", ()),
    ("phone-record-entry", "wang", "/unit/registers/1/record/", ()),
    ("office-scores", "lin", "/office/campaigns/1/scores/", ()),
    ("office-losses", "lin", "/office/campaigns/1/losses/", ()),
    ("office-results", "lin", "/office/campaigns/1/snapshots/", ()),
    ("office-check", "lin", "/office/standards/1/check/", ()),
    ("office-cycle", "lin", "/office/campaigns/2/cycle/", ()),
    ("office-audit", "lin", "/office/audit/", ()),
    ("office-appeals", "lin", "/office/appeals/", ()),
    ("office-fairness", "lin", "/office/fairness/?campaign=2", ()),
    ("unit-appeals", "zhao", "/unit/appeals/", ()),
    ("unit-package", "wang", "/unit/", ("指标包和工作方案",)),
    ("leader-moved", "zhou", "/leader/campaigns/1/scores/", ("司法局", "名次为什么变")),
    ("unit-home", "wang", "/unit/", ()),
    ("unit-card", "wang", "/unit/campaigns/1/scores/", ("司法局",)),
    ("leader-home", "zhou", "/leader/", ()),
    ("leader-decide", "zhou", "/leader/campaigns/1/snapshots/", ("年终预评成绩",)),
    ("leader-scores", "zhou", "/leader/campaigns/1/scores/", ()),
    ("leader-wall", "zhou", "/leader/campaigns/1/wall/", ()),
    ("office-board", "lin", "/office/problems/board/", ()),
    ("phone-unit-problems", "wang", "/unit/problems/", ()),
    ("public-campaign", "", "/public/campaigns/1/", ()),
    ("office-reports", "lin", "/office/reports/", ()),
    ("office-feedback", "lin", "/office/feedback/1/", ()),
    ("phone-report", "", "/public/reports/new/", ()),
    ("office-supervisors", "lin", "/office/supervisors/", ()),
    ("office-suggestions", "lin", "/office/suggestions/", ()),
    ("leader-feedback", "zhou", "/leader/feedback/", ()),
    ("unit-feedback", "wang", "/unit/feedback/", ()),
    ("office-map", "lin", "/office/map/?show=problems", ()),
    ("office-heat", "lin", "/office/heat/", ()),
    ("office-before-after", "lin", "/office/wall/", ()),
    ("office-facilities", "lin", "/office/facilities/", ()),
    ("office-partners", "lin", "/office/partners/", ()),
    ("office-selection", "lin", "/office/selections/1/", ()),
    ("office-behaviour", "lin", "/office/behaviour/", ()),
    ("phone-unit-home", "wang", "/unit/", ()),
]


def log_in(page: Page, account: str) -> None:
    page.goto("/account/login/")
    page.fill("[name=login]", account)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/account/login/" not in address)


def take(browser: Browser, url: str, folder: Path, wanted: list[str]) -> None:
    """Each account logs in once for each size of window."""
    chosen = [shot for shot in SHOTS if not wanted or shot[0] in wanted]
    for size in (DESK, PHONE):
        of_size = [shot for shot in chosen if shot[0].startswith("phone-") == (size == PHONE)]
        for account in dict.fromkeys(shot[1] for shot in of_size):
            width, height = size
            page = browser.new_page(viewport={"width": width, "height": height}, base_url=url, locale="zh-CN")
            if account:
                log_in(page, account)
            for name, _account, address, links in (shot for shot in of_size if shot[1] == account):
                show(page, address, links)
                page.screenshot(path=folder / f"{name}.png")
            page.close()


def show(page: Page, address: str, links: tuple[str, ...]) -> None:
    page.goto(address)
    for words in links:
        page.locator("main").get_by_role("link", name=words).first.click()
    page.wait_for_load_state("networkidle")


@contextlib.contextmanager
def demonstration() -> Iterator[str]:
    """The address of a demonstration county that was built a moment ago."""
    with tempfile.TemporaryDirectory(prefix="duibiao-shots-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL's own account must reach its folder when we are root
        environment = {**os.environ, "DUIBIAO_DATA": f"{folder}/data"}
        command = [sys.executable, "-m", "duibiao", "demo", "--port", "8013"]
        subprocess.run([*command, "--build-only"], env=environment, stdout=subprocess.DEVNULL, check=True)
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait("http://127.0.0.1:8013", server)
            yield "http://127.0.0.1:8013"
        finally:
            server.terminate()
            server.wait(timeout=60)


def wait(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        if server.poll() is not None:
            sys.exit("the demonstration did not start")
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5)
            return
        except OSError:
            time.sleep(0.5)
    sys.exit("the demonstration does not answer")


def main() -> None:
    asked = argparse.ArgumentParser(prog="shots")
    asked.add_argument("--url", help="a demonstration that runs already")
    asked.add_argument("--folder", type=Path, default=PICTURES)
    asked.add_argument("names", nargs="*", help="only these pictures")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with contextlib.nullcontext(given.url) if given.url else demonstration() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        take(browser, url, given.folder, given.names)
        browser.close()


if __name__ == "__main__":
    main()
