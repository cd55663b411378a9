"""The binder (材料汇编) of one indicator: its PDFs, previews and photos as one PDF, with bookmarks and page numbers.

Its one trick: a page number is one more short stream on the page, beside what is there, so no page is taken apart. One binder
is made at a time, into a file, and what is too large for it is said and left as it is.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from duibiao.files import store
from duibiao.files.models import Blob
from duibiao.packing.reading import Planned

#: Bytes of one file, and of all files of one binder: pypdf holds a binder in memory while it is made.
LARGEST, ALL = 24 << 20, 40 << 20
#: Pixels of a photo's longer side in the binder; the photo itself lies beside it.
WIDE = 1600
A4 = (595, 842)


@dataclass
class Bound:
    """What became of an indicator's files: pages by path, and sentences about what is not in it."""

    pages: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def bind(files: list[Planned], target: Path) -> Bound:
    """Write the binder to `target` if anything can be bound."""
    from pypdf import PdfWriter

    writer, bound, held = PdfWriter(), Bound(), 0
    for one in files:
        source = _source(one)
        if source is None:
            continue
        if source.size > LARGEST or held + source.size > ALL:
            bound.left_out.append(_("%s：太大，没有编入汇编，见原件。") % one.path)
            continue
        first = len(writer.pages)
        try:
            with _as_pdf(source) as stream:
                writer.append(stream, outline_item=one.title[:120], import_outline=False)
        except Exception as fault:  # a PDF can be broken in any way
            bound.left_out.append(
                _("%(path)s：打不开（%(fault)s），没有编入汇编，见原件。")
                % {"path": one.path, "fault": type(fault).__name__}
            )
            continue
        held += source.size
        bound.pages[one.path] = f"{first + 1}" if len(writer.pages) == first + 1 else f"{first + 1}–{len(writer.pages)}"
    if bound.pages:
        _number(writer)
        writer.write(target)
    writer.close()
    return bound


def _source(one: Planned) -> Blob | None:
    """What of a file can be bound: itself, or its preview; None for films, archives, and where nothing turned it to PDF."""
    if one.media_type == "application/pdf" or one.media_type.startswith("image/"):
        return Blob.objects.get(pk=one.blob)
    return Blob.objects.get(pk=one.preview) if one.preview and not one.redacted else None


@contextmanager
def _as_pdf(blob: Blob) -> Iterator[Any]:
    with store.open(blob) as stream:
        yield _photo(stream) if blob.media_type.startswith("image/") else stream


def _photo(stream: Any) -> io.BytesIO:
    """A photo on a page of A4, no larger than it has to be."""
    from PIL import Image, ImageOps

    with Image.open(stream) as opened:
        opened.draft("RGB", (WIDE, WIDE))
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.thumbnail((WIDE, WIDE))
    part = min((A4[0] - 80) / picture.width, (A4[1] - 120) / picture.height)
    page = io.BytesIO()
    picture.save(page, "PDF", resolution=72 / part, quality=80)
    page.seek(0)
    return page


def _number(writer: Any) -> None:
    """A number at the foot of every page as it is seen, turned pages included."""
    from pypdf.generic import DictionaryObject, NameObject

    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    reference = writer._add_object(DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()}))
    for number, page in enumerate(writer.pages, start=1):
        resources = page.get("/Resources", DictionaryObject()).get_object()
        fonts = resources.get("/Font", DictionaryObject()).get_object()
        fonts[NameObject("/DbNo")] = reference
        resources[NameObject("/Font")] = fonts
        page[NameObject("/Resources")] = resources
        _lay(writer, page, f"{_matrix(page)} Tm (- {number} -) Tj")


def _matrix(page: Any) -> str:
    """Where the foot of the page is, and which way the text runs."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    across, up = (left + right) / 2 - 10, (bottom + top) / 2 - 10
    match int(page.get("/Rotate", 0)) % 360:
        case 90:
            return f"0 1 -1 0 {right - 22:.0f} {up:.0f}"
        case 180:
            return f"-1 0 0 -1 {across + 20:.0f} {top - 22:.0f}"
        case 270:
            return f"0 -1 1 0 {left + 22:.0f} {up + 20:.0f}"
    return f"1 0 0 1 {across:.0f} {bottom + 22:.0f}"


def _lay(writer: Any, page: Any, text: str) -> None:
    from pypdf.generic import ArrayObject, NameObject, StreamObject

    def stream(data: str) -> Any:
        made = StreamObject()
        made.set_data(data.encode())
        return writer._add_object(made)

    held = page.get("/Contents")
    inside = held.get_object() if held is not None else None
    parts = list(inside) if isinstance(inside, ArrayObject) else ([held] if held is not None else [])
    last = stream(f" Q q BT /DbNo 10 Tf 0 g {text} ET Q")
    page[NameObject("/Contents")] = ArrayObject([stream("q "), *parts, last])
