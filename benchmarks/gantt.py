"""The Gantt chart of 500 duties: statements, milliseconds, bytes, elements; and, with a browser, how fluently it scrolls.

    python3 dev.py run python benchmarks/gantt.py

It makes a database of its own beside the embedded one's and drops it again.
"""

import os
import re
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
sys.path.insert(0, str(Path(__file__).parents[1]))
DUTIES, ROUNDS = 500, 9
SCROLL = """async () => {
  const gaps = []; let last = performance.now();
  for (let step = 0; step < 120; step++) {
    window.scrollBy(0, 90);
    await new Promise(requestAnimationFrame);
    const now = performance.now(); gaps.push(now - last); last = now;
  }
  gaps.sort((a, b) => a - b);
  return [gaps[60], gaps[113], gaps[119]];
}"""


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"bench_{os.getpid()}"
    name = connection.creation.create_test_db(verbosity=0)
    try:
        page = measure()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    scroll(page)


def five_hundred(cast: Any, campaign: Any) -> None:
    """Duties of every colour, with three steps each."""
    from duibiao.duties.models import Duty, Step
    from duibiao.lib.spans import today

    first = today() - timedelta(days=150)
    duties = Duty.objects.bulk_create(
        Duty(
            campaign=campaign, edition=campaign.edition, title=f"第{n}项工作", unit=cast.unit_a, assigned_by=cast.lin, state="signed",
            starts_on=first + timedelta(days=n % 90), due_on=first + timedelta(days=100 + n % 120), issued_on=first,
            signed_at="2026-01-01T00:00:00Z", signed_by=cast.wang, percent=n % 101,
        )
        for n in range(DUTIES)
    )  # fmt: skip
    Step.objects.bulk_create(
        Step(duty=duty, day=duty.starts_on + timedelta(days=days), words=f"第{days}天", percent=percent)
        for duty in duties
        for days, percent in ((10, 20), (20, 50), (30, 100))
    )


def measure() -> bytes:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests import dutying
    from tests.cast import assemble

    cast = assemble()
    campaign = dutying.campaign(cast)
    five_hundred(cast, campaign)
    client, times, works = Client(), [], []
    client.force_login(cast.lin)
    address = f"/office/campaigns/{campaign.pk}/gantt/"
    client.get(address)
    for _ in range(ROUNDS):
        began, worked = time.perf_counter(), time.process_time()
        response = client.get(address)
        times.append(1000 * (time.perf_counter() - began))
        works.append(1000 * (time.process_time() - worked))
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    page: bytes = response.content
    bars, nodes = page.count(b'class="gantt-bar'), len(re.findall(rb"<[a-z]", page))
    said = f"{len(page) / 1024:.0f} KiB, {nodes} elements, {bars} bars"
    print(
        f"Gantt of {DUTIES} duties: {len(captured)} statements, median {median(times):.0f} ms ({median(works):.0f} ms of work), {said}"
    )
    return page


def scroll(page: bytes) -> None:
    """Frames while the page is scrolled through, in a headless browser; left out where there is none."""
    chromium = Path("/usr/bin/chromium")
    css = sorted(Path("src").glob("duibiao/web/**/static/**/*.css"))
    if not chromium.exists():
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium))
        tab = browser.new_page(viewport={"width": 1280, "height": 800})
        tab.set_content(page.decode())
        for path in css:
            tab.add_style_tag(content=path.read_text(encoding="utf-8"))
        middle, most, worst = tab.evaluate(SCROLL)
        print(f"scrolling: a frame {middle:.0f} ms (median), {most:.0f} ms (95 %), {worst:.0f} ms (worst)")
        browser.close()


if __name__ == "__main__":
    main()
