"""What an outside assessment looked at and what it gave: its route and its results in the four ways. The only place that writes them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from duibiao.audit.services import note
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.participation.models import AspectResult, Feedback, Stop
from duibiao.participation.permissions import may_take_apart
from duibiao.participation.services.feedback import kept
from duibiao.places.models import Site


@transaction.atomic
def set_route(by: User, feedback: Feedback, lines: Sequence[str]) -> int:
    """The stops in their order, in place of those that stood there. A line that is, or begins with, the code or the name of a
    site is linked to it. Returns how many are linked."""
    require(may_take_apart(by))
    Feedback.objects.select_for_update().get(pk=feedback.pk)
    feedback.stops.all().delete()
    known = {name: pk for pk, code, title in Site.objects.values_list("pk", "code", "name") for name in (code, title)}
    said = [line.strip()[:200] for line in lines if line.strip()]
    rows = [
        Stop(feedback=feedback, order=at, words=line, site_id=_site(known, line)) for at, line in enumerate(said, 1)
    ]
    Stop.objects.bulk_create(rows)
    note(by, "participation.set_route", feedback, added=len(rows))
    return sum(one.site_id is not None for one in rows)


def _site(known: dict[str, int], line: str) -> int | None:
    return known.get(line) or known.get(line.split()[0].rstrip("：:，,"))


@transaction.atomic
def set_result(
    by: User, feedback: Feedback, *, aspect: str, points: float | None, out_of: float | None, words: str,
    file: Iterable[bytes] | None = None, file_name: str = "",
) -> AspectResult:  # fmt: skip
    """The result in one way of assessing. Without a new file the one that is there stays. Raises `residents.Refused`."""
    require(may_take_apart(by))
    said: dict[str, Any] = {"points": points, "out_of": out_of, "words": words}
    if file is not None:
        said |= {"file": kept(file, file_name), "file_name": file_name[:255]}
    made, _new = AspectResult.objects.update_or_create(feedback=feedback, aspect=aspect, defaults=said)
    note(by, "participation.set_result", feedback, kind=aspect, points=points)
    return made
