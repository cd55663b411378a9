"""Three hundred inspectors hand in visits with five photos each: none lost, no error, and other pages stay quick.

Each visit goes as our page sends it: the XML with its photos, then the question whether all of it is here by hash. A reader logs in
as the office and opens its pages beside them. The demonstration's county is used at `--url`; a round with a site for every visit is
made by `--prepare`, which runs inside the site's own environment. At the end `--count` asks the database what arrived.

    DUIBIAO_DATA=.duibiao-demo/data python benchmarks/inspectors.py --prepare --inspectors 300
    python benchmarks/inspectors.py --url http://127.0.0.1:8000 --inspectors 300 --minutes 10
    DUIBIAO_DATA=.duibiao-demo/data python benchmarks/inspectors.py --count
    DUIBIAO_DATA=.duibiao-demo/data python benchmarks/inspectors.py --tick 10
"""

from __future__ import annotations

import argparse
import hashlib
import io
import itertools
import json
import os
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

PHOTOS = 5
PLAN = Path(tempfile.gettempdir()) / "duibiao-inspectors-plan.json"
PAGES = ("/healthz", "/public/", "/office/", "/office/visits/", "/office/rounds/", "/office/campaigns/2/scores/")
ACCOUNT, PASSWORD = "lin", "Qinghe-2026"  # of the demonstration; printed for all to see


def prepare(inspectors: int, visits: int) -> None:
    """Accounts, sites and a running round; the keys and the tasks are written to a file."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
    django.setup()
    from duibiao.campaigns.models import Campaign
    from duibiao.inspections import rounds
    from duibiao.inspections.collectors import collector_for, token_of
    from duibiao.lib.spans import today
    from duibiao.organisation.models import RoleGrant, Unit, User
    from duibiao.places import siting
    from duibiao.places.models import SiteType

    office, campaign = User.objects.get(account="lin"), Campaign.objects.get(edition__standard="civilized-demo")
    kind, mark = SiteType.objects.get(code="shop_front"), uuid.uuid4().hex[:6]
    units = list(Unit.objects.filter(kind="township"))
    people = [User.objects.create(account=f"load-{mark}-{n}", password="!") for n in range(inspectors)]
    RoleGrant.objects.bulk_create(RoleGrant(user=one, role="inspector") for one in people)
    for n in range(inspectors * visits):
        siting.add_site(office, code=f"{mark}-{n}", name=f"压测点 {n}", type=kind, unit=units[n % len(units)])
    fields = {"kind": "carpet", "since": today(), "until": today() + timedelta(9), "per_day": 50}
    made = rounds.plan_round(office, campaign=campaign, types=[kind], inspectors=people, title=f"压测 {mark}", **fields)
    rounds.commit_round(office, made, version=1)
    rounds.draw_round(office, made, version=2)
    tasks = [
        {
            "base": f"/openrosa/{token_of(collector_for(one.inspector, campaign))}/",
            "assignment": one.pk,
            "form": f"{campaign.edition_id}_{kind.code}",
        }
        for one in made.assignments.select_related("inspector")
        if one.site.code.startswith(mark)
    ]
    PLAN.write_text(json.dumps(tasks), encoding="utf-8")
    print(f"{len(tasks)} visits for {inspectors} inspectors: {PLAN}")


def count() -> None:
    """What the database holds of the plan: visits, photos, facts, and whether any came twice."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
    django.setup()
    from duibiao.inspections.models import Attachment, Visit

    tasks = json.loads(PLAN.read_text(encoding="utf-8"))
    visits = Visit.objects.filter(assignment__in=[one["assignment"] for one in tasks])
    photos = Attachment.objects.filter(submission__visit__in=visits)
    facts = visits.exclude(observations__fact=None).distinct().count()
    sites = visits.values("site").distinct().count()
    print(f"of {len(tasks)}: {visits.count()} visits at {sites} sites, {photos.count()} photos, {facts} with facts")


