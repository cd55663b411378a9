"""Upkeep in the county: shortcomings in every state, rules that are kept and one that is overdue, a drive that ended, zones with a gap.

Its one trick: it takes what is there (losses, a hopeless problem, areas, materials), so that every figure leads to something true.
"""

import random
from datetime import date, timedelta
from typing import Any

from duibiao.campaigns import services as campaigns
from duibiao.campaigns.choices import State
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.demonstration import evidence
from duibiao.files import store
from duibiao.ledger.models import Material
from duibiao.ledger.services import giving, requirements, reviewing
from duibiao.lib.spans import today
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit, User
from duibiao.places.models import Area, SiteType
from duibiao.problems.choices import Status
from duibiao.problems.models import Kind, Problem
from duibiao.scores.queries import counted_losses, standing
from duibiao.standards.queries import standard_of
from duibiao.upkeep import services
from duibiao.upkeep.choices import Done, Mechanism, Often, Sort, Way
from duibiao.upkeep.models import Body, RuleItem, Shortcoming, UpkeepZone


def build(by: User, held: list[Campaign], day: date) -> None:
    """After scores and problems: both are read. What is due is due from today on, however old the county's facts are."""
    now = max(day, today())
    fazhi, civilized = held
    townships = list(Unit.objects.filter(kind=UnitKind.TOWNSHIP).order_by("order", "id"))
    _shortcomings(by, fazhi, civilized, townships, now)
    _rules(by, fazhi, townships, now)
    _drives(by, civilized, townships, day)
    _zones(by, townships, now)
    _named(by, fazhi, day)


def _shortcomings(by: User, fazhi: Campaign, civilized: Campaign, townships: list[Unit], day: date) -> None:
    """Two losses and a hopeless problem by one click; the rest by hand: one late, one waiting, one accepted."""
    for campaign, n in ((fazhi, 3), (civilized, 2)):
        known = standard_of(campaign.edition).by_code
        losses = [
            one for one in counted_losses(campaign, standing(campaign)) if one.to_win > 0 and one.indicator in known
        ]
        for loss in losses[:n]:
            services.from_loss(by, campaign, unit=Unit.objects.get(code=loss.unit), indicator=loss.indicator)
    hopeless = Problem.objects.filter(status=Status.NOT_FIXABLE, unit__isnull=False).first()
    if hopeless is not None:
        services.from_problem(by, hopeless)
    toilets = services.register(
        by, unit=townships[0], sort=Sort.HARDWARE, words="镇区缺两处公共厕所，集市日排长队", due_on=day + timedelta(days=70),
        campaign=civilized, money_wan=86.0, money_from="县级以奖代补 50 万元，其余镇自筹", place_words="望禾大街中段、农贸市场北门",
        steps=[(day - timedelta(days=20), "选址公示"), (day + timedelta(days=15), "完成招标"), (day + timedelta(days=65), "建成开放")],
    )  # fmt: skip
    services.tick_step(by, toilets.steps.all()[0], done=True)
    services.register(
        by, unit=townships[1], sort=Sort.PEOPLE, words="保洁队伍平均年龄 62 岁，夜间时段排不开班", due_on=day + timedelta(days=50),
        campaign=civilized, estimate=0.8, steps=[(day + timedelta(days=20), "招录 12 人"), (day + timedelta(days=45), "培训上岗")],
    )  # fmt: skip
    late = services.register(
        by, unit=townships[2], sort=Sort.HARDWARE, words="农贸市场没有排水沟，雨天积水", due_on=day + timedelta(days=30),
        campaign=civilized, money_wan=24.0,
    )  # fmt: skip
    Shortcoming.objects.filter(pk=late.pk).update(due_on=day - timedelta(days=6))
    for words, sort in (("窗口没有错时延时服务制度", Sort.MANAGEMENT), ("调解员没有持证上岗", Sort.PEOPLE)):
        one = services.register(
            by, unit=townships[3], sort=sort, words=words, due_on=day + timedelta(days=30), estimate=0.5
        )
        services.make_good(by, one, words="已印发制度，上墙公示，11 月起执行。")
    services.judge(User.objects.get(account="chen"), one, passed=True, words="到窗口看过，按制度执行。")


