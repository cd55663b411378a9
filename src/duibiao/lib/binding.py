"""PDFs and photos as one PDF, with bookmarks and page numbers: a program of its own, `python -m duibiao.lib.binding`.

Its one trick: it knows nothing of the site, so a process of its own stays small, and a PDF that takes it down takes nobody else.
It reads a JSON task from standard input ({target, files: [{path, place, photo, title}]}) and answers with pages and faults by path.
"""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: Dots of a photo's longer side in the binder; the photo itself lies beside it.
WIDE = 1400
A4 = (595, 842)


def bind(target: Path, files: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Write the binder if anything can be bound; pages by path, and by path why something is not in it."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    pages: dict[str, str] = {}
    faults: dict[str, str] = {}
    for one in files:
        first = len(writer.pages)
        try:
            with _as_pdf(one) as stream:
                writer.append(stream, outline_item=one["title"][:120], import_outline=False)
        except Exception as fault:  # a PDF can be broken in any way
            faults[one["path"]] = type(fault).__name__
            continue
        last = len(writer.pages)
        pages[one["path"]] = f"{last}" if last == first + 1 else f"{first + 1}–{last}"
    if pages:
        number(writer)
        writer.write(target)
    writer.close()
    return {"pages": pages, "faults": faults}


@contextmanager
def _as_pdf(one: dict[str, Any]) -> Iterator[Any]:
    with Path(one["place"]).open("rb") as stream:
        yield photo(stream) if one["photo"] else stream


def photo(stream: Any) -> io.BytesIO:
    """A photo on a page, no larger than it has to be."""
    from PIL import Image, ImageOps

    with Image.open(stream) as opened:
        opened.draft("RGB", (WIDE, WIDE))
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.thumbnail((WIDE, WIDE))
    part = min((A4[0] - 80) / picture.width, (A4[1] - 120) / picture.height)
    page = io.BytesIO()
    picture.save(page, "PDF", resolution=72 / part, quality=75)
    page.seek(0)
    return page


def number(writer: Any) -> None:
    """A number at the foot of every page as it is seen, turned pages included: one more short stream, beside what is there."""
    from pypdf.generic import DictionaryObject, NameObject

    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    reference = writer._add_object(DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()}))
    for place, page in enumerate(writer.pages, start=1):
        resources = page.get("/Resources", DictionaryObject()).get_object()
        fonts = resources.get("/Font", DictionaryObject()).get_object()
        fonts[NameObject("/DbNo")] = reference
        resources[NameObject("/Font")] = fonts
        page[NameObject("/Resources")] = resources
        _lay(writer, page, f"{_matrix(page)} Tm (- {place} -) Tj")


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


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump(bind(Path(asked["target"]), asked["files"]), sys.stdout)
