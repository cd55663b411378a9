"""Photos: what they say of themselves, and hashes by which near-same ones are found however they were changed.

Its one trick: a difference hash (dHash) says for 64 places whether it gets brighter to the next one, so brightness and
compression hardly touch it. A photo is hashed whole and with a tenth cut off each way; what was mirrored is found by
hashing the asked photo mirrored too.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

#: What of the photo is hashed, as parts of its width and height: all of it, then with a tenth cut off in eight ways, and its middle.
PARTS = (
    (0.0, 0.0, 1.0, 1.0), (0.05, 0.05, 0.95, 0.95),
    (0.1, 0.0, 1.0, 1.0), (0.0, 0.0, 0.9, 1.0), (0.0, 0.1, 1.0, 1.0), (0.0, 0.0, 1.0, 0.9),
    (0.0, 0.0, 0.9, 0.9), (0.1, 0.0, 1.0, 0.9), (0.0, 0.1, 0.9, 1.0), (0.1, 0.1, 1.0, 1.0),
)  # fmt: skip
#: Bits of 64 in which two hashes of the same scene may differ, across and down each; docs/explanation/near-photos.md shows why.
NEAR = 9
_SIDE = 256
#: More pixels than this are not opened: no camera makes them.
MOST_PIXELS = 120_000_000
Hash = tuple[int, int]


@dataclass(frozen=True)
class Hashes:
    """A photo's hashes (across, down): of each of PARTS, and of each part mirrored."""

    parts: tuple[Hash, ...]
    mirrored: tuple[Hash, ...]


class NotAPhoto(Exception):
    """It cannot be opened as a picture, or is larger than any camera's."""


def opened(file: BinaryIO) -> Image.Image:
    """The picture upright and small in grey. Raises `NotAPhoto`."""
    try:
        with Image.open(file) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPhoto
            picture.draft("L", (_SIDE, _SIDE))
            upright = ImageOps.exif_transpose(picture).convert("L")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as fault:
        raise NotAPhoto from fault
    upright.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
    return upright


def hashes_of(picture: Image.Image) -> Hashes:
    """The hashes of a picture that was `opened`."""
    other = ImageOps.mirror(picture)
    return Hashes(tuple(_hash(picture, part) for part in PARTS), tuple(_hash(other, part) for part in PARTS))


def _hash(picture: Image.Image, part: tuple[float, float, float, float]) -> Hash:
    box = (part[0] * picture.width, part[1] * picture.height, part[2] * picture.width, part[3] * picture.height)
    wide = picture.resize((9, 8), Image.Resampling.BOX, box=box).tobytes()
    high = picture.resize((8, 9), Image.Resampling.BOX, box=box).tobytes()
    across = (wide[9 * row + column] < wide[9 * row + column + 1] for row in range(8) for column in range(8))
    down = (high[at] < high[at + 8] for at in range(64))
    return _number(across), _number(down)


def _number(bits: Iterator[bool]) -> int:
    """64 bits as the signed number that a database keeps."""
    held = 0
    for bit in bits:
        held = held << 1 | bit
    return held - (1 << 64) if held >> 63 else held


def distance(one: int, other: int) -> int:
    """In how many of 64 bits two hashes differ."""
    return ((one ^ other) & (1 << 64) - 1).bit_count()


# ── what a photo says of itself ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Said:
    """When (by the camera's own clock), where, and by which program, as far as the photo says."""

    taken_at: datetime | None = None
    place: tuple[float, float] | None = None
    software: str = ""


def said_by(file: BinaryIO) -> Said:
    """What EXIF holds; of a photo without it nothing."""
    try:
        with Image.open(file) as picture:
            exif = picture.getexif()
            inner, where = exif.get_ifd(0x8769), exif.get_ifd(0x8825)
            software = _readable(exif.get(0x0131) or "")[:120]
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, TypeError):
        return Said()
    taken = _moment(inner.get(0x9003) or inner.get(0x9004) or exif.get(0x0132))
    return Said(taken, _place(where), software.replace("\x00", "").strip())


def _readable(text: Any) -> str:
    """EXIF knows ASCII alone; programs write UTF-8 or GBK into it all the same, and it is read as Latin-1."""
    for words in ("utf-8", "gb18030"):
        with suppress(UnicodeError):
            return (text if isinstance(text, bytes) else str(text).encode("latin-1")).decode(words)
    return str(text)


def _moment(text: Any) -> datetime | None:
    with suppress(ValueError, TypeError):
        return datetime.strptime(str(text).strip("\x00 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  (the camera's own clock)
    return None


def _place(where: dict[int, Any]) -> tuple[float, float] | None:
    with suppress(ValueError, TypeError, KeyError, ZeroDivisionError, IndexError):
        north = _degrees(where[2]) * (-1 if where.get(1) == "S" else 1)
        east = _degrees(where[4]) * (-1 if where.get(3) == "W" else 1)
        return (north, east) if abs(north) <= 90 and abs(east) <= 180 and (north or east) else None
    return None


def _degrees(parts: Any) -> float:
    return float(parts[0]) + float(parts[1]) / 60 + float(parts[2]) / 3600
