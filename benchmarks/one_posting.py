"""Posting one fact until the new score is stored: server time and statements, at 1 and 200 units, in a small and a large journal.

The whole request is timed (session, rights, form, journal, leaf, parents, total, redirect), without a network, in a scratch
county whose journal is filled by one INSERT … SELECT. The county is kept in the data folder, so a second run begins at once.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from material import DEFAULT_FOLDER
from measuring import Figures, hand_in, in_process_of_its_own, say_machine, say_table, say_target, sizes

if TYPE_CHECKING:
    from django.test import Client

    from duibiao.campaigns.models import Campaign
    from duibiao.organisation.models import User

UNITS = 200
#: So many measures, each posted once to warm up and so many times on the clock.
MEASURES, ROUNDS = 8, 6
PACK = "fazhi-demo"
#: What only begins or ends a transaction is not counted as a statement.
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO")
FILL = """
    WITH measured AS (
      SELECT code, kind, row_number() OVER (ORDER BY code) - 1 AS k, count(*) OVER () AS n
      FROM standards_measure WHERE kind IN ('flag', 'event', 'count', 'ratio', 'score', 'amount')),
    unit AS (
      SELECT code, row_number() OVER (ORDER BY code) - 1 AS k, count(*) OVER () AS n
      FROM organisation_unit WHERE kind = 'department'),
    drawn AS (
      SELECT i, hashint8(i) & 2147483647 AS m, hashint8(i + 1000000007) & 2147483647 AS u,
             (hashint8(i + 2000000011) & 65535) / 65536.0 AS v
      FROM generate_series(1::bigint, %s) AS g(i))
    INSERT INTO facts_fact (sequence, uid, measure, unit, at, value, out_of, source, recorded_at, recorded_by_id)
    SELECT i, 'f' || i, measured.code, unit.code, %s::timestamptz + v * INTERVAL '300 days',
           CASE kind WHEN 'flag' THEN floor(v + 0.1) WHEN 'event' THEN 1 WHEN 'count' THEN floor(v * 6)
                     WHEN 'ratio' THEN 45 + floor(v * 6) ELSE round(v * 100) END,
           CASE kind WHEN 'ratio' THEN 50 END, 'import', now(), %s
    FROM drawn JOIN measured ON measured.k = drawn.m %% measured.n JOIN unit ON unit.k = drawn.u %% unit.n"""


def start(data: Path, rows: int) -> User:
    """Django on a scratch county with so many facts; returns its office."""
    folder = data / f"posting-{rows}"
    folder.mkdir(parents=True, exist_ok=True)
    data.chmod(0o755)  # PostgreSQL's own account must reach its folder when we are root
    folder.chmod(0o755)
    os.environ["DUIBIAO_DATA"] = str(folder / "data")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    from duibiao import running
    from duibiao.facts.models import Counter
    from duibiao.organisation.models import User

    running.prepare()
    setup_test_environment(debug=False)
    if not User.objects.exists():
        build_county()
    if Counter.objects.get(pk=1).last < rows:
        fill_journal(rows)
    return User.objects.get(account="lin")


def build_county() -> None:
    from duibiao.organisation import services as organisation
    from duibiao.organisation.models import User
    from duibiao.organisation.services.setting_up import Credentials
    from duibiao.standards import services as standards
    from duibiao.standards.packs import pack

    accounts = {name: Credentials(account, "Green-Hill-2026") for name, account in (("administrator", "zheng"), ("office", "lin"))}  # fmt: skip
    county = organisation.set_up_county(name="基准县", code="379901", **accounts)
    User.objects.update(must_change_password=False)
    lin = User.objects.get(account="lin")
    for number in range(UNITS):
        organisation.add_unit(lin, parent=county, code=f"B{number:03d}", name=f"单位{number:03d}", kind="department")
    held = pack(PACK)
    assert held is not None
    for text in (held.text(), large_standard()):
        edition, problems = standards.take_in(lin, text=text)
        assert edition is not None, problems
        standards.publish(lin, edition)


def large_standard() -> str:
    """1,200 leaves under 120 parents under ten; JSON is YAML too."""
    rule = [{"deduct": {"points": 0.5, "short_of": {"measure": "large_meetings", "target": 2}}}]
    text = "每年专题研究不少于两次，每少一次扣零点五分，扣完为止。"

    def level(code: str, points: int, below: list[dict[str, Any]]) -> dict[str, Any]:
        return {"code": code, "name": f"方面{code}", "points": points, "children": below}

    def leaf(code: str) -> dict[str, Any]:
        return {"code": code, "name": f"会议{code}", "points": 1, "text": text, "method": "material", "rule": rule}

    tree = [
        level(f"{a}", 120, [level(f"{a}.{b}", 10, [leaf(f"{a}.{b}.{c}") for c in range(10)]) for b in range(12)])
        for a in range(10)
    ]
    whole = {"id": "large", "title": "大标准", "edition": "1", "issuer": "基准", "points": 1200}
    measures = {"large_meetings": {"name": "会议次数", "kind": "count"}}
    return json.dumps({**whole, "measures": measures, "indicators": tree}, ensure_ascii=False, indent=1)


def fill_journal(rows: int) -> None:
    """The journal is append-only, not insert-only-by-us: what stands in it looks as if it had been imported."""
    from django.db import connection

    from duibiao.lib.spans import today
    from duibiao.organisation.models import User

    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # a million look-ups of the same few keys prove nothing
        cursor.execute(FILL, [rows, today().replace(month=1, day=1), User.objects.get(account="lin").pk])
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("UPDATE facts_counter SET last = %s", [rows])
        cursor.execute("VACUUM ANALYZE")


def campaign_of(by: User, units: int) -> Campaign:
    """The one campaign, with so many units, worked out."""
    from duibiao.campaigns import services
    from duibiao.campaigns.models import Campaign
    from duibiao.lib.spans import today
    from duibiao.organisation.models import Unit
    from duibiao.scores.working_out import work_out
    from duibiao.standards.models import Edition

    chosen = list(Unit.objects.filter(kind="department").order_by("code")[:units])
    campaign = Campaign.objects.select_related("edition").first()
    if campaign is None:
        edition = Edition.objects.exclude(standard="large").get()
        since, until = today().replace(month=1, day=1), today().replace(month=12, day=31)
        campaign = services.set_up_campaign(
            by, edition=edition, units=chosen, title="基准创建", since=since, until=until
        )
    services.choose_units(by, campaign, units=chosen)
    work_out(campaign)
    return campaign


def client_of(by: User) -> Client:
    from django.test import Client

    client = Client()
    client.force_login(by)
    return client


def measures_of(campaign: Campaign) -> list[tuple[str, str]]:
    """Code and kind of measures that are looked at by leaves without peers, spread over the standard."""
    from duibiao.scores.plans import incremental_of

    incremental = incremental_of(campaign)
    own = [
        word
        for word, leaves in incremental.leaves_of.items()
        if leaves and not any(incremental.looks_at_peers(leaf) for leaf in leaves)
    ]
    kinds = ("flag", "event", "count", "ratio", "score", "amount")
    bound = campaign.edition.bindings.filter(code__in=own, measure__kind__in=kinds).order_by("code")
    found = list(bound.values_list("measure", "measure__kind"))
    return found[:: max(1, len(found) // MEASURES)][:MEASURES]


def posting(data: Path, rows: int, units: int) -> None:
    """Milliseconds and statements of one posting: the whole request, and recording alone."""
    by = start(data, rows)
    campaign, client = campaign_of(by, units), client_of(by)
    measures = measures_of(campaign)
    for _ in range(2):
        counts = [post(client, campaign, *one, count=True)[1] for one in measures]
    took = [[post(client, campaign, *one, count=False)[0] for _ in range(ROUNDS)] for one in measures]
    alone = [[record(by, *one, count=False)[0] for _ in range(ROUNDS)] for one in measures]
    hand_in(
        seconds=quickest(took) / 1000,
        median=statistics.median(one for times in took for one in times),
        statements=max(counts),
        alone=quickest(alone),
        alone_statements=max(record(by, *one, count=True)[1] for one in measures),
    )


def quickest(took: list[list[float]]) -> float:
    """Each measure's quickest, the middle one of these: the machine's other work can only make a run slower."""
    return statistics.median(min(times) for times in took)


def record(by: User, measure: str, kind: str, *, count: bool) -> tuple[float, int]:
    """One fact through the service that the page calls: the journal, and the scores that it moves."""
    from duibiao.facts.drafts import Draft
    from duibiao.organisation.models import Unit
    from duibiao.scores import services
    from duibiao.standards.models import Measure

    draft = Draft(
        uid=str(uuid4()),
        measure=Measure.objects.get(pk=measure),
        unit=Unit.objects.get(code="B000"),
        value=1,
        out_of=50 if kind == "ratio" else None,
        site="一号点位",
    )
    return told(lambda: services.record(by, drafts=[draft], source="hand"), count=count)[1:]


def post(client: Client, campaign: Campaign, measure: str, kind: str, *, count: bool) -> tuple[float, int]:
    """One fact by hand about the first unit, as the office's form sends it."""
    address = f"/office/facts/post/?campaign={campaign.pk}&unit=B000&measure={measure}"
    given = {"uid": str(uuid4()), "value": "1", "site": "一号点位", **({"out_of": "50"} if kind == "ratio" else {})}
    response, milliseconds, statements = told(lambda: client.post(address, given), count=count)
    assert response.status_code == 302, response.content.decode()
    return milliseconds, statements


