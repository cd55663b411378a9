"""Materials filed into volumes (归卷) by themselves: one volume for each unit, or each indicator, and year.

Its one trick: a material lies in one volume only, with its pages; wherever else it serves, a line points to it (互见). So the page
numbers are those of the paper on the shelf, and “collected once, cited in many places” can be counted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from duibiao.campaigns.models import Campaign
from duibiao.files.models import Blob, Preview, Text
from duibiao.ledger.choices import STANDING, UseState
from duibiao.ledger.models import MaterialFile, Use
from duibiao.standards.queries import standard_of

WAYS = ("unit", "indicator")
Row = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """Where a material serves: the indicator and what was demanded."""

    use: int
    code: str
    demanded: str
    state: str
    late: bool


@dataclass
class Entry:
    """A line of the inner list (卷内文件目录)."""

    seq: int
    material: int
    title: str
    number: str
    responsible: str
    unit_code: str
    day: date | None
    file: str
    #: None: a file without pages (video, archive), or one whose pages nobody could count.
    pages: int | None
    paged: bool
    here: Place
    elsewhere: list[Place] = field(default_factory=list)
    start: int = 0
    #: Where it lies when it does not lie here: the volume's number and the line there.
    see: str = ""

    @property
    def span(self) -> str:
        """Its page numbers in the volume, as the list shows them."""
        if self.see or not self.paged:
            return ""
        last = self.start + (self.pages or 1) - 1
        return f"{self.start}-{last}" if last > self.start else str(self.start)


@dataclass
class Volume:
    """One volume: what it is about, its year, its lines. `number` never changes while unit, indicator and year do not."""

    way: str
    key: str
    name: str
    year: int
    entries: list[Entry] = field(default_factory=list)

    @property
    def number(self) -> str:
        return f"{self.year}-{self.key}"

    @cached_property
    def own(self) -> list[Entry]:
        """What lies in it."""
        return [one for one in self.entries if not one.see]

    @cached_property
    def pages(self) -> int:
        return sum(one.pages or 1 for one in self.own if one.paged)

    @property
    def uncounted(self) -> int:
        """Papers whose pages nobody could count: they are taken for one page, and said to be."""
        return sum(one.paged and one.pages is None for one in self.own)

    @property
    def electronic(self) -> int:
        return sum(not one.paged for one in self.own)

    @property
    def unreviewed(self) -> int:
        return sum(one.here.state != UseState.ACCEPTED for one in self.own)

    @property
    def cited(self) -> int:
        """How many further places its materials serve."""
        return sum(len(one.elsewhere) for one in self.own)

    @property
    def first_day(self) -> date | None:
        return min((one.day for one in self.own if one.day), default=None)

    @property
    def last_day(self) -> date | None:
        return max((one.day for one in self.own if one.day), default=None)


def volumes(campaign: Campaign, way: str, seen: Q) -> list[Volume]:
    """All volumes of a campaign, in order: by year, then as units or indicators stand. `seen` narrows to what the reader may see.

    Two statements, however many materials there are.
    """
    places: dict[int, list[Place]] = {}
    rows: dict[int, Row] = {}
    for row in _rows(campaign, seen):
        rows.setdefault(row["material"], row)
        place = Place(row["pk"], row["code"], row["demanded"], row["state"], row["late"])
        places.setdefault(row["material"], []).append(place)
    order = {node.code: node.number for node in standard_of(campaign.edition).nodes}
    for held in places.values():
        held.sort(key=lambda one: (order.get(one.code, 0), one.use))
    made = _by_unit(rows.values(), places, order) if way == "unit" else _by_indicator(campaign, rows, places, order)
    for volume in made:
        _number(volume)
    if way == "indicator":
        _point(made)
    return made


def _rows(campaign: Campaign, seen: Q) -> Iterator[Row]:
    newest = MaterialFile.objects.filter(material=OuterRef("material")).order_by("-number")
    found = Use.objects.filter(seen, requirement__campaign=campaign, requirement__edition=campaign.edition_id)
    found = found.filter(requirement__dropped_at=None, state__in=STANDING, material__withdrawn_at=None).annotate(
        code=F("requirement__indicator"), demanded=F("requirement__title"), title=F("material__title"),
        number=F("material__document_number"), day=F("material__dated_on"), given=F("material__at"),
        unit_name=F("unit__name"), unit_code=F("unit__code"), held=Subquery(newest.values("blob")[:1]),
        file=Subquery(newest.values("name")[:1]),
    )  # fmt: skip
    counted = Subquery(Text.objects.filter(blob=OuterRef("held")).values("pages")[:1])
    shown = Preview.objects.filter(of=OuterRef("held")).values("blob__text__pages")[:1]
    kind = Subquery(Blob.objects.filter(pk=OuterRef("held")).values("media_type")[:1])
    found = found.annotate(pages=counted, shown=Subquery(shown), media_type=kind)
    names = ("pk", "material", "code", "demanded", "title", "number", "day", "given", "unit_name", "unit_code", "state",
             "late", "file", "pages", "shown", "media_type")  # fmt: skip
    rows: Any = (
        found.order_by("unit__order", "unit__path", "requirement__order", "order", "pk").values(*names).iterator()
    )
    return iter(rows)


def _entry(row: Row, here: Place, elsewhere: Iterable[Place]) -> Entry:
    media = str(row["media_type"])
    image, paged = media.startswith("image/"), not media.startswith(("video/", "audio/", "application/zip"))
    pages = 1 if image else row["pages"] or row["shown"]
    return Entry(
        0, row["material"], row["title"], row["number"], row["unit_name"], row["unit_code"], row["day"], row["file"] or "",
        pages if paged else None, paged, here, list(elsewhere),
    )  # fmt: skip


def _year(row: Row) -> int:
    """The year that a paper was made in; of what says nothing, the year that it was given."""
    return int((row["day"] or row["given"]).year)


def _by_unit(rows: Iterable[Row], places: dict[int, list[Place]], order: dict[str, int]) -> list[Volume]:
    found: dict[tuple[int, str], Volume] = {}
    for row in rows:
        key = (_year(row), row["unit_code"])
        volume = found.setdefault(key, Volume("unit", row["unit_code"], row["unit_name"], key[0]))
        first, *others = places[row["material"]]
        volume.entries.append(_entry(row, first, others))
    for volume in found.values():
        volume.entries.sort(key=lambda one: (order.get(one.here.code, 0), one.here.use))
    return sorted(found.values(), key=lambda one: -one.year)


def _by_indicator(
    campaign: Campaign,
    rows: dict[int, Row],
    places: dict[int, list[Place]],
    order: dict[str, int],
) -> list[Volume]:
    names = {node.code: node.indicator.name for node in standard_of(campaign.edition).nodes}
    found: dict[tuple[int, str], Volume] = {}
    for pk, row in rows.items():
        for here in {one.code: one for one in reversed(places[pk])}.values():
            key = (_year(row), here.code)
            volume = found.setdefault(key, Volume("indicator", here.code, names.get(here.code, ""), key[0]))
            entry = _entry(row, here, [one for one in places[pk] if one.code != here.code])
            entry.see = "" if here.code == places[pk][0].code else "?"
            volume.entries.append(entry)
    return sorted(found.values(), key=lambda one: (-one.year, order.get(one.key, 0)))


def _number(volume: Volume) -> None:
    """Lines and pages, from one on."""
    page = 1
    for seq, entry in enumerate(volume.entries, start=1):
        entry.seq = seq
        if not entry.see and entry.paged:
            entry.start = page
            page += entry.pages or 1


def _point(made: Iterable[Volume]) -> None:
    """Each line of what lies in another volume says where."""
    held = list(made)
    lies = {one.material: (volume.number, one.seq) for volume in held for one in volume.own}
    for volume in held:
        for one in volume.entries:
            if one.see:
                one.see = "#".join(map(str, lies[one.material]))


def volume(campaign: Campaign, way: str, year: int, key: str, seen: Q) -> Volume | None:
    return next((one for one in volumes(campaign, way, seen) if (one.year, one.key) == (year, key)), None)
