"""Evidence from the unit's drag to the visitor's look, in a real browser over a real server; and lines that are cut."""

import http.client
import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from duibiao.files.models import Blob, Upload
from duibiao.ledger.models import Material, Review, Use
from tests import ledgering, scoring
from tests.browser.conftest import Site, check
from tests.cast import Cast, assemble
from tests.makers import PASSWORD


@pytest.fixture(scope="module")
def county(site: Site) -> Cast:
    """The cast, a campaign that is worked out, and a demand for three minutes that are counted."""
    cast = assemble()
    ledgering.counted(cast, scoring.campaign(cast), title="专题研究会议纪要")
    return cast


def enter(site: Site, account: str, **options: int) -> Page:
    page = site.page(**options)
    site.log_in(page, account, PASSWORD)
    return page


def dropped(page: Page, files: list[tuple[str, str, bytes]]) -> None:
    """As if somebody had dragged files from a folder onto the page."""
    data = page.evaluate_handle(
        """(files) => {
            const data = new DataTransfer();
            for (const [name, type, bytes] of files) data.items.add(new File([new Uint8Array(bytes)], name, { type }));
            return data;
        }""",
        [[name, kind, list(content)] for name, kind, content in files],
    )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": data})


def test_files_are_dragged_in_each_with_its_own_end(site: Site, county: Cast) -> None:
    page = enter(site, "wang")
    page.goto("/unit/ledger/")
    check(page)
    page.get_by_role("link", name="看清单、交材料").click()
    check(page)
    page.get_by_role("link", name="专题研究会议纪要").click()
    check(page)
    pdfs = [(f"第{n}次会议纪要.pdf", "application/pdf", ledgering.pdf(n)) for n in (1, 2)]
    dropped(page, [*pdfs, ("程序.pdf", "application/pdf", b"MZ\x90\x00program"), ("空.pdf", "application/pdf", b"")])
    expect(page.locator(".upload-done")).to_have_count(2)
    expect(page.locator(".upload-wrong")).to_have_count(2)
    expect(page.locator(".upload-wrong").first).to_contain_text("名不副实")
    check(page)
    page.get_by_label("我承诺").check()
    page.get_by_role("button", name="交上去").click()
    expect(page.locator(".message").first).to_contain_text("已交 2 份")
    check(page)
    assert Use.objects.filter(state="checked").count() == 2
    assert not site.complaints


def test_many_files_go_on_when_the_line_is_back_and_a_double_click_hands_in_once(site: Site, county: Cast) -> None:
    page, line, many = enter(site, "zhao"), Use.objects.earliest("pk").requirement, 18
    page.goto(f"/unit/requirements/{line.pk}/{county.unit_b.pk}/")
    pdfs = [(f"第{n}次.pdf", "application/pdf", ledgering.pdf()) for n in range(many)]
    dropped(
        page,
        [*pdfs[:9], ("老表.xls", "", b"\xd0\xcf\x11\xe0"), *pdfs[9:], ("同一份.pdf", "application/pdf", pdfs[0][2])],
    )
    expect(page.locator(".upload-done").first).to_be_visible(timeout=30_000)
    page.context.set_offline(True)
    expect(page.locator(".upload", has_text="网络断了")).to_have_count(1)
    assert page.locator(".upload-done").count() < many, "the line was cut too late to say anything"
    assert page.get_by_role("button", name="交上去").is_disabled()
    page.context.set_offline(False)
    expect(page.locator(".upload-done")).to_have_count(many, timeout=60_000)
    expect(page.locator(".upload-wrong")).to_contain_text(["请另存为 xlsx 再传", "内容完全一样"])
    page.get_by_label("我承诺").check()
    page.get_by_role("button", name="交上去").dblclick()
    expect(page.locator(".message")).to_have_text(f"已交 {many} 份，等待审核。", timeout=30_000)
    assert Use.objects.filter(unit=county.unit_b).count() == Material.objects.filter(unit=county.unit_b).count() == many
    assert all("ERR_INTERNET_DISCONNECTED" in one for one in site.complaints)
    site.complaints.clear()


def test_what_is_there_is_chosen_and_not_given_again(site: Site, county: Cast) -> None:
    other = ledgering.requirement(county, Use.objects.earliest("pk").requirement.campaign, title="另一处要的纪要")
    page = enter(site, "wang")
    page.goto(f"/unit/requirements/{other.pk}/{county.unit_a.pk}/")
    page.get_by_role("link", name="从已有材料里选").click()
    check(page)
    page.get_by_role("button", name="直接引用").first.click()
    expect(page.locator(".message").first).to_contain_text("不用再交一遍")
    assert Material.objects.filter(unit=county.unit_a).count() == 2
    Use.objects.filter(requirement=other).delete()


def test_a_telephone_takes_a_photo_and_sees_what_is_missing(site: Site, county: Cast) -> None:
    page = enter(site, "wang", width=390, height=844, is_mobile=True, has_touch=True)
    line = Use.objects.earliest("pk").requirement_id
    page.goto(f"/unit/requirements/{line}/{county.unit_a.pk}/")
    expect(page.locator(".sentence")).to_contain_text("还缺 1 份")
    camera = page.get_by_label("用手机拍照")
    assert (camera.get_attribute("capture"), camera.get_attribute("accept")) == ("environment", "image/*")
    camera.set_input_files({"name": "image.png", "mimeType": "image/png", "buffer": ledgering.png()})
    expect(page.locator(".upload-done")).to_have_count(1)
    check(page)
    page.get_by_role("button", name="移除").click()
    expect(page.locator("[name=upload]")).to_have_count(0)


