"""A fault that was found wrong on appeal: it stays on record as it was seen, is marked, and costs nothing any more."""

import math
from copy import copy
from typing import Any

from django.utils import timezone

from duibiao.facts.models import Fact
from duibiao.inspections.choices import Answer, Outcome
from duibiao.inspections.models import Observation
from duibiao.inspections.opening import reference
from duibiao.inspections.recording import value_of
from duibiao.organisation.models import User
from duibiao.problems.choices import Source
from duibiao.problems.services import overturn_finding


def as_if_good(observation: Observation) -> dict[str, Any]:
    """What the fact would say if this one had been well: `value`, `out_of` of its measure. A proposal for who decides."""
    measure = observation.item.measure
    if measure is None:
        return {}
    same = {"visit": observation.visit_id, "item__measure": measure}
    seen = Observation.objects.filter(**same).exclude(outcome=Outcome.NOT_APPLICABLE).select_related("item__measure")
    return dict(value_of(measure, [_good(row) if _was_wrong(row, observation) else row for row in seen]))


def _was_wrong(row: Observation, observation: Observation) -> bool:
    return row.pk == observation.pk or row.overturned_at is not None


def _good(row: Observation) -> Observation:
    """The same item just on the right side of its line."""
    good, line = copy(row), row.item.good_when or 0.0
    if row.item.answer == Answer.MARK and row.item.good_when is None and row.item.measure is not None:
        line = float((row.item.measure.definition.get("range") or (0, 1))[1])
    good.outcome, good.points_lost = Outcome.GOOD, 0.0
    if row.value is not None and row.item.answer == Answer.SHARE:
        whole = row.out_of or 0.0
        good.value = math.floor(whole * line / 100) if row.item.fewer else math.ceil(whole * line / 100)
    elif row.value is not None:
        good.value = line
    return good


def overturn(by: User, observation: Observation | None, old: Fact | None, new: Fact | None, *, reason: str) -> None:
    """In the caller's transaction: mark the fault, end its problem, and let observations rest on the fact that counts now."""
    if old is not None and new is not None:
        Observation.objects.filter(fact=old).update(fact=new)
    if observation is not None:
        Observation.objects.filter(pk=observation.pk, overturned_at=None).update(overturned_at=timezone.now())
        name = reference(observation.visit, observation.item.code)
        overturn_finding(by, source=Source.VISIT, reference=name, reason=reason)
