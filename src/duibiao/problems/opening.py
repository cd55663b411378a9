"""Opening a problem, from wherever it was found.

Its one trick: what comes in is first a finding, unique by its source and reference; only then it is decided whether it is a
new problem, one that is known and open, or a relapse of one that is being watched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from duibiao.campaigns.models import Campaign
from duibiao.files.models import Blob
from duibiao.organisation.models import Unit, User
from duibiao.places.models import Area, Site
from duibiao.problems import proposing, telling
from duibiao.problems.choices import LIVE, EventKind, Severity, Source, Status, When
from duibiao.problems.models import Finding, Kind, Photo, Problem
from duibiao.problems.photos import oddities
from duibiao.problems.rules import clock, deadline, kind_of, terms
from duibiao.problems.writing import locked, move


@dataclass(frozen=True)
class Found:
    """What was found, as somebody reported it."""

    source: Source
    reference: str
    kind: Kind
    words: str
    subject: str
    matter: str
    site: Site | None
    area: Area | None
    place_words: str
    longitude: float | None
    latitude: float | None
    indicator: str
    campaign: Campaign | None
    unit: Unit | None
    severity: str
    photos: Sequence[Blob]
    found_at: datetime


@transaction.atomic
def open_problem(
    by: User | None,
    *,
    source: Source | str,
    reference: str,
    kind: str,
    words: str,
    subject: str = "",
    matter: str = "",
    site: Site | None = None,
    area: Area | None = None,
    place_words: str = "",
    longitude: float | None = None,
    latitude: float | None = None,
    indicator: str = "",
    campaign: Campaign | None = None,
    unit: Unit | None = None,
    severity: Severity | str = "",
    photos: Sequence[Blob] = (),
    found_at: datetime | None = None,
    again: Problem | None = None,
) -> Problem:
    """The problem for something found, in the caller's transaction. The same source and reference again is the same problem.

    `kind` is a kind's code; `subject` says by the finder's own code what exactly it is (the item of a checklist), `matter`
    which department answers for it where the kind's own matter does not. At the same site, what is of the same kind and subject
    is the same thing: seen again if the problem is open, a relapse if it is watched. `again` names the problem that has come up
    again, where somebody looked at that very one. The caller has checked that `by` may report; None is somebody without an account.
    """
    known = Finding.objects.filter(source=source, reference=reference).select_related("problem").first()
    if known is not None:
        return known.problem
    of = kind_of(kind)
    found = Found(
        Source(source), reference, of, words.strip()[:500], subject[:60], matter or of.matter, site, area or (site.within if site else None),
        place_words[:200], longitude, latitude, indicator, campaign, unit, severity or of.severity, photos,
        found_at or timezone.now(),
    )  # fmt: skip
    return _once(by, found, again)


def _once(by: User | None, found: Found, again: Problem | None) -> Problem:
    """Of two who report the same at one moment on two connections, the second is told what the first made."""
    try:
        with transaction.atomic():
            return _taken_in(by, found, again)
    except IntegrityError:
        known = Finding.objects.filter(source=found.source, reference=found.reference).select_related("problem").first()
        if known is None:
            raise
        return known.problem


def _taken_in(by: User | None, found: Found, same: Problem | None) -> Problem:
    _one_at_a_time(found)
    again = same or _known(found)
    held = locked(again) if again is not None else _made(by, found)
    relapse = again is not None and held.status in WATCHED
    if relapse:
        _reopen(by, held, found)
    elif again is not None:
        move(by, held, EventKind.SEEN_AGAIN, words=found.words, sightings=held.sightings + 1)
    Finding.objects.create(
        problem=held, source=found.source, reference=found.reference, words=found.words, round=held.round,
        relapse=relapse, found_at=found.found_at, by=by,
    )  # fmt: skip
    _keep_photos(by, held, found)
    if again is None:
        _give_out(held)
    return held


#: Closed, and what comes up again is a relapse.
WATCHED = (Status.CLOSED, Status.ARCHIVED)


def _one_at_a_time(found: Found) -> None:
    """Two inspectors at one site at one moment: the second sees what the first opened."""
    if found.site is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [found.site.pk % 2**31, found.kind.pk % 2**31])


def _known(found: Found) -> Problem | None:
    """The same thing at the same site: a problem that is open, else one whose watch is not over."""
    if found.site is None:
        return None
    same = Problem.objects.filter(site=found.site, kind=found.kind)
    if found.subject:
        opened = same.filter(status__in=LIVE, subject=found.subject).order_by("-id").first()
        if opened is not None:
            return opened
        same = same.filter(subject__in=["", found.subject])
    day = timezone.localdate(found.found_at)
    watched = same.filter(status__in=WATCHED, watch_until__gte=day, closed_at__lte=found.found_at)
    return watched.order_by("-closed_at").first()


def _made(by: User | None, found: Found) -> Problem:
    """A new row; its number comes from the table's own sequence, so that nobody waits for anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('problems_problem', 'id'))")
        pk = cursor.fetchone()[0]
    now, site = timezone.now(), found.site
    unit, why = proposing.best(found)
    at = (found.longitude, found.latitude)
    if site is not None and found.latitude is None:
        at = (site.longitude, site.latitude)
    made = Problem.objects.create(
        pk=pk, number=f"{timezone.localdate(found.found_at).year}-{pk:06d}", source=found.source, kind=found.kind,
        subject=found.subject, severity=found.severity, words=found.words, site=site, area=found.area,
        place_words=found.place_words, longitude=at[0], latitude=at[1], campaign=found.campaign, indicator=found.indicator,
        proposed=unit, proposed_why=why, found_at=found.found_at, opened_at=now, opened_by=by,
    )  # fmt: skip
    move(by, made, EventKind.FOUND, words=found.words, now=now)
    return made


