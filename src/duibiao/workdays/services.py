"""The only place that writes the work calendar. Every act leaves what stood there before and sets a new stamp."""

import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from duibiao.audit.services import note
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.workdays import published, queries
from duibiao.workdays.choices import DayKind
from duibiao.workdays.models import Day, Edit, Stamp, Year
from duibiao.workdays.permissions import may_edit_calendar
from duibiao.workdays.published import Exceptional

#: The usual weekday again: what the form offers beside off and worked.
USUAL = "usual"


class NotTheLatest(Exception):
    """Only the latest change of a year can be taken back: others rest on it."""


@transaction.atomic
def take_notice(by: User, *, year: int, days: Iterable[Exceptional], document: str = "") -> Edit:
    """The State Council's notice for a year is in: its days take the place of all that stood for that year."""
    require(may_edit_calendar(by))
    row = _own(year)
    edit = _write(by, row, days=list(days), noticed=True, document=document)
    note(by, "workdays.take_notice", row, year=year)
    return edit


@transaction.atomic
def set_day(by: User, *, day: date, kind: str, name: str = "") -> Edit:
    """One day off, worked, or (`USUAL`) as its weekday says."""
    require(may_edit_calendar(by))
    row = _own(day.year)
    days = [one for one in _days(row) if one.day != day]
    if kind != USUAL:
        days.append(Exceptional(day, DayKind(kind), name))
    edit = _write(by, row, days=days, noticed=row.noticed, document=row.document)
    note(by, "workdays.set_day", row, day=day.isoformat(), decision=kind)
    return edit


@transaction.atomic
def undo(by: User, edit: Edit) -> None:
    """Take the latest change of a year back. Taking it back twice changes nothing."""
    require(may_edit_calendar(by))
    row = _own(edit.year_id)
    held = Edit.objects.select_for_update().get(pk=edit.pk)
    if held.undone_at is not None:
        return
    if queries.latest_edit(row.year) != held:
        raise NotTheLatest
    before = held.before
    _put(row, _from_json(before["days"]), noticed=before["noticed"], document=before["document"])
    Edit.objects.filter(pk=held.pk).update(undone_at=timezone.now())
    _after()
    note(by, "workdays.undo", row, year=row.year)


def mark_followed() -> None:
    """Everything that rests on the calendar has been worked out with these years."""
    noticed = sorted(queries.calendar().noticed)
    Stamp.objects.update_or_create(pk=1, defaults={"noticed": noticed}, create_defaults={"noticed": noticed})


@transaction.atomic
def follow_if_new_years() -> bool:
    """Ask for everything to be worked out anew if a year has a notice now that had none then."""
    held = Stamp.objects.first()
    if held is not None and set(held.noticed) == set(queries.calendar().noticed):
        return False
    _recompute_later()
    return True


def _own(year: int) -> Year:
    """The office's own row of a year, locked; made from what is published when it is first touched."""
    known = year in published.years()
    row, made = Year.objects.get_or_create(pk=year, defaults={"noticed": known})
    if made:
        Day.objects.bulk_create(_rows(row, published.of_year(year)), ignore_conflicts=True)
    return Year.objects.select_for_update().get(pk=row.pk)


def _write(by: User, row: Year, *, days: list[Exceptional], noticed: bool, document: str) -> Edit:
    before = _as_json(_days(row), row)
    _put(row, days, noticed=noticed, document=document)
    edit = Edit.objects.create(year=row, before=before, after=_as_json(_days(row), row), by=by)
    _after()
    return edit


def _put(row: Year, days: list[Exceptional], *, noticed: bool, document: str) -> None:
    row.noticed, row.document = noticed, document
    row.save(update_fields=["noticed", "document"])
    row.days.all().delete()
    Day.objects.filter(day__in=[one.day for one in days]).delete()  # another year's notice may have named it
    Day.objects.bulk_create(_rows(row, days))


def _rows(row: Year, days: Iterable[Exceptional]) -> list[Day]:
    return [Day(year=row, day=one.day, kind=one.kind, name=one.name) for one in days]


def _days(row: Year) -> list[Exceptional]:
    return [Exceptional(one.day, one.kind, one.name) for one in row.days.all()]


def _as_json(days: Iterable[Exceptional], row: Year) -> dict[str, Any]:
    lines = [[one.day.isoformat(), str(one.kind), one.name] for one in sorted(days, key=lambda one: one.day)]
    return {"days": lines, "noticed": row.noticed, "document": row.document}


def _from_json(lines: list[list[str]]) -> list[Exceptional]:
    return [Exceptional(date.fromisoformat(day), kind, name) for day, kind, name in lines]


def _after() -> None:
    """A new stamp, and whoever rests on the calendar follows by a job."""
    token = uuid.uuid4()
    Stamp.objects.update_or_create(pk=1, defaults={"token": token}, create_defaults={"token": token})
    queries.forget()
    _recompute_later()


def _recompute_later() -> None:
    from duibiao.workdays.tasks import recompute

    with suppress(AlreadyEnqueued), transaction.atomic():
        recompute.defer()
