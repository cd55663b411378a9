"""The only place that writes facilities: registered, changed, looked at.

Its one trick: a state is never set, somebody looked. What comes late (a phone that was without signal) is kept, and counts only
if nobody has looked since.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from duibiao.audit.services import note
from duibiao.files.models import Blob
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.places import siting
from duibiao.places.choices import BAD_STATES, FacilityState
from duibiao.places.models import Facility, Look, Site, SiteType
from duibiao.places.permissions import may_manage_areas

CHINESE = "zh-hans"
#: Code, name, kind of problem that a fault is: what comes with the program, to be added to.
TYPES = (
    ("notice_board", _("宣传栏"), "publicity"),
    ("public_ad", _("公益广告"), "publicity"),
    ("news_board", _("阅报栏"), "publicity"),
    ("guide_sign", _("指示牌、导览牌"), "facility"),
    ("bus_shelter", _("公交候车亭"), "facility"),
    ("street_furniture", _("座椅、垃圾箱等便民设施"), "facility"),
)


def types() -> list[SiteType]:
    """The types of facility; those that come with the program are laid out if there are none."""
    held = list(SiteType.objects.filter(is_facility=True))
    if held:
        return held
    with override(CHINESE):
        rows = [
            SiteType(code=code, name=str(name), fault_kind=kind, is_facility=True, order=100 + n)
            for n, (code, name, kind) in enumerate(TYPES, 1)
        ]
    SiteType.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=["is_facility", "fault_kind"]
    )
    return list(SiteType.objects.filter(is_facility=True))


@transaction.atomic
def add_type(by: User, *, code: str, name: str, fault_kind: str) -> SiteType:
    """Another type of facility. A name that is taken raises `IntegrityError`."""
    require(may_manage_areas(by))
    made = SiteType.objects.create(
        code=code, name=name, fault_kind=fault_kind, is_facility=True, order=SiteType.objects.count() + 101
    )
    note(by, "places.add_type", made, code=code)
    return made


@transaction.atomic
def add(by: User, *, answers: Unit, **site: Any) -> Facility:
    """A facility at a place; nobody has looked yet. `answers` deals with it, the site's `unit` is whose ground it is."""
    made = Facility.objects.create(site=siting.add_site(by, **site), unit=answers)
    _answer(by, made)
    return made


@transaction.atomic
def change(by: User, facility: Facility, *, version: int, answers: Unit, **site: Any) -> Facility:
    """Write it if nobody saved the site since `version`, else `versions.Stale`."""
    facility.site = siting.change_site(by, facility.site, version=version, **site)
    if facility.unit_id != answers.pk:
        facility.unit = answers
        facility.save(update_fields=["unit"])
        _answer(by, facility)
    return facility


def _answer(by: User, facility: Facility) -> None:
    """The site's departments say the same: a visit there charges and a problem there proposes that unit."""
    siting.set_departments(by, facility.site, matters=[("", facility.unit)])


@transaction.atomic
def look(
    by: User,
    facility: Facility,
    *,
    state: str,
    at: datetime,
    reference: str,
    words: str = "",
    photo: Blob | None = None,
) -> bool:
    """Somebody of the office says how it is. The same reference again changes nothing; False."""
    require(may_manage_areas(by))
    return saw(by, facility, state=state, at=at, reference=reference, words=words, photo=photo)


def saw(
    by: User,
    facility: Facility,
    *,
    state: str,
    at: datetime,
    reference: str,
    words: str = "",
    photo: Blob | None = None,
) -> bool:
    """The same in the transaction of a part above, which has checked its own rule (a visit, a problem that is closed)."""
    row = Look(facility=facility, state=state, at=at, reference=reference[:120], words=words[:200], photo=photo, by=by)
    with_key = {"facility": facility, "reference": row.reference}
    if Look.objects.filter(**with_key).exists():
        return False
    Look.objects.bulk_create([row], ignore_conflicts=True)
    newest = Look.objects.filter(facility=facility).first()
    assert newest is not None
    Facility.objects.filter(pk=facility.pk).update(state=newest.state, looked_at=newest.at, photo=newest.photo)
    facility.refresh_from_db()
    note(by, "places.look_at_facility", facility.site, state=state)
    return True


def saw_at_visit(
    by: User, site: Site, *, seen: Iterable[str], faults: Iterable[str], at: datetime, reference: str
) -> None:
    """What a visit's items said: `seen` and `faults` are codes of items; other codes than states say nothing here."""
    known, bad = set(seen) & set(BAD_STATES), set(faults)
    facility = Facility.objects.filter(site=site).first() if known and site.type.is_facility else None
    if facility is not None:
        state = next((one for one in BAD_STATES if one in bad), FacilityState.GOOD)
        saw(by, facility, state=state, at=at, reference=reference)


def dealt_with(by: User, site: Site, *, looker: User, at: datetime, reference: str, removed: bool) -> None:
    """Its last problem is closed: it is well again, as the one who rechecked saw it; or it is gone."""
    facility = Facility.objects.filter(site=site).first()
    if facility is None:
        return
    if removed:
        siting.close_site(by, site, until=today())
    else:
        saw(looker, facility, state=FacilityState.GOOD, at=at, reference=reference)
