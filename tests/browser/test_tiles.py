"""What lies below the points: nothing, or the county's own file of pictures or of vectors, read by ranges.

Each is shown by the pixels of the map, since an address that was asked for is no map that was drawn.
"""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, Response

from tests import tiling, visiting
from tests.browser.conftest import Site
from tests.cast import assemble_for_the_server
from tests.makers import PASSWORD

#: The plain ground of the map, and the square of a site that nobody answers for.
GROUND, BARE = (233, 239, 237), (0xB3, 0x26, 0x1E)


@pytest.fixture(scope="module")
def lin(site: Site) -> Page:
    """One window for all: every test goes to the map anew."""
    return at_the_map(site)


def at_the_map(site: Site) -> Page:
    visiting.running(assemble_for_the_server(), sites=3)
    page = site.page()
    site.log_in(page, "lin", PASSWORD)
    return page


def shares(page: Page) -> dict[tuple[int, ...], float]:
    """The map as it stands when it is ready: of each colour, what part of the pixels."""
    page.goto("/office/map/?show=stands")
    page.wait_for_selector("#atlas[data-ready]")
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.locator("#atlas").screenshot())).convert("RGB")
    whole = picture.width * picture.height
    return {colour: n / whole for n, colour in picture.getcolors(whole) or []}  # type: ignore[misc]


def test_without_tiles_the_points_stand_on_plain_ground(lin: Page) -> None:
    found = shares(lin)
    assert found[GROUND] > 0.9
    assert found[BARE] > 0.0001


def test_the_countys_own_pictures_are_read_by_ranges_and_drawn(site: Site, lin: Page) -> None:
    place = site.data / "map.pmtiles"
    place.write_bytes(tiling.archive(tiling.chessboard, tiling.PICTURES))
    read: list[tuple[str, int]] = []

    def watch(said: Response) -> None:
        if "/map/tiles.pmtiles" in said.url:
            read.append((said.request.headers["range"], said.status))

    lin.on("response", watch)
    found = shares(lin)
    place.unlink()
    assert found[tiling.RED] > 0.2
    assert found[tiling.BLUE] > 0.2
    assert found[tiling.RED] + found[tiling.BLUE] > 0.9
    assert found[BARE] > 0.0001
    assert read[0] == ("bytes=0-16383", 206), "the head first"
    assert {status for _range, status in read} == {206}, "never the whole file"
    lin.remove_listener("response", watch)
    assert shares(lin).keys().isdisjoint({tiling.RED, tiling.BLUE}), "without the file it is as before"


def test_another_file_at_the_same_place_is_drawn_at_once_and_vectors_too(site: Site, lin: Page) -> None:
    """Nothing of the pictures of a moment ago, although a browser keeps what it has read for an hour."""
    place = site.data / "map.pmtiles"
    place.write_bytes(tiling.archive(tiling.lake, tiling.VECTORS))
    found = shares(lin)
    place.unlink()
    assert 0.35 < found[tiling.WATER] < 0.65, "the west half of each tile"
    assert tiling.RED not in found
    assert site.complaints == []
