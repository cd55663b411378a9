"""The only place that writes areas and who answers for them."""

from datetime import date
from typing import Any

from django.db import transaction

from duibiao.audit.services import note
from duibiao.lib import versions
from duibiao.organisation.models import Person, Unit, User
from duibiao.organisation.permissions import require
from duibiao.places.models import Answerer, Area
from duibiao.places.permissions import may_manage_areas, may_manage_areas_of


@transaction.atomic
def add_area(by: User, *, unit: Unit, **fields: Any) -> Area:
    """A new area that `unit` looks after."""
    require(may_manage_areas_of(by, unit))
    area = Area.objects.create(unit=unit, **fields)
    note(by, "places.add_area", area)
    return area


@transaction.atomic
def change_area(by: User, area: Area, *, version: int, **fields: Any) -> Area:
    """Write `fields` if nobody saved since `version`, else `versions.Stale`."""
    require(may_manage_areas_of(by, area.unit))
    changes = versions.save(area, version=version, **fields)
    note(by, "places.change_area", area, fields=sorted(fields), changes=changes)
    return area


@transaction.atomic
def remove_area(by: User, area: Area) -> None:
    """Take out an area that was entered by mistake."""
    require(may_manage_areas(by))
    note(by, "places.remove_area", area, code=area.code)
    area.delete()


@transaction.atomic
def appoint(by: User, area: Area, *, person: Person, part: str, since: date | None = None) -> Answerer:
    """The person answers for the area in that part; naming the same again changes nothing."""
    require(may_manage_areas_of(by, area.unit))
    held = Answerer.objects.filter(area=area, person=person, part=part, until__isnull=True).first()
    if held is not None:
        return held
    answerer = Answerer.objects.create(area=area, person=person, part=part, since=since)
    note(by, "places.appoint", area, person=person.pk, part=part)
    return answerer


@transaction.atomic
def release(by: User, answerer: Answerer, *, until: date) -> None:
    """The person answered for it until that day."""
    require(may_manage_areas_of(by, answerer.area.unit))
    if Answerer.objects.filter(pk=answerer.pk, until__isnull=True).update(until=until):
        note(by, "places.release", answerer.area, person=answerer.person_id)
