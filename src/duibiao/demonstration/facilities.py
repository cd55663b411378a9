"""Notice boards and public-service advertisements with what was seen of them, orders, and units that stand by estates."""

import random
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from duibiao.campaigns.models import Campaign
from duibiao.demonstration import field
from duibiao.demonstration.field import picture
from duibiao.files import store
from duibiao.inspections import receiving, rounds
from duibiao.inspections.censuses import take_in_census
from duibiao.inspections.choices import RoundKind
from duibiao.inspections.collectors import collector_for
from duibiao.lib.spans import moments_of, today
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit, User
from duibiao.partners import services as partners
from duibiao.partners.choices import Basis
from duibiao.places import facilities, partnering, siting
from duibiao.places import services as places
from duibiao.places.choices import AreaKind, Zone
from duibiao.places.models import Facility, Site, SiteType
from duibiao.problems import services as problems
from duibiao.problems.facility_orders import order_many
from duibiao.problems.models import Problem
from duibiao.standards.models import Measure

#: Type, words of its name, who answers (none: the township), zone.
_KINDS = (
    ("notice_board", "法治宣传栏", "D02", Zone.CORE), ("public_ad", "路口公益广告", "D12", Zone.CORE),
    ("notice_board", "便民宣传栏", "", Zone.TOWN),
)  # fmt: skip
#: What was seen, in turn; none: nobody has looked yet.
_STATES = (
    "good",
    "good",
    "worn",
    "good",
    "outdated",
    "good",
    "",
    "broken",
    "good",
    "good",
    "worn",
    "",
    "good",
    "illegal",
)
_WORDS = {
    "worn": "褪色发白，字看不清。",
    "broken": "玻璃碎了一块。",
    "outdated": "还是去年的内容。",
    "illegal": "没有审批，私人立的。",
}
_SLOTS = ((time(7, 30), time(8, 30)), (time(17, 30), time(18, 30)))
_ENTRIES = (
    (34, "单元门口堆着旧家具，楼道有小广告。", "和物业一起清走旧家具，清理小广告 40 多处。"),
    (20, "非机动车停在消防通道上。", "协调物业划了停车线，约定每晚看一次。"),
    (6, "楼道清爽，宣传栏换了新内容。", "和居民代表谈了充电棚选址，下周报街道。"),
)


def build(by: User, campaign: Campaign, everyone: dict[str, Unit], day: date) -> None:
    """All of it; nothing here is drawn by dice."""
    take_in_census(by, campaign.edition, clause="2.1.1")
    _facilities(by, everyone, day)
    _orders(by)
    _bonds(by, everyone)
    measure = Measure.objects.filter(code="problems_fixed").first()
    if measure is not None:
        partners.set_rule(
            by, campaign, version=0, basis=Basis.IN_TIME, measure=measure, grounds="《单位包联小区工作办法》第八条"
        )
    _entries(day)
    _line(by, everyone)
    _observed(by, campaign, day)


def _observed(by: User, campaign: Campaign, day: date) -> None:
    """The crossings, each at two times of day; two days of it."""
    dice, chen = random.Random(2028), User.objects.get(account="chen")
    kind = SiteType.objects.get(code="crossing")
    form, items = field.form_of(kind.pk)
    planned = rounds.plan_rounds(
        by, campaign=campaign, types=[kind], inspectors=[chen], title="路口文明出行观察", kind=RoundKind.CARPET, counts=False,
        since=day - timedelta(days=8), until=day - timedelta(days=7), per_day=2, slots=_SLOTS,
    )  # fmt: skip
    for held in planned:
        rounds.commit_round(by, held, version=held.version)
        rounds.draw_round(by, held, version=held.version)
        for number, one in enumerate(held.assignments.select_related("site").order_by("pk")):
            xml, files = field.sent(one, items, form, dice, 0.3)
            assert held.slot_since is not None
            at = timezone.make_aware(datetime.combine(one.day or day, held.slot_since)) + timedelta(
                minutes=6 + 9 * number
            )
            timed = re.sub(rb"<ended_at>[^<]*", b"<ended_at>" + at.isoformat().encode(), xml)
            receiving.receive(collector_for(chen, campaign), xml=timed, files=files, device="demo")


