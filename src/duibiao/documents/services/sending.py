"""Documents sent to units, which say that they know them (阅知确认); whoever has not is reminded, not asked twice."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.asks import services as asks
from duibiao.asks.choices import AskKind
from duibiao.audit.services import note
from duibiao.documents.models import Document, Reader
from duibiao.documents.permissions import may_keep, may_read_as_unit
from duibiao.documents.services.refusals import Refused
from duibiao.lib.spans import today
from duibiao.notices.services import tell
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.organisation.queries import liaison_users


def reference(document: Document) -> str:
    return f"document:{document.pk}"


def page(document: Document) -> str:
    return f"/unit/documents/{document.pk}/"


@transaction.atomic
def send(
    by: User, document: Document, *, units: Iterable[Unit], due_on: date | None = None, urgent_reason: str = ""
) -> int:
    """Send to units; those that have it already get nothing again. With a day it is an ask like any other, that ends when
    the unit has read: `asks.TooSoon` where the day leaves too little time without a reason. Returns how many are new."""
    require(may_keep(by))
    Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if not document.files.exists() and not document.words:
        raise Refused(_("还没有正文：先上传文件，或写上要点，再发给单位。"))
    there = set(document.readers.values_list("unit", flat=True))
    new = [unit for unit in units if unit.pk not in there]
    Reader.objects.bulk_create([Reader(document=document, unit=unit, due_on=due_on) for unit in new])
    for unit in new:
        _bring(by, document, unit, due_on, urgent_reason)
    note(by, "documents.send", document, units=len(new))
    return len(new)


@override("zh-hans")
def _bring(by: User, document: Document, unit: Unit, due_on: date | None, urgent_reason: str) -> None:
    if due_on is None:
        words = _("发来文件：%s") % document.title
        tell(users=liaison_users(unit), kind="document", words=words, link=page(document), about=f"{reference(document)}:{unit.pk}")  # fmt: skip
        return
    asks.ask(
        by, unit=unit, kind=AskKind.SIGNATURE, title=_("阅知：%s") % document.title[:180],
        grounds=f"{document.issuer} {document.number}".strip()[:300], due_on=due_on, reference=reference(document),
        link=page(document), urgent_reason=urgent_reason,
    )  # fmt: skip


@transaction.atomic
def read(by: User, document: Document) -> Reader:
    """The unit says that it knows the version that stands. Saying it again changes nothing unless there is a newer one."""
    require(may_read_as_unit(by))
    held = Reader.objects.select_for_update().filter(document=document, unit=by.unit).first()
    if held is None:
        raise Refused(_("这份文件没有发给本单位，不用确认。"))
    newest = document.files.order_by("-number").values_list("number", flat=True).first()
    if held.read_at is None or held.read_version != newest:
        held.read_at, held.read_by, held.read_version = timezone.now(), by, newest
        held.save(update_fields=["read_at", "read_by", "read_version"])
        asks.settle(by, reference=reference(document), unit=held.unit)
        note(by, "documents.read", document, unit=held.unit_id, number=newest)
    return held


@transaction.atomic
@override("zh-hans")
def remind(by: User, document: Document) -> int:
    """Those who have not read it, or not its newest version, are reminded: at most once a day. Returns how many units."""
    require(may_keep(by))
    newest = document.files.order_by("-number").values_list("number", flat=True).first()
    waiting = [
        one for one in document.readers.select_related("unit") if one.read_at is None or one.read_version != newest
    ]
    words = _("还没有确认阅知：%s") % document.title
    for one in waiting:
        about = f"{reference(document)}:{one.unit_id}:{today()}"
        tell(users=liaison_users(one.unit), kind="document.remind", words=words, link=page(document), about=about)
    note(by, "documents.remind", document, units=len(waiting))
    return len(waiting)
