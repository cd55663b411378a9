"""Rows of a workbook that look like facts which are recorded already, under another id: a workbook that was saved again.

Its one trick: what looks alike is counted, not only found, so that of three equal rows against two recorded ones two are
alike and the third is new.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from duibiao.facts.drafts import Draft
from duibiao.facts.importing import Correction, Reading
from duibiao.facts.models import Fact
from duibiao.facts.queries import held_uids

_FIELDS = ("measure_id", "unit_id", "at", "site", "value", "out_of", "grade", "level")
Key = tuple[Any, ...]


def alike(reading: Reading) -> list[Draft]:
    """The drafts that may be recorded already. Of a fact and its corrections either all are alike or none."""
    drafts = reading.all_drafts
    known = held_uids(draft.uid for draft in drafts)
    fresh = [draft for draft in drafts if draft.uid not in known]
    there = _there(fresh)
    found: dict[str, Draft] = {}
    for draft in fresh:
        if there[_key_of(draft)] > 0:
            there[_key_of(draft)] -= 1
            found[draft.uid] = draft
    apart = set(_apart(reading.corrections, found.keys() | known.keys()))
    return [draft for uid, draft in found.items() if uid not in apart]


def without(reading: Reading, left_out: Iterable[Draft]) -> None:
    """Take some drafts out of a reading."""
    gone = {draft.uid for draft in left_out}
    reading.drafts = {of: [one for one in lot if one.uid not in gone] for of, lot in reading.drafts.items()}
    reading.corrections = [one for one in reading.corrections if one.draft.uid not in gone]


def _there(drafts: list[Draft]) -> Counter[Key]:
    """How often each matter is recorded, whether it was corrected later or not."""
    if not drafts:
        return Counter()
    about = Fact.objects.filter(measure__in={one.measure for one in drafts}, unit__in={one.unit for one in drafts})
    return Counter(_key(row) for row in about.values_list(*_FIELDS).iterator(chunk_size=5000))


def _key_of(draft: Draft) -> Key:
    given = (draft.measure.pk, draft.unit.code, draft.at, draft.site)
    return _key((*given, draft.value, draft.out_of, draft.grade, draft.level))


def _key(row: Key) -> Key:
    measure, unit, at, *rest = row
    return (measure, unit, _day(at), *(value if value != "" else None for value in rest))


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None


def _apart(corrections: list[Correction], alike: Iterable[str]) -> Iterator[str]:
    """Alike rows that belong to a matter which is not wholly alike."""
    matter: dict[str, str] = {}
    members: dict[str, set[str]] = {}
    for one in corrections:  # in their order: what is corrected comes first
        root = matter[one.draft.uid] = matter.get(one.target, one.target)
        members.setdefault(root, {root}).add(one.draft.uid)
    held = set(alike)
    for uids in members.values():
        if not uids <= held:
            yield from uids
