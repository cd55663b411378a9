"""Taking in one small file that came whole with a form: written, checked as every other file, kept."""

import io
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from duibiao.files import checking, pictures, store
from duibiao.files.kinds import Refused, kind_of
from duibiao.files.models import Blob


def take(chunks: Iterable[bytes], *, name: str, families: Collection[str]) -> Blob:
    """The file as it is, in the caller's transaction. Raises `Refused`: not of these families, not what its name says, empty."""
    if kind_of(name).family not in families:
        known = {"name": name, "kinds": "、".join(_kinds()[one] for one in families)}
        raise Refused("kind", _("“%(name)s”不行，这里只收%(kinds)s。请另存后再传。") % known)
    written = store.write(chunks)
    try:
        return store.keep(written, media_type=checking.check(written.path, name).media_type)
    finally:
        written.path.unlink(missing_ok=True)  # kept: it has been moved


def take_photo(content: bytes, *, name: str) -> Blob:
    """A photo without what the camera wrote into it; the copy with it is never kept. Raises `Refused`, `store.Full`."""
    if kind_of(name).family != "image":
        raise Refused("kind", _("“%s”不是照片。请选 jpg 或 png 照片。") % name)
    written = store.write([content])
    try:
        kind = checking.check(written.path, name)
    finally:
        written.path.unlink(missing_ok=True)
    clean = store.write(pictures.without_traces(io.BytesIO(content), kind.media_type))
    try:
        return store.keep(clean, media_type=kind.media_type)
    finally:
        clean.path.unlink(missing_ok=True)


def _kinds() -> dict[str, str]:
    return {"pdf": "PDF", "office": _("Word、Excel（docx、xlsx）"), "image": _("图片（jpg、png）"), "ofd": "OFD"}