def tick(url: str, times: int) -> None:
    """From the post of one visit to the scores of everybody it touches: township, departments, ranks. The worker is idle."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
    django.setup()
    from django.db.models import Max

    from duibiao.facts.models import Fact
    from duibiao.scores.models import Standing

    posted, followed = [], []
    for task in json.loads(PLAN.read_text(encoding="utf-8"))[:times]:
        boundary, began = uuid.uuid4().hex, time.monotonic()
        _instance, _xml, body = body_of(task, boundary)
        status, said, took = ask(f"{url}{task['base']}submission", body, f"multipart/form-data; boundary={boundary}")
        if status != 201:
            print(status, said[:200])
            continue
        posted.append(took)
        last = Fact.objects.filter(observations__visit__assignment=task["assignment"]).aggregate(n=Max("sequence"))["n"]
        while last and not Standing.objects.filter(sequence__gte=last).exists() and time.monotonic() - began < 30:
            time.sleep(0.02)
        followed.append(time.monotonic() - began)
        time.sleep(2)
    print(f"answered after p50 {1000 * sorted(posted)[len(posted) // 2]:.0f} ms, worst {1000 * max(posted):.0f} ms")
    print(
        f"all scores followed after p50 {1000 * sorted(followed)[len(followed) // 2]:.0f} ms, worst {1000 * max(followed):.0f} ms"
    )
    print(f"load: {', '.join(f'{one:.1f}' for one in os.getloadavg())}")


def body_of(task: dict[str, Any], boundary: str) -> tuple[str, bytes, bytes]:
    """A visit as the page sends it: its id, its XML and the whole request."""
    instance = f"uuid:{uuid.uuid4()}"
    names = [f"{task['assignment']}-{n}.jpg" for n in range(PHOTOS)]
    groups = "".join(f"<photo{n + 1}>{name}</photo{n + 1}>" for n, name in enumerate(names[:3]))
    more = "".join(f"<photo{n + 1}>{name}</photo{n + 1}>" for n, name in enumerate(names[3:]))
    xml = (
        f'<data id="{task["form"]}" version="1" xmlns:orx="http://openrosa.org/xforms"><orx:meta><orx:instanceID>{instance}'
        f"</orx:instanceID></orx:meta><assignment>{task['assignment']}</assignment><position>34.1 113.1 0 8</position>"
        f"<front><outcome>fault</outcome>{groups}</front><also>{more}<note>x</note></also></data>"
    ).encode()
    parts = [_part(boundary, "xml_submission_file", "a.xml", "text/xml", xml)]
    parts += [_part(boundary, name, name, "image/jpeg", photo()) for name in names]
    return instance, xml, b"".join(parts) + f"--{boundary}--\r\n".encode()


@cache
def _picture() -> bytes:
    """A photo as a phone sends it: 1,280 × 960, coarse enough for about 180 KB."""
    from PIL import Image

    rough = Image.effect_noise((240, 180), 50).resize((1280, 960), Image.Resampling.BICUBIC).convert("RGB")
    held = io.BytesIO()
    rough.save(held, "JPEG", quality=82)
    return held.getvalue()


def photo() -> bytes:
    """The same picture with another comment in it: a real photo, and no other's bytes."""
    said = os.urandom(32).hex().encode()
    return _picture()[:2] + b"\xff\xfe" + (len(said) + 2).to_bytes(2, "big") + said + _picture()[2:]


