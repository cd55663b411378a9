"""What the demonstration's units have been asked for, who was told, and the hours of digests: twelve weeks of asks from a seeded dice."""

import random
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from duibiao.asks import services
from duibiao.asks.choices import AskKind, AskState, StepKind
from duibiao.asks.models import Ask, Step, Stopped
from duibiao.notices.models import Notice
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit, User
from duibiao.web.base.days.reminding import remind_all
from duibiao.workdays.queries import calendar

_ASKED = (
    (AskKind.REPORT, "报第{n}周创建工作进展", "创建工作例会制度"),
    (AskKind.NUMBER, "报第{n}周执法案件数", "全省法治政府建设考核指标2.3"),
    (AskKind.MATERIAL, "交第{n}周整改佐证", "迎检材料清单第4项"),
    (AskKind.MEETING, "参加第{n}周调度会", "指挥部工作规则第7条"),
    (AskKind.RECTIFY, "整改第{n}周暗访发现的问题", "督查通报"),
    (AskKind.SIGNATURE, "签收第{n}周任务分解", "任务分解表"),
)
_NOW = (
    (AskKind.REPORT, "报11月法治政府建设工作小结", "年度工作要点第12条", 4),
    (AskKind.NUMBER, "报11月专题会议次数", "测评标准“党委研究法治”", 6),
    (AskKind.OTHER, "确认迎检联络人", "迎检工作方案", 9),
    (AskKind.MATERIAL, "补齐行政执法公示截图", "材料审核意见", -2),
)


def asks(by: User, everyone: dict[str, Unit], day: date, seed: int = 2026) -> None:
    """Twelve weeks gone by, written at once; what is open now, asked as the site asks."""
    chance = random.Random(seed)
    units = [unit for unit in everyone.values() if unit.kind in (UnitKind.DEPARTMENT, UnitKind.TOWNSHIP)]
    _past(by, units, day, chance)
    _open(by, everyone, units, day)
    if day == timezone.localdate():
        remind_all(day)


def _past(by: User, units: list[Unit], day: date, chance: random.Random) -> None:
    rows = []
    monday = day - timedelta(days=day.weekday())
    for back in range(11, 0, -1):
        week = monday - timedelta(weeks=back)
        for unit in units:
            for kind, title, grounds in chance.sample(_ASKED, chance.choice((0, 0, 1, 1, 2))):
                number = week.isocalendar().week
                rows.append(_row(by, unit, kind, title.format(n=number), grounds, week, chance))
    made = Ask.objects.bulk_create(rows)
    for one in made:  # auto_now_add wrote this moment
        one.at = _morning(one.due_on - timedelta(days=6))
    Ask.objects.bulk_update(made, ["at"], batch_size=1000)
    Step.objects.bulk_create(Step(ask=one, kind=StepKind.ASKED, by=by, due_after=one.due_on) for one in made)
    Stopped.objects.bulk_create(Stopped(ask=one, kind=one.kind, title=one.title, by=by) for one in made[-40::9])


def _row(by: User, unit: Unit, kind: AskKind, title: str, grounds: str, week: date, chance: random.Random) -> Ask:
    hurried = "省里当天要" if chance.random() < 0.12 else ""
    return Ask(
        unit=unit, kind=kind, title=title, grounds=grounds, due_on=week + timedelta(days=6 + chance.randrange(5)),
        reference=f"demo:{kind}:{week}", urgent_reason=hurried, state=AskState.DONE, answer="已报。", by=by,
    )  # fmt: skip


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 30)))


def _open(by: User, everyone: dict[str, Unit], units: list[Unit], day: date) -> None:
    """Four matters for some units; one of them is late, one is answered, one came back."""
    ours = [unit for unit in units if unit.code in ("D02", "T01")]
    chosen = list(dict.fromkeys([*ours, *units[::4]]))
    for place, (kind, title, grounds, ahead) in enumerate(_NOW):
        due = calendar().after(day, ahead).day if ahead > 0 else calendar().before(day, -ahead).day
        for unit in chosen if place < 2 else chosen[:3]:
            services.ask(
                by, unit=unit, kind=kind, title=title, grounds=grounds, due_on=due, reference=f"demo:now:{place}",
                subject=f"demo:{place}", urgent_reason="省里在催" if ahead < 3 else "",
            )  # fmt: skip
    _answer(chosen)


def _answer(chosen: list[Unit]) -> None:
    for unit in chosen[3:6]:
        Ask.objects.filter(unit=unit, reference="demo:now:1").update(
            state=AskState.ANSWERED, answer="11月共开专题会议 2 次。"
        )
    Notice.objects.filter(user__grants__unit=chosen[-1]).update(read_at=timezone.now())
