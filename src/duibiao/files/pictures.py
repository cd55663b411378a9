"""Pictures without opening them: how large they are, and a copy that says nothing of where, when and with what they were taken.

Its one trick: what a camera wrote stands in segments of its own. They are left out and the picture's own bytes go through unchanged,
so that a copy that leaves the office is the very picture, and nothing has to be decoded.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

_PIECE = 1 << 20
#: JPEG segments that belong to the picture: JFIF, colour profile, Adobe's colour order. All other APPn and comments go.
_KEPT = {0xE0: b"JFIF", 0xE2: b"ICC_PROFILE", 0xEE: b"Adobe"}
_PNG_GONE = {b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"}
_WEBP_GONE = {b"EXIF", b"XMP "}


def size_of(file: BinaryIO, media_type: str) -> tuple[int, int] | None:
    """Width and height in dots; None when the head of the file does not say."""
    file.seek(0)
    try:
        match media_type:
            case "image/png":
                return struct.unpack(">II", file.read(24)[16:24])
            case "image/gif":
                return struct.unpack("<HH", file.read(10)[6:10])
            case "image/webp":
                return _webp_size(file.read(30))
            case "image/jpeg":
                return _jpeg_size(file)
    except (struct.error, IndexError):
        return None
    return None


def _webp_size(head: bytes) -> tuple[int, int]:
    if head[12:16] == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if head[12:16] == b"VP8L":
        (bits,) = struct.unpack("<I", head[21:25])
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    width, height = struct.unpack("<HH", head[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _jpeg_size(file: BinaryIO) -> tuple[int, int] | None:
    for mark, content in _segments(file):
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[1:5])
            return width, height
    return None


def _segments(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The segments before the picture's own data; the file then stands behind the last that was yielded."""
    file.seek(2)
    while True:
        mark = file.read(2)
        if len(mark) < 2 or mark[0] != 0xFF:
            return
        (length,) = struct.unpack(">H", file.read(2))
        yield mark[1], file.read(length - 2)
        if mark[1] == 0xDA:
            return


def without_traces(file: BinaryIO, media_type: str) -> Iterator[bytes]:
    """The picture for others: no camera, place, time, comment or preview. A kind that we cannot clean yields nothing."""
    match media_type:
        case "image/jpeg":
            yield from _jpeg_clean(file)
        case "image/png":
            yield from _png_clean(file)
        case "image/webp":
            yield from _webp_clean(file)
        case "image/gif":
            file.seek(0)
            yield from iter(lambda: file.read(_PIECE), b"")


def _jpeg_clean(file: BinaryIO) -> Iterator[bytes]:
    yield b"\xff\xd8"
    for mark, content in _segments(file):
        way = orientation(content) if mark == 0xE1 else 1
        if way != 1:  # without it the picture would lie on its side
            yield _only_orientation(way)
        if _belongs(mark, content):
            yield bytes((0xFF, mark)) + struct.pack(">H", len(content) + 2) + content
    yield from _until_end(file)


def _belongs(mark: int, content: bytes) -> bool:
    if mark in _KEPT:
        return content.startswith(_KEPT[mark])
    return mark not in range(0xE0, 0xF0) and mark != 0xFE


def _until_end(file: BinaryIO) -> Iterator[bytes]:
    """The picture's data up to its end mark: phones hang films and previews behind it."""
    held = b""
    while piece := file.read(_PIECE):
        held += piece
        end = held.find(b"\xff\xd9")
        if end >= 0:
            yield held[: end + 2]
            return
        yield held[:-1]
        held = held[-1:]
    yield held


def orientation(content: bytes) -> int:
    """How an EXIF segment says that the picture is to be turned: 1 to 8, 1 is upright."""
    if not content.startswith(b"Exif\0\0") or len(content) < 14:
        return 1
    order = "<" if content[6:8] == b"II" else ">"
    try:
        (start,) = struct.unpack(f"{order}I", content[10:14])
        (count,) = struct.unpack(f"{order}H", content[6 + start : 8 + start])
        for number in range(count):
            at = 8 + start + 12 * number
            tag, _kind, _many, value = struct.unpack(f"{order}HHIH", content[at : at + 10])
            if tag == 0x0112:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _only_orientation(way: int) -> bytes:
    tiff = b"MM\0\x2a\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, way, 0, 0)
    content = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content


def _png_clean(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    yield file.read(8)
    while len(head := file.read(8)) == 8:
        (length,) = struct.unpack(">I", head[:4])
        if head[4:] in _PNG_GONE:
            file.seek(length + 4, 1)
            continue
        yield head
        yield from _exactly(file, length + 4)
        if head[4:] == b"IEND":
            return


def _exactly(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (piece := file.read(min(_PIECE, length))):
        length -= len(piece)
        yield piece


def _webp_clean(file: BinaryIO) -> Iterator[bytes]:
    """The length in the head is that of what is left; the flags of EXIF and XMP go with them."""
    file.seek(0)
    head, parts = file.read(12), []
    while len(start := file.read(8)) == 8:
        (length,) = struct.unpack("<I", start[4:])
        content = file.read(length + length % 2)
        if start[:4] == b"VP8X":
            content = bytes((content[0] & ~0x0C,)) + content[1:]
        if start[:4] not in _WEBP_GONE:
            parts.append(start + content)
    body = b"".join(parts)
    yield head[:4] + struct.pack("<I", len(body) + 4) + head[8:12] + body