#: Title, number, years ago, days until its review, what it governs, items (what, how often, for all townships)
_RULES: tuple[tuple[str, str, int, int, str, tuple[tuple[str, str, str], ...]], ...] = (
    ("城乡环境卫生一体化管护办法", "青政办发〔2024〕18 号", 2, 210, "保洁范围、频次、标准和经费",
     (("每周对背街小巷保洁质量检查一次", Often.WEEK, "litter"), ("每月公布各村保洁员工资发放情况", Often.MONTH, ""))),
    ("门前三包责任制管理规定", "青政发〔2023〕7 号", 3, -25, "包卫生、包秩序、包设施", (("每月走访三包商户，不少于一半", Often.MONTH, "stall"),)),
    ("行政执法公示和全过程记录制度", "青依法办〔2025〕4 号", 1, 160, "执法公示、音像记录、法制审核", (("每季度抽查执法案卷", Often.QUARTER, ""),)),
)  # fmt: skip


def _rules(by: User, fazhi: Campaign, townships: list[Unit], day: date) -> None:
    justice = Unit.objects.get(code="D02")
    material = Material.objects.filter(withdrawn_at=None, unit=justice).order_by("pk").first()
    leaf = standard_of(fazhi.edition).leaves[0].code
    kinds = {one.code: one for one in Kind.objects.all()}
    for title, number, years, ahead, words, items in _RULES:
        rule = services.put_in(
            by, title=title, number=number, issuer="青禾县人民政府办公室", keeper=justice if "执法" in title else townships[0],
            words=words, issued_on=date(day.year - years, 3, 12), review_on=day + timedelta(days=ahead),
            material=material if "执法" in title else None,
        )  # fmt: skip
        asked = [justice] if "执法" in title else townships[:4]
        for what, often, kind in items:
            services.add_item(by, rule, words=what, often=often, units=asked, kind=kinds.get(kind))
        if "执法" in title:
            services.link_rule(by, rule, campaign=fazhi, indicators=[leaf])
    RuleItem.objects.update(since=day - timedelta(days=200))
    _answers(townships)


def _answers(townships: list[Unit]) -> None:
    """The unit's own word, a visit that found otherwise, and two that nobody has looked at."""
    zhao, chen = User.objects.get(account="zhao"), User.objects.get(account="chen")
    weekly = RuleItem.objects.get(often=Often.WEEK)
    services.answer(zhao, weekly, unit=townships[0], outcome=Done.DONE)
    services.answer(chen, weekly, unit=townships[1], outcome=Done.NOT_DONE, words="检查记录停在上月", way=Way.VISIT)
    walked = RuleItem.objects.get(words__startswith="每月走访")
    services.answer(chen, walked, unit=townships[2], outcome=Done.DONE, way=Way.VISIT)


def _drives(by: User, campaign: Campaign, townships: list[Unit], day: date) -> None:
    """One that has ended and became routine, whose day is today; one that ended and has not; one that is on."""
    kinds = {one.code: one for one in Kind.objects.all()}
    lead = Unit.objects.filter(kind=UnitKind.DEPARTMENT, name__contains="城管").first() or townships[0]
    plan = (
        ("主干道占道经营百日整治", "appearance", "主次干道无占道经营、无乱堆乱放", ("stall", "litter", "advert"), 70, 10),
        ("建筑工地和渣土车专项整治", "works", "工地围挡率 100%，渣土车无抛洒", ("road", "danger"), 40, 2),
        ("城乡结合部环境攻坚", "fringe", "消除卫生死角，每村有人管", (), 12, -18),
    )  # fmt: skip
    types = list(SiteType.objects.all()[:3])
    for title, topic, goal, codes, ago, ended in plan:
        drive = services.plan_drive(
            by, campaign, title=title, topic=topic, goal=goal, scope="中心城区和八个乡镇驻地", lead=lead, units=[], types=[],
            kinds=[kinds[code] for code in codes if code in kinds], since=day - timedelta(days=ago), until=day - timedelta(days=ended),
        )  # fmt: skip
        if ago == 70:
            routine = services.end_drive(
                by, drive, often=Often.WEEK, size=12, kind="daily", units=townships[:3], first_on=max(day, today())
            )
            routine.types.set(types)


