"""Whether a file made of parts (a zip: every newer Office file) may be opened at all.

Its one trick: what a zip says of itself is not believed. Every part is unpacked into nothing, piece by piece, and counted,
before any program that would keep it in memory sees it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Literal

#: All parts together may unpack to so much; a workbook of a million rows stays below it.
MOST_BYTES = 600 << 20
#: A single part may grow by this factor, unless it stays small (very regular sheets pack well).
MOST_GROWTH = 300
SMALL_PART = 20 << 20
MOST_PARTS = 5_000
_PIECE = 1 << 20
_LOCAL_HEADER = struct.Struct("<4s22xHH")

Kind = Literal["broken", "bomb", "password"]


class UnsafeArchive(Exception):
    """The archive must not be opened; `what` says of a bomb what makes it one."""

    def __init__(self, kind: Kind, what: str = "") -> None:
        super().__init__(kind)
        self.kind, self.what = kind, what


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The archive when it is whole and of a sane size. Raises UnsafeArchive."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        _check(archive, content)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, NotImplementedError, EOFError):
        raise UnsafeArchive("broken") from None
    return archive


def _check(archive: zipfile.ZipFile, content: bytes) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise UnsafeArchive("bomb", f"里面有 {len(parts)} 个部件，最多 {MOST_PARTS} 个")
    if len({part.filename for part in parts}) < len(parts):
        raise UnsafeArchive("broken")
    _within(sum(part.file_size for part in parts))
    left = MOST_BYTES
    for part in parts:
        left -= _counted(part, content, left)


def _within(size: int) -> None:
    if size > MOST_BYTES:
        raise UnsafeArchive("bomb", f"解开后超过 {MOST_BYTES >> 20} MB")


def _counted(part: zipfile.ZipInfo, content: bytes, left: int) -> int:
    """How many bytes the part really holds."""
    if part.flag_bits & 0x1:
        raise UnsafeArchive("password")
    packed = _packed(part, content)
    size = len(packed) if part.compress_type == zipfile.ZIP_STORED else _inflated(part, packed, left)
    _within(size if size > left else 0)
    if size > SMALL_PART and size > MOST_GROWTH * max(len(packed), 1):
        raise UnsafeArchive("bomb", f"部件 {part.filename[:60]} 解开后大了 {size // max(len(packed), 1)} 倍")
    if size != part.file_size:
        raise UnsafeArchive("broken")
    return size


def _packed(part: zipfile.ZipInfo, content: bytes) -> bytes:
    mark, name, extra = _LOCAL_HEADER.unpack_from(content, part.header_offset)
    begin = part.header_offset + _LOCAL_HEADER.size + name + extra
    if mark != b"PK\x03\x04" or begin + part.compress_size > len(content):
        raise zipfile.BadZipFile
    return content[begin : begin + part.compress_size]


def _inflated(part: zipfile.ZipInfo, packed: bytes, left: int) -> int:
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile
    engine, size, rest = zlib.decompressobj(-15), 0, packed
    while rest and not engine.eof:
        size += len(engine.decompress(rest, _PIECE))
        rest = engine.unconsumed_tail
        if size > left:
            raise UnsafeArchive("bomb", f"解开后超过 {MOST_BYTES >> 20} MB")
    size += len(engine.flush())
    if not engine.eof:
        raise zipfile.BadZipFile
    return size
