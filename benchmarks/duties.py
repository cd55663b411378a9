"""The matrix of 300 indicators × 60 units, and 300 indicators assigned by workbook: statements, milliseconds, bytes.

    python3 dev.py run python benchmarks/duties.py

It makes a database of its own beside the embedded one's and drops it again.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
sys.path.insert(0, str(Path(__file__).parents[1]))
INDICATORS, UNITS, ROUNDS = 300, 60, 9


def standard() -> str:
    """Ten first-level indicators of thirty leaves."""
    lines = [
        "id: large",
        "title: 三百项",
        'edition: "1"',
        "issuer: 测试",
        f"points: {INDICATORS}",
        "measures:",
        "  done: {name: 完成, kind: flag}",
        "indicators:",
    ]
    for top in range(1, 11):
        lines += [f'  - code: "{top}"', f"    name: 第{top}类", f"    points: {INDICATORS // 10}", "    children:"]
        for leaf in range(1, INDICATORS // 10 + 1):
            lines += [
                f'      - code: "{top}.{leaf}"',
                f"        name: 第{top}类第{leaf}项工作",
                "        points: 1",
                "        rule:",
                "          - deduct: {points: 1, when: done}",
            ]
    return "\n".join(lines) + "\n"


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
        measure()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def measure() -> None:
    from duibiao.campaigns.services import set_up_campaign
    from duibiao.files.importing import kind_of
    from duibiao.files.services import confirm, simulate
    from duibiao.lib.spans import today
    from tests import makers
    from tests.cast import assemble
    from tests.scoring import edition

    cast = assemble()
    units = [makers.unit(cast.lin, parent=cast.county, name=f"第{n}局", code=f"B{n:03d}") for n in range(UNITS)]
    for unit in units:
        makers.person(cast.lin, unit=unit, name="钱一")
    span = {"since": today() - timedelta(days=200), "until": today() + timedelta(days=150)}
    campaign = set_up_campaign(cast.lin, edition=edition(cast.lin, standard()), units=units, title="三百项创建", **span)
    codes = [f"{top}.{leaf}" for top in range(1, 11) for leaf in range(1, INDICATORS // 10 + 1)]
    rows = [[campaign.title, code, units[place % UNITS].name, "牵头"] for place, code in enumerate(codes)]
    content, kind = makers.book(["创建活动", "编号", "单位", "角色"], *rows), kind_of("duties")
    assert kind is not None
    began = time.perf_counter()
    stored = simulate(cast.lin, kind=kind, name="任务.xlsx", content=content)
    previewed = time.perf_counter()
    confirm(cast.lin, stored=stored)
    done = time.perf_counter()
    print(
        f"xlsx {len(rows)} rows: preview {previewed - began:.2f} s, confirmed {done - previewed:.2f} s; target 3 s: {'met' if done - began <= 3 else 'MISSED'}"
    )
    rows = [
        [campaign.title, code, units[(place + step) % UNITS].name, "配合"]
        for place, code in enumerate(codes)
        for step in (1, 2, 3)
    ]
    confirm(
        cast.lin,
        stored=simulate(
            cast.lin, kind=kind, name="配合.xlsx", content=makers.book(["创建活动", "编号", "单位", "角色"], *rows)
        ),
    )
    look(cast, campaign.pk)


def look(cast: Any, campaign: int) -> None:
    """The matrix, asked for several times. Time of this process, so that a busy machine counts as a quiet one; the database's comes on top."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from duibiao.duties.models import Duty

    client, address, times = Client(), f"/office/campaigns/{campaign}/coverage/", []
    client.force_login(cast.lin)
    client.get(address)
    for _ in range(ROUNDS):
        began = time.process_time()
        response = client.get(address)
        times.append(1000 * (time.process_time() - began))
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    drawn = response.content.count(b'role="gridcell"')
    said = f"{len(response.content) / 1024:.0f} KiB, {drawn} cells drawn of {INDICATORS * UNITS}"
    met = len(captured) <= 6 and median(times) <= 200
    print(
        f"matrix {INDICATORS} × {UNITS}, {Duty.objects.count()} duties: {len(captured)} statements, median {median(times):.0f} ms, {said}; targets 6 and 200 ms: {'met' if met else 'MISSED'}"
    )


if __name__ == "__main__":
    main()
