"""Plans and compiled statements, kept for the life of the process and, compiled, in the database.

Compiling a leaf's statements takes longer than all the rest of a click, so a text that was compiled once is kept under a
key that names everything it depends on; another process, or the next start, finds it there.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Self

from django.db import connection

import duibiao_engine
from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import today
from duibiao.scores import tables
from duibiao.scores.models import Compiled
from duibiao.standards.models import Edition
from duibiao.standards.queries import standard_of
from duibiao_engine.scoring.expression import Evaluation, named_table
from duibiao_engine.scoring.incremental import Incremental, Prepared
from duibiao_engine.scoring.plan import Plan
from duibiao_engine.scoring.statements import Statement
from duibiao_engine.standard.above import Period
from duibiao_engine.standard.model import Node


def plan_of(campaign: Campaign, on: date | None = None) -> Plan:
    """The campaign's plan as of a day (today)."""
    return plan_on(Basis.of(campaign), campaign.as_of_day(on or today()))


@dataclass(frozen=True, slots=True)
class Basis:
    """All that a compiled text depends on beside the code. The edition is how to come by it; its content decides."""

    sha256: str
    since: date
    until: date
    edition: Edition = field(compare=False, repr=False)

    @classmethod
    def of(cls, campaign: Campaign) -> Self:
        """A campaign's."""
        return cls(campaign.edition.sha256, campaign.since, campaign.until, campaign.edition)

    def plan(self, day: date) -> Plan:
        """The plan as of a day."""
        return Plan(standard_of(self.edition), Period.model_validate({"from": self.since, "to": self.until}), day)

    def key(self, part: str) -> str:
        """The name under which the text of a part (a leaf, the whole) is kept in the database."""
        return hashlib.sha256(repr((_engine(), self.sha256, self.since, self.until, part)).encode()).hexdigest()


@lru_cache(maxsize=64)
def plan_on(basis: Basis, day: date) -> Plan:
    """The same plan for all who ask on one day: its tables of terms are laid out once."""
    return basis.plan(day)


@lru_cache(maxsize=16)
def _incremental(basis: Basis, day: date) -> Incremental:
    return Incremental(basis.plan(day), tables.anybodys())


def incremental_of(campaign: Campaign) -> Incremental:
    """The statements for one new fact, today, of the campaign and all others that stand on the same."""
    return _incremental(Basis.of(campaign), campaign.as_of_day(today()))


def prepared(campaign: Campaign, incremental: Incremental, leaf: Node) -> Prepared:
    """A leaf's statements: from this process, else from the database, else compiled now and kept."""
    if leaf.number in incremental.prepared:
        return incremental.prepared[leaf.number]
    key = Basis.of(campaign).key(str(leaf.number))
    kept = Compiled.objects.filter(pk=key).first()
    if kept is None:
        made = incremental.prepare(leaf)
        _keep(key, made.lines, made.above)
        return made
    return incremental.adopt(leaf, Statement(kept.lines), Statement(kept.above))


@lru_cache(maxsize=16)
def whole(basis: Basis) -> tuple[Statement, Statement]:
    """What works out every line, and every node from the lines in `fresh_lines`; compiled once."""
    key = basis.key("whole")
    kept = Compiled.objects.filter(pk=key).first()
    if kept is not None:
        return Statement(kept.lines), Statement(kept.above)
    every = tables.anybodys()
    evaluation = Evaluation(basis.plan(basis.until), every.facts, every.frame, None, named_table)
    lines = Statement.of(evaluation.lines, "postgres")
    above = Statement.of(evaluation.resting_on_table("fresh_lines").nodes, "postgres")
    _keep(key, lines, above)
    return lines, above


def _keep(key: str, lines: Statement, above: Statement) -> None:
    Compiled.objects.bulk_create([Compiled(key=key, lines=lines.text, above=above.text)], ignore_conflicts=True)


@cache
def _engine() -> str:
    """A digest of the code that makes the texts: a text made by other code is never taken over."""
    root = Path(duibiao_engine.__file__).parent
    read = sorted(path for folder in ("scoring", "rules") for path in (root / folder).glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in read)).hexdigest()


def run(text: str) -> list[dict[str, object]]:
    """Run SQL on the site's own connection, inside whatever transaction is open."""
    with connection.cursor() as cursor:
        cursor.execute(text)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
