"""One problem becomes several, several become one; with their histories kept and their links shown. And what may be changed of one."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.problems import telling
from duibiao.problems.assigning import give
from duibiao.problems.choices import LIVE, EventKind, Source, Status
from duibiao.problems.models import Kind, Photo, Problem
from duibiao.problems.opening import open_problem
from duibiao.problems.permissions import may_decide, may_manage
from duibiao.problems.refusals import NotNow, Refused
from duibiao.problems.writing import locked, locked_all, move, need

SPLITTABLE = (Status.FOUND, Status.ASSIGNED, Status.SIGNED, Status.RETURNED, Status.RULING)


@transaction.atomic
def split(
    by: User, problem: Problem, *, parts: Sequence[tuple[str, Unit | None]], version: int | None = None
) -> list[Problem]:
    """Two or more problems instead of one, each with its words and, if it is known, its unit. The first stays as their parent."""
    require(may_manage(by))
    held = locked(problem, version)
    need(held, *SPLITTABLE, act=_("拆分"))
    if len(parts) < 2:
        raise Refused(_("拆分至少要写两项：一项一行。"))
    made = [_part(by, held, number, words, unit) for number, (words, unit) in enumerate(parts, 1)]
    _answered(by, held)
    move(by, held, EventKind.SPLIT, to=Status.SPLIT, words="、".join(one.number for one in made))
    telling.over(held, by, done=False)
    return made


def _part(by: User, held: Problem, number: int, words: str, unit: Unit | None) -> Problem:
    """A part has its parent's place and photos; its subject is its own, so that parts are not taken for one another."""
    made = open_problem(
        by, source=Source(held.source), reference=f"split:{held.pk}:{held.version}:{number}", kind=held.kind.code,
        words=words, subject=f"split:{held.pk}:{number}", site=held.site, area=held.area, place_words=held.place_words,
        longitude=held.longitude, latitude=held.latitude, indicator=held.indicator, campaign=held.campaign,
        severity=held.severity, found_at=held.found_at,
    )  # fmt: skip
    Problem.objects.filter(pk=made.pk).update(parent=held)
    made.parent = held
    Photo.objects.bulk_create(
        [
            Photo(problem=made, round=1, when=one.when, blob_id=one.blob_id, name=one.name, taken_at=one.taken_at, by=one.by,
                  longitude=one.longitude, latitude=one.latitude)
            for one in held.photos.filter(round=held.round).select_related("by")
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    fresh = locked(made)
    if unit is not None and fresh.status == Status.FOUND:
        give(by, fresh, unit)
    return fresh


def _answered(by: User, held: Problem) -> None:
    held.returned.filter(answered_at=None).update(answered_by=by, answered_at=timezone.now())


@transaction.atomic
def merge(by: User, main: Problem, *, others: Iterable[Problem], words: str = "") -> int:
    """The same thing reported several times goes on as one. What was said of the others is read in it; returns how many."""
    require(may_manage(by))
    rows = {one.pk: one for one in locked_all([main.pk, *(one.pk for one in others)])}
    held = rows.pop(main.pk)
    need(held, *LIVE, act=_("并案"))
    joined = [one for one in rows.values() if one.status in SPLITTABLE]
    if not joined:
        raise NotNow(_("选的问题都已经整改、销号或并案，没有可以并入的。"))
    for one in joined:
        _answered(by, one)
        move(by, one, EventKind.MERGED, to=Status.MERGED, words=words, other=held, merged_into=held)
        telling.over(one, by, done=False)
    total = held.sightings + sum(one.sightings for one in joined)
    said = "、".join(one.number for one in joined)
    move(by, held, EventKind.MERGED, words=f"{said} {words}".strip(), sightings=total)
    return len(joined)


@transaction.atomic
def change(
    by: User, problem: Problem, *, kind: Kind, severity: str, words: str, shortcoming: str = "", version: int | None = None
) -> Problem:  # fmt: skip
    """Another kind, severity or wording. The deadline that was given stays; it follows at the next assigning."""
    require(may_manage(by))
    held = locked(problem, version)
    need(held, *LIVE, act=_("修改"))
    said = [f"{held.kind.name} → {kind.name}"] if kind.pk != held.kind_id else []
    said += [f"{held.words} → {words}"] if words != held.words else []
    move(
        by,
        held,
        EventKind.CHANGED,
        words="；".join(said),
        kind=kind,
        severity=severity,
        shortcoming=shortcoming,
        says=words,
    )
    return held


@transaction.atomic
def call_major(by: User, problem: Problem, *, words: str, version: int | None = None) -> Problem:
    """A matter for the headquarters (重大事项): it is told of it, and the page says so until it is over."""
    require(may_decide(by))
    held = locked(problem, version)
    need(held, *LIVE, act=_("列为重大事项"))
    move(by, held, EventKind.MAJOR, words=words, major=True)
    telling.office(held, "major")
    return held
