"""Giving: a material is handed in once and used for as many requirements as it serves.

Its one trick: the same content handed in again by the same unit is the same material. It gets one more use and no second copy.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.files.kinds import KINDS, Refused, ending_of, safe_name
from duibiao.files.models import Blob
from duibiao.files.tasks import look_into
from duibiao.ledger import reaching
from duibiao.ledger.choices import STANDING, UseState
from duibiao.ledger.models import Material, MaterialFile, Requirement, Use
from duibiao.ledger.permissions import leading, may_give
from duibiao.ledger.services.requirements import window_of
from duibiao.lib.spans import today
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Post, RoleGrant, Unit, User
from duibiao.organisation.permissions import require


@dataclass(frozen=True)
class Given:
    """A file that has arrived, and what is said of it (the fields of a material)."""

    blob: Blob
    name: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Gave:
    """What became of a file: its material, its use where one was asked for, and whether the material was there before."""

    material: Material
    use: Use | None
    known: bool


class Withdrawn(Exception):
    """The material was taken back; it can serve nothing more."""


class NotDemanded(Exception):
    """The requirement was dropped, or does not ask this unit."""


@transaction.atomic
def give(
    by: User, *, unit: Unit, files: Sequence[Given], requirement: Requirement | None = None, at: datetime | None = None
) -> list[Gave]:
    """Hand in files for a unit, and at once for a requirement if there is one. Raises `files.kinds.Refused`."""
    require(may_give(by, unit))
    _lock(unit)
    given = []
    for one in files:
        if requirement is not None:
            check_format(requirement, one.name)
        held = _same(unit, one.blob)
        material = held or _made(by, unit, one, requirement, at)
        used = use(by, requirement=requirement, material=material, at=at) if requirement is not None else None
        given.append(Gave(material, used, held is not None))
    return given


def _lock(unit: Unit) -> None:
    """Two hands at once over the same content of the same unit make one material."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)


def check_format(requirement: Requirement, name: str) -> None:
    """Raises `Refused` where the list demands another format."""
    kind = KINDS.get(ending_of(name))
    if requirement.formats and kind is not None and kind.family not in requirement.formats:
        from duibiao.ledger.choices import Format

        wanted = "、".join(str(Format(one).label) for one in requirement.formats)
        raise Refused("format", wrong_format(wanted))


def wrong_format(wanted: str) -> str:
    from django.utils.translation import gettext as _

    return _("这一项要求交%s。请转成这种格式再传。") % wanted


def _same(unit: Unit, blob: Blob) -> Material | None:
    """The unit's material whose newest version is this very content."""
    found = MaterialFile.objects.filter(material__unit=unit, blob=blob, material__withdrawn_at=None)
    for one in found.select_related("material").order_by("-material"):
        if not one.material.files.filter(number__gt=one.number).exists():
            return one.material
    return None


def _made(by: User, unit: Unit, one: Given, requirement: Requirement | None, at: datetime | None) -> Material:
    name = safe_name(one.name)
    fields = {key: value for key, value in one.fields.items() if value not in (None, "")}
    fields.setdefault("title", name.rpartition(".")[0] or name)
    fields.setdefault("kind", requirement.kind if requirement is not None else "other")
    when = at or timezone.now()
    material = Material.objects.create(unit=unit, by=by, at=when, **fields)
    _version(by, material, 1, one.blob, name, when)
    note(by, "ledger.give", material, unit=unit.pk, sha256=one.blob.sha256)
    return material


def _version(by: User, material: Material, number: int, blob: Blob, name: str, at: datetime) -> MaterialFile:
    made = MaterialFile.objects.create(material=material, number=number, blob=blob, name=name, by=by, at=at)
    look_into.defer(blob=blob.pk)
    return made


@transaction.atomic
def use(
    by: User, *, requirement: Requirement, material: Material, page: int | None = None, at: datetime | None = None
) -> Use:
    """Let a material serve a requirement too; using it twice for the same changes nothing. Raises `Withdrawn`, `NotDemanded`."""
    require(may_give(by, material.unit))
    if material.is_withdrawn:
        raise Withdrawn(material.pk)
    if requirement.dropped_at is not None:
        raise NotDemanded(requirement.pk)
    now = at or timezone.now()
    late = is_late(requirement, timezone.localdate(now))
    state = first_state(requirement, material.unit)
    fields = {"unit": material.unit, "state": state, "page": page, "late": late, "by": by, "at": now, "moved_at": now}
    rows = Use.objects.select_for_update()  # the unique constraint decides between two hands
    held, made = rows.get_or_create(requirement=requirement, material=material, defaults=fields)
    if not made and held.state != UseState.WITHDRAWN:
        return held  # sent again by a sender who never heard the answer: no second act, no second line
    if not made:
        move(held, state, late=held.late or late, at=now)
    note(by, "ledger.use", material, requirement=requirement.pk, late=held.late)
    standing = Use.objects.filter(requirement=requirement, unit=material.unit, state__in=STANDING).count()
    if standing >= requirement.number:
        reaching.settle(by, requirement, material.unit)
    return held