def _facilities(by: User, everyone: dict[str, Unit], day: date) -> None:
    photos = [store.put([picture(number)], name="facility.png", kind="image/png") for number in range(3)]
    for number, one in enumerate(_wanted(everyone)):
        made = facilities.add(by, **one)
        state = _STATES[number % len(_STATES)]
        if state:
            at = timezone.make_aware(datetime.combine(day - timedelta(days=3 + number % 9), time(10)))
            shown = photos[number % 3] if state in _WORDS else None
            words = _WORDS.get(state, "")
            facilities.look(by, made, state=state, at=at, reference=f"demo:{number}", words=words, photo=shown)


def _wanted(everyone: dict[str, Unit]) -> Iterator[dict[str, Any]]:
    kinds = {kind.code: kind for kind in facilities.types()}
    townships = [unit for unit in everyone.values() if unit.kind == UnitKind.TOWNSHIP]
    for place, unit in enumerate(townships):
        for turn, (kind, name, code, zone) in enumerate(_KINDS):
            number = 3 * place + turn
            yield {
                "code": f"SS{number + 1:03}", "name": f"{unit.name[:-1]}{name}", "type": kinds[kind], "unit": unit,
                "answers": everyone.get(code, unit), "zone": zone, "address": f"{unit.name}府前街 {number + 5} 号",
                "crs": "gcj02", "given": [[113.023 + place % 12 * 0.011, 34.047 + place // 12 * 0.04 + turn * 0.004]],
            }  # fmt: skip


def _orders(by: User) -> None:
    """Half of what is not well is ordered; the bureau has signed and put right one of its own."""
    bad = Facility.objects.exclude(state__in=["good", "unseen"]).order_by("site__code").values_list("pk", flat=True)
    order_many(by, facilities=list(bad)[::2], words="按统一样式做。")
    wang = User.objects.get(account="wang")
    own = Problem.objects.filter(site__facility__unit__code="D02", site__facility__isnull=False).order_by("pk").first()
    if own is not None and own.unit is not None and own.unit.code == "D02":
        problems.sign(wang, own)


def _bonds(by: User, everyone: dict[str, Unit]) -> None:
    """Estates must have a partner; one has none. Beside them places where something was due last month."""
    partnering.set_needed(by, types=set(SiteType.objects.filter(code="estate").values_list("pk", flat=True)))
    estates = list(Site.objects.filter(type__code="estate").order_by("code"))
    first, after = moments_of(last_month())
    due = Site.objects.filter(problems__due_at__gte=first, problems__due_at__lt=after, type__is_facility=False)
    others = list(due.exclude(type__code="estate").distinct().order_by("code")[:3])
    for site, code in zip([*estates[:-1], *others], ("D02", "D12", "D07", "D02", "D16", "D05"), strict=False):
        partnering.bind(by, site, unit=everyone[code], since=date(2026, 2, 16))


def last_month() -> date:
    return (today().replace(day=1) - timedelta(days=1)).replace(day=1)


def _line(by: User, everyone: dict[str, Unit]) -> None:
    """A river's side, in segments that lie in several townships."""
    river = places.add_area(
        by, unit=everyone["D20"], code="YX-01", name="北河沿线", kind=AreaKind.SEGMENT, extent="望禾至清石"
    )
    for site in Site.objects.filter(type__code="alley", within=None).order_by("code")[:6]:
        siting.change_site(by, site, version=site.version, within=river)


def _entries(day: date) -> None:
    wang = User.objects.get(account="wang")
    unit = wang.unit
    assert unit is not None
    for place, bond in enumerate(unit.bonds.select_related("site", "unit").order_by("site__type__code", "pk")):
        for number, (ago, found, done) in enumerate(_ENTRIES if not place else _ENTRIES[:1]):
            partners.record(
                wang, bond, uid=f"demo-{place}-{number}", day=day - timedelta(days=ago + place), found=found, done=done
            )
