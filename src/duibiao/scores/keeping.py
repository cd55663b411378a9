"""One new fact, in one statement: its leaf's lines are worked out and kept, and from them the leaf, its parents and the total.

The statement is the same for every unit, so the database parses and plans it once per connection and only runs it
afterwards: for one unit, reading the statement takes several times as long as doing what it says.
"""

from datetime import date
from functools import lru_cache
from typing import Any

from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import today
from duibiao.scores import tables
from duibiao.scores.plans import Basis, incremental_of, prepared
from duibiao.scores.prepared import run_prepared
from duibiao_engine.scoring.statements import UNIT
from duibiao_engine.standard.model import Node

LINE = ("unit", "node", "term", "n", "x", "y", "latest", "grade", "rank", "top", "known", "delta", "worst", "best")
NODE = ("unit", "node", "worst", "best", "full", "counted", "in_full", "applies", "open")


def replace_rows(table: str, columns: tuple[str, ...], key: tuple[str, str], fresh: str, campaign: str) -> str:
    """`INSERT` of a query's rows over those that are kept of a campaign (`campaign`: its number, or a placeholder)."""
    listed = ", ".join(f'"{name}"' for name in columns)
    sets = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in key)
    keys = ", ".join(f'"{name}"' for name in key)
    return (
        f"INSERT INTO {table} AS k (campaign_id, {listed}) SELECT {campaign}, {listed} FROM {fresh} AS fresh"
        f" ON CONFLICT (campaign_id, {keys}) DO UPDATE SET {sets}"
    )


def move_leaf(campaign: Campaign, unit: str, leaf: Node) -> dict[int, dict[str, Any]]:
    """Work out one leaf of one unit anew and keep it with everything above it.

    Returns the new rows by node (worst, best, full; `was_worst`, `was_best` before it; `heard`, the number of facts that
    the leaf rests on); the total is node 0. Nothing where nothing applies to the unit.
    """
    return {row["node"]: row for row in run_prepared(_text(campaign, leaf), {"unit": unit})}


def _text(campaign: Campaign, leaf: Node) -> str:
    texts, key = (
        _texts(Basis.of(campaign), campaign.as_of_day(today())),
        (campaign.pk, campaign.edition_id, leaf.number),
    )
    if key not in texts:
        texts[key] = _compose(campaign, leaf)
    return texts[key]


@lru_cache(maxsize=16)
def _texts(basis: Basis, day: date) -> dict[tuple[int, int, int], str]:
    """The texts of one day, by campaign, edition and leaf."""
    return {}


def _compose(campaign: Campaign, leaf: Node) -> str:
    made = prepared(campaign, incremental_of(campaign), leaf)
    lines, above = (statement.bind(made.tables, unit=UNIT) for statement in (made.lines, made.above))
    listed = ", ".join(f'"{name}"' for name in LINE)
    keep_lines = replace_rows("scores_linerow", LINE, ("unit", "term"), f"({lines})", str(campaign.pk))
    keep_nodes = replace_rows("scores_noderow", NODE, ("unit", "node"), f"({above})", str(campaign.pk))
    was = f"FROM scores_noderow o WHERE o.campaign_id = {campaign.pk} AND o.unit = k.unit AND o.node = k.node"
    text = (  # what is read in RETURNING is as it was before the statement
        f'WITH "leaf_lines" AS ({keep_lines} RETURNING {listed}) {keep_nodes} RETURNING k.node, k.worst, k.best, k.full,'
        f" (SELECT sum(n) FROM leaf_lines) AS heard, (SELECT o.worst {was}) AS was_worst, (SELECT o.best {was}) AS was_best"
    )
    return tables.bound(text, campaign).replace("%", "%%").replace(f"'{UNIT}'", "CAST(%(unit)s AS TEXT)")
