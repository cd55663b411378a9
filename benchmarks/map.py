"""The one map with 20,000 sites, 20,000 visits and 50,000 problems: milliseconds, bytes; frames while panning.

    python3 dev.py run python benchmarks/map.py

It makes a database of its own beside the embedded one's and drops it again. The browser is Debian's chromium without a
graphics card: what a machine draws in software is the worst that an office will see.
"""

import gzip
import os
import random
import shutil
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
sys.path.insert(0, str(Path(__file__).parents[1]))
SITES, PROBLEMS, ROUNDS = 20_000, 50_000, 15
#: The address of each answer that is measured, and how long it may take.
ANSWERS = (
    ("sites and visits", "/office/map/data/", 100),
    ("problems", "/office/map/data/?problems=1", 100),
    ("list, whole county", "/office/map/list/?box=112,33,115,36", 0),
    ("list, zoomed in", "/office/map/list/?box=113.00,34.00,113.05,34.05", 100),
    ("list of problems, zoomed in", "/office/map/list/?show=problems&box=113.00,34.00,113.05,34.05", 100),
    ("segments, zoomed in", "/office/map/lines/?box=113.00,34.00,113.05,34.05", 100),
    ("cards of 12 points", "/office/map/things/?ids=1,2,3,4,5,6,7,8,9,10,11,12", 100),
    ("the page", "/office/map/", 0),
    ("heat of losses", "/office/heat/", 0),
    ("blind spots", "/office/blind/", 0),
    ("everyday life", "/office/everyday/", 0),
)
#: Frames of one drag: the gap between two of them, and how long the page's own drawing took.
WATCH = """() => {
  const held = { gaps: [], own: [] }; let last = performance.now();
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (act) => ask((at) => { const start = performance.now(); act(at); held.own.push(performance.now() - start); });
  const turn = (now) => { held.gaps.push(now - last); last = now; ask(turn); };
  ask(turn);
  window.frames_held = held;
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
        cast = filled()
        measure(cast)
        pan(cast)
    finally:
        from django.db import connections

        connections.close_all()
        drop(name)


def drop(name: str) -> None:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def filled() -> Any:
    """The cast's county, with towns around which things lie."""
    from tests import cast as people
    from tests import visiting

    cast = people.assemble()
    held = visiting.running(cast, sites=1)
    dice = random.Random(1)
    towns = [(dice.uniform(112.8, 113.6), dice.uniform(33.8, 34.4)) for _ in range(25)]
    sites = some_sites(cast, dice, towns)
    some_visits(cast, held, sites)
    some_problems(cast, dice, sites)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return cast


def some_sites(cast: Any, dice: random.Random, towns: Any) -> Any:
    from duibiao.places.models import Site, SiteAnswerer, SiteType

    kind = SiteType.objects.get(code="road")
    rows = []
    for n in range(SITES):
        east, north = dice.choice(towns)
        east, north = round(dice.gauss(east, 0.02), 6), round(dice.gauss(north, 0.015), 6)
        line = [[east, north], [round(east + 0.002, 6), round(north + 0.001, 6)]] if n % 3 == 0 else []
        rows.append(
            Site(
                code=f"M{n:06}", name=f"第{n}号路段", type=kind, unit=cast.unit_b, longitude=east, latitude=north,
                crs="wgs84", line=line, length_m=200, zone=dice.choice(("core", "alley", "town", "village")),
            )
        )  # fmt: skip
    made = Site.objects.bulk_create(rows, batch_size=2000)
    person = cast.zhao.person
    SiteAnswerer.objects.bulk_create(
        [SiteAnswerer(site=one, person=person, part="head") for one in made[::2]], batch_size=2000
    )
    return made


def some_visits(cast: Any, held: Any, sites: Any) -> None:
    from django.utils import timezone

    from duibiao.inspections.collectors import collector_for
    from duibiao.inspections.models import Checklist, Item, Observation, Submission, Visit

    sheet, now = Checklist.objects.latest("pk"), timezone.now()
    collector, items = collector_for(cast.chen, held.campaign), list(Item.objects.all())
    sent = Submission.objects.bulk_create(
        [
            Submission(collector=collector, checklist=sheet, instance=f"i{n}", root=f"i{n}", xml=b"", sha256="")
            for n in range(len(sites))
        ],
        batch_size=2000,
    )
    visits = Visit.objects.bulk_create(
        [
            Visit(submission=one, round=held, site=sites[n], inspector=cast.chen, at=now - timedelta(days=n % 200))
            for n, one in enumerate(sent)
        ],
        batch_size=2000,
    )
    Observation.objects.bulk_create(
        [
            Observation(
                visit=one, item=items[n % len(items)], outcome="fault" if n % 2 else "good", points_lost=n % 2 / 2
            )
            for n, one in enumerate(visits)
        ],
        batch_size=2000,
    )