def test_twenty_are_reviewed_with_one_key_each(site: Site, county: Cast) -> None:
    page, many = enter(site, "lin"), Use.objects.filter(state="checked").count()
    page.goto("/office/review/")
    check(page)
    expect(page.locator(".desk-clause")).to_contain_text("每少一次扣1分")
    for left in range(many, 1, -1):
        expect(page.locator(".sentence")).to_contain_text(f"还有 {left} 份等审核")
        shown = page.url
        page.keyboard.press("a")
        # the first score of a fresh server is compiled: seconds, and on a busy machine many
        page.wait_for_url(lambda url, shown=shown: url != shown, timeout=120_000)  # type: ignore[misc]
        expect(page.locator(".message").first).to_contain_text("已通过", timeout=30_000)
    page.keyboard.press("r")
    page.locator("#words").fill("缺少印章")
    page.get_by_role("button", name="退回，限期补正").click()
    expect(page.locator("h1")).to_have_text("材料审核", timeout=30_000)
    check(page)
    assert many == 20
    verdicts = Review.objects.order_by("id").values_list("verdict", flat=True)
    assert list(verdicts) == ["accepted"] * (many - 1) + ["returned"]
    assert Review.objects.earliest("id").fact is not None
    for address in (
        "/office/ledger/",
        "/office/campaigns/1/ledger/",
        "/office/campaigns/1/ledger/?view=matrix",
        "/office/materials/",
    ):
        page.goto(address)
        check(page)


def test_a_visitor_enters_by_link_and_code_and_looks(site: Site, county: Cast) -> None:
    office = enter(site, "lin")
    office.goto("/office/campaigns/1/ledger/passes/")
    office.get_by_label("查阅方").fill("省级评估组")
    office.get_by_role("button", name="开通查阅").click()
    link, code = office.locator("#pass-link").inner_text(), office.locator("#pass-code").inner_text()
    check(office)
    visitor = site.page()
    visitor.goto(link)
    check(visitor)
    visitor.get_by_label("验证码").fill(code)
    visitor.get_by_role("button", name="进入查阅").click()
    check(visitor)
    visitor.get_by_role("link", name="专题研究").click()
    check(visitor)
    visitor.locator(".reading-list a").first.click()
    check(visitor)
    visitor.get_by_label("提一条意见").fill("请补签到表")
    visitor.get_by_role("button", name="提交意见").click()
    office.reload()
    expect(office.locator("main")).to_contain_text("请补签到表")


class Line:
    """A sender of its own, whose line can be cut in the middle of a piece."""

    def __init__(self, site: Site, page: Page) -> None:
        cookies = page.context.cookies()
        self.where = site.url.removeprefix("http://")
        token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
        self.headers = {
            "Cookie": "; ".join(f"{one['name']}={one['value']}" for one in cookies),
            "X-CSRFToken": token,
            "Referer": f"{site.url}/",
        }

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> dict[str, object]:
        line = http.client.HTTPConnection(self.where, timeout=30)
        line.request(method, path, body, {**self.headers, **headers})
        said: dict[str, object] = json.loads(line.getresponse().read())
        line.close()
        return said

    def begin(self, content: bytes) -> str:
        body = urlencode({"sha256": ledgering.sha256(content), "size": len(content), "name": "大文件.pdf"}).encode()
        return str(self.ask("POST", "/uploads/", body, **{"Content-Type": "application/x-www-form-urlencoded"})["key"])

    def cut(self, key: str, offset: int, said: bytes, sent: int) -> None:
        """Promise a piece and break off after so many of its bytes."""
        line = http.client.HTTPConnection(self.where, timeout=30)
        ticket = str(self.ask("GET", f"/uploads/{key}/")["ticket"])
        line.putrequest("PATCH", f"/uploads/{key}/")
        more = {"Upload-Offset": str(offset), "Upload-Ticket": ticket, "Content-Length": str(len(said))}
        for name, value in {**self.headers, **more}.items():
            line.putheader(name, value)
        line.endheaders(said[:sent])
        line.close()


def test_a_line_cut_anywhere_loses_nothing_and_doubles_nothing(site: Site, county: Cast) -> None:
    page = enter(site, "zhao")
    page.goto("/unit/ledger/")
    line, size, piece = Line(site, page), 400_000, 100_000
    content = ledgering.pdf(1)
    content += b"%" + bytes(size - len(content) - 7) + b"\n%%EOF\n"[1:]
    key = line.begin(content)
    for sent in (0, 1, piece // 2, piece - 1, piece):  # at the border, in the middle, and just before the answer
        at = int(str(line.ask("GET", f"/uploads/{key}/")["offset"]))
        line.cut(key, at, content[at : at + piece], sent)
    while (at := int(str((here := line.ask("GET", f"/uploads/{key}/"))["offset"]))) < len(content):
        head = {"Upload-Offset": str(at), "Upload-Ticket": str(here["ticket"])}
        line.ask("PATCH", f"/uploads/{key}/", content[at : at + piece], **head)
    assert [line.ask("POST", f"/uploads/{key}/finish/")["finished"] for _ in range(2)] == [True, True]
    assert line.begin(content) == key
    held = Blob.objects.get(sha256=ledgering.sha256(content))
    place = Path(site.data) / "files" / held.sha256[:2] / held.sha256[2:4] / held.sha256
    assert place.read_bytes() == content
    assert Upload.objects.filter(by=county.zhao, sha256=held.sha256).count() == 1
    assert not Material.objects.filter(files__blob=held).exists()
