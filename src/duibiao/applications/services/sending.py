"""Sending up: a package that proves itself, made by a job, and the receipt of the level above."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.applications import clock, packing
from duibiao.applications.choices import Act, State
from duibiao.applications.models import Application, Package, Selection
from duibiao.applications.permissions import may_run
from duibiao.applications.refusals import Refused
from duibiao.applications.services import stepping
from duibiao.applications.services.announcing import require_over
from duibiao.applications.tasks import pack
from duibiao.audit.services import note
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.packing.choices import PackState
from duibiao.packing.services import FAULTS, in_words, telling


def sendable(selection: Selection) -> Sequence[Application]:
    """What would go up now: upward, what is ready for it; of one's own selection, what is named and has no receipt yet."""
    found = Application.objects.filter(selection=selection).select_related("category", "notice", "selection")
    if not selection.is_upward:
        return list(found.filter(state=State.NAMED, package=None))
    ready = found.filter(state__in=(State.SENDING, State.NOTICED))
    return [one for one in ready if one.notice is None or one.notice.until < clock.day()]


@transaction.atomic
def ask(by: User, selection: Selection) -> Package:
    """Have a package made by a job. What is being made already is not made twice."""
    require(may_run(by))
    Selection.objects.select_for_update().get(pk=selection.pk)
    at_work = Package.objects.filter(selection=selection, state__in=(PackState.WAITING, PackState.WORKING)).first()
    if at_work is not None:
        return at_work
    found = sendable(selection)
    if not found:
        raise Refused(_("没有可以上报的：要先命名，或公示期满、可以上报。"))
    for one in found:
        require_over(one)
    made = Package.objects.create(selection=selection, by=by, asked_at=clock.now())
    made.applications.set(found)
    pack.defer(package=made.pk)
    note(by, "applications.pack", made, selection=selection.pk, count=len(found))
    return made


@transaction.atomic
def again(by: User, package: Package) -> None:
    """Go on with one that failed or was cut off."""
    require(may_run(by))
    if Package.objects.filter(pk=package.pk).exclude(state=PackState.DONE).update(state=PackState.WAITING, why=""):
        pack.defer(package=package.pk)
        note(by, "applications.pack_again", package)


def carry_out(package: Package) -> None:
    """Make it, in the job. Not one transaction: how far it is can be seen, and what is written stays written."""
    if package.state not in (PackState.WAITING, PackState.WORKING):
        return
    rows = Package.objects.filter(pk=package.pk)
    rows.update(state=PackState.WORKING)
    try:
        made = packing.make(package, telling(lambda percent: rows.update(percent=percent)))
    except FAULTS as fault:
        rows.update(state=PackState.FAILED, why=in_words(fault)[:300])
        return
    with transaction.atomic():
        rows.update(
            state=PackState.DONE, percent=100, done_at=timezone.now(), why="", files=made.files, size=made.size,
            sha256=made.sha256, sm3=made.sm3,
        )  # fmt: skip
        note(None, "applications.packed", package, files=made.files, sha256=made.sha256)


@transaction.atomic
def receive(by: User, package: Package, *, receipt: str, received_on: date) -> Package:
    """The level above has it: its number is kept, and what was upward now waits for the result. Once."""
    require(may_run(by))
    held = Package.objects.select_for_update(of=("self",)).select_related("selection").get(pk=package.pk)
    if held.receipt:
        raise Refused(_("已登记过回执 %s；回执只登记一次。") % held.receipt)
    if held.state != PackState.DONE:
        raise Refused(_("材料包还没有打好，打好再登记。"))
    if received_on > clock.day() or received_on < timezone.localdate(held.asked_at):
        raise Refused(_("收件日期要在打包以后、今天以前。"), "received_on")
    held.receipt, held.received_on = receipt, received_on
    held.save(update_fields=["receipt", "received_on"])
    for one in held.applications.order_by("pk"):
        row = stepping.locked(one)
        state = State.SENT if row.state in (State.SENDING, State.NOTICED) else row.state
        stepping.move(by, row, Act.SEND, state, document=receipt, due_on=None, fields={"package": held})
    note(by, "applications.receive", held, selection=held.selection_id)
    return held
