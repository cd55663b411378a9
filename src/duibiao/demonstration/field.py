"""The county's sites, a finished quarterly round with what was seen, and a round that runs for the inspector.

Its one trick: the visits come in as a phone would send them, through the one door, so that what is shown is what happens.
"""

import random
import struct
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from duibiao.campaigns.models import Campaign
from duibiao.inspections import checklists, receiving, rounds
from duibiao.inspections.choices import RoundKind
from duibiao.inspections.collectors import collector_for
from duibiao.inspections.models import Assignment, Checklist, Item, Round
from duibiao.organisation.choices import PostKind, UnitKind
from duibiao.organisation.models import Post, Unit, User
from duibiao.places import siting
from duibiao.places.choices import Part, Zone
from duibiao.places.models import Area, SiteType
from duibiao_engine.checklists import FILE
from duibiao_engine.packs import find

#: Type of site → words of its name, how far from the middle, how many in each township.
_KINDS: tuple[tuple[str, str, Zone, int], ...] = (
    ("main_road", "大街", Zone.CORE, 1),
    ("alley", "北巷", Zone.ALLEY, 1),
    ("market", "农贸市场", Zone.TOWN, 1),
    ("toilet", "广场公厕", Zone.TOWN, 1),
    ("shop_front", "便民超市", Zone.CORE, 1),
)
#: The phones of the demonstration: each visit's id is made of its task.
_PHONES = UUID("6f1d0c5a-6a0e-4f57-9d0b-2f6b1f2f7a01")
#: Types of which only the first townships have one.
_FEW = (
    ("estate", "嘉园小区", 4),
    ("park", "人民公园", 2),
    ("crossing", "路与府前街口", 4),
    ("window", "便民服务中心", 4),
)
_DEPARTMENTS = {"环卫": "D20", "市容": "D20", "停车秩序": "D01", "市场管理": "D16", "公益广告": "D12", "照明": "D07"}


def build(by: User, campaign: Campaign, everyone: dict[str, Unit], day: date) -> None:
    """All of it, with dice of its own."""
    dice = random.Random(2026)
    folder = find(campaign.edition.standard)
    assert folder is not None
    _made, problems = checklists.take_in(by, campaign.edition, text=(folder / FILE).read_text(encoding="utf-8"))
    assert not problems, problems
    for item in Item.objects.filter(matter="环卫").select_related("checklist_version"):
        wrong, right = ((f"{heap}.png", picture(item.pk, heap=heap)) for heap in (True, False))
        checklists.set_pictures(by, item, right=right, wrong=wrong)
    for kind in SiteType.objects.all():
        siting.set_departments(by, kind, matters=[(matter, everyone[code]) for matter, code in _DEPARTMENTS.items()])
    _sites(by, everyone, dice)
    chen = User.objects.get(account="chen")
    _quarterly(by, chen, campaign, day, dice)
    _running(by, chen, campaign, day)


def _sites(by: User, everyone: dict[str, Unit], dice: random.Random) -> None:
    heads = {post.unit_id: post.person for post in Post.objects.filter(kind=PostKind.HEAD).select_related("person")}
    kinds = {kind.code: kind for kind in SiteType.objects.all()}
    areas = {area.code: area for area in Area.objects.all()}
    for number, (unit, kind, name, zone) in enumerate(_wanted(everyone)):
        east, north = 113.02 + (number % 12) * 0.011, 34.05 + number // 12 * 0.013
        middle = [round(east + dice.uniform(-0.003, 0.003), 6), round(north + dice.uniform(-0.003, 0.003), 6)]
        line = [middle] if kinds[kind].shape == "point" else [middle, [middle[0] + 0.003, middle[1] + 0.0006]]
        if kinds[kind].shape == "area":
            line.append([middle[0] + 0.0012, middle[1] + 0.002])
        site = siting.add_site(
            by, code=f"DW{number + 1:03}", name=f"{unit.name[:-1]}{name}", type=kinds[kind], unit=unit, zone=zone,
            within=areas.get(f"{unit.code}-01") if kind == "main_road" else None, crs="gcj02", given=line, accuracy_m=10,
            address=f"{unit.name}府前街 {number + 3} 号", length_m=300 if kind in ("main_road", "alley") else None,
            stubborn=number in (2, 11, 26), pledged_on=date(2026, 3, 5) if kind == "shop_front" else None,
        )  # fmt: skip
        if kinds[kind].needs_person and number % 9 != 4:
            part = Part.OWNER if kind == "shop_front" else Part.HEAD
            siting.put_in_charge(by, site, person=heads[unit.pk], part=part, since=date(2026, 1, 5))


def _wanted(everyone: dict[str, Unit]) -> Iterator[tuple[Unit, str, str, Zone]]:
    townships = [unit for unit in everyone.values() if unit.kind == UnitKind.TOWNSHIP]
    for place, unit in enumerate(townships):
        yield from ((unit, kind, name, zone) for kind, name, zone, _n in _KINDS[: 5 if place < 8 else 3])
        yield from ((unit, kind, name, Zone.CORE) for kind, name, some in _FEW if place < some)


def _quarterly(by: User, chen: User, campaign: Campaign, day: date, dice: random.Random) -> None:
    """Done: drawn, visited, closed, with its seed shown."""
    since = min(date(2026, 9, 21), day - timedelta(days=20))
    finished(
        by, chen, campaign, dice, title="三季度实地测评", kind=RoundKind.QUARTERLY, since=since, size=22, per_day=6
    )