def is_late(requirement: Requirement, day: date) -> bool:
    """After the line's own day, else after the window has closed."""
    due = requirement.due_on or window_of(requirement.campaign).closes_on
    return due is not None and day > due


def first_state(requirement: Requirement, unit: Unit) -> UseState:
    """Where a material begins: before the unit's own leader where two looks are asked and the unit has one who can log in."""
    if window_of(requirement.campaign).two_levels and has_leader(unit):
        return UseState.GIVEN
    return UseState.CHECKED


def has_leader(unit: Unit) -> bool:
    leaders = Post.objects.filter(leading(), unit=unit).values("person")
    return RoleGrant.objects.filter(role=Role.UNIT, unit=unit, user__is_active=True, user__person__in=leaders).exists()


def move(use: Use, state: str, *, at: datetime | None = None, **fields: Any) -> None:
    """Bring a use into another state."""
    use.state, use.moved_at = state, at or timezone.now()
    for name, value in fields.items():
        setattr(use, name, value)
    use.save(update_fields=["state", "moved_at", *fields])


@transaction.atomic
def add_version(by: User, material: Material, *, blob: Blob, name: str, at: datetime | None = None) -> MaterialFile:
    """A newer file in place of the one that stands. What was returned waits for review again; what was accepted is looked at anew."""
    require(may_give(by, material.unit))
    held = Material.objects.select_for_update().get(pk=material.pk)
    if held.is_withdrawn:
        raise Withdrawn(material.pk)
    newest = held.files.first()
    if newest is not None and newest.blob_id == blob.pk:
        return newest
    number = (held.files.aggregate(most=Max("number"))["most"] or 0) + 1
    now = at or timezone.now()
    made = _version(by, held, number, blob, safe_name(name), now)
    for one in held.uses.select_related("requirement__campaign").exclude(state=UseState.WITHDRAWN):
        late = one.late or (one.due_on is not None and timezone.localdate(now) > one.due_on)
        move(one, first_state(one.requirement, held.unit), at=now, late=late, due_on=None)
    note(by, "ledger.add_version", held, number=number, sha256=blob.sha256)
    return made


@transaction.atomic
def change_material(by: User, material: Material, *, version: int, **fields: Any) -> Material:
    """What is said of it: title, days, the six facts of a photo."""
    from duibiao.lib import versions

    require(may_give(by, material.unit))
    changes = versions.save(material, version=version, **fields)
    note(by, "ledger.change_material", material, fields=sorted(fields), changes=changes)
    return material


@transaction.atomic
def withdraw(by: User, material: Material, *, why: str) -> None:
    """Take a material back from all its uses. It stays on record, with the reason."""
    require(may_give(by, material.unit))
    now = timezone.now()
    if Material.objects.filter(pk=material.pk, withdrawn_at=None).update(withdrawn_at=now, withdrawn_why=why):
        material.uses.exclude(state=UseState.WITHDRAWN).update(state=UseState.WITHDRAWN, moved_at=now)
        note(by, "ledger.withdraw", material)


@transaction.atomic
def stop_using(by: User, use: Use) -> None:
    """The material serves this requirement no more; its other uses stay. What was accepted is the office's to end."""
    require(may_give(by, use.unit))
    held = Use.objects.select_for_update().get(pk=use.pk)
    if held.state not in (UseState.WITHDRAWN, UseState.ACCEPTED):
        move(held, UseState.WITHDRAWN)
        note(by, "ledger.stop_using", use.material, requirement=use.requirement_id)


def due_of(requirement: Requirement) -> date | None:
    return requirement.due_on or window_of(requirement.campaign).closes_on


def left(requirement: Requirement) -> int | None:
    """Days until it is due; None where there is no day."""
    due = due_of(requirement)
    return (due - today()).days if due is not None else None
