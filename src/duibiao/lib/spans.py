"""Things that hold from one day to another: a post, a unit's existence. The last day belongs to the span."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def today() -> date:
    return timezone.localdate()


def current(on: date | None = None, prefix: str = "") -> Q:
    """The SQL condition of what holds on a day (today): begun, and not over."""
    day = on or today()
    begun = Q(**{f"{prefix}since__isnull": True}) | Q(**{f"{prefix}since__lte": day})
    return begun & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day}))


class Span(models.Model):
    """Holds from `since` to `until`, both days included; an empty end is open."""

    since = models.DateField(_("起始日期"), null=True, blank=True)
    until = models.DateField(_("终止日期"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_current(self) -> bool:
        day = today()
        return (self.since is None or self.since <= day) and (self.until is None or self.until >= day)


def in_order(name: str) -> Any:
    """The constraint that a span does not end before it begins."""
    condition = Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since"))
    return models.CheckConstraint(condition=condition, name=name)


def moments_of(month: date) -> tuple[datetime, datetime]:
    """A month's first moment, and the first after it; any day of the month will do."""
    first = month.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return _midnight(first), _midnight(after)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
