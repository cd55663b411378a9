"""Problems in every state: on time, late, returned, ruled on, suspended, reworked, relapsed, watched, drawn, old.

Its one trick: a story is a row of acts with the hours between them; rows, histories and photos of all stories are written in a few
statements, so that sixty lives cost what one would through the services. What the inspectors found is given out as the office would.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from duibiao.campaigns.models import Campaign
from duibiao.demonstration.field import picture
from duibiao.files import store
from duibiao.files.models import Blob
from duibiao.organisation.choices import PostKind
from duibiao.organisation.models import Person, Unit, User
from duibiao.places.models import Site
from duibiao.problems import escalating, rules, services, telling, watching
from duibiao.problems.choices import OWED, EventKind, Severity, Source, Status, When
from duibiao.problems.deadlines import Clock
from duibiao.problems.models import Deadline, Event, Extension, Finding, Kind, Photo, Problem, Return
from duibiao.workdays.queries import calendar

K, S = EventKind, Status
_DONE = "已清理到位，安排专人每天巡查两次。"
#: kind of act → status after it, who acts, the words
_ACTS: dict[str, tuple[Status, str, str]] = {
    K.FOUND: (S.FOUND, "chen", ""),
    K.ASSIGNED: (S.ASSIGNED, "lin", "按时限整改，拍照报结果。"),
    K.SIGNED: (S.SIGNED, "unit", ""),
    K.RETURNED: (S.RETURNED, "unit", "该路段已移交城市管理部门管护，请改派。"),
    K.REASSIGNED: (S.ASSIGNED, "lin", "核对管护移交清单，改由本单位办。"),
    K.RECTIFIED: (S.RECTIFIED, "unit", _DONE),
    K.REWORK: (S.SIGNED, "chen", "边角还没有清理干净。"),
    K.RECHECKED: (S.RECHECKED, "chen", "到现场看过，合格。"),
    K.CLOSED: (S.CLOSED, "lin", ""),
    K.ARCHIVED: (S.ARCHIVED, "", ""),
    K.RELAPSED: (S.ASSIGNED, "chen", "又出现了。"),
    K.SUSPENDED: (S.SUSPENDED, "lin", "冬季不宜施工，待开春。"),
    K.EXTENSION_ASKED: (S.SIGNED, "unit", "配件要外地订购。"),
    K.NOT_FIXABLE: (S.NOT_FIXABLE, "lin", "产权有争议，转法律程序。"),
}
_WAY = (K.FOUND, K.ASSIGNED, K.SIGNED, K.RECTIFIED, K.RECHECKED, K.CLOSED)
#: Acts, how many stories of it, how many days ago it began, hours from one act to the next.
_STORIES: tuple[tuple[tuple[str, ...], int, int, int], ...] = (
    (_WAY[:1], 4, 1, 3),
    (_WAY[:2], 5, 1, 4),
    (_WAY[:3], 7, 2, 6),
    (_WAY[:3], 6, 9, 8),
    ((*_WAY[:2], K.RETURNED), 2, 3, 5),
    ((*_WAY[:2], K.RETURNED, K.REASSIGNED, K.RETURNED), 1, 6, 9),
    ((*_WAY[:3], K.SUSPENDED), 3, 20, 20),
    ((*_WAY[:3], K.EXTENSION_ASKED), 2, 2, 6),
    (_WAY[:4], 5, 3, 9),
    ((*_WAY[:4], K.REWORK), 2, 6, 14),
    (_WAY[:5], 4, 5, 12),
    (_WAY, 9, 18, 16),
    ((*_WAY, K.ARCHIVED), 5, 95, 40),
    ((*_WAY, K.RELAPSED, K.SIGNED), 3, 30, 30),
    ((*_WAY, K.RELAPSED, K.SIGNED, K.RECTIFIED, K.RECHECKED, K.CLOSED), 2, 55, 36),
    (_WAY[:3], 3, 100, 20),
    ((*_WAY[:3], K.NOT_FIXABLE), 1, 40, 60),
)
_WORDS = {
    "litter": ("墙根堆放装修垃圾", "绿化带内有白色垃圾", "垃圾桶满溢未清运"), "road": ("路面坑洼积水", "人行道地砖缺失", "窨井盖松动有响声"),
    "stall": ("店外经营占道", "流动摊贩占用盲道"), "advert": ("楼道小广告成片", "电线杆乱张贴"), "parking": ("机动车占用人行道", "非机动车堵住消防通道"),
    "facility": ("公益广告破损褪色", "路灯不亮"), "building": ("楼顶违法搭建彩钢棚",), "market": ("摊位污水横流", "活禽区没有隔离"),
    "estate": ("单元门口杂物堆放", "飞线充电"), "danger": ("灭火器过期", "井口没有围挡"),
}  # fmt: skip
#: What may be wrong at a type of site; in the street, what is in the street.
_SUITS = {
    "market": ("market", "litter", "danger"), "estate": ("estate", "litter", "advert", "danger"), "window": ("facility", "parking"),
    "toilet": ("litter", "facility"), "park": ("litter", "facility"), "crossing": ("parking", "road"),
}  # fmt: skip
_STREET = ("litter", "road", "stall", "advert", "parking", "facility", "building", "danger")


@dataclass
class Story:
    """One problem with its acts and when each was."""

    problem: Problem
    lines: list[Event]
    photos: list[tuple[When, int, datetime]]


def build(by: User, campaign: Campaign, day: date) -> None:
    """What was found on visits is given out in part; sixty stories of the last months are written beside it."""
    dice = random.Random(726)
    found = list(Problem.objects.filter(status=Status.FOUND).order_by("pk").values_list("pk", flat=True))
    services.assign_many(by, problems=found[: len(found) // 2])
    kinds = {kind.code: kind for kind in rules.kinds()}
    stories = list(_stories(campaign, kinds, day, dice))
    _write(stories, dice)
    _aside(by, stories, day)
    escalating.mark_old(day)
    _leader(by)
    watching.draw_looks(day, seed="2026-示范-11")


def _people() -> dict[str, User]:
    return {user.account: user for user in User.objects.filter(account__in=["lin", "chen", "wang", "zhao"])}


def _stories(campaign: Campaign, kinds: dict[str, Kind], day: date, dice: random.Random) -> Iterator[Story]:
    people, counting = _people(), rules.clock()
    lines = {(one.kind_id, one.severity): (one.amount, one.measured) for one in Deadline.objects.all()}
    sites = list(Site.objects.select_related("unit", "type").order_by("code"))
    ours = Unit.objects.get(code="D02")
    for acts, many, ago, hours in _STORIES:
        for number in range(many):
            site = dice.choice(sites)
            code = dice.choice(_SUITS.get(site.type.code, _STREET))
            unit = ours if number == 0 and len(acts) in (2, 3) else site.unit
            kind, begun = kinds[code], _moment(day - timedelta(days=ago + number % 3), 8 + number % 3)
            known = (
                lines.get((kind.pk, kind.severity)) or lines.get((None, kind.severity)) or (3, "workdays"),
                counting,
            )
            start = {"site": site, "kind": kind, "unit": unit, "words": dice.choice(_WORDS[code]), "campaign": campaign}
            yield _story(start, acts, begun, hours, known, people, dice)


def _moment(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(calendar().on_or_before(day).day, time(hour, 20)))


def _awake(at: datetime) -> datetime:
    """Nobody acts at night: what would be before eight is at nine, what would be after six is the next morning."""
    local = timezone.localtime(at)
    if local.hour >= 18:
        local += timedelta(days=1)
    return local if 8 <= local.hour < 18 else local.replace(hour=9 + local.minute % 3)


def _story(
    start: dict[str, Any], acts: Sequence[str], begun: datetime, hours: int, known: tuple[tuple[int, str], Clock],
    people: dict[str, User], dice: random.Random,
) -> Story:  # fmt: skip
    """The row as its last act left it, with every act's line."""
    site, kind = start["site"], start["kind"]
    held = Problem(
        source=dice.choice((Source.VISIT, Source.VISIT, Source.RESIDENT, Source.FEEDBACK, Source.SELF_CHECK)), severity=kind.severity,
        latitude=site.latitude, longitude=site.longitude, found_at=begun, opened_at=begun + timedelta(minutes=20), opened_by=people["chen"],
        proposed=start["unit"], proposed_why="点位所在地的属地单位", **{**start, "unit": None},
    )  # fmt: skip
    story, at, now = Story(held, [], []), begun, timezone.now()
    for act in acts:
        at = min(at, now - timedelta(minutes=30))
        _do(story, act, at, start["unit"], known, people)
        at = _awake(at + timedelta(hours=hours * dice.uniform(0.6, 1.2)))
    return story