def told(do: Callable[[], Any], *, count: bool) -> tuple[Any, float, int]:
    """What it returned, its milliseconds, and, where they are counted, its statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    begin = time.perf_counter()
    if not count:
        return do(), 1000 * (time.perf_counter() - begin), 0
    with CaptureQueriesContext(connection) as captured:
        found = do()
    asked = [query["sql"] for query in captured if not query["sql"].startswith(TRANSACTION)]
    return found, 1000 * (time.perf_counter() - begin), len(asked)


def best_of(do: Callable[[], Any], times: int = 5) -> tuple[float, int]:
    """Milliseconds of the quickest, and the statements of one."""
    do()  # what is made once for all is there
    counted = told(do, count=True)[2]
    return min(told(do, count=False)[1] for _ in range(times)), counted


def pages(data: Path, rows: int) -> None:
    """Totals of 100 units, a list of 20, the tree of 1,200 leaves drawn fresh and kept."""
    from django.core.cache import cache

    by = start(data, rows)
    campaign, client = campaign_of(by, 100), client_of(by)
    from duibiao.scores import queries
    from duibiao.standards.models import Edition

    large = f"/office/standards/{Edition.objects.get(standard='large').pk}/"
    totals = best_of(lambda: [(row.total, row.rank) for row in queries.totals(by, campaign)])

    def fresh() -> object:
        cache.clear()
        return client.get(large)

    looked_at: dict[str, Callable[[], Any]] = {
        "scores": lambda: client.get(f"/office/campaigns/{campaign.pk}/scores/"),
        "journal": lambda: client.get("/office/facts/"),
        "units": lambda: client.get("/office/units/"),
        "tree_fresh": fresh,
        "tree": lambda: client.get(large),
    }
    hand_in(totals=totals, **{name: best_of(do) for name, do in looked_at.items()})


def say_postings(found: dict[tuple[int, int], Figures]) -> None:
    kinds = ("median", "statements", "alone", "alone_statements")
    rows = [
        (f"{size:,} facts, {units} units", 1000 * f["seconds"], *(f[kind] for kind in kinds))
        for (size, units), f in found.items()
    ]
    head = ("best ms", "median ms", "statements", "recording alone, ms", "statements")
    say_table(("posting one fact", *head), rows)
    for (size, units), figures in found.items():
        where = f"{size:,} facts, {units} units"
        say_target(f"milliseconds at {where}", 1000 * figures["seconds"], 30)
        say_target(f"statements at {where}", figures["statements"], 12)
    small, large = min(size for size, _ in found), max(size for size, _ in found)
    for units in (1, UNITS):
        ratio = found[large, units]["seconds"] / found[small, units]["seconds"]
        say_target(f"{large:,} facts beside {small:,}, {units} units", ratio, 1.3)
    say_target(f"{UNITS} units beside 1", found[small, UNITS]["seconds"] / found[small, 1]["seconds"], 1.3)


def say_pages(found: Figures) -> None:
    found.pop("gib")
    rows = [(name, milliseconds, count) for name, (milliseconds, count) in found.items()]
    say_table(("page", "best ms", "statements"), rows)
    say_target("totals and ranks of 100 units, milliseconds", found["totals"][0], 50)
    say_target("totals and ranks of 100 units, statements", found["totals"][1], 5)
    for name in ("journal", "units"):
        say_target(f"a list ({name}), statements", found[name][1], 6)
    say_target("tree of 1,200 leaves, milliseconds", found["tree_fresh"][0], 200)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", default="1e4,1e6", help="numbers of facts, with commas")
    asked.add_argument("--units", type=int, default=UNITS, help=argparse.SUPPRESS)
    asked.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="where the scratch counties are kept")
    asked.add_argument("--measure", help=argparse.SUPPRESS)
    given = asked.parse_args()
    every = sizes(given.rows)
    if given.measure:
        return pages(given.data, every[0]) if given.measure == "pages" else posting(given.data, every[0], given.units)
    say_machine()
    options = ("--data", given.data, "--rows")
    say_postings({
        (rows, units): in_process_of_its_own(__file__, "posting", *options, rows, "--units", units)
        for rows in every
        for units in (1, UNITS)
    })  # fmt: skip
    say_pages(in_process_of_its_own(__file__, "pages", *options, min(every)))
    return None


if __name__ == "__main__":
    main()
