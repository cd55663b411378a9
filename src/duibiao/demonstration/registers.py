"""The demonstration's registers: a year of activities of every unit, one held together, the lists of some, and a number that follows."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from duibiao.ledger.models import Material
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit, User
from duibiao.registers import feeds, services
from duibiao.registers.models import CoHost, Entry, Evidence, Register
from duibiao.registers.recording import Given
from duibiao.standards.models import Measure

_THEMES = {
    "普法讲座": ("民法典进乡村", "宪法宣传讲座", "防范电信诈骗", "未成年人保护法进校园", "农村土地承包法讲座"),
    "法律咨询": ("集市法律咨询", "劳动维权咨询", "婚姻家庭咨询", "法律援助进社区"),
    "法治文化活动": ("法治文艺演出", "法治灯谜会", "法治书画展"),
    "法律培训": ("村干部依法履职培训", "行政执法人员培训", "人民调解员培训"),
}
_PLACES = ("文化广场", "便民服务中心", "中心小学", "村委会", "农贸市场")
_LISTS: dict[str, tuple[tuple[str, str, dict[str, Any], str], ...]] = {
    "权责清单": (
        ("行政许可", "律师执业许可（初审）", {"basis": "律师法第六条", "opened": True, "office": "政务服务科"}, ""),
        ("行政处罚", "对基层法律服务所违规的处罚", {"basis": "基层法律服务所管理办法第三十六条", "opened": True, "office": "执法监督科"}, ""),
        ("行政确认", "法律援助条件审查", {"basis": "法律援助法第四十三条", "opened": True, "office": "法律援助中心"}, "平均审查时间由 7 天减到 2 天"),
        ("行政检查", "对公证机构的检查", {"basis": "公证法第五条", "opened": False, "office": "公共法律服务科"}, ""),
    ),
    "改革任务清单": (
        ("已完成", "一窗受理法律援助", {"basis": "县委改革办〔2026〕2 号", "due": "2026-06-30"}, "群众只跑一次，上半年受理 412 件"),
        ("推进中", "非现场执法规范", {"basis": "县委改革办〔2026〕2 号", "due": "2026-12-20"}, ""),
        ("未启动", "行政复议听证常态化", {"basis": "县委改革办〔2026〕5 号", "due": "2027-03-31"}, ""),
    ),
    "事项增减台账": (
        ("取消", "设立律师事务所分所（县级初核）", {"document": "青政发〔2026〕11 号", "before": "SFJ-007"}, "少交 3 份材料"),
        ("下放", "人民调解员备案", {"document": "青政发〔2026〕11 号", "to": "乡镇"}, "乡镇当天办结"),
        ("下放", "村级法律顾问备案", {"document": "青政发〔2026〕11 号", "to": "乡镇"}, ""),
        ("停止", "法律服务市场统计年报", {"document": "青政发〔2026〕18 号"}, ""),
    ),
    "制度标准立改废台账": (
        ("制定", "行政规范性文件合法性审核办法", {"document": "青政办发〔2026〕6 号", "in_force": "2026-05-01"}, "审核率由 92% 到 100%"),
        ("修订", "重大行政决策程序规定", {"document": "青政发〔2026〕9 号", "in_force": "2026-07-01"}, ""),
        ("废止", "行政执法案卷评查暂行办法", {"document": "青政发〔2026〕15 号"}, ""),
    ),
}  # fmt: skip
#: The register counts from so many days back; before that the number was reported by hand.
_COUNTED_DAYS = 25


def build(by: User, units: list[Unit], day: date) -> None:
    """Everything, by one seed."""
    services.lay_out(by)
    held = {one.name: one for one in Register.objects.all()}
    wang, zhao = (User.objects.get(account=name) for name in ("wang", "zhao"))
    writers = {wang.unit: wang, zhao.unit: zhao}
    chance = random.Random(20261127)
    rows = list(_activities(held["普法活动"], units, day, chance))
    for name, items in _LISTS.items():
        rows += _listed(held[name], wang, items, day)
    for row in rows:
        row.by = writers.get(row.unit, by)
    made = Entry.objects.bulk_create(rows)
    _together(made, units)
    _twice(by, held["普法活动"], units, day)
    _shown(made, wang.unit)
    _corrected(wang, next(one for one in made if one.unit == wang.unit and one.kind == "普法讲座"))
    _connect(by, held["普法活动"], day)


def _activities(register: Register, units: list[Unit], day: date, chance: random.Random) -> Iterator[Entry]:
    for unit in units:
        for number in range(chance.randint(4, 9)):
            kind = chance.choice(list(_THEMES))
            happened = day - timedelta(days=chance.randint(1, 300))
            place = chance.choice(_PLACES)
            values = {"place": place, "people": chance.randint(18, 160), "copies": chance.randint(2, 30) * 10}
            yield _row(
                register,
                unit,
                f"{unit.code}:{number}",
                happened,
                kind,
                f"{chance.choice(_THEMES[kind])}·{unit.known_as}",
                values,
            )


def _listed(register: Register, by: User, items: Any, day: date) -> list[Entry]:
    assert by.unit is not None
    return [
        _row(register, by.unit, f"{register.name}:{number}", day - timedelta(days=30 + 20 * number), kind, title, values, effect)
        for number, (kind, title, values, effect) in enumerate(items)
    ]  # fmt: skip


def _row(
    register: Register, unit: Unit, name: str, day: date, kind: str, title: str, values: dict[str, Any], effect: str = ""
) -> Entry:  # fmt: skip
    at = timezone.make_aware(datetime.combine(day, time(17, 30)))
    uid = str(uuid5(NAMESPACE_URL, f"register:{name}"))
    return Entry(
        register=register, unit=unit, uid=uid, day=day, kind=kind, title=title, values=values, effect=effect, at=at
    )


def _together(made: list[Entry], units: list[Unit]) -> None:
    """Every eighth was held with a neighbour."""
    joint = [one for one in made[::8] if one.register.joint]
    CoHost.objects.bulk_create(
        [CoHost(entry=one, unit=units[(units.index(one.unit) + 1) % len(units)]) for one in joint]
    )


def _twice(by: User, register: Register, units: list[Unit], day: date) -> None:
    """Both hosts of a day of publicity registered it."""
    values = {"place": "文化广场", "people": 260, "copies": 600}
    rows = [
        _row(
            register, unit, f"twice:{unit.code}", day - timedelta(days=12), "法治文化活动", "宪法宣传周启动仪式", values
        )
        for unit in units[4:6]
    ]
    for row in rows:
        row.by = by
    Entry.objects.bulk_create(rows)


def _shown(made: list[Entry], unit: Unit | None) -> None:
    """The unit's own rows are shown by what lies in its ledger already."""
    assert unit is not None
    held = list(Material.objects.filter(unit=unit, withdrawn_at=None).order_by("pk")[:6])
    mine = [one for one in made if one.unit == unit][:12]
    rows = [Evidence(entry=one, material=held[place % len(held)]) for place, one in enumerate(mine) if held]
    Evidence.objects.bulk_create(rows)


def _corrected(wang: User, row: Entry) -> None:
    right = Given(
        row.day, row.kind, row.title, {**row.values, "people": 86}, "签到表核对后改", evidence=tuple(row.evidence.all())
    )
    services.correct(
        wang, row, uid=str(uuid5(NAMESPACE_URL, "register:corrected")), given=right, reason="人数按签到表核对"
    )


def _connect(by: User, register: Register, day: date) -> None:
    """The number of activities is the register's by now; two units' typed numbers still wait for somebody."""
    measure = Measure.objects.filter(name="普法宣传活动", bindings__isnull=False).first()
    if measure is None:
        return
    since = day - timedelta(days=_COUNTED_DAYS)
    feed = services.connect(by, register, measure=measure, column=None, kinds=[], since=since)
    for clash in [one for one in feeds.clashes(feed) if one.unit.kind == UnitKind.COUNTY] + feeds.clashes(feed)[3:]:
        services.settle(by, feed, clash.unit)
    services.bring_into_line(register.pk)
