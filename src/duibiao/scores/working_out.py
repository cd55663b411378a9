"""Working out a whole campaign: lines and nodes in the database, verdicts and ranks from them.

The evaluation runs into temporary tables without holding anybody up. Only then is the journal's counter locked: if no
fact came in meanwhile, what differs is written (most rows do not); else it is worked out again.
"""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from duibiao.campaigns.models import Campaign
from duibiao.facts.models import Counter
from duibiao.facts.queries import last_sequence
from duibiao.scores import tables
from duibiao.scores.keeping import LINE, NODE, replace_rows
from duibiao.scores.models import Standing, Total
from duibiao.scores.plans import Basis, plan_of, whole
from duibiao.scores.verdicts import totals
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.written import plan_tables

_TRIES = 4


@dataclass(frozen=True)
class Texts:
    """The two statements of a whole evaluation."""

    lines: str
    nodes: str


def texts_of(campaign: Campaign, plan: Plan) -> Texts:
    """The statements of a whole evaluation with the plan and the campaign bound."""
    given = plan_tables(plan)
    lines, nodes = (tables.bound(statement.bind(given, unit=""), campaign) for statement in whole(Basis.of(campaign)))
    return Texts(lines, nodes)


def work_out(campaign: Campaign) -> int:
    """Bring all rows of a campaign up to the journal's end; returns the sequence they now hold."""
    plan = plan_of(campaign)
    texts = texts_of(campaign, plan)
    for attempt in range(_TRIES):
        with transaction.atomic():
            if attempt == _TRIES - 1:
                Counter.objects.select_for_update().get(pk=1)
            before = last_sequence()
            _fresh(texts)
            counter = Counter.objects.select_for_update().get(pk=1)
            if counter.last == before:
                _keep(campaign, plan, before)
                return before
    raise AssertionError("the last attempt holds the counter from the beginning")


def rehearsed(campaign: Campaign) -> list[Total]:
    """The totals as they would be now. Writes nothing and locks nothing: it holds nobody up.

    Temporary tables of the kept rows' names stand before them until the caller's transaction ends, so that the same
    code reads the fresh rows.
    """
    plan = plan_of(campaign)
    _fresh(texts_of(campaign, plan))
    with connection.cursor() as cursor:
        for table, fresh in (("scores_linerow", "fresh_lines"), ("scores_noderow", "fresh_nodes")):
            cursor.execute(
                f"CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS"
                f" SELECT row_number() OVER () AS id, %s::bigint AS campaign_id, f.* FROM {fresh} f",
                [campaign.pk],
            )
    return totals(campaign, plan)


def _fresh(texts: Texts) -> None:
    with connection.cursor() as cursor:
        # tables written into the text have no statistics; a nested loop over them is hundreds of times slower
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL jit = off")
        cursor.execute("DROP TABLE IF EXISTS fresh_lines, fresh_nodes")
        cursor.execute(f"CREATE TEMPORARY TABLE fresh_lines ON COMMIT DROP AS {texts.lines}")
        cursor.execute("ANALYZE fresh_lines")
        cursor.execute(f"CREATE TEMPORARY TABLE fresh_nodes ON COMMIT DROP AS {texts.nodes}")


def _keep(campaign: Campaign, plan: Plan, sequence: int) -> None:
    _replace("scores_linerow", "fresh_lines", LINE, ("unit", "term"), campaign.pk)
    _replace("scores_noderow", "fresh_nodes", NODE, ("unit", "node"), campaign.pk)
    rows = totals(campaign, plan)
    Total.objects.filter(campaign=campaign).exclude(unit__in=[row.unit_id for row in rows]).delete()
    fields = [f.name for f in Total._meta.fields if f.name not in ("id", "campaign", "unit")]
    Total.objects.bulk_create(rows, update_conflicts=True, unique_fields=["campaign", "unit"], update_fields=fields)
    Standing.objects.update_or_create(
        campaign=campaign,
        defaults={"sequence": sequence, "worked_out_at": timezone.now(), "edition_id": campaign.edition_id},
    )


def _replace(table: str, fresh: str, columns: tuple[str, ...], key: tuple[str, str], campaign: int) -> None:
    """Make the kept rows of a campaign equal to the fresh ones, touching only those that differ."""
    same = " AND ".join(f'f."{name}" = k."{name}"' for name in key)
    rest = [name for name in columns if name not in key]
    mine, theirs = (", ".join(f'{of}."{name}"' for name in rest) for of in ("k", "excluded"))
    gone = f"DELETE FROM {table} k WHERE campaign_id = %s AND NOT EXISTS (SELECT 1 FROM {fresh} f WHERE {same})"
    with connection.cursor() as cursor:
        cursor.execute(gone, [campaign])
        written = replace_rows(table, columns, key, fresh, "%s")
        cursor.execute(f"{written} WHERE ({mine}) IS DISTINCT FROM ({theirs})", [campaign])
