"""A photo is found again however it was changed, and another scene is not it; what it says of itself is read, never believed."""

import io

import pytest
from PIL import Image

from duibiao.lib.photos import NEAR, NotAPhoto, Said, opened, said_by
from tests.photos.measure import apart, hashed
from tests.photos.scenes import CHANGES, jpeg, scene

#: One scene of each kind, and more of them.
SCENES = range(20)


@pytest.mark.parametrize("name", [name for name in CHANGES if name != "an uneven cut"])
def test_a_changed_photo_is_near_itself(name: str) -> None:
    far = [apart(hashed(jpeg(scene(seed))), hashed(jpeg(CHANGES[name](scene(seed))))) for seed in range(10)]
    assert sum(one <= NEAR for one in far) >= 9, far


def test_other_scenes_are_far() -> None:
    held = [hashed(jpeg(scene(seed))) for seed in SCENES]
    near = [(a, b) for a in SCENES for b in range(a) if apart(held[a], held[b]) <= NEAR]
    assert near == []


def test_a_photo_says_when_where_and_by_which_program() -> None:
    exif = Image.Exif()
    exif[0x0131] = "Adobe Photoshop 25.0"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:05 09:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (36.0, 30.0, 0.0), 3: "E", 4: (118.0, 15.0, 0.0)})
    said = said_by(io.BytesIO(jpeg(Image.new("RGB", (40, 30)), exif=exif.tobytes())))
    assert said.taken_at is not None
    assert (f"{said.taken_at:%Y-%m-%d %H:%M}", said.place, said.software) == (
        "2026-03-05 09:30", (36.5, 118.25), "Adobe Photoshop 25.0",
    )  # fmt: skip


@pytest.mark.parametrize(
    "content", [b"", b"no photo", b"\xff\xd8\xff\xe1\x00\x08Exif\x00\x00", jpeg(Image.new("L", (9, 9)))[:60]]
)
def test_what_is_no_photo_says_nothing_and_is_refused(content: bytes) -> None:
    assert said_by(io.BytesIO(content)) == Said()
    with pytest.raises(NotAPhoto):
        opened(io.BytesIO(content))
