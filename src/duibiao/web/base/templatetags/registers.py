"""How templates say what stands in registers, and where a fact was counted from."""

from typing import Any

from django import template

from duibiao.facts.models import Fact
from duibiao.organisation.models import User
from duibiao.registers import permissions, values
from duibiao.registers.models import Column, Entry

register = template.Library()
_PARTS = ("feed", "unit", "day")


@register.filter
def in_column(entry: Entry, column: Column) -> Any:
    """The value of a row in one of the register's own columns."""
    return values.shown(column, entry.values)


@register.filter
def counts_for(entry: Entry, by: User) -> bool:
    """Whether a row is part of the sums that the visitor sees."""
    return permissions.counts_for(by, entry)


@register.filter
def counted_from(fact: Fact) -> dict[str, str] | None:
    """The connection, unit and day of a fact that a register's sum is; nothing for any other."""
    name, *said = fact.uid.split(":")
    return dict(zip(_PARTS, said, strict=False)) if name == "registers" and len(said) >= len(_PARTS) else None
