"""The decision: a name on a place, and taking it away again.

Its one trick: the category is locked before a place is looked for, so two decisions at once are one after the other, and a
place is a row that holds one application, so the database itself refuses one name too many.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.applications import clock
from duibiao.applications.choices import Act, State
from duibiao.applications.models import Application, Category, Seat, Step
from duibiao.applications.permissions import may_run
from duibiao.applications.refusals import Refused
from duibiao.applications.services import stepping
from duibiao.applications.services.announcing import require_over
from duibiao.applications.services.setting_up import free_seat
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require


@transaction.atomic
def name(by: User, application: Application, *, document: str, named_on: date | None = None) -> Step:
    """It bears the title. Never over quota, never before the notice is over."""
    require(may_run(by))
    category = Category.objects.select_for_update(no_key=True).get(pk=application.category_id)
    held = stepping.locked(application, State.DECIDING, State.NOTICED, State.SENT)
    if held.state == State.NOTICED and held.selection.is_upward:
        raise Refused(_("向上级申报的，先上报、登记回执，再登记上级命名。"))
    require_over(held)
    day = named_on or clock.day()
    if day > clock.day():
        raise Refused(_("命名日期不能在今天以后。"), "named_on")
    fields = {"seat": _seat(category), "named_on": day, "decision": document}
    step = stepping.move(by, held, Act.NAME, State.NAMED, document=document, fields=fields)
    stepping.say(held, step, _("“%(name)s”已命名为%(title)s。") % {"name": held.name, "title": category})
    return step


def _seat(category: Category) -> Seat:
    free = category.seats.filter(application__isnull=True).order_by("number").first()
    if free is not None:
        return free
    if category.quota is None:
        return free_seat(category)
    words = _("“%(category)s”的 %(n)d 个名额已经用完，不能再命名。要多评，先按文件增加名额。")
    raise Refused(words % {"category": category, "n": category.quota})


@transaction.atomic
def revoke(by: User, application: Application, *, words: str, document: str = "") -> Step:
    """The title is taken away, with a reason; its place is free again. What was said and shown stays."""
    require(may_run(by))
    held = stepping.locked(application, State.NAMED)
    step = stepping.move(by, held, Act.REVOKE, State.REVOKED, words=words, document=document, fields={"seat": None})
    said = _("“%(name)s”的%(title)s已撤销命名：%(words)s")
    stepping.say(held, step, said % {"name": held.name, "title": held.category, "words": words})
    return step
