"""Checklists: taken in from a pack, drafted anew, put in force. What is in force never changes, its example pictures apart."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.files.models import Blob
from duibiao.files.taking import take_photo
from duibiao.inspections.choices import VersionState
from duibiao.inspections.models import Checklist, ChecklistVersion, Item
from duibiao.inspections.permissions import may_run_rounds
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.places import siting
from duibiao.places.models import SiteType
from duibiao.standards.models import Edition, Measure
from duibiao.standards.queries import standard_of
from duibiao_engine.checklists import Sheet, read
from duibiao_engine.problems import Problem

#: A photo as it was sent: its name and its bytes.
Photo = tuple[str, bytes]


class InForce(Exception):
    """A version in force, or retired, is not changed: draft a new one."""


class Empty(Exception):
    """A checklist without items is not put in force."""


@transaction.atomic
def take_in(
    by: User, edition: Edition, *, text: str, file: str = "checklists.yaml"
) -> tuple[list[Checklist], list[Problem]]:
    """The checklists of a file, each put in force where there is none; or everything that is wrong, and nothing done."""
    require(may_run_rounds(by))
    sheets, problems = read(text, file, standard_of(edition))
    if problems:
        return [], problems
    measures = {one.code: one.measure for one in edition.bindings.select_related("measure")}
    return [_take_in(by, edition, sheet, measures) for sheet in sheets], []


def _take_in(by: User, edition: Edition, sheet: Sheet, measures: Mapping[str, Measure]) -> Checklist:
    kind = siting.add_type(by, code=sheet.code, name=sheet.name, shape=sheet.shape, needs_person=sheet.needs_person)
    made, new = Checklist.objects.get_or_create(
        type=kind, edition=edition, defaults={"title": sheet.name, "form": f"{edition.pk}_{sheet.code}"}
    )
    if new:
        version = ChecklistVersion.objects.create(checklist=made, number=1, made_by=by)
        Item.objects.bulk_create(
            Item(
                checklist_version=version,
                number=n,
                unit_word=line.unit,
                measure=measures.get(line.measure),
                phrases=list(line.phrases),
                **line.model_dump(exclude={"unit", "measure", "phrases"}),
            )
            for n, line in enumerate(sheet.items, 1)
        )
        put_in_force(by, version)
    return made


@transaction.atomic
def add_checklist(by: User, *, type: SiteType, edition: Edition) -> ChecklistVersion:
    """An empty checklist for a type of site, as a draft."""
    require(may_run_rounds(by))
    made = Checklist.objects.create(type=type, edition=edition, title=type.name, form=f"{edition.pk}_{type.code}")
    version = ChecklistVersion.objects.create(checklist=made, number=1, made_by=by)
    note(by, "inspections.draft_checklist", version, number=1)
    return version


@transaction.atomic
def draft_from(by: User, checklist: Checklist) -> ChecklistVersion:
    """The draft of the next version, with the items of the newest one; if there is a draft already, that one."""
    require(may_run_rounds(by))
    newest = checklist.versions.select_for_update().order_by("-number").first()
    assert newest is not None
    if newest.state == VersionState.DRAFT:
        return newest
    draft = ChecklistVersion.objects.create(checklist=checklist, number=newest.number + 1, made_by=by)
    items = list(newest.items.all())
    for item in items:
        item.pk, item._state.adding, item.checklist_version = None, True, draft
    Item.objects.bulk_create(items)
    note(by, "inspections.draft_checklist", draft, number=draft.number)
    return draft


@transaction.atomic
def keep_item(by: User, version: ChecklistVersion, *, code: str, **fields: Any) -> Item:
    """Add or change one item of a draft."""
    require(may_run_rounds(by))
    if version.state != VersionState.DRAFT:
        raise InForce(version)
    number = fields.pop("number", None) or version.items.count() + 1
    kept, _new = Item.objects.update_or_create(
        checklist_version=version, code=code, defaults=fields, create_defaults={**fields, "number": number}
    )
    return kept


@transaction.atomic
def set_pictures(
    by: User, item: Item, *, right: Photo | None = None, wrong: Photo | None = None, without: Iterable[str] = ()
) -> Item:
    """Pictures that show how it should look and how not; `without`: the sides that lose theirs. Raises `files.kinds.Refused`.

    They cost no points and change no answer, so those of a version in force may be changed too: written down, with both
    pictures' hashes, and the draft that follows takes them over. A retired version stays as it was. What a camera wrote is taken off.
    """
    require(may_run_rounds(by))
    if item.checklist_version.state == VersionState.RETIRED:
        raise InForce(item.checklist_version)
    kept = {
        f"{side}_picture": take_photo(one[1], name=one[0]) for side, one in (("right", right), ("wrong", wrong)) if one
    }
    fresh: dict[str, Blob | None] = {f"{side}_picture": None for side in without} | kept
    for side, blob in fresh.items():
        before: Blob | None = getattr(item, side)
        if before != blob:
            _change_picture(by, item, side, before, blob)
    return item


def _change_picture(by: User, item: Item, side: str, before: Blob | None, blob: Blob | None) -> None:
    version = item.checklist_version
    setattr(item, side, blob)
    item.save(update_fields=[side])
    if version.state == VersionState.IN_FORCE:
        drafts = Item.objects.filter(checklist_version__checklist=version.checklist_id, code=item.code)
        drafts.filter(checklist_version__state=VersionState.DRAFT, **{side: before}).update(**{side: blob})
        old, new = (one.sha256[:12] if one else "" for one in (before, blob))
        note(by, "inspections.set_pictures", version, item=item.code, old=old, new=new)


@transaction.atomic
def drop_item(by: User, item: Item) -> None:
    """Take an item out of a draft."""
    require(may_run_rounds(by))
    if item.checklist_version.state != VersionState.DRAFT:
        raise InForce(item.checklist_version)
    item.delete()


@transaction.atomic
def put_in_force(by: User, version: ChecklistVersion) -> None:
    """The draft becomes what is checked from now on; the one before is retired, and late answers under it still count."""
    require(may_run_rounds(by))
    if version.state != VersionState.DRAFT:
        raise InForce(version)
    if not version.items.exists():
        raise Empty(version)
    now = timezone.now()
    version.checklist.versions.filter(state=VersionState.IN_FORCE).update(state=VersionState.RETIRED, retired_at=now)
    ChecklistVersion.objects.filter(pk=version.pk).update(state=VersionState.IN_FORCE, in_force_at=now)
    version.refresh_from_db()
    note(by, "inspections.put_in_force", version, number=version.number)


def in_force(edition: Edition, types: Iterable[SiteType] | None = None) -> list[ChecklistVersion]:
    """What is checked under an edition, with items: two statements."""
    found = ChecklistVersion.objects.filter(state=VersionState.IN_FORCE, checklist__edition=edition)
    if types is not None:
        found = found.filter(checklist__type__in=list(types))
    return list(found.select_related("checklist__type").prefetch_related("items").order_by("checklist__type__order"))