def finished(
    by: User, chen: User, campaign: Campaign, dice: random.Random, *, bad: float = 0.22, **fields: Any
) -> None:
    """A round from draw to end, every site of it visited; `bad` of what was looked at was not well."""
    held = _drawn(by, campaign, [chen], **fields)
    sheets = {one.type_id: list(one.versions.get(state="in_force").items.all()) for one in Checklist.objects.all()}
    forms = {one.type_id: one.form for one in Checklist.objects.all()}
    for one in held.assignments.select_related("site"):
        xml, files = sent(one, sheets[one.site.type_id], forms[one.site.type_id], dice, bad)
        receiving.receive(collector_for(chen, campaign), xml=xml, files=files, device="demo")
    held.refresh_from_db()
    rounds.close_round(by, held, version=held.version)


def _running(by: User, chen: User, campaign: Campaign, day: date) -> None:
    _drawn(by, campaign, [chen], title="年底前日常检查", kind=RoundKind.DAILY, since=day, size=12, per_day=6)
    held = rounds.plan_round(
        by, campaign=campaign, types=SiteType.objects.filter(code__in=("market", "toilet")), inspectors=[chen],
        title="农贸市场暗访", kind=RoundKind.MYSTERY, since=day + timedelta(days=3), until=day + timedelta(days=6), size=4,
        beacon_words="抽取当日双色球开奖号码",
    )  # fmt: skip
    rounds.commit_round(by, held, version=held.version)


def _drawn(by: User, campaign: Campaign, inspectors: Sequence[User], **fields: Any) -> Round:
    until = fields["since"] + timedelta(days=9)
    made = rounds.plan_round(
        by, campaign=campaign, types=SiteType.objects.all(), inspectors=inspectors, until=until, **fields
    )
    rounds.commit_round(by, made, version=made.version)
    return rounds.draw_round(by, made, version=made.version)


def form_of(kind: int) -> tuple[str, list[Item]]:
    """The form's name and the items in force of a type of site."""
    held = Checklist.objects.get(type=kind)
    return held.form, list(held.versions.get(state="in_force").items.all())


def sent(
    one: Assignment, items: Sequence[Item], form: str, dice: random.Random, share: float = 0.22
) -> tuple[bytes, list[receiving.File]]:
    """A visit as the phone writes it: `share` of what was looked at is not well, the first faults with a photo."""
    groups, files = [], []
    for item in items:
        said, bad = _answer(item, dice, share)
        name = f"{one.pk}-{item.code}.png" if bad and item.photo != "never" and one.pk % 3 == 0 else ""
        if name:
            files.append(receiving.File(name, "image/png", [picture(item.number)]))
        note = f"<note>{dice.choice(item.phrases)}</note>" if bad and item.phrases else ""
        groups.append(f"<{item.code}>{said}{note}{f'<photo1>{name}</photo1>' if name else ''}</{item.code}>")
    at = timezone.make_aware(datetime.combine(one.day or date(2026, 9, 21), time(8, 40)))
    at += timedelta(minutes=25 * (one.position % 12))
    instance = uuid5(_PHONES, f"assignment:{one.pk}")  # not from the dice: two rounds may roll the same
    head = f"<assignment>{one.pk}</assignment><ended_at>{at.isoformat()}</ended_at>"
    place = f"<position>{one.site.latitude} {one.site.longitude} 0 9</position>"
    meta = f"<orx:meta><orx:instanceID>uuid:{instance}</orx:instanceID></orx:meta>"
    text = f'<data id="{form}" version="1" xmlns:orx="http://openrosa.org/xforms">{meta}{head}{place}{"".join(groups)}</data>'
    return text.encode(), files


def _answer(item: Item, dice: random.Random, share: float) -> tuple[str, bool]:
    bad = dice.random() < share
    if item.answer == "tick":
        return f"<outcome>{'fault' if bad else 'good'}</outcome>", bad
    if item.answer == "share":
        whole = 40
        share = (item.good_when or 90) + (3 if item.fewer == bad else -6)
        return f"<value>{max(0, min(whole, round(whole * share / 100)))}</value><out_of>{whole}</out_of>", bad
    if item.answer == "mark":
        return f"<value>{6.5 if bad else 9}</value>", bad
    line = int(item.good_when or 0)
    value = line + dice.randint(1, 3) if item.fewer and bad else max(0, line - 1) if bad else line
    return f"<value>{value}</value>", bad


def picture(number: int, *, heap: bool = True) -> bytes:
    """A plain drawing instead of a photo: a demonstration shows no real place. A PNG by hand: sky, ground, a heap."""
    width, height, left = 160, 120, 20 + 9 * (number % 8)
    sky, ground, brown = (bytes(colour) for colour in ((214, 222, 220), (150, 158, 156), (176, 120, 60)))
    rows = []
    for y in range(height):
        row = (sky if y < 74 else ground) * width
        if heap and 84 < y < 104:
            row = row[: 3 * left] + brown * 44 + row[3 * (left + 44) :]
        rows.append(b"\0" + row)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    chunks = (struct.pack(">I", len(b)) + n + b + struct.pack(">I", zlib.crc32(n + b)) for n, b in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
