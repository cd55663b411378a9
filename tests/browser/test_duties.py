"""The story of a duty in the browser: assigned in the matrix, signed, returned twice, ruled on; the same case next time is proposed;
progress is reported; who falls behind is warned. A duty that a meeting decided is in `test_meetings`."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from duibiao.campaigns.choices import State as CampaignState
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.services import choose_units
from duibiao.duties import services, warnings
from duibiao.duties.choices import Part, State
from duibiao.duties.models import Duty
from tests import dutying
from tests.browser.conftest import Site, check
from tests.cast import Cast, assemble_for_the_server
from tests.makers import PASSWORD


def test_a_duty_from_the_matrix_to_a_ruling_that_is_proposed_next_time(site: Site) -> None:
    county = assemble_for_the_server()
    campaign = running(county)
    office, unit = site.page(), site.page()
    site.log_in(office, "lin", PASSWORD)
    site.log_in(unit, "wang", PASSWORD)
    assign_two(office, campaign.pk)
    give_out(office, campaign.pk)
    first, second = Duty.objects.order_by("indicator")
    sign_one(unit, first)
    return_twice(office, unit, second)
    rule(office, second)
    next_time(county, office, second)
    report(unit, first)
    fall_behind(office, unit, first)
    assert site.complaints == []


def running(county: Cast) -> Campaign:
    """A campaign under way whose duties need no more than the matrix itself proposes, and the consequence that the county gives all."""
    campaign = dutying.campaign(county)
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.RUNNING)
    choose_units(county.lin, campaign, units=[county.unit_a, county.unit_b])
    services.set_template(county.lin, version=1, parts=[str(part) for part in Part], consequence="通报表扬")
    return campaign


def assign_two(page: Page, campaign: int) -> None:
    """One cell by keyboard, the next by mouse."""
    page.goto(f"/office/campaigns/{campaign}/coverage/")
    expect(page.locator("p.sentence")).to_contain_text("6 项没人负责")
    grid = page.locator(".cover")
    grid.focus()
    place = page.locator(".cover-head a").all_text_contents().index("司法局")
    for key in ["ArrowRight"] * place + ["Space"]:
        grid.press(key)
    second = page.locator(".cover-row").nth(1)
    name = second.locator(".cover-name").bounding_box()
    assert name is not None
    second.click(position={"x": name["width"] + 34 * place + 17, "y": name["height"] / 2})
    expect(page.locator("[data-count]")).to_have_text("2")
    check(page)
    page.click("button:has-text('派为牵头')")
    expect(page.locator(".messages")).to_contain_text("已起草 2 项")
    expect(page.locator("p.sentence")).to_contain_text("4 项没人负责")


def give_out(page: Page, campaign: int) -> None:
    page.goto(f"/office/duties/?campaign={campaign}")
    page.click("button:has-text('全部下达')")
    expect(page.locator(".messages")).to_contain_text("已下达 2 项")
    check(page)


def sign_one(page: Page, duty: Duty) -> None:
    page.goto("/unit/duties/")
    expect(page.locator("p.sentence")).to_contain_text("2 项等签收")
    check(page)
    page.goto(f"/unit/duties/{duty.pk}/")
    page.click("a.act:has-text('签收')")
    page.click("main button.act:has-text('签收')")
    expect(page.locator(".messages")).to_contain_text("已签收")
    check(page)


def return_twice(office: Page, unit: Page, duty: Duty) -> None:
    for number in (1, 2):
        unit.goto(f"/unit/duties/{duty.pk}/object/")
        unit.fill("[name=grounds]", "三定方案没有这项职能")
        unit.select_option("[name=proposes]", label="　城关镇")
        unit.click("main button.act")
        expect(unit.locator(".messages")).to_contain_text("已退回")
        if number == 1:
            office.goto(f"/office/duties/{duty.pk}/uphold/")
            office.fill("[name=words]", "请继续承担")
            office.click("main button.act")
    office.goto(f"/office/duties/{duty.pk}/")
    expect(office.locator("p.sentence")).to_contain_text("第二次退回")


def rule(page: Page, duty: Duty) -> None:
    page.click("a.act:has-text('裁定')")
    expect(page.locator("[name=matter]")).to_have_value(duty.title)
    page.fill("[name=grounds]", "县委编办〔2024〕3号")
    page.click("main button.act")
    expect(page.locator(".messages")).to_contain_text("已裁定")
    check(page)


def next_time(county: Cast, page: Page, duty: Duty) -> None:
    page.goto("/office/duties/competence/")
    page.fill("[name=matter]", f"{duty.title}有关工作")
    page.click("button:has-text('查归谁')")
    expect(page.locator("main .notice")).to_contain_text("城关镇")
    check(page)
    services.withdraw(county.lin, duty, words="明年再派")
    page.goto(f"/office/campaigns/{duty.campaign_id}/coverage/")
    page.click("button:has-text('按任务分解表起草')")
    expect(page.locator(".messages")).to_contain_text("已起草")
    made = Duty.objects.exclude(state=State.WITHDRAWN).get(indicator=duty.indicator)
    page.goto(f"/office/duties/{made.pk}/")
    expect(page.locator(".duty-rule")).to_contain_text("以前裁定过：城关镇 承担")
    assert made.unit.name == "城关镇"


def report(page: Page, duty: Duty) -> None:
    page.goto(f"/unit/duties/{duty.pk}/")
    page.click("a.act:has-text('报告进展')")
    page.fill("[name=progress]", "开了一次专题会")
    page.fill("[name=percent]", "40")
    page.click("main button.act")
    expect(page.locator(".timeline")).to_contain_text("开了一次专题会")
    expect(page.locator("p.sentence")).to_contain_text("40%")
    check(page)


def fall_behind(office: Page, unit: Page, duty: Duty) -> None:
    """The morning after the last day: the unit is told in red, whoever gave it out too, and both get from the notice to the duty."""
    duty.refresh_from_db()
    assert duty.due_on is not None
    assert warnings.warn_of_delay(duty.due_on + timedelta(days=1)) == 1
    for page, door in ((unit, "unit"), (office, "office")):
        page.goto("/notices/")
        said = page.get_by_role("button", name=duty.title).filter(has_text="已经超期，报告做到 40%")
        expect(said).to_be_visible()
        said.click()
        page.wait_for_url(lambda url, door=door: f"/{door}/duties/{duty.pk}/" in url)
        expect(page.locator("h1")).to_contain_text(duty.title)
