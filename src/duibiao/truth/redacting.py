"""Covering faces and plates: what is marked is made of a few flat squares, so that nothing can be brought back from it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from duibiao.lib.photos import MOST_PIXELS, NotAPhoto

#: Squares along the longer side of what is covered.
SQUARES = 5
#: No person marks more.
MOST = 200


@dataclass(frozen=True)
class Box:
    """A part of a picture, in thousandths of its width and height."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def read(cls, given: Any) -> "Box":
        """Of four numbers; `ValueError` if it is none."""
        left, top, right, bottom = (max(0, min(1000, int(one))) for one in given)
        if left >= right or top >= bottom:
            raise ValueError("empty")
        return cls(left, top, right, bottom)


def covered(file: BinaryIO, boxes: Sequence[Box]) -> bytes:
    """The picture upright as JPEG, without traces, with the boxes made unrecognisable. Raises `NotAPhoto`."""
    try:
        with Image.open(file) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAPhoto
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as fault:
        raise NotAPhoto from fault
    for box in boxes[:MOST]:
        _cover(picture, box)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=88)
    return made.getvalue()


def _cover(picture: Image.Image, box: Box) -> None:
    left, top = box.left * picture.width // 1000, box.top * picture.height // 1000
    right, bottom = -(-box.right * picture.width // 1000), -(-box.bottom * picture.height // 1000)
    part = picture.crop((left, top, right, bottom))
    longer = max(part.size)
    small = part.resize(
        (max(1, part.width * SQUARES // longer), max(1, part.height * SQUARES // longer)), Image.Resampling.BOX
    )
    picture.paste(small.resize(part.size, Image.Resampling.NEAREST), (left, top))
