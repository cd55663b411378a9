"""Building the county, step by step. Each step says what it does, so that whoever waits sees it move."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from duibiao.campaigns import services as campaigns
from duibiao.campaigns.choices import State
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.demonstration import (
    applications,
    documents,
    duties,
    evidence,
    facilities,
    fairness,
    field,
    handing_up,
    importing,
    insight,
    journal,
    meetings,
    participation,
    people,
    plans,
    problems,
    registers,
    sealing,
    sprint,
    standing,
    supervisors,
    upkeep,
    weighing,
)
from duibiao.demonstration import days as my_days
from duibiao.demonstration.accounts import ACCOUNTS, PASSWORD
from duibiao.lib.spans import today
from duibiao.organisation import services as organisation
from duibiao.organisation.choices import PostKind, UnitKind
from duibiao.organisation.models import Person, RoleGrant, Unit, User
from duibiao.organisation.services.setting_up import Credentials
from duibiao.scores import points
from duibiao.scores.choices import Visibility
from duibiao.scores.snapshots import decide, publish, take_snapshot
from duibiao.scores.tasks import rebuild_points
from duibiao.scores.working_out import work_out
from duibiao.standards import services as standards
from duibiao.standards.models import Edition
from duibiao_engine.demo_county import AS_OF, DemoCounty, generate
from duibiao_engine.packs import find

_PACKS = ("fazhi-demo", "civilized-demo")
#: Days of the trend, counted back from the last.
_TREND = (112, 84, 56, 28, 14, 7, 1, 0)
Say = Callable[[str], None]


def build(say: Say = lambda words: None, on: date | None = None, *, trend_later: bool = False) -> None:
    """Build everything, in one transaction up to the facts: an interrupted build has never happened.

    `trend_later` leaves the points of days gone by to a job: with a worker beside, nobody waits for them.
    """
    day = as_of(on or today())
    with transaction.atomic():
        say("单位、人员、指挥体系")
        generated = known_by_now(generate(standards=[_folder(name) for name in _PACKS], as_of=day))
        lin, everyone = _organisation(generated)
        say("测评标准和创建活动")
        editions = [_edition(lin, name) for name in _PACKS]
        held = _campaigns(lin, editions, everyone, generated)
        _stands_around(lin, held, everyone, day)
        say(f"事实（约 {len(generated.facts):,} 条）")
        journal.post(lin, generated, everyone, editions)
        say("点位、检查表、检查轮次")
        field.build(lin, held[1], everyone, day)
        my_days.asks(lin, everyone, day)
        insight.build(lin, held[1], day)
    _worked(say, lin, held, everyone, day, trend_later=trend_later)


def _worked(
    say: Say, lin: User, held: list[Campaign], everyone: dict[str, Unit], day: date, *, trend_later: bool
) -> None:
    """What people do with the scores once they are there."""
    say("得分、名次、走势")
    with transaction.atomic():
        for campaign in held:
            work_out(campaign)
        fairness.build(lin, held[1], everyone, day)
    for campaign in held:
        _trend(campaign, day, later=trend_later)
    standing.checks(lin, held[0], day)
    importing.half_confirmed(lin)
    plans.hand_in_some(lin, held[0], list(participants(held[0])))
    say("材料清单、材料和审核")
    with transaction.atomic():
        evidence.build(lin, held[0], day)
    say("任务、签收、进展")
    duties.give_out(lin, held[0], day)
    meetings.meet(lin, held[0], list(participants(held[0])), day)
    participation.told(lin, held[1], list(participants(held[1])), day)
    supervisors.look_on(lin, held[1], everyone, day)
    sprint.last_weeks(lin, held[0], list(participants(held[0])), day)
    say("问题、整改、复核、回头看")
    with transaction.atomic():
        problems.build(lin, held[1], day)
        weighing.build(lin, day)
    say("公共设施、单位包联")
    with transaction.atomic():
        facilities.build(lin, held[1], everyone, day)
    _shown(say, lin, held, everyone, day)


def _shown(say: Say, lin: User, held: list[Campaign], everyone: dict[str, Unit], day: date) -> None:
    """What stands beside the scores for years, and what was told outside."""
    say("短板、制度、责任区、巩固期")
    with transaction.atomic():
        upkeep.build(lin, held, day)
    say("示范点评选、申报")
    with transaction.atomic():
        applications.build(lin, held[0], everyone)
    say("登记簿")
    with transaction.atomic():
        registers.build(lin, list(participants(held[0])), day)
    say("一次已公布的成绩和一次待审批的成绩")
    _snapshots(lin, held[0])
    with transaction.atomic():
        documents.build(lin, held[0], held[1], day)
    handing_up.build(lin, held[0], day)
    sealing.build(lin, held[0], day)


def _stands_around(by: User, held: list[Campaign], everyone: dict[str, Unit], day: date) -> None:
    fazhi, civilized = held
    county = Unit.objects.get(kind=UnitKind.COUNTY)
    standing.declare(by, fazhi, county, "省委依法治省办")
    standing.declare(by, civilized, county, "省文明委")
    standing.decisions(by, fazhi, everyone)
    standing.ten(by, fazhi)
    standing.titles(by, civilized, day)


def known_by_now(generated: DemoCounty) -> DemoCounty:
    """Without what would be recorded, or true, later today: a clock that shows the future convinces nobody."""
    now = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    known = [row for row in generated.facts if max(row["recorded_at"], row["at"].replace("T", " ")) <= now]
    return replace(generated, facts=known)


def _trend(campaign: Campaign, day: date, *, later: bool) -> None:
    """Points along the year; today's are the totals that have just been worked out."""
    days = [day - timedelta(days=back) for back in _TREND if back or day != today()]
    if later:
        rebuild_points.defer(campaign=campaign.pk, days=[one.isoformat() for one in days])
    else:
        points.rebuild(campaign, days)
    if day == today():
        points.mark_today(campaign)


