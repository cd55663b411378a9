"""The public notice: names are shown for so many workdays, and nothing goes on before they are over and every objection is ruled."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.applications import clock
from duibiao.applications.choices import Act, Outcome, State
from duibiao.applications.models import Application, Objection, PublicNotice, Selection
from duibiao.applications.permissions import may_run
from duibiao.applications.refusals import Refused
from duibiao.applications.services import stepping
from duibiao.audit.services import note
from duibiao.lib.dates import day_text
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.workdays.queries import calendar


@transaction.atomic
def announce(
    by: User, selection: Selection, *, applications: Sequence[Application], since: date, contact: str
) -> PublicNotice:
    """Show these names from a day on. The period is counted in workdays; its first day does not count."""
    require(may_run(by))
    if not applications:
        raise Refused(_("请至少勾选一家。"), "applications")
    if since < clock.day():
        raise Refused(_("公示不能从过去的日子开始。"), "since")
    until = calendar().after(since, selection.notice_workdays).day
    made = PublicNotice.objects.create(
        selection=selection, since=since, until=until, contact=contact, by=by, at=clock.now()
    )
    for one in sorted(applications, key=lambda one: one.pk):  # one order for everybody who locks
        held = stepping.locked(one, State.ANNOUNCING)
        stepping.move(by, held, Act.ANNOUNCE, State.NOTICED, due_on=until, fields={"notice": made})
    note(by, "applications.publish", made, selection=selection.pk, count=len(applications))
    return made


@transaction.atomic
def object_to(
    by: User, application: Application, *, uid: str, heard_on: date, way: str, words: str
) -> Objection:  # fmt: skip
    """Somebody objects. Who it was is not written here. The same `uid` again changes nothing."""
    require(may_run(by))
    known = Objection.objects.filter(uid=uid, application=application).first()
    if known is not None:
        return known
    held = stepping.locked(application, State.NOTICED)
    assert held.notice is not None
    if not held.notice.since <= heard_on <= clock.day():
        raise Refused(_("收到日期要在公示开始以后、今天以前。"), "heard_on")
    fields = {"uid": uid, "heard_on": heard_on, "way": way, "words": words, "by": by}
    made = Objection.objects.create(notice=held.notice, application=held, **fields)
    stepping.log(by, held, Act.OBJECT)
    return made


@transaction.atomic
def rule(by: User, objection: Objection, *, upheld: bool, reason: str) -> None:
    """Checked. One that holds ends the application, with this reason."""
    require(may_run(by))
    held = stepping.locked(objection.application)
    outcome = Outcome.UPHELD if upheld else Outcome.DISMISSED
    ruled = {"outcome": outcome, "reason": reason, "ruled_by": by, "ruled_at": clock.now()}
    if not Objection.objects.filter(pk=objection.pk, outcome=Outcome.OPEN).update(**ruled):
        return  # ruled already
    stepping.log(by, held, Act.RULE)
    if upheld and held.state == State.NOTICED:
        step = stepping.move(by, held, Act.REFUSE, State.REFUSED, words=_("公示期间异议成立。"))
        stepping.say(held, step, _("“%s”公示期间收到的异议经核查成立，不予命名。") % held.name)


def in_the_way(held: Application) -> str:
    """Why it may not go on yet, in words: its notice runs, or an objection is being looked into. Empty: nothing."""
    if held.notice is None:
        return ""
    known = {"name": held.name, "day": day_text(held.notice.until)}
    if held.notice.until >= clock.day():
        return _("“%(name)s”公示到 %(day)s，期满才能往下办。") % known
    if held.objections.filter(outcome=Outcome.OPEN).exists():
        return _("“%(name)s”还有异议没有处理，处理完才能往下办。") % known
    return ""


def require_over(held: Application) -> None:
    """Raises `Refused` while something is in the way."""
    words = in_the_way(held)
    if words:
        raise Refused(words)
