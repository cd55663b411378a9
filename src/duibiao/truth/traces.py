"""What files say of themselves, read once: EXIF of photos, the properties of documents. Nothing is believed; it is compared."""

import re
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, BinaryIO

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from duibiao.files import store
from duibiao.files.models import Blob
from duibiao.lib import photos
from duibiao.truth.models import PhotoHash, Traces

#: Bytes of a document's properties; they are a few hundred, unless somebody means harm.
_CORE = 100_000


def read(blob: Blob) -> Traces:
    """The traces of a content, made once; of a photo its hashes too."""
    held = Traces.objects.filter(pk=blob.pk).first()
    if held is not None:
        return held
    with store.open(blob) as file:
        said = _said(file, blob.media_type)
        if blob.media_type.startswith("image/"):
            file.seek(0)
            _hash(blob, file)
    Traces.objects.bulk_create([Traces(blob=blob, **said)], ignore_conflicts=True)
    return Traces.objects.get(pk=blob.pk)


def _said(file: BinaryIO, media_type: str) -> dict[str, Any]:
    if media_type.startswith("image/"):
        photo = photos.said_by(file)
        taken = timezone.make_aware(photo.taken_at) if photo.taken_at else None
        latitude, longitude = photo.place or (None, None)
        return {"taken_at": taken, "latitude": latitude, "longitude": longitude, "software": photo.software}
    if media_type == "application/pdf":
        return _pdf(file)
    return _office(file) if "openxmlformats" in media_type else {}


def _hash(blob: Blob, file: BinaryIO) -> None:
    with suppress(photos.NotAPhoto):
        found = photos.hashes_of(photos.opened(file)).parts
        rows = [PhotoHash(blob=blob, variant=n, across=one[0], down=one[1]) for n, one in enumerate(found)]
        PhotoHash.objects.bulk_create(rows, ignore_conflicts=True)


def _office(file: BinaryIO) -> dict[str, Any]:
    """docProps/core.xml: when it was made and last saved, by the maker's computer."""
    try:
        with zipfile.ZipFile(file) as archive:
            core = _part(archive, "docProps/core.xml")
            app = _part(archive, "docProps/app.xml")
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return {}
    moments = {name: parse_datetime(_inside(core, f"dcterms:{name}")) for name in ("created", "modified")}
    aware = {f"{name}_at": _aware(moment) for name, moment in moments.items()}
    return {**aware, "software": _inside(app, "Application")[:120]}


def _part(archive: zipfile.ZipFile, name: str) -> str:
    with suppress(KeyError), archive.open(name) as part:
        return part.read(_CORE).decode("utf-8", "replace")
    return ""


def _inside(xml: str, tag: str) -> str:
    found = re.search(rf"<{tag}[^>]*>([^<]*)</{tag}>", xml)
    return found[1].strip() if found else ""


def _aware(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def _pdf(file: BinaryIO) -> dict[str, Any]:
    from pypdf import PdfReader

    try:
        said = PdfReader(file).metadata
        if said is None:
            return {}
        found = {"created_at": _aware(said.creation_date), "modified_at": _aware(said.modification_date)}
        return {**found, "software": str(said.producer or said.creator or "")[:120].replace("\x00", "")}
    except Exception:  # a PDF can be broken in any way; then it says nothing
        return {}
