"""What stands around the demonstration's campaigns: decisions about indicators, supplementary lists, self-checks, honours."""

from datetime import date, timedelta
from itertools import islice

from duibiao.campaigns import adopting, honours, self_checks, services, ticking
from duibiao.campaigns.choices import Decision, Level, Scope
from duibiao.campaigns.models import Campaign
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit, User, WorkingGroup
from duibiao.scores import met
from duibiao.standards import supplements
from duibiao.standards.queries import standard_of

#: The lead for each first-level indicator, by the words of a department's name; the others lead in turn.
LEADS = ("司法局", "政务服务", "市场监管", "发展和改革", "公安局", "财政局", "信访", "宣传")
TEN = (
    "有一名主要负责人亲自抓的法治建设责任制",
    "有一份年度法治建设工作要点和责任分工",
    "有一支不少于三人的法制审核队伍",
    "有一处公开透明的办事服务窗口",
    "有一套行政执法全过程记录制度并落实",
    "有一份动态调整的权责清单",
    "有一名在岗履职的法律顾问",
    "有一处常年开放的法治宣传阵地",
    "有一套矛盾纠纷多元化解机制",
    "有一份可核查的工作台账",
)


def decisions(by: User, campaign: Campaign, everyone: dict[str, Unit]) -> None:
    """The county's own table: a part refined with reasons, every indicator led by somebody, the rest adopted as it stands."""
    departments = [unit for unit in everyone.values() if unit.kind == UnitKind.DEPARTMENT]
    leaves = standard_of(campaign.edition).leaves
    tops = {node.number: node.code for node in standard_of(campaign.edition).nodes if node.depth == 1}
    order = list(tops.values())
    for place, node in enumerate(leaves):
        top = order.index(node.code.split(".")[0]) if node.code.split(".")[0] in order else 0
        lead = _lead(departments, top)
        if place % 4 == 3:
            adopting.adopt(
                by, campaign, indicator=node.code, decision=Decision.REFINED, reason="按本县职责分工细化到单位和时限",
                duty=f"{node.indicator.name}：每季度自查一次，年底前全部达标", material="工作方案\n季度自查表",
                lead=lead, supporting=departments[place % 20 : place % 20 + 2], due_on=date(2026, 11, 30),
            )  # fmt: skip
        elif place % 9:
            adopting.adopt(
                by, campaign, indicator=node.code, decision=Decision.ADOPTED, lead=lead, due_on=date(2026, 12, 10)
            )


def _lead(departments: list[Unit], top: int) -> Unit:
    wanted = LEADS[top % len(LEADS)]
    return next((unit for unit in departments if wanted in unit.name), departments[top % len(departments)])


def ten(by: User, campaign: Campaign) -> None:
    """The ten things, each beside an indicator, most of them looked at."""
    held = supplements.add_supplement(
        by, title="法治政府示范点“十有”标准（演示）", issuer="演示", about="示范点申报前逐条对照。", lines=TEN
    )
    services_list = list(supplements.items(held))
    codes = [node.code for node in standard_of(campaign.edition).leaves]
    for place, item in enumerate(services_list):
        supplements.refer(by, item, edition=campaign.edition, indicators=codes[place * 7 : place * 7 + 2])
    ticking.choose_supplements(by, campaign, supplements=[held])
    for place, item in enumerate(services_list[:8]):
        ticking.tick(
            by, campaign, item=item, met=place not in (2, 6), words="见台账" if place not in (2, 6) else "正在招考"
        )


def checks(by: User, campaign: Campaign, day: date) -> None:
    """Some units have said what is missing and by when; one day has gone by."""
    rows = met.lit_cells(by, campaign).filter(status__in=("not_met", "partly")).order_by("-short", "unit", "node")
    units = {unit.code: unit for unit in met.units_of(by, campaign)}
    for place, row in enumerate(islice(rows, 0, 160, 2)):
        expected = day + timedelta(days=14 if place % 5 else -7)
        self_checks.self_check(
            by, campaign, unit=units[row.unit], indicator=row.code, gap="对照原文还缺一部分",
            improvement="列入本月重点，分管负责人每周过问一次", expected_on=expected,
        )  # fmt: skip


def titles(by: User, civilized: Campaign, day: date) -> None:
    """What has been won: one to be defended soon, one later, one that has ended."""
    add = honours.add_honour
    add(by, title="省级文明县（演示）", level=Level.PROVINCIAL, scope=Scope.WHOLE, conferred_by="省文明委", document="演示〔2021〕3号",
        conferred_on=date(2021, 12, 20), review_on=day + timedelta(days=75), campaign=civilized)  # fmt: skip
    add(by, title="国家卫生县城（演示）", level=Level.NATIONAL, scope=Scope.WHOLE, conferred_by="全国爱卫会",
        document="演示〔2024〕9号", conferred_on=date(2024, 7, 1), review_on=date(2027, 7, 1))  # fmt: skip
    ended = add(by, title="省级法治建设示范乡镇（演示）", level=Level.PROVINCIAL, scope=Scope.SINGLE,
                conferred_by="省委依法治省办", document="演示〔2019〕12号", conferred_on=date(2019, 5, 10))  # fmt: skip
    honours.change_honour(by, ended, version=1, ended_on=date(2024, 5, 10))


def declare(by: User, campaign: Campaign, county: Unit, authority: str) -> None:
    """Who declares, who judges, who commands."""
    group = WorkingGroup.objects.filter(kind="headquarters").first()
    services.change_campaign(
        by, campaign, version=campaign.version, declared_by=county, authority=authority, headquarters=group
    )
