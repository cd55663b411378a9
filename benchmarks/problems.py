"""Pages of problems with 5,000 and with 50,000 of them among 300 units: statements, milliseconds of work, growth.

    python3 dev.py run python benchmarks/problems.py

It makes a database of its own beside the embedded one's and drops it again (`--database NAME` keeps it for a second look). What is
counted is the work of this process and of its database session, so a busy machine says the same as a quiet one.
"""

import argparse
import os
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.map import drop, processors_ms

UNITS, SITES, ROUNDS, MOST_SQL, MOST_MS = 300, 3000, 7, 8, 100
#: Session, account and roles: what a page of this site costs before it does anything.
BEFORE = 3
#: status → how many of a hundred problems
STATES = {"archived": 52, "closed": 20, "signed": 8, "assigned": 5, "rectified": 4, "rechecked": 2, "found": 3, "suspended": 2,
          "returned": 1, "dismissed": 2, "merged": 1}  # fmt: skip
PAGES = (
    ("list", "lin", "/office/problems/"),
    ("list, newest first", "lin", "/office/problems/?sort=-found_at"),
    ("list, by kind", "lin", "/office/problems/?sort=kind__order"),
    ("list, red lights", "lin", "/office/problems/?light=bad"),
    ("list, one status", "lin", "/office/problems/?status=archived&sort=-number"),
    ("list, searched", "lin", "/office/problems/?q=第77局"),
    ("list, to look back at", "lin", "/office/problems/?attend=look"),
    ("list, with red card", "lin", "/office/problems/?card=red"),
    ("list, page 40", "lin", "DEEP"),
    ("board", "lin", "/office/problems/board/"),
    ("cards", "lin", "/office/problems/cards/"),
    ("figures by unit", "lin", "/office/problems/figures/"),
    ("unit's list", "zhao", "/unit/problems/"),
    ("unit's own home", "zhao", "/unit/"),
    ("leader's", "zhou", "/leader/problems/"),
    ("one problem", "lin", "ONE"),
    ("one problem, unit's", "zhao", "UNITS"),
)


def main() -> None:
    import django

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", help="keep the made-up county in this database")
    parser.add_argument("--rows", default="5000,50000")
    parser.add_argument("--explain", help="print the plans of the page whose name this is")
    asked = parser.parse_args()
    django.setup()
    from django.conf import settings
    from django.db import connection, connections
    from django.test.utils import setup_test_environment

    setup_test_environment(debug=False)
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = asked.database or f"bench_{os.getpid()}"
    name = connection.creation.create_test_db(verbosity=0, keepdb=bool(asked.database))
    try:
        run([int(float(part)) for part in asked.rows.split(",")], asked.explain)
    finally:
        connections.close_all()
        if not asked.database:
            drop(name)


def run(sizes: list[int], explained: str | None) -> None:
    from duibiao.problems.models import Problem

    cast, units, sites = county()
    found: dict[str, list[tuple[int, float]]] = {}
    for size in sizes:
        held = Problem.objects.count()
        if held < size:
            more(cast, units, sites, held, size)
        if explained:
            explain(cast, explained)
            return
        for name, figures in measured(cast).items():
            found.setdefault(name, []).append(figures)
    say(sizes, found)


def county() -> Any:
    from duibiao.organisation.models import Unit, User
    from duibiao.places.models import Site
    from duibiao.problems import rules
    from tests import makers, troubles
    from tests.cast import NAMES, Cast, assemble

    if User.objects.exists():
        unit = {one.code: one for one in Unit.objects.all()}
        users = {one.account: one for one in User.objects.all()}
        county = Unit.objects.get(kind="county")
        cast = Cast(county, unit["SFJ"], unit["CGZ"], **{name: users[name] for name in NAMES})
    else:
        cast = assemble()
        rules.lay_out()
        for n in range(UNITS - 2):
            makers.unit(cast.lin, parent=cast.county, name=f"第{n}局", code=f"B{n:03}")
        kind = troubles.a_site(cast).type
        Site.objects.bulk_create(
            [
                Site(
                    code=f"M{n:05}",
                    name=f"第{n}号路段",
                    type=kind,
                    unit=cast.unit_b,
                    longitude=113,
                    latitude=34,
                    crs="wgs84",
                )
                for n in range(SITES)
            ]
        )
    return cast, list(Unit.objects.exclude(kind="county").order_by("pk")), list(Site.objects.order_by("pk"))