def _do(
    story: Story, act: str, at: datetime, unit: Unit, known: tuple[tuple[int, str], Clock], people: dict[str, User]
) -> None:
    held, before = story.problem, story.problem.status if story.lines else ""
    after, who, words = _ACTS[act]
    if act == K.RETURNED and held.returns:
        after = S.RULING
    own = "wang" if unit.code == "D02" else "zhao"
    user = people.get(own if who == "unit" else who)
    fields = _fields(held, act, at, unit, known, user)
    for name, value in {**fields, "status": after}.items():
        setattr(held, name, value)
    if act == K.FOUND or act == K.RELAPSED:
        story.photos.append((When.BEFORE, held.round, at))
    if act == K.RECTIFIED:
        story.photos.append((When.AFTER, held.round, at))
    story.lines.append(
        Event(problem=held, kind=act, round=held.round, before=before, after=after, unit=held.unit, words=words or (held.words if act == K.FOUND else ""), by=user, at=at)
    )  # fmt: skip


def _fields(
    held: Problem, act: str, at: datetime, unit: Unit, known: tuple[tuple[int, str], Clock], user: User | None
) -> dict[str, Any]:
    """What each act leaves in the row."""
    (amount, measured), counting = known
    local = timezone.localtime(at)
    given = {
        "amount": amount,
        "measured": measured,
        "due_at": counting.due(local, amount, measured).at,
        "left_minutes": None,
    }
    stop: dict[str, Any] = {}
    if held.due_at is not None and held.left_minutes is None:
        minutes = counting.left(local, timezone.localtime(held.due_at), held.measured)
        stop = {"left_minutes": minutes, "late": held.late or minutes < 0}
    left: dict[str, dict[str, Any]] = {
        K.ASSIGNED: {**given, "unit": unit, "assigned_at": at, "assigned_by": user},
        K.REASSIGNED: {**given, "assigned_at": at, "assigned_by": user},
        K.SIGNED: {"signed_at": at, "signed_by": user},
        K.RETURNED: {**stop, "returns": held.returns + 1},
        K.RECTIFIED: {**stop, "rectified_at": at, "rectified_by": user, "disposal": held.kind.disposals[0]},
        K.REWORK: {**given, "reworks": held.reworks + 1, "rectified_at": None, "rectified_by": None},
        K.RECHECKED: {"rechecked_at": at, "rechecked_by": user},
        K.CLOSED: {"closed_at": at, "watch_until": at.date() + timedelta(days=held.kind.watch_days)},
        K.RELAPSED: {
            **given, "round": held.round + 1, "sightings": held.sightings + 1, "found_at": at, "assigned_at": at, "closed_at": None,
            "watch_until": None, "rectified_at": None, "rectified_by": None, "rechecked_at": None, "rechecked_by": None,
        },
        K.SUSPENDED: {**stop, "suspended_for": "season", "suspended_until": date(at.year + 1, 3, 15)},
        K.NOT_FIXABLE: stop,
    }  # fmt: skip
    return left.get(act, {})


