"""An inspector's day without signal: visits with photos through an update, a reload and a closed page; all arrive, once."""

from collections import Counter

from playwright.sync_api import Locator, Page, expect

from duibiao.demonstration.field import picture
from duibiao.facts.models import Fact
from duibiao.inspections.models import Attachment, Submission, Visit
from tests import visiting
from tests.browser.conftest import Site, check
from tests.cast import assemble_for_the_server
from tests.makers import PASSWORD

WAIT_MS = 30_000
#: Where the phone says it is; the sites lie nearby.
HERE = {"latitude": 34.1, "longitude": 113.001, "accuracy": 8}
KEPT = "async () => !!navigator.serviceWorker.controller && !!(await caches.match('/field/'))"
UPDATE = """async () => {
  const changed = new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
  await navigator.serviceWorker.register('/field/sw.js?v=next', { scope: '/field/' });
  await changed;
}"""


def item(page: Page, code: str) -> Locator:
    return page.locator(f"[data-code={code}]")


def photograph(page: Page, code: str, number: int) -> None:
    """At the shutter; the preview stands there when the photo is kept."""
    before = item(page, code).locator(".thumb").count()
    file = {"name": f"{number}.png", "mimeType": "image/png", "buffer": picture(number)}
    item(page, code).locator("input[type=file]").set_input_files(file)
    expect(item(page, code).locator(".thumb")).to_have_count(before + 1)


def begin(page: Page) -> None:
    page.locator(".next .act").click()
    expect(item(page, "clean")).to_be_visible()


def find_fault(page: Page, number: int) -> None:
    item(page, "clean").get_by_role("button", name="有问题").click()
    photograph(page, "clean", number)
    item(page, "clean").get_by_role("button", name="垃圾未清").click()


def finish(page: Page) -> None:
    item(page, "parking").get_by_role("button", name="加一").click()
    for label, number in (("合格数", "19"), ("总数", "20")):
        field = item(page, "lamps").get_by_role("spinbutton", name=label)
        field.fill(number)
        field.blur()
    for code in ("kerb", "sign"):
        item(page, code).get_by_role("button", name="符合", exact=True).click()
    page.get_by_role("button", name="完成并上传").click()
    expect(page.locator(".lead")).to_be_visible()


def morning(site: Site) -> Page:
    """Logged in where there is a network; the first visit has begun when a new service worker takes over."""
    page = site.page(width=390, height=844, permissions=["geolocation"], geolocation=HERE)
    page.set_default_timeout(WAIT_MS)  # two cores may be busy with other things
    site.log_in(page, "chen", PASSWORD)
    page.goto("/field/")
    expect(page.locator(".lead")).to_contain_text("还有 4 个点位")
    page.wait_for_function(KEPT, timeout=WAIT_MS)
    check(page)
    begin(page)
    find_fault(page, 1)
    check(page)
    page.evaluate(UPDATE)
    page.reload()
    expect(item(page, "clean").locator(".thumb")).to_have_count(1)
    return page


def without_signal(page: Page) -> Page:
    """Three visits are finished; in the middle of the second the page is closed, as when a phone is put away."""
    page.context.set_offline(True)
    page.reload()  # without signal the page comes from the phone
    expect(item(page, "clean").get_by_role("button", name="有问题")).to_have_attribute("aria-pressed", "true")
    photograph(page, "clean", 2)
    finish(page)
    begin(page)
    find_fault(page, 3)
    context = page.context
    page.close()
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.goto("/field/")
    expect(page.locator(".next .act")).to_have_text("继续检查")
    begin(page)
    expect(item(page, "clean").locator(".thumb")).to_have_count(1)
    finish(page)
    begin(page)
    item(page, "clean").get_by_role("button", name="符合", exact=True).click()
    finish(page)
    expect(page.locator("#queue")).to_have_text("3 份待上传")
    return page


def test_a_day_without_signal_arrives_once(site: Site) -> None:
    expect.set_options(timeout=WAIT_MS)
    cast = assemble_for_the_server()
    visiting.running(cast, sites=4)
    page = without_signal(morning(site))
    assert not Submission.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("#queue")).to_have_text("全部已上传")
    assert (Submission.objects.count(), Visit.objects.count(), Attachment.objects.count()) == (3, 3, 3)
    facts = Counter(Fact.objects.values_list("measure__name", flat=True))
    assert facts == {"整洁": 3, "乱停车": 3, "亮灯率": 3, "点位得分": 3}
    assert [one.warnings for one in Visit.objects.all()] == [[], [], []]
    page.reload()
    expect(page.locator("#queue")).to_have_text("全部已上传")
    assert Submission.objects.count() == 3
    page.locator("#queue").click()
    expect(page.locator(".mark-sent")).to_have_count(3)
    check(page)