def more(cast: Any, units: Any, sites: Any, since: int, until: int) -> None:
    """Problems with a history of four acts, a finding, and cards, photos-less; one in three hundred is the unit's that looks."""
    from django.db import connection
    from django.utils import timezone

    from duibiao.problems.models import Event, Finding, Kind, Problem

    dice, now, kinds = random.Random(since), timezone.now(), list(Kind.objects.all())
    states = [state for state, share in STATES.items() for _ in range(share)]
    rows = [one_problem(n, dice, now, kinds, states, units, sites, cast) for n in range(since, until)]
    made = Problem.objects.bulk_create(rows, batch_size=2000)
    Finding.objects.bulk_create(
        [
            Finding(problem=one, source="visit", reference=one.number, words=one.words, round=1, found_at=one.found_at)
            for one in made
        ],
        batch_size=4000,
    )
    Event.objects.bulk_create(
        [
            Event(problem=one, kind=kind, round=1, after=one.status, at=one.found_at, by=cast.lin)
            for one in made
            for kind in ("found", "assigned", "signed", "rectified")
        ],
        batch_size=4000,
    )
    weighed(made, dice, now, cast)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def weighed(made: Any, dice: Any, now: datetime, cast: Any) -> None:
    """Reminders and cards of what is owed, looks back of what is closed."""
    from duibiao.problems.models import Card, Draw, Escalation, LookBack

    owed = [one for one in made if one.status in ("assigned", "signed")]
    Escalation.objects.bulk_create(
        [Escalation(problem=one, level="unit", workdays=0, due_at=one.due_at, day=now.date()) for one in owed],
        batch_size=4000,
    )
    Card.objects.bulk_create(
        [
            Card(problem=one, round=1, unit_id=one.unit_id, kind=dice.choice(("yellow", "yellow", "red", "talk")), basis="overdue", count=5,
                 state=state, by=cast.lin if state == "issued" else None, decided_at=now if state == "issued" else None, reason="超期" if state == "issued" else "")
            for n, one in enumerate(owed[::6]) for state in ("issued" if n % 3 else "proposed",)
        ]
    )  # fmt: skip
    draw = Draw.objects.get_or_create(
        month=now.date().replace(day=1), defaults={"seed": "s", "frame": "{}", "sha256": "0"}
    )[0]
    closed = [one for one in made if one.status == "closed"]
    LookBack.objects.bulk_create(
        [LookBack(draw=draw, problem=one, probability=0.2, due_on=now.date()) for one in closed[::20]]
    )


def one_problem(n: int, dice: Any, now: datetime, kinds: Any, states: Any, units: Any, sites: Any, cast: Any) -> Any:
    from duibiao.problems.models import Problem

    state, found = dice.choice(states), now - timedelta(minutes=dice.randint(0, 900 * 1440))
    given = state not in ("found", "dismissed")
    done = state in ("archived", "closed", "rechecked", "rectified")
    looked = state in ("archived", "closed", "rechecked")
    if state in ("signed", "assigned", "suspended", "returned"):
        found = now - timedelta(minutes=dice.randint(0, 40 * 1440))
    due = now + timedelta(minutes=dice.randint(-20 * 1440, 9 * 1440)) if not done else found + timedelta(days=5)
    return Problem(
        number=f"B{n:09}", source=dice.choice(("visit", "visit", "resident", "feedback")), kind=dice.choice(kinds), words=f"路面破损、垃圾未清 {n}",
        site=dice.choice(sites), status=state, found_at=found, opened_at=found + timedelta(hours=1), round=2 if n % 20 == 0 else 1,
        reworks=1 if n % 15 == 0 else 0, unit=units[n % len(units)] if given else None, assigned_at=found + timedelta(hours=3) if given else None,
        due_at=due if given else None, amount=3, measured="workdays", left_minutes=None if state in ("signed", "assigned") else 100,
        rectified_at=found + timedelta(days=2) if done else None, rectified_by=cast.zhao if done else None,
        rechecked_at=found + timedelta(days=3) if looked else None, rechecked_by=cast.chen if looked else None,
        closed_at=found + timedelta(days=3) if state in ("archived", "closed") else None,
        watch_until=now.date() + timedelta(days=30) if state == "closed" else None, major=n % 400 == 0,
        old_since=now.date() if state == "signed" and n % 4 == 0 else None, suspended_for="season" if state == "suspended" else "",
        suspended_until=now.date() + timedelta(days=60) if state == "suspended" else None, late=n % 7 == 0, merged_into_id=1 if state == "merged" else None,
    )  # fmt: skip


