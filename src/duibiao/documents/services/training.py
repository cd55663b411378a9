"""Trainings on a document: units sign in with the code that is shown in the room, or the office writes them down."""

import secrets
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.documents.models import Attendance, Document, Training
from duibiao.documents.permissions import may_keep, may_read_as_unit
from duibiao.documents.services.refusals import Refused
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require


@transaction.atomic
def hold(by: User, document: Document, *, title: str, held_on: date, place: str = "") -> Training:
    """The same title on the same day is the same training."""
    require(may_keep(by))
    made, new = Training.objects.get_or_create(
        document=document, title=title, held_on=held_on,
        defaults={"place": place, "by": by, "code": f"{secrets.randbelow(900_000) + 100_000}"},
    )  # fmt: skip
    if new:
        note(by, "documents.hold_training", document, item=made.pk)
    return made


@transaction.atomic
def sign_in(by: User, training: Training, *, code: str, people: int) -> Attendance:
    """On the day, with the code. Once signed in, a unit is; the number may be put right."""
    require(may_read_as_unit(by))
    assert by.unit is not None
    if training.held_on != today():
        raise Refused(_("签到只在培训当天开放；漏签的请告诉创建办补登。"))
    if not secrets.compare_digest(code.strip().encode(), training.code.encode()):
        raise Refused(_("签到码不对，请看会场屏幕上的六位数字。"))
    return _attended(by, training, by.unit, people, by_hand=False)


@transaction.atomic
def write_down(by: User, training: Training, *, unit: Unit, people: int) -> Attendance:
    """The office writes down who was there; marked as such."""
    require(may_keep(by))
    return _attended(by, training, unit, people, by_hand=True)


def _attended(by: User, training: Training, unit: Unit, people: int, *, by_hand: bool) -> Attendance:
    made, new = Attendance.objects.get_or_create(
        training=training, unit=unit, defaults={"people": people, "by": by, "by_hand": by_hand}
    )
    if not new and made.people != people:
        made.people = people
        made.save(update_fields=["people"])
    note(by, "documents.sign_in", training.document, unit=unit.pk, item=training.pk)
    return made
