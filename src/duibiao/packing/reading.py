"""What goes into a package, in the standard's own order and numbering: folders, names, and which file stands for what.

Its one trick: the plan is data alone, a few hundred letters for each file, so five thousand files are known before the first
is opened, and the same plan is recognised after an interruption by its hash.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from duibiao.campaigns.models import Campaign
from duibiao.files.kinds import ending_of
from duibiao.files.models import Blob, Preview, Text
from duibiao.ledger.choices import STANDING, UseState
from duibiao.ledger.models import MaterialFile, Requirement, SelfMark, Use
from duibiao.organisation.models import Unit
from duibiao.standards.models import Indicator
from duibiao.standards.queries import tree
from duibiao.truth.models import Redaction
from duibiao_engine.seals.names import once, safe

#: Letters of a folder's name.
FOLDER = 28


@dataclass(frozen=True)
class Planned:
    """One file of the package, and what the papers say of it."""

    path: str
    row: int  # of the material's version: what was sealed
    blob: int
    sha256: str
    size: int
    media_type: str
    redacted: bool
    title: str
    unit: str
    dated_on: date | None
    number: str
    demanded: str
    late: bool
    pages: int | None
    preview: int | None


@dataclass
class Folder:
    """An indicator with materials."""

    indicator: Indicator
    above: list[str]
    path: str
    files: list[Planned] = field(default_factory=list)
    marks: list[tuple[str, float]] = field(default_factory=list)


@dataclass
class Plan:
    """Everything, in order."""

    title: str
    campaign: Campaign
    unit: Unit | None
    folders: list[Folder]

    @property
    def files(self) -> Iterator[Planned]:
        return (one for folder in self.folders for one in folder.files)

    @property
    def digest(self) -> str:
        told = [self.title, *(f"{one.path} {one.sha256} {one.row}" for one in self.files)]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


def uses_of(campaign: Campaign, unit: Unit | None, *, everything: bool) -> QuerySet[Use]:
    """Accepted materials of the campaign's present edition; with `everything` also those that nobody has reviewed yet."""
    states = STANDING if everything else (UseState.ACCEPTED,)
    found = Use.objects.filter(
        requirement__campaign=campaign, requirement__edition=campaign.edition, requirement__dropped_at=None,
        state__in=states, material__withdrawn_at=None,
    )  # fmt: skip
    return found.filter(unit__path__startswith=unit.path) if unit is not None else found


def plan(campaign: Campaign, unit: Unit | None, *, everything: bool = False) -> Plan:
    """The plan of a package; a handful of statements, whatever its size."""
    named = f"{campaign.title} {unit.name}" if unit is not None else campaign.title
    made = Plan(named, campaign, unit, [])
    folders = _folders(campaign)
    give = once(set())
    for use in _rows(uses_of(campaign, unit, everything=everything)):
        folder = folders.get(use["code"])
        if folder is not None:
            place = len(folder.files) + 1
            folder.files.append(_planned(folder, use, place, give, alone=unit is not None))
    for mark in SelfMark.objects.filter(campaign=campaign, edition=campaign.edition).select_related("unit"):
        if mark.indicator in folders and (unit is None or mark.unit.path.startswith(unit.path)):
            folders[mark.indicator].marks.append((mark.unit.name, mark.points))
    made.folders = [folder for folder in folders.values() if folder.files]
    return made


def _folders(campaign: Campaign) -> dict[str, Folder]:
    """A folder for each leaf, below folders for its chapters, named as the standard numbers them."""
    rows = {row.number: row for row in tree(campaign.edition)}
    found: dict[str, Folder] = {}
    for row in rows.values():
        if row.leaf:
            above: list[Indicator] = []
            parent = rows.get(row.parent_number)
            while parent is not None:
                above.insert(0, parent)
                parent = rows.get(parent.parent_number)
            names = [safe(f"{one.code} {one.name}", FOLDER) for one in [*above, row]]
            # two levels are enough to find one's way, and keep the path short
            found[row.code] = Folder(row, [one.name for one in above], "/".join(dict.fromkeys((names[0], names[-1]))))
    return found


def _rows(uses: QuerySet[Use]) -> QuerySet[Any, dict[str, Any]]:
    """Each use with the newest version of its material, in the order of the list of requirements."""
    newest = MaterialFile.objects.filter(material=OuterRef("material")).order_by("-number")
    found = uses.annotate(file=Subquery(newest.values("pk")[:1]), held=Subquery(newest.values("blob")[:1]),
                          name=Subquery(newest.values("name")[:1]))  # fmt: skip
    copy = Redaction.objects.filter(of=OuterRef("held")).values("copy")[:1]
    found = found.annotate(redacted=Subquery(copy))
    blob = Blob.objects.filter(pk=OuterRef("held"))
    rows: Any = (
        found.annotate(
            code=F("requirement__indicator"), demanded=F("requirement__title"), title=F("material__title"),
            unit_name=F("unit__name"), dated_on=F("material__dated_on"), number=F("material__document_number"),
            sha256=Subquery(blob.values("sha256")), size=Subquery(blob.values("size")),
            media_type=Subquery(blob.values("media_type")),
            pages=Subquery(Text.objects.filter(blob=OuterRef("held")).values("pages")[:1]),
            preview=Subquery(Preview.objects.filter(of=OuterRef("held")).values("blob")[:1]),
        )
        .order_by("requirement__order", "requirement_id", "unit__path", "order", "pk")
        .values("code", "demanded", "title", "unit_name", "dated_on", "number", "file", "held", "name", "redacted",
                "sha256", "size", "media_type", "pages", "preview", "late")
    )  # fmt: skip
    return rows  # type: ignore[no-any-return]


def _planned(folder: Folder, use: dict[str, Any], place: int, give: Callable[[str], str], *, alone: bool) -> Planned:
    ending = ending_of(str(use["name"]))
    unit = "" if alone else f"{use['unit_name']} "
    name = safe(f"{place:02d} {unit}{use['title']}.{ending}" if ending else f"{place:02d} {unit}{use['title']}")
    return Planned(
        give(f"{folder.path}/{name}"),
        int(use["file"]), int(use["redacted"] or use["held"]), str(use["sha256"]), int(use["size"]),
        str(use["media_type"]), use["redacted"] is not None, str(use["title"]), str(use["unit_name"]),
        use["dated_on"], str(use["number"]), str(use["demanded"]), bool(use["late"]), use["pages"], use["preview"],
    )  # fmt: skip


def demanded_without(campaign: Campaign, found: Plan) -> list[str]:
    """What is demanded and has nothing in the package: said in the index, so that nobody has to look for it."""
    there = {one.demanded for one in found.files}
    lines = Requirement.objects.filter(campaign=campaign, edition=campaign.edition, dropped_at=None)
    return [f"{line.indicator} {line.title}" for line in lines if line.title not in there]
