"""Selections of the county: one that runs, with an application at every step, one that is finished and sent up, and the county's own
application, which waits for the leader.

Its one trick: everything goes through the services, told at the moment at which it would have happened (`applications.clock`).
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from duibiao.applications import clock
from duibiao.applications.choices import Candidate, State
from duibiao.applications.models import Application, Category, Selection
from duibiao.applications.services import announcing, applying, judging, naming, sending, setting_up
from duibiao.campaigns.models import Campaign
from duibiao.demonstration import field
from duibiao.demonstration.evidence import word
from duibiao.files.models import Blob
from duibiao.files.taking import take_photo
from duibiao.lib.spans import today
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit, User

CONTACT = "县委依法治县办，电话 0530-1234567，青禾县人民路 1 号"
#: words, hard, needs a material, category (none: all)
CONDITIONS = (
    ("三年内没有重大违法犯罪、安全事故和群体性事件", True, True, ""),
    ("有法治宣传栏或法律图书角，内容常换", True, False, ""),
    ("村规民约经法制审核并公示", True, True, "示范村"),
    ("获得过市级以上表彰", False, True, ""),
)
ANSWERS = (
    "常住 1260 人，党员 58 人，设人民调解委员会和法律顾问工作室。",
    "每月一次法治讲堂，每周五法律顾问坐班；矛盾纠纷先调后诉，村规民约由司法所审核后公示。",
    "三年来调解纠纷 96 件，调成 93 件；没有一件越级上访。",
)
#: How far each village of the running selection got, and how many days ago it began.
COURSES = (
    (State.FILLING, 3), (State.RETURNED, 16), (State.RECOMMENDING, 12), (State.EXAMINING, 5), (State.EXAMINING, 20),
    (State.CHECKING, 8), (State.ANNOUNCING, 9), (State.NOTICED, 7), (State.NOTICED, 7), (State.NAMED, 26), (State.REFUSED, 18),
)  # fmt: skip
_numbers = count(1)
Act = Callable[[], object]


def build(by: User, campaign: Campaign, everyone: dict[str, Unit]) -> None:
    """All of it; nothing here is drawn by dice."""
    villages = [one for one in everyone.values() if one.kind == UnitKind.VILLAGE]
    with clock.told(_ago(30)):
        running = _running(by, campaign, everyone["D21"])
    names = running.categories.get(name="示范村")
    noticed = []
    for village, (until, days) in zip(villages, COURSES, strict=False):
        one = _bring(by, names, village, State.ANNOUNCING if until == State.NOTICED else until, days)
        noticed += [one] if until == State.NOTICED else []
    with clock.told(_ago(1)):
        announcing.announce(by, running, applications=noticed, since=clock.day(), contact=CONTACT)
    with clock.told(_ago(0)):
        announcing.object_to(
            by,
            noticed[0],
            uid="demo-objection",
            heard_on=clock.day(),
            way="call",
            words="反映村里法治宣传栏内容长期不换。",
        )
        _begun_by_wang(running.categories.get(name="示范单位"))
    _finished(by, villages)
    _upward(by, campaign, everyone)


def _ago(days: int, hour: int = 9) -> datetime:
    """A moment of a day gone by; today's is now, since nothing may lie ahead."""
    moment = timezone.localtime() - timedelta(days=days)
    return moment.replace(hour=hour, minute=20, second=0, microsecond=0) if days else moment


def _running(by: User, campaign: Campaign, schools: Unit) -> Selection:
    made = setting_up.set_up(
        by, title="2026 年法治示范创建评选", grounds="《关于评选法治示范单位的通知》（青法办〔2026〕8号）", authority="县委依法治县办",
        campaign=campaign, opens_on=_back(30), closes_on=today() + timedelta(days=6), recommend_workdays=5,
        examine_workdays=10, check_workdays=15, notice_workdays=5, contact=CONTACT, full_points=100,
    )  # fmt: skip
    kinds = (("示范村", 4, Candidate.UNIT, UnitKind.VILLAGE, None), ("示范学校", 2, Candidate.NAME, "", schools),
             ("示范单位", 3, Candidate.UNIT, UnitKind.DEPARTMENT, None))  # fmt: skip
    for name, quota, candidate, kind, recommender in kinds:
        setting_up.add_category(
            by, made, name=name, quota=quota, candidate=candidate, unit_kind=kind, recommender=recommender,
            recommend_quota=4 if recommender else None,
        )  # fmt: skip
    _conditions(by, made)
    return made


def _conditions(by: User, made: Selection, most: int = len(CONDITIONS)) -> None:
    kinds = {one.name: one for one in made.categories.all()}
    for words, hard, material, kind in CONDITIONS[:most]:
        if not kind or kind in kinds:
            setting_up.add_condition(
                by, made, words=words, hard=hard, needs_material=material, category=kinds.get(kind)
            )  # fmt: skip
    setting_up.open_selection(by, made)


def speaker(unit: Unit) -> User:
    """Whoever speaks for a unit: its account, or one that is made here, as a township has it."""
    held = User.objects.filter(grants__role="unit", grants__unit=unit).first()
    if held is None:
        held = User.objects.create(account=f"unit-{unit.code.lower()}", is_active=False)
        held.grants.create(role="unit", unit=unit)
        held.is_active = True  # in memory alone: nobody logs in with it
    return held


def _begun(category: Category, unit: Unit, subject: Unit) -> Application:
    uid = f"demo-application-{next(_numbers)}"
    one = applying.begin(speaker(unit), category, unit=unit, uid=uid, subject=subject)
    return _again(one)


def _again(one: Application) -> Application:
    return Application.objects.select_related("selection", "category", "unit", "recommender", "notice").get(pk=one.pk)


