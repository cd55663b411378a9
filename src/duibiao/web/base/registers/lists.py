"""The rows of a register as a list: its columns, its filters, what is counted."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from duibiao.lib.tables import Column, Filter
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_visible_units
from duibiao.registers.choices import ColumnKind
from duibiao.registers.counting import newest, standing
from duibiao.registers.models import Column as Own
from duibiao.registers.models import Entry, Evidence, Register
from duibiao.registers.permissions import counts_for
from duibiao.registers.queries import end_of, entries
from duibiao.registers.values import shown


def day_of(text: str | None) -> date | None:
    """A day in an address; none if somebody typed something else."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def rows_for(by: User, register: Register, as_of: date | None) -> QuerySet[Entry]:
    """The newest word on each row, withdrawn ones too; or what counted on a day."""
    found = entries(by).filter(register=register)
    return found.filter(standing(end_of(as_of)) if as_of else newest())


def columns(by: User, register: Register, own: Sequence[Own]) -> list[Column[Any]]:
    first: list[Column[Any]] = [
        Column("title", _("主题、名称"), lambda row: row.title),
        Column("day", _("日期"), lambda row: row.day, sort="day"),
        Column("unit", _("主办单位") if register.joint else _("单位"), lambda row: row.unit.name, sort="unit__path"),
        Column("kind", _("种类"), lambda row: row.kind, sort="kind"),
    ]
    middle = [_own(one) for one in own]
    last: list[Column[Any]] = [
        Column("effect", _("成效"), lambda row: row.effect),
        Column("proofs", _("佐证（份）"), lambda row: len(row.proofs.all()), number=True),
        Column("state", _("状态"), lambda row: state_of(by, row)),
        Column("by", _("谁在何时登记"), lambda row: f"{row.by} {row.at:%Y-%m-%d}"),
    ]
    hosts: list[Column[Any]] = [Column("hosts", _("协办单位"), lambda row: "、".join(one.unit.known_as for one in row.co_hosts.all()))]  # fmt: skip
    return [*first, *middle, *(hosts if register.joint else []), *last]


def state_of(by: User, row: Entry) -> str:
    """Whether it counts, in the sums that `by` sees."""
    if row.withdrawn:
        return _("已撤回")
    return _("计入") if counts_for(by, row) else _("协办，计在主办单位")


def _own(one: Own) -> Column[Any]:
    return Column(one.key, str(one), lambda row: shown(one, row.values), number=one.kind == ColumnKind.NUMBER)


def filters(by: User, register: Register) -> list[Filter]:
    units = [(str(one.pk), one.known_as) for one in units_of(by, register)]
    proof = Evidence.objects.filter(entry=OuterRef("pk"))
    return [
        Filter("q", _("主题、成效"), lambda text: Q(title__icontains=text) | Q(effect__icontains=text)),
        Filter("kind", _("种类"), lambda one: Q(kind=one), [(one, one) for one in register.kinds]),
        Filter("unit", _("单位"), lambda pk: Q(unit=int(pk)), units),
        Filter("since", _("从"), lambda text: Q(day__gte=day_of(text)) if day_of(text) else Q(), day=True),
        Filter("until", _("到"), lambda text: Q(day__lte=day_of(text)) if day_of(text) else Q(), day=True),
        Filter("state", _("状态"), lambda one: Q(withdrawn=one == "withdrawn"), [("counted", _("计入")), ("withdrawn", _("已撤回"))]),
        Filter("proof", _("佐证"), lambda has: Q(Exists(proof)) if has == "yes" else ~Q(Exists(proof)), [("yes", _("有")), ("no", _("没有"))]),
        Filter("as_of", _("截至哪天登记的"), lambda _text: Q(), day=True),
    ]  # fmt: skip


def units_of(by: User, register: Register) -> QuerySet[Unit]:
    """The units that have rows in it, of those that `by` sees: one statement."""
    mine = Unit.objects.filter(about_visible_units(by, ""))
    return mine.filter(pk__in=Entry.objects.filter(register=register).values("unit")).order_by("path")
