"""A problem's life in the browser: given out at the desk, put right on the phone with a photo, rechecked, closed."""

from pathlib import Path

from playwright.sync_api import Page, expect

from duibiao.demonstration.field import picture
from duibiao.problems.choices import Status, When
from duibiao.problems.models import Photo, Problem
from tests import troubles
from tests.browser.conftest import Site, check
from tests.cast import assemble_for_the_server
from tests.makers import PASSWORD


def test_put_right_on_the_phone_and_closed_at_the_desk(site: Site, tmp_path: Path) -> None:
    cast = assemble_for_the_server()
    held = troubles.found(cast, site=troubles.a_site(cast), words="墙根堆放垃圾")
    troubles.signed(cast, words="路灯不亮")
    lin, zhao, chen = site.page(), site.page(width=390, height=844), site.page(width=390, height=844)
    for page, who in ((lin, "lin"), (zhao, "zhao"), (chen, "chen")):
        site.log_in(page, who, PASSWORD)
    give_out(lin)
    put_right(zhao, tmp_path)
    recheck(chen, held)
    lin.goto("/office/problems/?status=rechecked")
    lin.get_by_label("全选本页").check()
    lin.get_by_role("button", name="勾选的销号").click()
    expect(lin.locator(".message")).to_contain_text("已销号 1 件")
    held.refresh_from_db()
    assert (held.status, held.photos.filter(when=When.AFTER).count()) == (Status.CLOSED, 1)
    compare_by_keys(lin, held)
    for address in ("", "board/", f"{held.pk}/", "rules/", "looks/", "figures/", "new/", f"{held.pk}/similar/"):
        lin.goto(f"/office/problems/{address}")
        check(lin)
    assert not site.complaints


def compare_by_keys(lin: Page, held: Problem) -> None:
    """On the wall and on the problem's own page the two photos lie upon each other; on paper side by side."""
    after = held.photos.get(when=When.AFTER)
    Photo.objects.create(problem=held, round=1, when=When.BEFORE, blob=after.blob)
    for address in ("/office/wall/", f"/office/problems/{held.pk}/"):
        lin.goto(address)
        slider = lin.get_by_role("slider", name="前后对比：墙根堆放垃圾")
        slider.press("ArrowRight")
        expect(slider).to_have_attribute("aria-valuetext", "整改前 52%, 整改后 48%")
        later = lin.locator(".compare figure + figure img")
        expect(later).to_have_css("clip-path", "inset(0px 0px 0px 52%)")
        slider.press("Home")
        expect(later).to_have_css("clip-path", "inset(0px 0px 0px 0%)")
        check(lin)
    lin.goto("/office/wall/")
    lin.emulate_media(media="print")
    expect(lin.get_by_role("slider")).to_be_hidden()
    one, other = (lin.locator(".pair-photos img").nth(n).bounding_box() for n in (0, 1))
    assert one is not None
    assert other is not None
    assert one["x"] + one["width"] <= other["x"]
    lin.emulate_media(media="screen")


def give_out(lin: Page) -> None:
    lin.goto("/office/problems/?status=found")
    check(lin)
    lin.get_by_label("全选本页").check()
    lin.get_by_role("button", name="勾选的按建议单位交办").click()
    expect(lin.locator(".message")).to_contain_text("交办 1 件")


def put_right(zhao: Page, folder: Path) -> None:
    shot = folder / "after.png"
    shot.write_bytes(picture(3, heap=False))
    zhao.goto("/unit/problems/")
    check(zhao)
    card = zhao.locator(".dues > li", has_text="墙根堆放垃圾")
    card.get_by_role("button", name="签收").click()
    card.get_by_role("link", name="拍照报完成").click()
    check(zhao)
    zhao.set_input_files("[name=photos]", shot)
    expect(zhao.locator("[data-previews] img")).to_be_visible()
    zhao.select_option("[name=disposal]", "cleaned")
    zhao.fill("[name=words]", "已清理")
    zhao.get_by_role("button", name="报整改完成").click()
    expect(zhao.locator(".message")).to_contain_text("已报，等复核")
    check(zhao)


def recheck(chen: Page, held: Problem) -> None:
    chen.goto("/unit/problems/?attend=recheck")
    check(chen)
    chen.get_by_role("link", name="墙根堆放垃圾").click()
    chen.get_by_role("link", name="复核", exact=True).click()
    chen.get_by_label("合格", exact=True).check()
    chen.fill("[name=words]", "看过了")
    chen.get_by_role("button", name="复核").click()
    expect(chen.locator(".message")).to_contain_text("复核已记下")
    assert Problem.objects.get(pk=held.pk).status == Status.RECHECKED