def _filled(one: Application, speaks: User) -> None:
    fields = [str(field.pk) for field in one.selection.fields.all()]
    applying.fill(speaks, one, version=one.version, answers=dict(zip(fields, ANSWERS, strict=False)))
    title = f"{one.name}申报材料"
    given: dict[str, Any] = {"upload": [word(title, ["情况属实。"])], "file_name": f"{title}.docx"}
    for condition in one.selection.conditions.filter(hard=True):
        if condition.category_id in (None, one.category_id):  # given once, it shows the next condition too
            tick = applying.tick(speaks, one, condition, **(given if condition.needs_material else {}))
            given = {"material": tick.file.material} if tick.file is not None else given


def _handed_in(one: Application, speaks: User) -> None:
    _filled(one, speaks)
    applying.hand_in(speaks, one)


def _steps(by: User, one: Application, speaks: User) -> Iterator[tuple[State, Act]]:
    """State by state, what brings an application out of it."""
    yield State.FILLING, lambda: _handed_in(one, speaks)
    yield State.RECOMMENDING, lambda: judging.recommend(speaks, one, words="群众基础好，同意推荐。")
    points = Decimal(86 + one.pk % 9) if one.selection.full_points else None
    yield State.EXAMINING, lambda: judging.pass_on(by, one, points=points, words="材料齐全，符合条件。")
    if one.selection.check_workdays:
        yield State.CHECKING, lambda: judging.check(by, one, words="现场与申报一致。", photos=[_photo()])
    yield State.ANNOUNCING, lambda: _announced(by, one)


def _photo() -> Blob:
    return take_photo(field.picture(3, heap=False), name="现场.png")


def _announced(by: User, one: Application) -> None:
    announcing.announce(by, one.selection, applications=[one], since=clock.day(), contact=CONTACT)


def _bring(by: User, category: Category, village: Unit, until: State, days: int) -> Application:
    """To a step, a day for each; what was refused or returned was so at the first examination."""
    above = village.parent
    assert above is not None
    with clock.told(_ago(days)):
        one, speaks = _begun(category, above, village), speaker(above)
    aim = State.EXAMINING if until in (State.RETURNED, State.REFUSED) else until
    for passed, (state, act) in enumerate(_steps(by, one, speaks), start=1):
        if state == aim:
            break
        with clock.told(_ago(max(days - passed, 0))):
            act()
    with clock.told(_ago(2)):
        if until == State.RETURNED:
            judging.give_back(by, one, words="村规民约没有司法所审核意见，请补。")
        elif until == State.REFUSED:
            judging.refuse(by, one, words="去年发生过较大安全事故，不符合第 1 条。")
    if until == State.NAMED:
        _named(by, one)
    return one


def _named(by: User, one: Application) -> None:
    """The day after its notice ran out, if that day has come."""
    held = _again(one)
    if held.notice is not None and held.notice.until < today():
        after = (today() - held.notice.until).days - 1
        with clock.told(_ago(after)):
            naming.name(by, held, document="青法办〔2026〕21号")


def _begun_by_wang(category: Category) -> None:
    """王's unit has begun its own, so that the unit's door has something to go on with."""
    wang = User.objects.get(account="wang")
    assert wang.unit is not None
    one = _begun(category, wang.unit, wang.unit)
    first = one.selection.fields.all()[0]
    applying.fill(wang, one, version=one.version, answers={str(first.pk): "干警 46 人，设公共法律服务中心一个。"})


def _finished(by: User, villages: list[Unit]) -> None:
    """Last year's: two named, sent up and received; one title was taken away later, when papers were found to be made up."""
    made = setting_up.set_up(
        by, title="2025 年民主法治示范村评选", grounds="青法办〔2025〕6号", authority="县委依法治县办", opens_on=_back(365),
        closes_on=_back(330), check_workdays=0, notice_workdays=5, contact=CONTACT,
    )  # fmt: skip
    setting_up.add_category(by, made, name="示范村", quota=3, candidate=Candidate.UNIT, unit_kind=UnitKind.VILLAGE)
    _conditions(by, made, 1)
    category = made.categories.select_related("selection").get()
    named = [_bring(by, category, village, State.NAMED, 340) for village in villages[-2:]]
    with clock.told(_ago(300)):
        package = sending.ask(by, made)
        sending.carry_out(package)
        sending.receive(by, package, receipt="市法办收〔2026〕17号", received_on=clock.day())
    with clock.told(_ago(40)):
        words = "复核发现调解台账造假，撤销命名。"
        naming.revoke(by, _again(named[-1]), words=words, document="青法办〔2026〕3号")
    setting_up.end_selection(by, made)


def _back(days: int) -> date:
    return today() - timedelta(days=days)


def _upward(by: User, campaign: Campaign, everyone: dict[str, Unit]) -> None:
    county = next(one for one in everyone.values() if one.kind == UnitKind.COUNTY)
    made = setting_up.set_up(
        by, title="申报全国法治政府建设示范县", grounds="省委依法治省办《关于做好申报工作的通知》", direction="up",
        authority="省委依法治省办", campaign=campaign, opens_on=_back(15), closes_on=today() + timedelta(days=20),
        notice_workdays=0, check_workdays=0,
    )  # fmt: skip
    setting_up.add_category(
        by, made, name="全国法治政府建设示范县", quota=None, candidate=Candidate.UNIT, unit_kind="county"
    )
    setting_up.add_condition(by, made, words="近三年没有发生重大执法过错事件", hard=True, needs_material=True)
    setting_up.open_selection(by, made)
    category = made.categories.select_related("selection").get()
    one = applying.begin(by, category, unit=county, uid="demo-application-up", subject=county)
    _filled(_again(one), by)
    applying.hand_in(by, one)