def _write(stories: list[Story], dice: random.Random) -> None:
    """All rows in six statements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('problems_problem', 'id')) FROM generate_series(1, %s)",
            [len(stories)],
        )
        numbers = [row[0] for row in cursor.fetchall()]
    blobs = [store.put([picture(number)], name="photo.png", kind="image/png") for number in range(8)]
    clean = [store.put([tidy(number)], name="photo.png", kind="image/png") for number in range(4)]
    for pk, story in zip(numbers, stories, strict=True):
        story.problem.pk = pk
        story.problem.number = f"{timezone.localtime(story.problem.opened_at).year}-{pk:06d}"
    Problem.objects.bulk_create([one.problem for one in stories])
    Finding.objects.bulk_create(_findings(stories))
    for story in stories:
        for line in story.lines:
            line.problem_id = story.problem.pk
    Event.objects.bulk_create([line for story in stories for line in story.lines])
    Photo.objects.bulk_create(_photos(stories, blobs, clean, dice), ignore_conflicts=True)


def _findings(stories: list[Story]) -> list[Finding]:
    return [
        Finding(problem=one.problem, source=one.problem.source, reference=f"demo:{one.problem.pk}:{n}", words=line.words, round=line.round,
                relapse=line.kind == K.RELAPSED, found_at=line.at, by=line.by)
        for one in stories for n, line in enumerate(one.lines) if line.kind in (K.FOUND, K.RELAPSED)
    ]  # fmt: skip


def _photos(stories: list[Story], bad: list[Blob], good: list[Blob], dice: random.Random) -> list[Photo]:
    rows = []
    for story in stories:
        for when, round_, at in story.photos:
            away = round(dice.uniform(2, 40), 1) if when == When.AFTER else None
            rows.append(
                Photo(problem=story.problem, round=round_, when=when, blob=dice.choice(bad if when == When.BEFORE else good), name="photo.png",
                      taken_at=at, distance_m=away, by=story.lines[0].by)
            )  # fmt: skip
    return rows


def tidy(number: int) -> bytes:
    """The same place without the heap."""
    return picture(number, heap=False)


def _aside(by: User, stories: list[Story], day: date) -> None:
    """What stands beside the rows: the asks of what is owed by the units one logs in to, returns, the extensions asked for."""
    for one in (story.problem for story in stories):
        if one.unit is None:
            continue
        code = one.unit.code
        if one.status in OWED and code in ("D02", "T01"):
            telling.asked(one)
        for n in range(1, one.returns + 1):
            last = n == one.returns and one.status in (Status.RETURNED, Status.RULING)
            answer = {} if last else {"answer": "已改派。", "answered_by": by, "answered_at": one.assigned_at}
            Return.objects.create(
                problem=one, number=n, unit=one.unit, grounds=_ACTS[K.RETURNED][2], by=one.opened_by or by, **answer
            )
    asked = [story for story in stories if story.lines[-1].kind == K.EXTENSION_ASKED]
    until = calendar().after(day, 8).day
    rows = [
        Extension(problem=one.problem, round=1, until=until, reason="配件要外地订购。", by=one.lines[-1].by)
        for one in asked
    ]
    Extension.objects.bulk_create(rows)


def _leader(by: User) -> None:
    """One of the old cases has a leader in charge; the rest wait for one. One is a matter for the headquarters."""
    old = Problem.objects.filter(old_since__isnull=False).order_by("found_at")
    leader = (
        Person.objects.filter(user__account="zhou").first() or Person.objects.filter(posts__kind=PostKind.HEAD).first()
    )
    first = old.first()
    if first is not None and leader is not None:
        services.take_charge(by, first, leader=leader, cause="money", words="列入明年预算，先设围挡。")
    danger = Problem.objects.filter(severity=Severity.URGENT, status__in=OWED).first()
    if danger is not None:
        services.call_major(by, danger, words="请指挥部会商。")
