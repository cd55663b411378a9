"""Paper and place side by side: the sites that a material speaks of, what the last counted visit found there, and its photos.

Its one trick: only visits whose findings are posted are read, so that nothing of a secret round shows before it is done, and whoever may
read the material may see them.
"""

from dataclasses import dataclass, field

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from duibiao.inspections.models import Attachment, Observation, Visit
from duibiao.ledger.models import Material, SiteLink
from duibiao.ledger.permissions import may_read_ledger
from duibiao.ledger.queries import materials
from duibiao.ledger.services import siting
from duibiao.organisation.models import User
from duibiao.places.models import Site
from duibiao.places.site_queries import open_sites, sites
from duibiao.truth.queries import redaction_of
from duibiao.web.base.guards import page
from duibiao.web.base.ledger.contents import clean_copy
from duibiao.web.base.requests import by_of

#: Photos of one site beside a material, and sites to choose from.
PHOTOS, CHOICES = 6, 400


@dataclass
class Seen:
    """A site, the last visit whose findings are posted, how many faults it found, and its photos."""

    site: Site
    visit: Visit | None = None
    faults: int = 0
    photos: list[Attachment] = field(default_factory=list)


def on_site(material: Material) -> list[Seen]:
    """At most four statements; one where nothing is linked."""
    links = SiteLink.objects.filter(material=material).select_related("site__type", "site__unit").order_by("pk")
    rows = {link.site_id: Seen(link.site) for link in links}
    if not rows:
        return []
    visits = {one.pk: one for one in _last_visits(list(rows))}
    for visit in visits.values():
        rows[visit.site_id].visit = visit
    faults = Observation.objects.filter(visit__in=visits, outcome="fault", overturned_at=None)
    for pk in faults.values_list("visit", flat=True):
        rows[visits[pk].site_id].faults += 1
    photos = Attachment.objects.filter(submission__visit__in=visits, later=False).select_related("submission__visit")
    for photo in photos.filter(observations__isnull=False).distinct().order_by("pk"):
        held = rows[photo.submission.visit.site_id].photos
        held += [photo] if len(held) < PHOTOS else []
    return list(rows.values())


def _last_visits(of: list[int]) -> list[Visit]:
    found = Visit.objects.filter(site__in=of, counts=True, corrected_by=None, posted_at__isnull=False)
    return list(found.select_related("round").order_by("site_id", "-at").distinct("site_id"))


def choices(by: User, material: Material) -> list[Site]:
    """The sites of the material's unit and those below it that one sees and that stand today."""
    mine = Q(unit__path__startswith=material.unit.path) | Q(partner=material.unit)
    found = sites(by).filter(mine, pk__in=open_sites().values("pk")).exclude(material_links__material=material)
    return list(found.prefetch_related(None).order_by("type__order", "name")[:CHOICES])


def link(request: HttpRequest, door: str, material: Material) -> HttpResponse:
    """Link a site of the list, or take one back."""
    taken, chosen = request.POST.get("remove", ""), request.POST.get("site", "")
    asked = taken or chosen
    site = Site.objects.filter(pk=int(asked)).first() if asked.isdigit() else None
    if site is None:
        messages.error(request, _("还没有选点位。请先选一个，再点“关联”。"))
    elif taken:
        siting.unlink_site(by_of(request), material, site)
        messages.success(request, _("已取消与“%s”的关联。") % site)
    else:
        siting.link_site(by_of(request), material, get_object_or_404(sites(by_of(request)), pk=site.pk))
        messages.success(request, _("已关联“%s”，检查时看到的情况和照片会显示在这里。") % site)
    return redirect(f"{door}:material", material.pk)


def served(material: Material, photo: int) -> HttpResponseBase:
    """A photo of what stands beside the material, without traces, with faces covered where somebody covered them; else 404."""
    visits = _last_visits(list(SiteLink.objects.filter(material=material).values_list("site", flat=True)))
    found = Attachment.objects.filter(submission__visit__in=visits, later=False, observations__isnull=False)
    held = get_object_or_404(found.select_related("blob").distinct(), pk=photo)
    redaction = redaction_of(held.blob_id)
    return clean_copy(redaction.copy if redaction is not None else held.blob, held.name)


@page(may_read_ledger)
def photo(request: HttpRequest, pk: int, photo: int) -> HttpResponseBase:
    return served(materials.material(by_of(request), pk), photo)