_STANDARDS = {
    Mechanism.CLEANING: ("每日两扫、全天保洁，无暴露垃圾", Often.DAY, 2), Mechanism.TRIMMING: ("行道树、绿篱成形，无枯枝", Often.MONTH, 1),
    Mechanism.MENDING: ("路面坑槽三日内补好", Often.WEEK, 1), Mechanism.CONTROL: ("路口收口，早晚两次巡查", Often.DAY, 2),
    Mechanism.CLEARING: ("小广告、残胶随见随清", Often.WEEK, 2),
}  # fmt: skip


def _zones(by: User, townships: list[Unit], day: date) -> None:
    """All areas but two have all five; one place has two bodies, one needs no trimming, the first township shows how it is done."""
    areas = list(Area.objects.filter(unit__in=townships).order_by("code"))
    for mechanism, (standard, often, times) in _STANDARDS.items():
        chosen = areas if mechanism == Mechanism.CLEANING else areas[: -2 if mechanism == Mechanism.MENDING else -1]
        services.lay_zones(by, areas=chosen, mechanisms=[mechanism], often=often, times=times, standard=standard)
    Body.objects.update(
        since=day - timedelta(days=6)
    )  # laid out this week: only where work was promised long ago is silence seen
    Body.objects.filter(zone__area__in=areas[:5]).update(since=day - timedelta(days=120))
    zone = UpkeepZone.objects.get(area=areas[4], mechanism=Mechanism.CLEARING)
    services.appoint_body(by, zone, unit=townships[0], since=day, instead=False)
    spared = UpkeepZone.objects.get(area=areas[2], mechanism=Mechanism.TRIMMING)
    services.change_zone(by, spared, version=spared.version, not_needed="室内市场，无绿化")
    shown = UpkeepZone.objects.get(area=areas[0], mechanism=Mechanism.CLEANING)
    services.change_zone(
        by,
        shown,
        version=shown.version,
        demonstration=True,
        demonstration_standard="每百米烟头不超过 2 个，果皮箱每日擦洗",
    )
    own = list(UpkeepZone.objects.filter(area__unit=townships[0]).order_by("pk"))
    zhao = User.objects.get(account="zhao")
    for ago, words in ((9, "清理沿街残胶 30 余处"), (2, "主街人行道冲洗"), (0, "")):
        done_on = today() - timedelta(days=ago)
        services.tell_work(zhao, zones=own[:4], done_on=done_on, uid=f"demo-{ago}", words=words)
    for n, unit in enumerate(townships[:5]):
        outlay: dict[str, Any] = {
            "staff": 38 - 4 * n,
            "machines": 6 - n,
            "money_wan": 92.0 - 11.5 * n,
            "words": "保洁员月工资不低于 1800 元",
        }
        services.set_outlay(by, unit, year=day.year, mechanism=Mechanism.CLEANING, **outlay)


def _named(by: User, fazhi: Campaign, day: date) -> None:
    """A title won last year, with materials that will not do for the next: what the consolidation period is opened from."""
    last = day.year - 1
    won = campaigns.set_up_campaign(
        by, edition=fazhi.edition, units=list(participants(fazhi))[:12], title="市级法治建设示范县创建", honour="市级法治建设示范县",
        since=date(last, 1, 1), until=date(last, 12, 31), state=State.NAMED,
    )  # fmt: skip
    chance = random.Random(2028)
    for leaf, unit in zip(standard_of(fazhi.edition).leaves[:4], participants(won), strict=False):
        title = f"{leaf.indicator.name}：{last} 年材料"
        asked = requirements.add_requirement(
            by, won, indicator=leaf.code, title=f"{leaf.indicator.name}：年度材料", units=[unit], since=date(last, 1, 1),
            until=date(last, 12, 31), due_on=date(last, 12, 10),
        )  # fmt: skip
        file = giving.Given(
            store.put([evidence.pages(title, chance)], name=f"{title}.pdf"),
            f"{title}.pdf",
            {"dated_on": date(last, 6, 30)},
        )
        gave = giving.give(by, unit=unit, files=[file], requirement=asked)[0]
        version = gave.use.material.files.first() if gave.use else None
        if gave.use and version:
            reviewing.accept(by, gave.use, file=version.pk)