def _part(boundary: str, field: str, name: str, kind: str, content: bytes) -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def ask(url: str, content: bytes | None = None, kind: str = "") -> tuple[int, bytes, float]:
    began = time.monotonic()
    request = urllib.request.Request(url, data=content, headers={"Content-Type": kind} if kind else {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read(), time.monotonic() - began
    except urllib.error.HTTPError as error:
        return error.code, error.read(), time.monotonic() - began
    except OSError:
        return 0, b"", time.monotonic() - began


def hand_in(url: str, tasks: Sequence[dict[str, Any]], pause: float, waits: list[float], wrong: list[str]) -> None:
    """One inspector's visits, spread over the time; whole by the server's own word."""
    for task in tasks:
        time.sleep(pause)
        boundary = uuid.uuid4().hex
        instance, xml, body = body_of(task, boundary)
        status, said, took = ask(f"{url}{task['base']}submission", body, f"multipart/form-data; boundary={boundary}")
        waits.append(took)
        if status not in (201, 202):
            wrong.append(f"{status} {said[:200]!r}")
            continue
        asked = json.dumps({instance: hashlib.sha256(xml).hexdigest()}).encode()
        _status, known, _took = ask(f"{url}{task['base']}states", asked, "application/json")
        if not json.loads(known or b"{}").get(instance, {}).get("complete"):
            wrong.append(f"not whole: {instance}")


def read(url: str, until: threading.Event, waits: dict[str, list[float]], wrong: list[str]) -> None:
    """Somebody of the office, who opens a page every half second."""
    cookies = urllib.request.HTTPCookieProcessor()
    opener = urllib.request.build_opener(cookies)
    opener.open(f"{url}/account/login/", timeout=60).read()
    token = next(one.value for one in cookies.cookiejar if one.name == "csrftoken")
    form = {"login": ACCOUNT, "password": PASSWORD, "csrfmiddlewaretoken": token}
    opener.open(f"{url}/account/login/", urllib.parse.urlencode(form).encode(), timeout=60).read()
    turns = itertools.cycle(PAGES)
    while not until.wait(0.5):
        page, began = next(turns), time.monotonic()
        try:
            with opener.open(f"{url}{page}", timeout=60) as answer:
                answer.read()
                if "/login/" in answer.url:
                    wrong.append(f"sent to log in from {page}")
        except OSError as error:
            wrong.append(f"{page}: {error}")
        waits.setdefault(page, []).append(time.monotonic() - began)


def p95(waits: Sequence[float]) -> float:
    return 1000 * sorted(waits)[int(0.95 * (len(waits) - 1))] if waits else 0.0


def run(url: str, inspectors: int, minutes: float) -> int:
    tasks = json.loads(PLAN.read_text(encoding="utf-8"))
    lots = [tasks[n::inspectors] for n in range(inspectors)]
    sent: list[float] = []
    others: dict[str, list[float]] = {}
    wrong: list[str] = []
    done = threading.Event()
    reader = threading.Thread(target=read, args=(url, done, others, wrong))
    reader.start()
    pause = 60 * minutes / max(1, max(map(len, lots)))
    walkers = [
        threading.Thread(target=lambda lot=lot, n=n: (time.sleep(pause * n / inspectors), hand_in(url, lot, 0 if len(lot) < 2 else pause, sent, wrong)))
        for n, lot in enumerate(lots)
    ]  # fmt: skip
    began = time.monotonic()
    for one in walkers:
        one.start()
    for one in walkers:
        one.join()
    done.set()
    reader.join()
    megabytes = len(sent) * PHOTOS * len(_picture()) / 1e6
    print(f"{len(sent)} visits, {megabytes:.0f} MB in {time.monotonic() - began:.0f} s; wrong: {len(wrong)}")
    every = [one for waits in others.values() for one in waits]
    print(f"submission p95 {p95(sent):.0f} ms; other pages p95 {p95(every):.0f} ms of {len(every)}")
    for page, waits in others.items():
        print(f"  {page} p50 {1000 * sorted(waits)[len(waits) // 2]:.0f} p95 {p95(waits):.0f} ms of {len(waits)}")
    print(f"load of the machine over the last 1, 5, 15 minutes: {', '.join(f'{one:.1f}' for one in os.getloadavg())}")
    for line in wrong[:5]:
        print(line)
    return 1 if wrong else 0


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--prepare", action="store_true")
    asked.add_argument("--count", action="store_true")
    asked.add_argument("--tick", type=int, default=0, metavar="TIMES")
    asked.add_argument("--url", default="http://127.0.0.1:8000")
    asked.add_argument("--inspectors", type=int, default=300)
    asked.add_argument("--visits", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=10.0)
    given = asked.parse_args()
    if given.tick:
        tick(given.url.rstrip("/"), given.tick)
        return 0
    if given.count:
        count()
        return 0
    if given.prepare:
        prepare(given.inspectors, given.visits)
        return 0
    return run(given.url.rstrip("/"), given.inspectors, given.minutes)


if __name__ == "__main__":
    sys.exit(main())
