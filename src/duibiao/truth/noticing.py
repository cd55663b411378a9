"""What is noticed about a material: each look gives hints, none of them a verdict. Thresholds stand here, in one place."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from duibiao.files import store
from duibiao.ledger.models import Material, MaterialFile
from duibiao.lib import photos
from duibiao.truth import nearness
from duibiao.truth.choices import HintKind
from duibiao.truth.models import Traces

#: A camera's clock may be wrong by so much.
CLOCK = timedelta(days=1)
#: A paper is often typed anew some days after the meeting; beyond this somebody should ask.
TYPED_AFTER = timedelta(days=14)
#: Photos of one place lie no further apart, in metres.
APART = 2000
#: At most so many near-same photos are shown for one.
MOST = 5
EDITORS = re.compile(
    r"photoshop|lightroom|gimp|snapseed|picsart|meitu|facetune|美图|醒图|canva|pixlr|affinity|paint\.net|acorn",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Noticed:
    """One hint, before it is kept."""

    kind: str
    other: int | None = None
    about: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


def notice(version: MaterialFile, traces: Traces) -> Iterator[Noticed]:
    """Everything about one version of a material."""
    material = version.material
    yield from _same(version)
    if version.blob.media_type.startswith("image/"):
        yield from _near(version)
        yield from _taken(material, traces)
        yield from _place(material, traces)
        if found := EDITORS.search(traces.software):
            yield Noticed(HintKind.EDITED, about=found[0].lower(), detail={"software": traces.software})
    yield from _backfilled(material, traces)
    yield from _number(material)


def _standing() -> Any:
    return MaterialFile.objects.filter(material__withdrawn_at=None)


def _same(version: MaterialFile) -> Iterator[Noticed]:
    """The very same file, from another unit."""
    others = _standing().filter(blob=version.blob).exclude(material__unit=version.material.unit)
    for other in others.values_list("material", flat=True).distinct().order_by("material")[:MOST]:
        yield Noticed(HintKind.SAME, other)


def _near(version: MaterialFile) -> Iterator[Noticed]:
    """Another photo of the same scene, in whatever material."""
    try:
        with store.open(version.blob) as file:
            found = nearness.near(photos.hashes_of(photos.opened(file)))
    except photos.NotAPhoto:
        return
    found.pop(version.blob_id, None)
    others = _standing().filter(blob__in=found).exclude(material=version.material).order_by("material", "number")
    far = {material: found[blob] for material, blob in others.values_list("material", "blob")}
    for material in sorted(far, key=lambda one: (far[one], one))[:MOST]:
        yield Noticed(HintKind.NEAR, material, detail={"bits": far[material]})


def _taken(material: Material, traces: Traces) -> Iterator[Noticed]:
    """The camera's day against the day that was said."""
    said = material.taken_at
    if said is None or traces.taken_at is None:
        return
    if abs(said - traces.taken_at) > CLOCK:
        day = timezone.localdate(traces.taken_at)
        detail = {"camera": day.isoformat(), "said": timezone.localdate(said).isoformat()}
        yield Noticed(HintKind.TAKEN, about=day.isoformat(), detail=detail)


def _place(material: Material, traces: Traces) -> Iterator[Noticed]:
    """A photo far from another one that is said to show the same place."""
    if not material.place or traces.latitude is None or traces.longitude is None:
        return
    beside = MaterialFile.objects.filter(
        material__unit=material.unit, material__place=material.place, material__withdrawn_at=None,
        blob__traces__latitude__isnull=False,
    ).exclude(material=material)  # fmt: skip
    rows: Any = beside.values_list("material", "blob__traces__latitude", "blob__traces__longitude")
    for other, north, east in rows[:200]:
        metres = metres_between((traces.latitude, traces.longitude), (north, east))
        if metres > APART:
            yield Noticed(HintKind.PLACE, other, detail={"metres": round(metres, -2)})
            return


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the ground; good to a metre in a county."""
    north = math.radians(other[0] - one[0])
    east = math.radians(other[1] - one[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return 6_371_000 * math.hypot(north, east)


def _backfilled(material: Material, traces: Traces) -> Iterator[Noticed]:
    """A document whose file was made long after the day that it bears."""
    if material.dated_on is None or traces.created_at is None:
        return
    made = timezone.localdate(traces.created_at)
    if made - material.dated_on > TYPED_AFTER:
        detail = {"made": made.isoformat(), "said": material.dated_on.isoformat()}
        yield Noticed(
            HintKind.BACKFILLED, about=made.isoformat(), detail={**detail, "days": (made - material.dated_on).days}
        )


def plain_number(number: str) -> str:
    """青政办〔2026〕3号 however its brackets and spaces were typed."""
    return re.sub(r"\s", "", number).translate(str.maketrans("[]【】()（）〈〉《》", "〔〕〔〕〔〕〔〕〔〕〔〕"))


def _number(material: Material) -> Iterator[Noticed]:
    """Another document under the same number."""
    if not (number := plain_number(material.document_number)):
        return
    digits = re.findall(r"\d+", number)
    others = Material.objects.filter(withdrawn_at=None, document_number__contains=digits[-1] if digits else number)
    contents = set(material.files.values_list("blob", flat=True))
    for other in others.exclude(pk=material.pk).order_by("pk").prefetch_related("files")[:500]:
        if plain_number(other.document_number) == number and contents.isdisjoint(
            one.blob_id for one in other.files.all()
        ):
            yield Noticed(HintKind.NUMBER, other.pk, about=number[:80], detail={"number": number})
            return