def _reopen(by: User | None, held: Problem, found: Found) -> None:
    """The same row in its next round: with the unit that had it, and a clock that begins anew."""
    now = timezone.now()
    fresh: dict[str, Any] = dict.fromkeys(
        (
            "signed_at",
            "signed_by",
            "rectified_at",
            "rectified_by",
            "rechecked_at",
            "rechecked_by",
            "closed_at",
            "closed_by",
            "watch_until",
        )
    )
    fresh |= {"round": held.round + 1, "sightings": held.sightings + 1, "found_at": found.found_at, "late": False}
    fresh |= {"disposal": "", "document": "", "old_since": None}
    if held.unit is None or not held.unit.is_current:
        move(by, held, EventKind.RELAPSED, to=Status.FOUND, words=found.words, now=now, unit=None, due_at=None, **fresh)
        telling.office(held, "relapsed")
        return
    amount, measured = deadline(held.kind, held.severity)
    due = clock().due(timezone.localtime(now), amount, measured)
    timed: dict[str, Any] = {
        "amount": amount,
        "measured": measured,
        "due_at": due.at,
        "due_provisional": due.provisional,
    }
    move(
        by, held, EventKind.RELAPSED, to=Status.ASSIGNED, words=found.words, now=now, assigned_at=now, **timed, **fresh
    )
    telling.relapsed(held)


def _keep_photos(by: User | None, held: Problem, found: Found) -> None:
    rows = [
        Photo(problem=held, round=held.round, when=When.BEFORE, blob=blob, taken_at=found.found_at, by=by,
              longitude=found.longitude, latitude=found.latitude, oddities=oddities(blob, held, None, None, before=True)[0])
        for blob in found.photos
    ]  # fmt: skip
    Photo.objects.bulk_create(rows, ignore_conflicts=True)


def _give_out(held: Problem) -> None:
    """Straight to the unit, in the name of who allowed it, where the unit is beyond doubt."""
    county = terms()
    sure = held.proposed is not None and held.proposed.is_current
    if sure and county.dispatches and county.dispatcher is not None:
        from duibiao.problems.assigning import give

        assert held.proposed is not None
        give(county.dispatcher, held, held.proposed)
