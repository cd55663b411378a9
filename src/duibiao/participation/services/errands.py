"""What supervisors are asked to look at, and what they report. The only place that writes it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.lib.spans import current, today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.participation.models import Errand, Report, Supervisor, SupervisorReport
from duibiao.participation.permissions import may_keep_supervisors
from duibiao.participation.services import residents
from duibiao.participation.services.residents import Refused
from duibiao.participation.services.supervisors import give_keys
from duibiao.places.models import Site


@transaction.atomic
def ask_to_look(
    by: User, *, uid: str, title: str, due_on: date, kind: str = "", supervisor: Supervisor | None = None,
    sites: Iterable[Site] = (), **fields: Any,
) -> Errand:  # fmt: skip
    """Ask one supervisor, or all of a kind who are in office. Whoever has no link gets one. The same `uid` again is the same errand."""
    require(may_keep_supervisors(by))
    if due_on < today():
        raise Refused(_("这一天已经过了，请给一个以后的日子。"), "due_on")
    asked = [supervisor] if supervisor is not None else _of_kind(kind)
    if not asked:
        raise Refused(_("这一类里没有在任的监督员；请先登记，或选一位。"), "kind")
    start = {"title": title, "due_on": due_on, "kind": "" if supervisor is not None else kind, "by": by, **fields}
    made, new = Errand.objects.get_or_create(uid=uid, defaults=start)
    if new:
        made.sites.set(sites)
        made.supervisors.set(asked)
        give_keys(by, asked)
        note(by, "participation.ask_to_look", made, supervisors=len(asked))
    return made


def _of_kind(kind: str) -> list[Supervisor]:
    found = Supervisor.objects.filter(current(), kind=kind, erased_at=None)
    return list(found) if kind else []


@transaction.atomic
def end_errand(by: User, errand: Errand) -> None:
    """It is not asked any more; what was reported stays."""
    require(may_keep_supervisors(by))
    if Errand.objects.filter(pk=errand.pk, ended_at=None).update(ended_at=timezone.now()):
        note(by, "participation.end_errand", errand)


@transaction.atomic
def report(
    supervisor: Supervisor, *, uid: str, errand: Errand | None = None, photos: Sequence[residents.Sent] = (),
    **fields: Any,
) -> Report:  # fmt: skip
    """What a supervisor saw. It goes the way of residents' reports: nothing is shown before the office has looked."""
    made = residents.hand_in(uid=f"s{supervisor.pk}-{uid}"[:40], photos=photos, **fields)
    row = SupervisorReport(report=made, supervisor=supervisor, errand=errand)
    SupervisorReport.objects.bulk_create([row], ignore_conflicts=True)
    return made
