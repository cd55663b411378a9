"""Residents' reports: taken in, decided about, forgotten. The only place that writes them.

Its one trick: the row comes first, under an id that was made with the form, and whoever sends it a second time waits at that id
and finds the first one's report: a double click is one report, with its photos once.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.files import store
from duibiao.files.kinds import Refused as NotWhatItSays
from duibiao.files.models import Blob
from duibiao.files.taking import take_photo
from duibiao.notices import sealing
from duibiao.notices.services import tell
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.participation import opening
from duibiao.participation.choices import ReportState
from duibiao.participation.models import Contact, Report, ReportPhoto
from duibiao.participation.permissions import may_moderate
from duibiao.places.models import Site
from duibiao.problems.models import Problem

#: Letters of a code: none that looks or sounds like another.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
MOST_PHOTOS, MOST_BYTES = 6, 15 * 2**20


class Refused(Exception):
    """It did not happen; the text says why and what to do. `field`: where in the form it belongs."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class Decided(Exception):
    """Somebody decided about the report first."""


@dataclass(frozen=True)
class Sent:
    """A photo as it was sent: its name and its bytes."""

    name: str
    content: bytes


@transaction.atomic
def hand_in(*, uid: str, photos: Sequence[Sent] = (), contact: str = "", **fields: Any) -> Report:
    """A resident's report, without an account. The same `uid` again gives the first one. Raises `Refused`."""
    code = new_code()
    Report.objects.bulk_create([Report(uid=uid, code=code, **fields)], ignore_conflicts=True)
    made = Report.objects.get(uid=uid)
    if made.code != code:
        return made
    if len(photos) > MOST_PHOTOS:
        raise Refused(_("照片最多 %d 张；请挑最能说明问题的几张。") % MOST_PHOTOS, "photos")
    for position, photo in enumerate(photos, 1):
        ReportPhoto.objects.create(report=made, position=position, blob=kept(photo))
    if contact:
        Contact.objects.create(report=made, sealed=sealing.seal(contact))
    note(None, "participation.hand_in", made)
    _tell_the_office(made)
    return made


def new_code() -> str:
    """Eight letters in two groups: 31⁸ of them, so that nobody comes upon somebody else's by trying."""
    letters = "".join(secrets.choice(_LETTERS) for _place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def kept(photo: Sent) -> Blob:
    """The photo without camera, place and time; checked as every file. The copy with them is never kept."""
    if len(photo.content) > MOST_BYTES:
        raise Refused(_("“%s”太大，一张最多 15 MB。请用手机相册里的“压缩”或截图再传。") % photo.name, "photos")
    try:
        return take_photo(photo.content, name=photo.name)
    except NotWhatItSays as refused:
        raise Refused(refused.words, "photos") from None
    except store.Full:
        raise Refused(_("服务器存不下照片了。请不带照片先提交文字，我们会尽快联系维护人员。"), "photos") from None


def _tell_the_office(report: Report) -> None:
    clerks = User.objects.filter(is_active=True, grants__role=Role.OFFICE).distinct()
    words = _("收到一条群众反映（%s），请审核。") % report.get_kind_display()
    tell(users=clerks, kind="report", words=words, link=f"/office/reports/{report.pk}/", about=f"report:{report.pk}")


def _waiting(by: User, report: Report) -> Report:
    """The report, locked, if nobody has decided about it yet."""
    require(may_moderate(by))
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if held.state != ReportState.WAITING:
        raise Decided(held)
    return held


def _decide(by: User, held: Report, state: ReportState, **fields: Any) -> Report:
    changes = {"state": state, "looked_by": by, "looked_at": timezone.now(), **fields}
    for name, value in changes.items():
        setattr(held, name, value)
    held.save(update_fields=list(changes))
    return held


@transaction.atomic
def accept(
    by: User, report: Report, *, words: str, kind: str, photos: Sequence[int], site: Site | None = None,
    unit: Unit | None = None, answer: str = "", **more: Any,
) -> Report:  # fmt: skip
    """It becomes a problem, in the office's words and with the photos that the office left in. Raises `Decided`."""
    held = _waiting(by, report)
    shown = [one.blob for one in held.photos.filter(pk__in=list(photos)).select_related("blob")]
    opened = opening.from_report(by, held, words=words, kind=kind, site=site, unit=unit, photos=shown, **more)
    _decide(by, held, ReportState.ACCEPTED, problem=opened, answer=answer)
    note(by, "participation.accept", held, problem=opened.pk)
    return held


@transaction.atomic
def merge(by: User, report: Report, problem: Problem, *, answer: str = "") -> Report:
    """The same is known already: the report follows that problem. Raises `Decided`."""
    held = _decide(by, _waiting(by, report), ReportState.MERGED, problem=problem, answer=answer)
    note(by, "participation.merge", held, problem=problem.pk)
    return held


@transaction.atomic
def refuse(by: User, report: Report, *, reason: str, answer: str) -> Report:
    """Not ours, not so, or no report at all. The reason stays inside, the answer is for the resident. Raises `Decided`."""
    held = _decide(by, _waiting(by, report), ReportState.REFUSED, reason=reason, answer=answer)
    note(by, "participation.refuse", held)
    return held


@transaction.atomic
def answer(by: User, report: Report, *, words: str) -> None:
    """What the resident reads beside the state, at any time after the decision."""
    require(may_moderate(by))
    Report.objects.filter(pk=report.pk).exclude(state=ReportState.WAITING).update(answer=words)
    note(by, "participation.answer", report)


@transaction.atomic
def read_contact(by: User, report: Report) -> str:
    """How to reach the resident; empty when none was given or it is gone. Whoever looks is written down."""
    require(may_moderate(by))
    held = Contact.objects.filter(report=report).first()
    note(by, "participation.read_contact", report)
    try:
        return sealing.unseal(held.sealed) if held is not None else ""
    except sealing.Unreadable:
        return ""