def addresses(cast: Any) -> list[tuple[str, str, str]]:
    """The pages, with what stands for a problem or a page far down put in."""
    from django.http import QueryDict

    from duibiao.lib.tables import encode
    from duibiao.problems import queries
    from duibiao.problems.models import Problem

    one = Problem.objects.filter(status="signed", cards__state="issued").order_by("pk")[0]
    own = Problem.objects.filter(status="signed", unit=cast.unit_b).order_by("pk")[0]
    deep = queries.lit(Problem.objects.all()).order_by("due", "pk")[40 * 50 : 40 * 50 + 1][0]
    asked = QueryDict(mutable=True)
    asked["after"] = encode([deep.due.isoformat(), deep.pk])  # type: ignore[attr-defined]
    known = {
        "DEEP": f"/office/problems/?{asked.urlencode()}",
        "ONE": f"/office/problems/{one.pk}/",
        "UNITS": f"/unit/problems/{own.pk}/",
    }
    return [(name, who, known.get(address, address)) for name, who, address in PAGES]


def clients(cast: Any) -> dict[str, Any]:
    from django.test import Client

    held = {name: Client() for name in ("lin", "zhao", "zhou")}
    for name, client in held.items():
        client.force_login(cast.of(name))
    return held


def measured(cast: Any) -> dict[str, tuple[int, float]]:
    """Statements and median milliseconds of work of each page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    held, found = clients(cast), {}
    for name, who, address in addresses(cast):
        held[who].get(address)
        with CaptureQueriesContext(connection) as captured:
            assert held[who].get(address).status_code == 200, address
            statements = len(captured)
        took = []
        for _ in range(ROUNDS):
            before = processors_ms()
            held[who].get(address)
            took.append(processors_ms() - before)
        found[name] = (statements, median(took))
    return found


def explain(cast: Any, wanted: str) -> None:
    """The plan of every statement of one page that took longer than a millisecond."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    [(who, address)] = [(who, address) for name, who, address in addresses(cast) if name == wanted]
    client = clients(cast)[who]
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    for one in captured.captured_queries:
        print(f"-- {one['time']} s\n{one['sql'][:4000]}\n")
        if float(one["time"]) > 0.003 and one["sql"].startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN (ANALYZE, COSTS OFF) " + one["sql"].replace("%", "%%"))
                print("\n".join(row[0] for row in cursor.fetchall()), "\n")


def say(sizes: list[int], found: dict[str, list[tuple[int, float]]]) -> None:
    print(
        f"{UNITS} units, {SITES:,} sites; statements (of which {BEFORE} are session, account and roles), CPU ms of page and database"
    )
    print(f"{'page':24}" + "".join(f"{f'{size:,}':>18}" for size in sizes) + "  target")
    for name, figures in found.items():
        cells = "".join(f"{n:>8} {ms:>7.1f} ms" for n, ms in figures)
        few = all(n - BEFORE <= MOST_SQL for n, _ms in figures)
        met = few and figures[-1][1] <= MOST_MS
        print(f"{name:24}{cells}  {'met' if met else 'NOT MET'}")


if __name__ == "__main__":
    main()
