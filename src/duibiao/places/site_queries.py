"""Sites as pages and draws want them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.lib.spans import current
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import visible_units
from duibiao.places.models import Site, SiteAnswerer, SiteType


def sites(by: User) -> QuerySet[Site]:
    """The sites of the units that `by` sees, each with `is_attended`: somebody answers for it today."""
    held = SiteAnswerer.objects.filter(current(), site=OuterRef("pk"))
    people = SiteAnswerer.objects.filter(current()).select_related("person")
    found = Site.objects.filter(unit__in=Unit.objects.filter(visible_units(by)))
    return (
        found.select_related("type", "unit", "partner", "within")
        .prefetch_related(Prefetch("answerers", people))
        .annotate(is_attended=Exists(held))
    )


def site(by: User, pk: int) -> Site:
    return get_object_or_404(sites(by), pk=pk)


def open_sites(types: Iterable[SiteType] | None = None) -> QuerySet[Site]:
    """The sites that are there today, of some types; of all that are drawn for visits where none is named: facilities are counted."""
    found = Site.objects.filter(current())
    return found.filter(type__is_facility=False) if types is None else found.filter(type__in=list(types))


def types() -> QuerySet[SiteType]:
    """The types of site, each with how many sites there are."""
    return SiteType.objects.annotate(site_count=Count("sites"))


@dataclass(frozen=True)
class Coverage:
    """How many sites; for how many that need one nobody answers; how many have no place on the map."""

    sites: int
    unattended: int
    unplaced: int


def coverage(by: User) -> Coverage:
    """One statement."""
    found = sites(by).prefetch_related(None).filter(current(), type__is_facility=False)
    counted = found.aggregate(
        all=Count("pk"),
        without=Count("pk", filter=Q(is_attended=False, type__needs_person=True)),
        unplaced=Count("pk", filter=Q(latitude__isnull=True)),
    )
    return Coverage(counted["all"], counted["without"], counted["unplaced"])


@dataclass(frozen=True)
class Liable:
    """Who answers at sites: by site and matter, read once for many."""

    of_site: dict[int, list[tuple[str, Unit]]]
    of_type: dict[int, list[tuple[str, Unit]]]

    def departments(self, site: Site, matter: str) -> list[Unit]:
        """The site's own word goes before its type's; a line without a matter is for all."""
        for held in (self.of_site.get(site.pk, []), self.of_type.get(site.type_id, [])):
            found = [unit for said, unit in held if said in ("", matter)]
            if found:
                return list(dict.fromkeys(found))
        return []


def liable(found: Iterable[Site]) -> Liable:
    """Two statements, whatever the number of sites."""
    from duibiao.places.models import SiteDepartment, TypeDepartment

    held = list(found)
    of_site: dict[int, list[tuple[str, Unit]]] = {}
    for row in SiteDepartment.objects.filter(site__in=held).select_related("unit"):
        of_site.setdefault(row.site_id, []).append((row.matter, row.unit))
    of_type: dict[int, list[tuple[str, Unit]]] = {}
    kinds = {site.type_id for site in held}
    for line in TypeDepartment.objects.filter(type__in=kinds).select_related("unit"):
        of_type.setdefault(line.type_id, []).append((line.matter, line.unit))
    return Liable(of_site, of_type)