def as_of(on: date) -> date:
    """The day up to which facts are known: that day if it lies in the campaign's year, else the last day of September."""
    return on if date(2026, 7, 1) <= on <= date(2026, 12, 20) else AS_OF


def _folder(name: str) -> Path:
    folder = find(name)
    if folder is None:
        raise FileNotFoundError(f"找不到随程序附带的标准包 {name}")
    return folder


def _organisation(generated: DemoCounty) -> tuple[User, dict[str, Unit]]:
    county = organisation.set_up_county(
        name=generated.units[0]["name"],
        code=generated.units[0]["id"],
        administrator=Credentials("zheng", PASSWORD),
        office=Credentials("lin", PASSWORD),
    )
    lin = User.objects.get(account="lin")
    everyone = people.units(lin, county, generated)
    people.staff(everyone)
    people.headquarters(lin, everyone)
    people.areas(lin, everyone)
    _accounts(everyone)
    return lin, everyone


def _accounts(everyone: dict[str, Unit]) -> None:
    """One account for each role; nobody has to change a password that is printed for all to see."""
    hashed = make_password(PASSWORD)  # slow on purpose; once is enough for a password that is printed
    for account, words, role, code in ACCOUNTS:
        user = User.objects.filter(account=account).first()
        if user is None:
            user = User.objects.create(account=account, password=hashed)
            RoleGrant.objects.create(user=user, role=role, unit=everyone.get(code))
        user.person = _liaison(everyone[code]) if code else _person(words)
        user.must_change_password = False
        user.save()


def _liaison(unit: Unit) -> Person | None:
    return Person.objects.filter(posts__unit=unit, posts__kind=PostKind.LIAISON).first()


def _person(words: str) -> Person:
    names = {
        "创建办": "林知秋",
        "县领导": "周望舒",
        "督查员": "陈景行",
        "上级测评员（只读）": "吴清和",
        "系统管理员": "郑启明",
    }
    return Person.objects.create(name=names[words])


def _edition(by: User, name: str) -> Edition:
    text = (_folder(name) / "standard.yaml").read_text(encoding="utf-8")
    edition, problems = standards.take_in(by, text=text, file=f"{name}/standard.yaml")
    if edition is None:
        raise ValueError(f"{name}: {problems[:1]}")
    return standards.publish(by, edition, in_force_from=date(2026, 1, 1))


def _campaigns(by: User, editions: list[Edition], everyone: dict[str, Unit], generated: DemoCounty) -> list[Campaign]:
    taking_part = [unit for unit in everyone.values() if unit.kind in (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)]
    span = {"since": date(2026, 1, 1), "until": date(2026, 12, 31), "state": State.RUNNING, "is_public": True}
    fazhi = campaigns.set_up_campaign(
        by, edition=editions[0], units=taking_part, title="全国法治政府建设示范县创建", honour="全国法治政府建设示范县",
        target_rate=85.0, target_rank=3, about="把依法行政的每一项要求落到单位、落到时限，欢迎监督。", **span,
    )  # fmt: skip
    civilized = campaigns.set_up_campaign(
        by, edition=editions[1], units=taking_part, title="全国文明城市创建", honour="全国文明城市",
        target_rate=90.0, target_rank=2, about="三年一届，第三年占 60%。发现身边的问题，请告诉我们。", **span,
    )  # fmt: skip
    for campaign, days in ((fazhi, _FAZHI_DAYS), (civilized, _CIVILIZED_DAYS)):
        for name, day in days:
            campaigns.set_milestone(by, campaign, name=name, day=day)
    _years(by, civilized)
    held = {campaign.edition.standard: campaign for campaign in (fazhi, civilized)}
    for row in generated.not_applicable:
        campaign, unit = held[row["standard"]], everyone[row["unit"]]
        campaigns.decide_not_applicable(by, campaign, unit=unit, indicator=row["indicator"], reason=row["reason"])
    return [fazhi, civilized]


_FAZHI_DAYS = (
    ("任务分解印发", date(2026, 2, 10)),
    ("半年自评", date(2026, 6, 30)),
    ("材料提交截止", date(2026, 11, 30)),
    ("省级实地评估", date(2026, 12, 15)),
)
_CIVILIZED_DAYS = (
    ("季度测评", date(2026, 9, 25)),
    ("年度测评开始", date(2026, 12, 1)),
    ("年度成绩公布", date(2026, 12, 28)),
)


#: year → how it is assessed, our published rate and rank, the rate of the county at our target rank
_PUBLISHED: dict[int, tuple[str, float | None, int | None, float | None]] = {
    2024: ("公共文明指数测评", 86.4, 5, 88.1),
    2025: ("公共文明指数测评", 88.9, 3, 89.6),
    2026: ("检查考评", None, None, None),
}


def _years(by: User, campaign: Campaign) -> None:
    for year in list(campaign.years.all()):
        method, rate, rank, at_rank = _PUBLISHED[year.year]
        campaigns.set_year(
            by, campaign, year=year.year, weight=year.weight, method=method,
            published_rate=rate, published_rank=rank, rank_rate=at_rank,
        )  # fmt: skip


def _snapshots(by: User, campaign: Campaign) -> None:
    leader = User.objects.get(account="zhou")
    first = take_snapshot(by, campaign, title="三季度考核成绩")
    decide(leader, first, approve=True, words="同意公布")
    first.refresh_from_db()
    publish(by, first, visibility=Visibility.ALL)
    take_snapshot(by, campaign, title="年终预评成绩")