def some_problems(cast: Any, dice: random.Random, sites: Any) -> None:
    from django.utils import timezone

    from duibiao.problems import rules
    from duibiao.problems.models import Kind, Problem

    rules.lay_out()
    kinds, now = list(Kind.objects.all()), timezone.now()
    states = ("signed", "assigned", "rectified", "archived", "archived")
    rows = []
    for n in range(PROBLEMS):
        found = now - timedelta(days=dice.randint(0, 300))
        rows.append(
            Problem(
                number=f"{n:010}", source="visit", kind=kinds[n % len(kinds)], words="路面破损", site=sites[n % len(sites)],
                unit=cast.unit_b, assigned_at=found, status=states[n % 5], found_at=found, opened_at=found,
                due_at=now + timedelta(days=dice.randint(-9, 9)), rechecked_at=found,
            )
        )  # fmt: skip
    Problem.objects.bulk_create(rows, batch_size=2000)


def processors_ms() -> float:
    """What this process and its database session have worked so far (Linux): the same on a busy machine."""
    from django.db import connection

    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # a helper's work would not be counted
    with open(f"/proc/{connection.connection.info.backend_pid}/schedstat") as file:
        database = int(file.read().split()[0]) / 1e6
    return 1000 * time.process_time() + database


def measure(cast: Any) -> None:
    from django.test import Client

    client = Client()
    client.force_login(cast.lin)
    print(f"{SITES:,} sites, {SITES:,} visits, {PROBLEMS:,} problems")
    print(f"{'answer':30} {'best ms':>8} {'median':>9} {'CPU ms':>9} {'kB':>7} {'gzip kB':>8}  target (CPU)")
    for name, address, target in ANSWERS:
        client.get(address)
        content = client.get(address).content
        took, worked = [], []
        for _ in range(ROUNDS):
            start, before = time.perf_counter(), processors_ms()
            client.get(address)
            took.append(1000 * (time.perf_counter() - start))
            worked.append(processors_ms() - before)
        small = len(gzip.compress(content, 6)) / 1000
        said = "" if not target else "met" if sum(worked) / ROUNDS <= target else f"missed ({target} ms)"
        print(
            f"{name:30} {min(took):8.1f} {median(took):9.1f} {sum(worked) / ROUNDS:9.1f} {len(content) / 1000:7.0f}"
            f" {small:8.0f}  {said}"
        )


def pan(cast: Any) -> None:
    """Drags over the county at three zooms, with all points in question."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application
    from django.test import Client

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_arguments: Any) -> None:
            pass

    client = Client()
    client.force_login(cast.lin)
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        drag(f"http://127.0.0.1:{server.server_port}", client.cookies["sessionid"].value)
    finally:
        server.shutdown()


def drag(url: str, session: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=url)
        context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
        page = context.new_page()
        for question in ("stands", "problems"):
            start = time.perf_counter()
            page.goto(f"/office/map/?show={question}")
            page.wait_for_selector("#atlas[data-ready]", timeout=60_000)
            print(f"{question}: drawn {time.perf_counter() - start:.1f} s after the click")
            page.evaluate(WATCH)
            for zooms in (0, 2, 2):
                for _ in range(zooms):
                    page.click(".leaflet-control-zoom-in")
                    page.wait_for_timeout(700)
                say(page, question)
        browser.close()


def say(page: Any, question: str) -> None:
    box = page.locator("#atlas").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.evaluate("() => { frames_held.gaps.length = 0; frames_held.own.length = 0 }")
    for step in range(90):
        page.mouse.move(middle[0] + 220 * ((step % 30) / 30 - 0.5), middle[1] + step, steps=1)
    held = page.evaluate("() => frames_held")
    page.mouse.up()
    page.wait_for_timeout(600)
    gaps, own = sorted(held["gaps"]), sorted(held["own"])

    def part(of: list[float], share: float) -> float:
        return of[min(int(len(of) * share), len(of) - 1)] if of else 0.0

    print(
        f"  panning {question:9} {len(gaps):4} frames: gap median {part(gaps, 0.5):5.1f} ms, p95 {part(gaps, 0.95):5.1f} ms;"
        f" own drawing median {part(own, 0.5):4.1f} ms, p95 {part(own, 0.95):4.1f} ms"
    )


if __name__ == "__main__":
    main()
