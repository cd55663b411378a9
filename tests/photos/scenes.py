"""Made-up scenes, varied enough to stand for photos: streets, halls, fields, boards, crowds; and what people do to photos."""

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

SIZE = (800, 600)
Picture = Image.Image


def scene(seed: int) -> Picture:
    """One scene; every seed is another, in one of five kinds."""
    dice = random.Random(seed)
    picture = Image.new("RGB", SIZE, _colour(dice, 60, 230))
    draw = ImageDraw.Draw(picture)
    (_street, _hall, _field, _board, _crowd)[seed % 5](draw, dice)
    for _ in range(dice.randint(3, 9)):
        x, y, wide, high = dice.randint(0, 760), dice.randint(150, 560), dice.randint(20, 160), dice.randint(20, 160)
        (draw.ellipse if dice.random() < 0.5 else draw.rectangle)((x, y, x + wide, y + high), fill=_colour(dice))
    grain = Image.effect_noise(SIZE, 12).convert("RGB")
    return Image.blend(picture.filter(ImageFilter.GaussianBlur(1.2)), grain, 0.06)


def _colour(dice: random.Random, low: int = 0, high: int = 255) -> tuple[int, int, int]:
    return dice.randint(low, high), dice.randint(low, high), dice.randint(low, high)


def _street(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    horizon, x = dice.randint(180, 380), 0
    draw.rectangle((0, horizon, 800, 600), fill=_colour(dice, 70, 140))
    while x < 800:
        wide, top = dice.randint(50, 190), dice.randint(20, horizon - 20)
        draw.rectangle((x, top, x + wide, horizon), fill=_colour(dice))
        for window in range(top + 12, horizon - 12, dice.randint(22, 40)):
            draw.rectangle((x + 10, window, x + wide - 12, window + 9), fill=_colour(dice))
        x += wide


def _hall(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    draw.polygon([(0, 0), (800, 0), (600, 170), (200, 170)], fill=_colour(dice, 120, 255))
    draw.rectangle((200, 170, 600, dice.randint(320, 420)), fill=_colour(dice))
    for row in range(4):
        for seat in range(6):
            x, y = 40 + seat * 125 + dice.randint(-14, 14), 380 + row * 58
            draw.ellipse((x, y, x + 48, y + 48), fill=_colour(dice, 20, 200))


def _field(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    line = dice.randint(150, 420)
    for x in range(0, 800, 40):
        high = dice.randint(10, 140)
        draw.polygon([(x - 60, line), (x + 20, line - high), (x + 100, line)], fill=_colour(dice, 30, 150))
    for row in range(line, 600, dice.randint(14, 40)):
        draw.line((0, row, 800, row + dice.randint(-50, 50)), fill=_colour(dice), width=dice.randint(3, 16))


def _board(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    draw.rectangle((60, 50, 740, 540), fill=_colour(dice, 180, 255))
    for column in range(dice.randint(2, 4)):
        y = 90
        while y < 500:
            high = dice.randint(14, 90)
            x = 90 + column * 170
            draw.rectangle((x, y, x + dice.randint(60, 150), y + high), fill=_colour(dice))
            y += high + 14


def _crowd(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    for _ in range(70):
        x, y, size = dice.randint(-20, 800), dice.randint(80, 560), dice.randint(24, 90)
        draw.ellipse((x, y, x + size, y + size), fill=_colour(dice))
        draw.rectangle((x, y + size, x + size, y + 3 * size), fill=_colour(dice))


def jpeg(picture: Picture, quality: int = 88, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, **options)
    return file.getvalue()


def _cut(left: float, top: float, right: float, bottom: float) -> Callable[[Picture], Picture]:
    return lambda one: one.crop(
        (int(left * one.width), int(top * one.height), int(right * one.width), int(bottom * one.height))
    )


#: What is done to a photo that is handed in again, by name.
CHANGES: dict[str, Callable[[Picture], Picture]] = {
    "recompressed": lambda one: Image.open(io.BytesIO(jpeg(one, 30))),
    "shrunk to a third": lambda one: one.resize((one.width // 3, one.height // 3)),
    "brightened": lambda one: ImageEnhance.Brightness(one).enhance(1.35),
    "darkened": lambda one: ImageEnhance.Brightness(one).enhance(0.65),
    "more contrast": lambda one: ImageEnhance.Contrast(one).enhance(1.4),
    "grey": lambda one: one.convert("L").convert("RGB"),
    "mirrored": ImageOps.mirror,
    "a tenth cut all round": _cut(0.05, 0.05, 0.95, 0.95),
    "a tenth cut left": _cut(0.1, 0, 1, 1),
    "a tenth cut below": _cut(0, 0, 1, 0.9),
    "a tenth cut in a corner": _cut(0.1, 0.1, 1, 1),
    "an uneven cut": _cut(0.06, 0.02, 0.97, 0.94),
    "mirrored and cut": lambda one: ImageOps.mirror(_cut(0.05, 0.05, 0.95, 0.95)(one)),
    "a line of text on it": lambda one: _written(one),
}


def _written(picture: Picture) -> Picture:
    other = picture.copy()
    ImageDraw.Draw(other).rectangle((0, 560, 800, 600), fill="white")
    return other
