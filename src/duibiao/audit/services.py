"""The only writer of audit lines."""

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
