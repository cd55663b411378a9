"""The only place that writes sites, their types, and who answers for them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from duibiao.audit.services import note
from duibiao.lib import versions
from duibiao.lib.coordinates import in_wgs
from duibiao.organisation.models import Person, Unit, User
from duibiao.organisation.permissions import require
from duibiao.places import partnering
from duibiao.places.models import Site, SiteAnswerer, SiteDepartment, SiteType, TypeDepartment
from duibiao.places.permissions import may_manage_areas, may_manage_areas_of

#: (longitude, latitude) pairs as somebody gave them.
Given = Sequence[Sequence[float]]


def position(crs: str, given: Given, accuracy_m: float | None = None) -> dict[str, Any]:
    """The fields of a position: one pair is a point, more are a line or an outline whose middle is the site's point."""
    if not given:
        return {"latitude": None, "longitude": None, "line": [], "crs": "", "given": [], "accuracy_m": None}
    line = [list(in_wgs(crs, *pair[:2])) for pair in given]
    middle = [round(sum(pair[i] for pair in line) / len(line), 7) for i in (0, 1)]
    return {
        "longitude": middle[0],
        "latitude": middle[1],
        "line": line if len(line) > 1 else [],
        "crs": crs,
        "given": [list(pair[:2]) for pair in given],
        "accuracy_m": accuracy_m,
    }


@transaction.atomic
def add_type(by: User, *, code: str, name: str, **fields: Any) -> SiteType:
    """A type of site; naming the same again changes nothing."""
    require(may_manage_areas(by))
    made, new = SiteType.objects.get_or_create(
        code=code, defaults={"name": name, "order": SiteType.objects.count() + 1, **fields}
    )
    if new:
        note(by, "places.add_type", made, code=code)
    return made


@transaction.atomic
def set_departments(by: User, of: SiteType | Site, *, matters: Iterable[tuple[str, Unit]]) -> None:
    """Who answers for which matter, at a site or at all sites of a type. Replaces what stood there."""
    require(may_manage_areas(by))
    of.departments.all().delete()
    for matter, unit in dict.fromkeys(matters):
        if isinstance(of, Site):
            SiteDepartment.objects.create(site=of, matter=matter, unit=unit)
        else:
            TypeDepartment.objects.create(type=of, matter=matter, unit=unit)
    note(by, "places.set_departments", of)


@transaction.atomic
def add_site(
    by: User, *, unit: Unit, crs: str = "wgs84", given: Given = (), accuracy_m: float | None = None, **fields: Any
) -> Site:
    """A new site in the area of `unit`; coordinates as given, in their system."""
    require(may_manage_areas(by))
    site = Site.objects.create(unit=unit, **position(crs, given, accuracy_m), **fields)
    note(by, "places.add_site", site)
    partnering.follow(by, site)
    return site


@transaction.atomic
def change_site(by: User, site: Site, *, version: int, **fields: Any) -> Site:
    """Write `fields` if nobody saved since `version`, else `versions.Stale`. `given` with `crs` sets the position anew."""
    require(may_manage_areas(by))
    if "given" in fields:
        placed = position(fields.pop("crs", "wgs84"), fields.pop("given"), fields.pop("accuracy_m", None))
        fields |= placed
    changes = versions.save(site, version=version, **fields)
    note(by, "places.change_site", site, fields=sorted(fields), changes=changes)
    if "partner" in fields:
        partnering.follow(by, site)
    return site


@transaction.atomic
def close_site(by: User, site: Site, *, until: date) -> None:
    """The site is there until that day; what was seen at it stays."""
    require(may_manage_areas(by))
    versions.save(site, version=site.version, until=until)
    note(by, "places.close_site", site, until=until.isoformat())


@transaction.atomic
def put_in_charge(by: User, site: Site, *, person: Person, part: str, since: date | None = None) -> SiteAnswerer:
    """The person joins the chain that answers for the site; naming the same again changes nothing."""
    require(may_manage_areas_of(by, site.unit))
    held = SiteAnswerer.objects.filter(site=site, person=person, part=part, until__isnull=True).first()
    if held is not None:
        return held
    answerer = SiteAnswerer.objects.create(site=site, person=person, part=part, since=since)
    note(by, "places.put_in_charge", site, person=person.pk, part=part)
    return answerer


@transaction.atomic
def let_go(by: User, answerer: SiteAnswerer, *, until: date) -> None:
    """The person answered for the site until that day."""
    require(may_manage_areas_of(by, answerer.site.unit))
    if SiteAnswerer.objects.filter(pk=answerer.pk, until__isnull=True).update(until=until):
        note(by, "places.let_go", answerer.site, person=answerer.person_id)
