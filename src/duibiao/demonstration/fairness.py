"""What shows fairness: a round seen twice, a self-check before it, calibration pictures, and three appeals at three steps.

Cheap: it sends what a phone would send, some thirty visits, and decides two appeals.
"""

import random
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from duibiao.appeals import services as appeals
from duibiao.appeals.models import Appeal
from duibiao.campaigns.models import Campaign
from duibiao.demonstration.accounts import PASSWORD
from duibiao.demonstration.field import form_of, picture, sent
from duibiao.inspections import calibration, receiving, rounds
from duibiao.inspections.choices import RoundKind
from duibiao.inspections.collectors import collector_for
from duibiao.inspections.models import Observation, Round
from duibiao.inspections.overturning import as_if_good
from duibiao.inspections.self_checks import start_self_check
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Person, RoleGrant, Unit, User
from duibiao.places.models import SiteType

_PICTURES = (
    (1, "路面整洁，无暴露垃圾", "fault", "右侧路沿有一堆没有清走的垃圾，按“暴露垃圾”算一处。"),
    (4, "路面整洁，无暴露垃圾", "fault", "垃圾堆在路中间，和多少无关，有就算。"),
    (6, "公益广告完好", "n_a", "画面里没有公益广告设施，这一项不适用，不是“符合”。"),
)
_GROUNDS = (
    "当天上午管网抢修，现场临时占用，十一点前已恢复；附抢修单。",
    "照片拍的是隔壁单位的责任段，有界桩为证。",
    "当时正在清运，检查后半小时已清完。",
)
_DECISIONS = (
    ("upheld", "到现场核对界桩，照片所在地段不属于该单位。"),
    ("dismissed", "标准看检查时的情况，照片清楚；清运应在七点前完成。"),
)


class Sloppy(random.Random):
    """Dice of a place where more is wrong than elsewhere."""

    def random(self) -> float:
        return 0.4 * super().random()


def build(by: User, campaign: Campaign, everyone: dict[str, Unit], day: date) -> None:
    """With dice of its own. `by` is the office; a second inspector comes along, and three more units have accounts."""
    dice, hashed = random.Random(725), make_password(PASSWORD)
    chen = User.objects.get(account="chen")
    second = _account(hashed, "deng", Role.INSPECTOR, name="邓晓东")
    for code in ("T02", "T03", "T04"):
        _account(hashed, f"liaison-{code.lower()}", Role.UNIT, unit=everyone[code])
    kinds = list(SiteType.objects.filter(code__in=("estate", "window")))
    since = day - timedelta(days=12)
    own = start_self_check(by, campaign=campaign, title="国庆节前自查", since=since, until=day, types=kinds)
    _visits(own.round, campaign, dice, day - timedelta(days=11), own=True)
    again = _twice(by, campaign, [chen, second], kinds, day)
    _visits(again, campaign, dice, day - timedelta(days=2))
    _calibrate(by, campaign, second, dice)
    _appeal(by, again)


def _account(hashed: str, account: str, role: str, *, name: str = "", unit: Unit | None = None) -> User:
    person = Person.objects.create(name=name) if name else Person.objects.filter(posts__unit=unit, user=None).first()
    made = User.objects.create(account=account, password=hashed, person=person, must_change_password=False)
    RoleGrant.objects.create(user=made, role=role, unit=unit)
    return made


def _twice(by: User, campaign: Campaign, inspectors: list[User], kinds: list[SiteType], day: date) -> Round:
    """Every estate and every window, most of them by both."""
    made = rounds.plan_round(
        by, campaign=campaign, types=kinds, inspectors=inspectors, title="节后小区窗口排查（背靠背）", kind=RoundKind.CARPET,
        since=day - timedelta(days=3), until=day + timedelta(days=4), per_day=6, double_percent=60,
    )  # fmt: skip
    rounds.commit_round(by, made, version=made.version)
    return rounds.draw_round(by, made, version=made.version)


def _visits(held: Round, campaign: Campaign, dice: random.Random, on: date, *, own: bool = False) -> None:
    sloppy = Sloppy(726)
    for one in held.assignments.select_related("site__unit", "site__type", "inspector", "round"):
        if own and one.site.unit.code == "T01" and one.site.type.code == "window":
            continue  # left for 赵 to do
        form, items = form_of(one.site.type_id)
        one.day = on
        xml, files = sent(one, items, form, sloppy if one.site.unit.code == "T01" and not one.second else dice)
        receiving.receive(collector_for(one.inspector, campaign), xml=xml, files=files, device="demo")


def _calibrate(by: User, campaign: Campaign, who: User, dice: random.Random) -> None:
    """陈 has still to answer."""
    held = calibration.make_set(by, campaign=campaign, title="节后排查前的口径")
    for n, text, right, why in _PICTURES:
        calibration.add_picture(by, held, name=f"{n}.png", chunks=[picture(n)], text=text, right=right, why=why)
    calibration.open_set(by, held)
    calibration.answer(who, held, said={one.pk: dice.choice((one.right, "fault")) for one in held.pictures.all()})


def _appeal(by: User, held: Round) -> None:
    """Of 赵's unit, against three faults: one upheld, one dismissed, one that waits for 林."""
    zhao = User.objects.get(account="zhao")
    found = Observation.objects.filter(visit__round=held, outcome="fault", visit__counts=True, fact__isnull=False)
    wanted = (
        "visit__site__unit",
        "visit__inspector",
        "item__measure",
        "fact__measure",
        "fact__unit",
        "fact__recorded_by",
    )
    mine = found.filter(visit__site__unit=zhao.unit, points_lost__gt=0).select_related(*wanted)
    seen: dict[int | None, Observation] = {one.fact_id: one for one in mine.order_by("-pk")}
    made = [_handed_in(zhao, n, fault) for n, fault in enumerate(list(seen.values())[:3])]
    for one, (state, reason) in zip(made[1:], _DECISIONS, strict=False):
        said = dict(as_if_good(one.observation)) if one.observation is not None else {}
        appeals.decide(by, one, state=state, reason=reason, **said)


def _handed_in(by: User, n: int, fault: Observation) -> Appeal:
    day = timezone.localtime(fault.visit.at).strftime("%Y-%m-%d")
    matter = f"{day} {fault.visit.site}：{fault.item}，扣 {fault.points_lost:g} 分"
    files = [appeals.File("抢修单.pdf", [b"%PDF-1.4\n%%EOF\n"])] if n == 0 else []
    return appeals.appeal(by, uid=f"demo-{n}", grounds=_GROUNDS[n], matter=matter, observation=fault, files=files)
