"""The one map in a browser: drawn without any host, moved by keys, and its list says the same and opens the same."""

from playwright.sync_api import Page, expect

from duibiao.insight import outlines
from tests import troubles, visiting
from tests.browser.conftest import Site, check
from tests.cast import assemble_for_the_server
from tests.makers import PASSWORD

TRIANGLE = "[[[112.99, 34.0], [113.02, 34.0], [113.01, 34.2], [112.99, 34.0]]]"


def drawn(page: Page, question: str) -> None:
    page.goto(f"/office/map/?show={question}")
    page.wait_for_selector("#atlas[data-ready]")


def test_the_map_is_seen_moved_and_asked_by_keyboard_alone(site: Site) -> None:
    cast = assemble_for_the_server()
    held = visiting.running(cast, sites=3)
    visiting.visited(cast, held)
    troubles.assigned(cast, site=troubles.a_site(cast))
    text = f'{{"features": [{{"properties": {{"code": "{cast.unit_b.code}"}}, "geometry": {{"type": "Polygon", "coordinates": {TRIANGLE}}}}}]}}'
    outlines.draw(cast.lin, text.encode())
    page = site.page()
    site.log_in(page, "lin", PASSWORD)
    drawn(page, "visited")
    expect(page.locator("#atlas-legend")).to_contain_text("从未检查 3")
    expect(page.locator("#atlas-legend")).to_contain_text("30 天内查过 1")
    check(page)
    page.locator("#atlas-list button").first.press("Enter")
    expect(page.locator(".atlas-popup")).to_contain_text("属地单位")
    check(page)
    page.locator("#atlas").focus()
    before = page.locator(".leaflet-map-pane").get_attribute("style")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".leaflet-map-pane")).not_to_have_attribute("style", before or "")
    page.get_by_role("radio", name="哪里有问题").check()
    expect(page.locator("#atlas-list h2")).to_contain_text("个问题")
    assert "show=problems" in page.url
    assert site.complaints == []


def test_it_fits_a_phone(site: Site) -> None:
    page = site.page(width=390, height=844)
    site.log_in(page, "lin", PASSWORD)
    drawn(page, "problems")
    expect(page.locator("#atlas-list")).to_contain_text("路面破损")
    check(page)
