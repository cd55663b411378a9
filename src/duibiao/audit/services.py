"""The only writer of audit lines."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from duibiao.audit.models import Line
from duibiao.lib import request


def note(by: Model | None, act: str, thing: Model | None = None, **detail: Any) -> None:
    """Write that `by` did `act` to `thing`, in the caller's transaction: when it fails, so does the act.

    `act` is "app.verb" (a key of `choices.ACTS`). `detail` takes ids, codes and counts, never personal data.
    """
    Line.objects.create(
        by_id=by.pk if by is not None else None,
        act=act,
        thing=thing._meta.label_lower if thing is not None else "",
        thing_id=thing.pk if thing is not None else None,
        request=request.number.get(),
        detail=detail,
    )


def changes_of(row: Model, fields: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What `fields` would change in a row, each with what stands there and what will: for numbers and days, never for people."""
    before = {name: getattr(row, name) for name in fields}
    return {name: [_plain(before[name]), _plain(value)] for name, value in fields.items() if before[name] != value}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)
