"""Zones of daily work: laid out in bulk, given to one body, worked in; and what a unit puts into them. The only place that writes them.

Its one trick: appointing a body ends the one before on the day before, unless somebody says that both hold: then the table keeps
both and the page makes it an alarm until the office has ruled.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.files.kinds import Refused as NotWhatItSays
from duibiao.files.taking import take_photo
from duibiao.lib import versions
from duibiao.lib.spans import current, today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.places.models import Area
from duibiao.upkeep.models import Body, Outlay, UpkeepZone, Work
from duibiao.upkeep.permissions import may_keep, may_work
from duibiao.upkeep.refusals import Refused
from duibiao.upkeep.writing import locked

#: Work is told while people remember it.
BACK_DAYS = 31


@transaction.atomic
def lay_zones(
    by: User, *, areas: Iterable[Area], mechanisms: Iterable[str], often: str, times: int, standard: str
) -> int:
    """Zones for these areas; the area's own unit is the body. What is there stays as it is. How many came to be."""
    require(may_keep(by))
    chosen, wanted = list(areas), list(mechanisms)
    there = set(UpkeepZone.objects.filter(area__in=chosen).values_list("area", "mechanism"))
    fresh = [
        UpkeepZone(area=area, mechanism=one, often=often, times=times, standard=standard)
        for area in chosen for one in wanted if (area.pk, one) not in there
    ]  # fmt: skip
    made = UpkeepZone.objects.bulk_create(fresh)
    Body.objects.bulk_create(Body(zone=zone, unit_id=zone.area.unit_id, since=today()) for zone in made)
    note(by, "upkeep.lay_zones", None, added=len(made))
    return len(made)


@transaction.atomic
def change_zone(by: User, zone: UpkeepZone, *, version: int, **fields: Any) -> UpkeepZone:
    """Standard, frequency, whether it demonstrates, or that it is not needed here and why."""
    require(may_keep(by))
    if fields.get("demonstration") and not fields.get("demonstration_standard", "").strip():
        raise Refused(_("示范路段要写自己的标准，比一般的严在哪里。"), "demonstration_standard")
    changes = versions.save(zone, version=version, **fields)
    note(by, "upkeep.change_zone", zone, fields=sorted(fields), changes=changes)
    return zone


@transaction.atomic
def appoint_body(
    by: User, zone: UpkeepZone, *, unit: Unit, contractor: str = "", since: date, instead: bool = True
) -> Body:
    """The unit works here from a day on; whoever did so before does no longer, unless both are said to."""
    require(may_keep(by))
    held = locked(zone)
    if held.bodies.filter(current(since), unit=unit).exists():
        raise Refused(_("%(unit)s已经是这里的责任主体。") % {"unit": unit}, "unit")
    if instead:
        for one in held.bodies.filter(Q(until=None) | Q(until__gte=since)):
            one.until = since - timedelta(days=1)
            if one.since is not None and one.until < one.since:
                one.delete()  # it has never held
            else:
                one.save(update_fields=["until"])
    made = Body.objects.create(zone=held, unit=unit, contractor=contractor, since=since)
    note(by, "upkeep.appoint_body", held, unit=unit.pk, instead=instead)
    return made


@transaction.atomic
def release_body(by: User, body: Body) -> None:
    """From tomorrow on it does not work here. Who ruled on two bodies lets one of them go."""
    require(may_keep(by))
    held = locked(body)
    if held.until is None or held.until > today():
        held.until = today() if held.since is None or held.since <= today() else held.since
        held.save(update_fields=["until"])
        note(by, "upkeep.release_body", held.zone, unit=held.unit_id)


def works_in(by: User) -> Q:
    """Bodies that hold today for which the account speaks."""
    mine = [grant.unit_id for grant in by.grants_held if grant.unit is not None and may_work(by, grant.unit)]
    return current() & Q(unit__in=mine)


@transaction.atomic
def tell_work(
    by: User, *, zones: Iterable[UpkeepZone], done_on: date, uid: str, words: str = "", photo: Any = None
) -> int:
    """What was done, for several zones at once. Sending the same form twice is once."""
    chosen = list(zones)
    bodies = {one.zone_id: one.unit_id for one in Body.objects.filter(works_in(by), zone__in=chosen)}
    require(bool(chosen) and all(zone.pk in bodies for zone in chosen))
    if done_on > today():
        raise Refused(_("还没到这一天，做了再记。"), "done_on")
    if done_on < today() - timedelta(days=BACK_DAYS):
        raise Refused(_("超过一个月的不再补记。"), "done_on")
    blob = _photo(photo)
    rows = [
        Work(zone=zone, unit_id=bodies[zone.pk], uid=uid, done_on=done_on, words=words, blob=blob, by=by)
        for zone in chosen
    ]
    before = Work.objects.filter(uid=uid).count()
    Work.objects.bulk_create(rows, ignore_conflicts=True)
    made = Work.objects.filter(uid=uid).count() - before
    note(by, "upkeep.tell_work", None, zones=len(chosen), made=made)
    return made


def _photo(photo: Any) -> Any:
    if photo is None:
        return None
    try:
        return take_photo(photo.read(), name=photo.name)
    except NotWhatItSays as refused:
        raise Refused(refused.words, "photo") from None


@transaction.atomic
def set_outlay(by: User, unit: Unit, *, year: int, mechanism: str, version: int | None = None, **fields: Any) -> Outlay:
    """What the unit puts in, as it says itself; saying it again changes it."""
    require(may_work(by, unit) or may_keep(by))
    held = Outlay.objects.select_for_update().filter(unit=unit, year=year, mechanism=mechanism).first()
    if held is None:
        held = Outlay.objects.create(unit=unit, year=year, mechanism=mechanism, by=by, **fields)
    else:
        versions.save(held, version=held.version if version is None else version, by=by, **fields)
    note(by, "upkeep.set_outlay", held, unit=unit.pk, year=year)
    return held
