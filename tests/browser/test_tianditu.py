"""天地图 by its key: the requests that a page would send, and that its tiles are drawn. The network begins at the browser's edge."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Route

from tests import tiling
from tests.browser.conftest import Site
from tests.browser.test_tiles import at_the_map, shares

KEY = "0123456789abcdef"
#: What the server is started with.
ENVIRONMENT = {"TIANDITU_KEY": KEY}


def test_tianditu_is_asked_by_its_addresses_with_the_key_and_drawn(site: Site) -> None:
    """No network: what the page would have been sent is answered here."""
    asked: list[tuple[str, dict[str, list[str]], str]] = []

    def answered(route: Route) -> None:
        parts = urlsplit(route.request.url)
        asked.append((parts.netloc, parse_qs(parts.query), route.request.all_headers().get("referer", "")))
        colour = tiling.RED if "vec_w" in parts.query else tiling.BLUE
        body = tiling.picture(colour) if colour == tiling.RED else b""
        route.fulfill(status=200 if body else 404, body=body, content_type="image/png")

    lin = at_the_map(site)
    lin.route("https://*.tianditu.gov.cn/**", answered)
    assert shares(lin)[tiling.RED] > 0.9
    assert {host for host, _query, _from in asked} <= {f"t{n}.tianditu.gov.cn" for n in range(8)}
    assert {query["T"][0] for _host, query, _from in asked} == {"vec_w", "cva_w"}, "the ground and its names"
    assert {query["tk"][0] for _host, query, _from in asked} == {KEY}
    assert {referer for _host, _query, referer in asked} == {f"{site.url}/"}, (
        "a key may be bound to the county's domain"
    )
    for _host, query, _from in asked:
        zoom, x, y = (int(query[name][0]) for name in "lxy")
        assert tiling.tile_at(113.0, 34.1, zoom) == pytest.approx((x, y), abs=6), "tiles of this county"
    assert [one for one in site.complaints if "tianditu" not in one and "404" not in one] == [], (
        "the policy lets them in"
    )
