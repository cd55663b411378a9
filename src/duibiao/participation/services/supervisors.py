"""The register of supervisors: kept, their links given and taken back, forgotten in time. The only place that writes them."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.notices import sealing
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.participation.choices import SupervisorKind
from duibiao.participation.models import Supervisor, SupervisorContact, SupervisorKey, SupervisorLabel
from duibiao.participation.permissions import may_keep_supervisors
from duibiao.participation.services.residents import Refused

#: A link works for so many days, if the term is not over before.
KEY_DAYS = 180


@transaction.atomic
def add_supervisor(by: User, *, contact: str = "", **fields: Any) -> Supervisor:
    """Somebody who looks on, from now or a day on. How to reach them is sealed at once."""
    require(may_keep_supervisors(by))
    made = Supervisor.objects.create(by=by, **fields)
    _keep_contact(made, contact)
    note(by, "participation.add_supervisor", made, kind=str(made.kind))
    return made


@transaction.atomic
def change_supervisor(
    by: User, supervisor: Supervisor, *, version: int, contact: str = "", **fields: Any
) -> Supervisor:
    """Write `fields` if nobody saved since `version`, else `versions.Stale`. An empty contact leaves what is kept."""
    require(may_keep_supervisors(by))
    if supervisor.erased_at is not None:
        raise Refused(_("这位监督员的个人信息已经删除，不能再改。"))
    changes = versions.save(supervisor, version=version, **fields)
    _keep_contact(supervisor, contact)
    note(by, "participation.change_supervisor", supervisor, fields=sorted(fields), changes=changes)
    return supervisor


def _keep_contact(supervisor: Supervisor, contact: str) -> None:
    if contact:
        sealed = {"sealed": sealing.seal(contact)}
        SupervisorContact.objects.update_or_create(supervisor=supervisor, defaults=sealed)


@transaction.atomic
def read_supervisor_contact(by: User, supervisor: Supervisor) -> str:
    """How to reach them; empty when none was given or it is gone. Whoever looks is written down."""
    require(may_keep_supervisors(by))
    held = SupervisorContact.objects.filter(supervisor=supervisor).first()
    note(by, "participation.read_supervisor_contact", supervisor)
    try:
        return sealing.unseal(held.sealed) if held is not None else ""
    except sealing.Unreadable:
        return ""


@transaction.atomic
def give_key(by: User, supervisor: Supervisor, *, until: date | None = None) -> SupervisorKey:
    """A link, in place of the one that was; it ends with the term at the latest."""
    require(may_keep_supervisors(by))
    held = Supervisor.objects.select_for_update(of=("self",)).get(pk=supervisor.pk)
    if held.erased_at is not None or not held.is_current:
        raise Refused(_("%s不在任期内，不能给链接。") % held)
    _revoke(held)
    last = min(until or today() + timedelta(days=KEY_DAYS), held.until or date.max)
    made = SupervisorKey.objects.create(supervisor=held, until=last, by=by)
    note(by, "participation.give_key", held, until=last.isoformat())
    return made


@transaction.atomic
def give_keys(by: User, supervisors: list[Supervisor]) -> int:
    """A link to each that has none that works; how many were made."""
    require(may_keep_supervisors(by))
    usable = SupervisorKey.objects.filter(supervisor__in=supervisors, revoked_at=None, until__gte=today())
    have = set(usable.values_list("supervisor", flat=True))
    lacking = [one for one in supervisors if one.pk not in have and one.is_current and one.erased_at is None]
    for one in lacking:
        give_key(by, one)
    return len(lacking)


@transaction.atomic
def revoke_key(by: User, supervisor: Supervisor) -> None:
    """The link was lost or passed on: it opens nothing from now on. What came by it stays."""
    require(may_keep_supervisors(by))
    if _revoke(supervisor):
        note(by, "participation.revoke_key", supervisor)


def _revoke(supervisor: Supervisor) -> int:
    return SupervisorKey.objects.filter(supervisor=supervisor, revoked_at=None).update(revoked_at=timezone.now())


@transaction.atomic
def erase_supervisor(by: User, supervisor: Supervisor) -> None:
    """Name, contact and link go for good; what was reported and suggested stays, as of a kind and without a person."""
    require(may_keep_supervisors(by))
    _revoke(supervisor)
    SupervisorContact.objects.filter(supervisor=supervisor).delete()
    held = Supervisor.objects.select_for_update(of=("self",)).get(pk=supervisor.pk)
    if held.erased_at is None:
        versions.save(held, version=held.version, name="", topics="", area=None, erased_at=timezone.now())
        note(by, "participation.erase_supervisor", held)


@transaction.atomic
def set_labels(by: User, labels: dict[str, str]) -> None:
    """What the office calls the kinds; empty: the name that comes with the program."""
    require(may_keep_supervisors(by))
    for kind in SupervisorKind:
        words = labels.get(kind, "").strip()
        if words and words != str(kind.label):
            SupervisorLabel.objects.update_or_create(kind=kind, defaults={"label": words})
        else:
            SupervisorLabel.objects.filter(kind=kind).delete()
    note(by, "participation.set_labels")


@transaction.atomic
def forget_contacts(day: date) -> int:
    """Erase how to reach those whose term ended so many days ago; returns how many."""
    before = day - timedelta(days=settings.RESIDENT_CONTACT_DAYS)
    due = SupervisorContact.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        supervisor__until__lt=before
    )
    held = list(due.select_related("supervisor"))
    for one in held:
        note(None, "participation.forget_supervisor", one.supervisor)
    SupervisorContact.objects.filter(pk__in=[one.pk for one in held]).delete()
    return len(held)
