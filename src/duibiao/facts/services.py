"""The only door of the journal: a fact is posted, or superseded with a reason. There is no other way to change it.

Its one trick: the counter moves on first, which lets one sender in at a time; what was known already by its sender's id
is then left out and its numbers given back, so that sending twice, even at the same moment, records once and leaves no gap.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.facts.choices import Source
from duibiao.facts.claims import BY_HAND, claim_faults
from duibiao.facts.drafts import Draft, Refused, faults
from duibiao.facts.models import Counter, Fact, Liability
from duibiao.facts.permissions import may_post_from, may_supersede
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require

#: Numbers of facts that are only rehearsed begin beyond this; no journal comes so far.
_BEYOND = 10**15
_rehearsed: ContextVar[Counter | None] = ContextVar("rehearsed", default=None)


class AlreadySuperseded(Exception):
    """Somebody corrected this fact first; `newer` is what counts now."""

    def __init__(self, newer: Fact) -> None:
        super().__init__(f"fact {newer.supersedes_id} was superseded by {newer.sequence}")
        self.newer = newer


class Contradicts(Exception):
    """The sender's id is known, with another content."""

    def __init__(self, held: Fact) -> None:
        super().__init__(f"uid {held.uid} is recorded with other content")
        self.held = held


@dataclass(frozen=True)
class Posted:
    """What was recorded: the new facts, and how many were known before."""

    facts: Sequence[Fact]
    known: int


@contextmanager
def rehearsal() -> Iterator[None]:
    """What is recorded inside is rolled back, and nobody waits for it: its numbers lie beyond the journal's end."""
    token = _rehearsed.set(Counter(last=_BEYOND + 10**7 * secrets.randbelow(10**7)))
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _rehearsed.reset(token)


def _counted(new: int) -> Counter:
    """The counter moved on by so many facts, and locked until the transaction ends; in a rehearsal one that locks nothing."""
    counter = _rehearsed.get()
    if counter is None:
        [counter] = Counter.objects.raw(
            "UPDATE facts_counter SET last = last + %s WHERE id = 1 RETURNING id, last", [new]
        )
    else:
        counter.last += new
    return counter


def _give_back(counter: Counter, unused: int) -> None:
    """Numbers that were not needed: the journal has no gaps."""
    counter.last -= unused
    if unused and _rehearsed.get() is None:
        counter.save(update_fields=["last"])


@transaction.atomic
def post(
    by: User, *, drafts: Sequence[Draft], source: str, at: datetime | None = None, entitled: bool = False
) -> Posted:
    """Record drafts, all or nothing. Raises `Refused` or `Contradicts`. `entitled`: a part above has checked its own rule."""
    require(entitled or may_post_from(by, source))
    wrong = [fault for draft in drafts for fault in faults(draft)]
    if source in BY_HAND and not entitled:
        wrong += [fault for _draft, fault in claim_faults(drafts)]
    if wrong:
        raise Refused(wrong)
    counter = _counted(len(drafts))
    held = {fact.uid: fact for fact in Fact.objects.filter(uid__in=[draft.uid for draft in drafts])}
    for draft in drafts:
        if draft.uid in held and not _same(held[draft.uid], draft):
            raise Contradicts(held[draft.uid])
    fresh = list({draft.uid: draft for draft in drafts if draft.uid not in held}.values())
    _give_back(counter, len(drafts) - len(fresh))
    facts = _append(by, counter, fresh, source, at or timezone.now())
    if facts:
        note(by, "facts.post", None, first=facts[0].sequence, last=facts[-1].sequence, source=source)
    return Posted(facts, len(drafts) - len(facts))


def _append(
    by: User, counter: Counter, drafts: Sequence[Draft], source: str, now: datetime, **correction: object
) -> list[Fact]:
    first = counter.last - len(drafts) + 1
    facts = [_row(by, draft, number, source, now, **correction) for number, draft in enumerate(drafts, first)]
    if not facts:
        return facts
    Fact.objects.bulk_create(facts, batch_size=2000)
    liable = [Liability(fact=fact, unit=u) for fact, draft in zip(facts, drafts, strict=True) for u in draft.liable]
    if liable:
        Liability.objects.bulk_create(liable, batch_size=5000)
    return facts


def _row(by: User, draft: Draft, sequence: int, source: str, now: datetime, **correction: object) -> Fact:
    return Fact(
        sequence=sequence,
        uid=draft.uid,
        measure=draft.measure,
        unit=draft.unit,
        site=draft.site or None,
        at=draft.at,
        value=draft.value,
        out_of=draft.out_of,
        grade=draft.grade or None,
        level=draft.level or None,
        source=source,
        reference=draft.reference or None,
        recorded_at=now,
        recorded_by=by,
        **correction,
    )


def _same(fact: Fact, draft: Draft) -> bool:
    mine = (fact.measure_id, fact.unit_id, fact.site, fact.at, fact.value, fact.out_of, fact.grade, fact.level)
    return mine == (
        draft.measure.pk,
        draft.unit.code,
        draft.site or None,
        draft.at,
        draft.value,
        draft.out_of,
        draft.grade or None,
        draft.level or None,
    )


@transaction.atomic
def supersede(
    by: User, fact: Fact, *, draft: Draft, reason: str, at: datetime | None = None, entitled: bool = False
) -> Fact:
    """A correction: the old fact stays and counts no more. Raises `Refused`, `AlreadySuperseded`.

    Sending the same correction (by its uid) twice records it once. `entitled`: a part above has checked its own rule
    (who decides an appeal is not who records facts).
    """
    require(entitled or may_supersede(by, fact))
    wrong = list(faults(draft))
    if not entitled and (fact.source in BY_HAND or fact.source == Source.REGISTER):
        wrong += [fault for _draft, fault in claim_faults([replace(draft, measure=fact.measure)])]
    if wrong:
        raise Refused(wrong)
    counter = _counted(1)
    newer = Fact.objects.filter(supersedes=fact).first()
    if newer is not None:
        if newer.uid == draft.uid:
            _give_back(counter, 1)
            return newer
        raise AlreadySuperseded(newer)
    kept = draft.liable or tuple(one.unit for one in fact.liabilities.select_related("unit"))
    # a correction speaks of the same matter: measure and unit are those of the fact it replaces
    same_matter = replace(draft, measure=fact.measure, unit=fact.unit, liable=kept)
    [correction] = _append(
        by, counter, [same_matter], fact.source, at or timezone.now(), supersedes=fact, reason=reason
    )
    note(by, "facts.supersede", None, fact=fact.sequence, by_fact=correction.sequence)
    return correction
