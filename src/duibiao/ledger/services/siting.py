"""Saying that a material is about a site, and taking it back. Said twice, it is said once."""

from django.db import transaction

from duibiao.audit.services import note
from duibiao.ledger.models import Material, SiteLink
from duibiao.ledger.permissions import may_give
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.places.models import Site


@transaction.atomic
def link_site(by: User, material: Material, site: Site) -> None:
    require(may_give(by, material.unit))
    made = SiteLink(material=material, site=site, by=by)
    before = SiteLink.objects.filter(material=material).count()
    SiteLink.objects.bulk_create([made], ignore_conflicts=True)
    if SiteLink.objects.filter(material=material).count() > before:
        note(by, "ledger.link_site", material, site=site.pk)


@transaction.atomic
def unlink_site(by: User, material: Material, site: Site) -> None:
    require(may_give(by, material.unit))
    if SiteLink.objects.filter(material=material, site=site).delete()[0]:
        note(by, "ledger.unlink_site", material, site=site.pk)
