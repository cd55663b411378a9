"""Two people edit the same thing: nobody's words are lost.

A form carries the version it was filled from. Saving with an older one changes nothing and raises `Stale`,
which holds the row as it is now; the page then shows the difference beside the later editor's own words.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F
from django.forms import BaseForm, Form


class Versioned(models.Model):
    """A row that people edit. `version` counts its changes."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Stale(Exception):
    """Somebody saved first. `current` is the row as it is now."""

    def __init__(self, current: Versioned) -> None:
        super().__init__(f"{current._meta.label} {current.pk} is at version {current.version}")
        self.current = current


@dataclass(frozen=True)
class Difference:
    """One field that the other person changed: its label, what stands there now, what you wrote."""

    label: str
    theirs: str
    yours: str


def save(row: Versioned, *, version: int, **changes: Any) -> dict[str, list[Any]]:
    """Write `changes` if the row is still at `version`, else raise `Stale` with the row as it is now.

    Returns what stood there and what stands now, for the record of acts: days, numbers, choices and references by number alone.
    Free text stays out, so no personal data can come into a record that nobody can change.
    """
    model = type(row)
    told = {
        name: [_plain(row, name, getattr(row, name, None)), _plain(row, name, value)] for name, value in changes.items()
    }
    rows = model._default_manager.filter(pk=row.pk, version=version)
    if not rows.update(version=F("version") + 1, **changes):
        raise Stale(model._default_manager.get(pk=row.pk))
    row.refresh_from_db()
    return {name: pair for name, pair in told.items() if pair[0] != pair[1] and _TEXT not in pair}


_TEXT = object()


def _plain(row: Versioned, name: str, value: Any) -> Any:
    """A value as a record may hold it; `_TEXT` for what it must not hold."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (date, Decimal)):
        return str(value)
    if isinstance(value, models.Model):
        return value.pk if isinstance(value.pk, int) else _TEXT
    chosen = {one.name: one for one in row._meta.concrete_fields}.get(name)
    return str(value) if chosen is not None and chosen.choices else _TEXT


def differences(form: Form, current: Versioned, *, based_on: dict[str, Any]) -> list[Difference]:
    """What the other person changed since `based_on` (the form's own initial values as sent back), by field."""
    found = []
    for name, field in form.fields.items():
        theirs = current.__dict__.get(name, current.__dict__.get(f"{name}_id"))
        if name in based_on and _said(theirs) != _said(form.data.get(name)):
            found.append(
                Difference(
                    str(field.label or name), _shown(form, name, theirs), _shown(form, name, form.data.get(name))
                )
            )
    return found


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "" if value is None else str(value)


def _shown(form: BaseForm, name: str, value: Any) -> str:
    choices = getattr(form.fields[name], "choices", None)
    known = {str(key): str(text) for key, text in choices} if choices else {}
    return known.get(_said(value), _said(value)) or "—"
