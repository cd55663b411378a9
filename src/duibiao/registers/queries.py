"""Registers as pages want them: each a known number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Upper
from django.shortcuts import get_object_or_404
from django.utils import timezone

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import campaigns
from duibiao.ledger.models import Material
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.registers.counting import standing
from duibiao.registers.models import CoHost, Column, Entry, Register
from duibiao.registers.permissions import may_read, may_see, visible_entries

#: Groups that look like one joint activity: nobody reads more.
MOST_DOUBLED = 30
#: Materials that are offered as evidence, and rows whose values are offered: the newest so many.
OFFERED = 40


def registers() -> QuerySet[Register]:
    """All of them with their columns, the closed ones last."""
    columns = Prefetch("columns", Column.objects.filter(dropped_at=None))
    return Register.objects.prefetch_related(columns).order_by("closed_at", "order", "pk")


def register(by: User, pk: int) -> Register:
    require(may_read(by))
    return get_object_or_404(registers(), pk=pk)


def entries(by: User) -> QuerySet[Entry]:
    """The rows that `by` sees, whatever became of them, with what a list shows."""
    return _whole(Entry.objects.filter(visible_entries(by)))


def _whole(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    found = rows.select_related("register", "unit", "by__person")
    hosts = Prefetch("co_hosts", CoHost.objects.select_related("unit"))
    return found.prefetch_related(hosts, "proofs")


def entry(by: User, pk: int) -> Entry:
    """There is none: 404; another unit's: refused in words."""
    found = get_object_or_404(_whole(Entry.objects.all()), pk=pk)
    require(may_see(by, found))
    return found


#: All rows of one matter, whichever of them one begins with.
_CHAIN = """
WITH RECURSIVE older(id, supersedes_id) AS (
  SELECT id, supersedes_id FROM registers_entry WHERE id = %s
  UNION SELECT e.id, e.supersedes_id FROM registers_entry e JOIN older o ON e.id = o.supersedes_id
), newer(id) AS (
  SELECT id FROM registers_entry WHERE id = %s
  UNION SELECT e.id FROM registers_entry e JOIN newer n ON e.supersedes_id = n.id
)
SELECT id FROM older UNION SELECT id FROM newer
"""


def story(found: Entry) -> list[Entry]:
    """The row, what it replaced and what replaced it, the newest first: two statements however long."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [found.pk, found.pk])
        numbers = [row[0] for row in cursor.fetchall()]
    return list(Entry.objects.filter(pk__in=numbers).select_related("by__person").order_by("-pk"))


def is_standing(found: Entry) -> bool:
    return not found.withdrawn and not Entry.objects.filter(supersedes=found).exists()


def proofs(found: Entry) -> list[Material]:
    return list(Material.objects.filter(register_entries__entry=found).order_by("pk"))


def offered(unit: Unit, chosen: Iterable[int] = ()) -> QuerySet[Material]:
    """The unit's newest materials that stand, and those that are chosen already."""
    newest = Material.objects.filter(unit=unit, withdrawn_at=None).order_by("-pk").values("pk")[:OFFERED]
    return Material.objects.filter(Q(pk__in=newest) | Q(pk__in=list(chosen), unit=unit)).order_by("-pk")


def recent(register: Register, unit: Unit) -> list[Entry]:
    """What the unit wrote last, the newest first: its values are offered for the next."""
    return list(Entry.objects.filter(standing(), register=register, unit=unit).order_by("-pk")[:OFFERED])


def end_of(day: date | None) -> datetime | None:
    """The last instant of a day: "as it was known on that day"."""
    return None if day is None else timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) - timedelta(microseconds=1)  # fmt: skip


@dataclass(frozen=True)
class Doubled:
    """Rows of different units that look like one joint activity."""

    rows: list[Entry]


def doubled(register: Register) -> list[Doubled]:
    """The same day, kind and words from several units: one statement for the groups, one for their rows."""
    if not register.joint:
        return []
    rows = Entry.objects.filter(standing(), register=register)
    same: Any = rows.order_by().annotate(words=Upper("title")).values_list("day", "kind", "words")
    found = same.annotate(n=Count("unit", distinct=True)).filter(n__gt=1).order_by("-day")[:MOST_DOUBLED]
    groups: dict[Any, list[Entry]] = {tuple(key): [] for *key, _n in found}
    if not groups:
        return []
    days, words = {day for day, _kind, _words in groups}, {words for _day, _kind, words in groups}
    alike: Any = rows.annotate(words=Upper("title")).filter(day__in=days, words__in=words)
    for row in alike.select_related("unit").order_by("pk"):
        groups.get((row.day, row.kind, row.words), []).append(row)
    return [Doubled(group) for group in groups.values()]


def outside(by: User, unit: Unit, day: date) -> Campaign | None:
    """A campaign of the unit that is not over, if a day lies in the period of none: a hint."""
    running = list(campaigns(by).filter(participants__unit=unit).exclude(state="closed").order_by("-since")[:5])
    return None if any(one.since <= day <= one.until for one in running) else next(iter(running), None)


def this_month() -> date:
    return today().replace(day=1)
