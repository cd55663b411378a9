"""Which unit stands by which site: begun, ended, handed on. The only place that writes bonds."""

from datetime import date, timedelta

from django.db import transaction

from duibiao.audit.services import note
from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.places.models import Bond, Site, SiteType
from duibiao.places.permissions import may_manage_areas


@transaction.atomic
def bind(by: User, site: Site, *, unit: Unit, since: date | None = None) -> Bond:
    """The unit stands by the site from that day; the one before until the day before. The same unit again changes nothing."""
    require(may_manage_areas(by))
    held = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    if held.partner_id != unit.pk:
        versions.save(held, version=held.version, partner=unit)
    return follow(by, held, since=since)  # type: ignore[return-value]  # there is a partner


@transaction.atomic
def unbind(by: User, site: Site, *, until: date | None = None) -> None:
    """Nobody stands by the site after that day. What was recorded stays."""
    require(may_manage_areas(by))
    held = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    if held.partner_id is not None:
        versions.save(held, version=held.version, partner=None)
    follow(by, held, since=(until or today()) + timedelta(days=1))


def follow(by: User, site: Site, *, since: date | None = None) -> Bond | None:
    """Bring the bonds in step with the partner that the site names; whoever set it was entitled."""
    day = since or today()
    held = Bond.objects.filter(site=site, until__isnull=True).first()
    if held is not None and held.unit_id == site.partner_id:
        return held
    if held is not None:
        end = day - timedelta(days=1)
        Bond.objects.filter(pk=held.pk).update(until=max(end, held.since) if held.since else end)
        note(by, "places.unbind", site, unit=held.unit_id)
    if site.partner_id is None:
        return None
    made = Bond.objects.create(site=site, unit_id=site.partner_id, since=day)
    note(by, "places.bind", site, unit=site.partner_id)
    return made


@transaction.atomic
def set_needed(by: User, *, types: set[int]) -> None:
    """Sites of these types must have a partner; where there is none it is an alarm."""
    require(may_manage_areas(by))
    SiteType.objects.filter(pk__in=types).update(needs_partner=True)
    SiteType.objects.exclude(pk__in=types).update(needs_partner=False)
    note(by, "places.set_needed", None, types=sorted(types))
