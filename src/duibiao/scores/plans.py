"""Plans and compiled statements of campaigns, kept for the life of the process and, compiled, in the database.

Compiling a leaf's statements takes longer than all the rest of a click, so a text that was compiled once is kept under a
key that names everything it depends on; another process, or the next start, finds it there.
"""

import hashlib
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from django.db import connection

import duibiao_engine
from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import today
from duibiao.scores import tables
from duibiao.scores.models import Compiled
from duibiao.standards.queries import standard_of
from duibiao_engine.scoring.incremental import Incremental, Prepared
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.statements import Statement
from duibiao_engine.standard.model import Node


def plan_of(campaign: Campaign, on: date | None = None) -> Plan:
    """The campaign's plan as of a day (today)."""
    return Plan(standard_of(campaign.edition), campaign.period, campaign.as_of_day(on or today()))


@lru_cache(maxsize=16)
def _incremental(campaign: int, sha256: str, since: date, until: date, day: date) -> Incremental:
    held = Campaign.objects.select_related("edition").get(pk=campaign)
    return Incremental(plan_of(held, day), tables.tables(held))


def incremental_of(campaign: Campaign) -> Incremental:
    """The campaign's statements for one new fact, today."""
    return _incremental(
        campaign.pk, campaign.edition.sha256, campaign.since, campaign.until, campaign.as_of_day(today())
    )


def prepared(campaign: Campaign, incremental: Incremental, leaf: Node) -> Prepared:
    """A leaf's statements: from this process, else from the database, else compiled now and kept."""
    if leaf.number in incremental.prepared:
        return incremental.prepared[leaf.number]
    key = _key(campaign, leaf)
    kept = Compiled.objects.filter(pk=key).first()
    if kept is None:
        made = incremental.prepare(leaf)
        Compiled.objects.bulk_create(
            [Compiled(key=key, lines=made.lines.text, above=made.above.text)], ignore_conflicts=True
        )
        return made
    return incremental.adopt(leaf, Statement(kept.lines), Statement(kept.above))


@cache
def _engine() -> str:
    """A digest of the code that makes the texts: a text made by other code is never taken over."""
    root = Path(duibiao_engine.__file__).parent
    read = sorted(path for folder in ("scoring", "rules") for path in (root / folder).glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in read)).hexdigest()


def _key(campaign: Campaign, leaf: Node) -> str:
    parts = (_engine(), campaign.pk, campaign.edition.sha256, campaign.since, campaign.until, leaf.number)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def whole_key(campaign: Campaign) -> str:
    """The key of the statements of a whole evaluation."""
    parts = (_engine(), campaign.pk, campaign.edition.sha256, campaign.since, campaign.until, "whole")
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def run(text: str) -> list[dict[str, object]]:
    """Run SQL on the site's own connection, inside whatever transaction is open."""
    with connection.cursor() as cursor:
        cursor.execute(text)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
