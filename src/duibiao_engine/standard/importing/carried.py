"""What an export of ours puts out of sight, so that an untouched table gives back the very same edition.

A table cannot show a rule's parameters. So the edition's own text travels with the table, and beside it a fingerprint of
every line as it was shown. Its one trick: a line counts as untouched only while its fingerprint is the same; an edited line
is read anew from what people see, and the lines around it keep their rules. Blanks do not count, since office programs move
them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

MARK = "duibiao-table-1:"
#: Where a document carries it: a property of its own, cut into pieces that every office program keeps.
PROPERTY = "duibiao"
PIECE = 200
_LARGEST = 16 << 20
_PROPERTY = re.compile(rf'name="{PROPERTY}(\d+)"[^>]*>\s*<[^>]*lpwstr[^>]*>([^<]*)<')
_PART = "docProps/custom.xml"


@dataclass(frozen=True, slots=True)
class Carried:
    """The edition's YAML text, and the code of the indicator that each fingerprint stands for."""

    text: str
    seen: dict[str, str] = field(default_factory=dict)


def fingerprint(shown: Iterable[str]) -> str:
    """Of one indicator as a table shows it: its cell, points, clause, method, units, note."""
    squeezed = "\x1f".join(re.sub(r"\s+", "", one) for one in shown)
    return hashlib.sha256(squeezed.encode()).hexdigest()[:24]


def packed(carried: Carried) -> str:
    """As one line of letters."""
    content = json.dumps({"text": carried.text, "seen": carried.seen}, ensure_ascii=False).encode()
    return MARK + base64.b64encode(zlib.compress(content, 9)).decode()


def unpacked(text: str) -> Carried | None:
    """What was packed; None for anything else, so a damaged one is as good as none."""
    if not text.startswith(MARK):
        return None
    try:
        engine = zlib.decompressobj()
        content = engine.decompress(base64.b64decode(text[len(MARK) :], validate=True), _LARGEST)
        data = json.loads(content) if engine.eof else {}
        return Carried(str(data["text"]), {str(key): str(code) for key, code in data["seen"].items()})
    except (binascii.Error, zlib.error, ValueError, KeyError, AttributeError, TypeError):
        return None


def pieces(text: str) -> list[str]:
    """The packed text in pieces."""
    return [text[begin : begin + PIECE] for begin in range(0, len(text), PIECE)]


def of_document(archive: zipfile.ZipFile) -> str:
    """What a Word document carries in its properties."""
    if _PART not in archive.namelist():
        return ""
    found = _PROPERTY.findall(archive.read(_PART).decode("utf-8", "replace"))
    return "".join(text for _, text in sorted(found, key=lambda one: int(one[0])))
