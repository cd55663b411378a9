"""Parts of a duty for other units: downwards (county, township, village) and to those who support; where a duty stands in the tree.

Nobody asks for more than was asked of them without saying why: an earlier day or a higher demand needs a reason, which is shown.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.duties.choices import EventKind, Role, Source, State
from duibiao.duties.models import Duty, SupportGrade
from duibiao.duties.permissions import may_assign, may_change, may_divide
from duibiao.duties.refusals import BadDay, Circle, NotCompetent, NotNow
from duibiao.duties.services import StepGiven, draft
from duibiao.duties.writing import check_stricter, locked, need, tell_history
from duibiao.lib.spans import current
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require


def may_be_given(parent: Duty) -> Q:
    """The units to which parts of a duty may be given: those below its unit; of a department's also townships and other departments
    that take part in the campaign (条块结合)."""
    below = Q(path__startswith=parent.unit.path)
    if parent.unit.kind in (UnitKind.DEPARTMENT, UnitKind.INSTITUTION):
        below |= Q(participations__campaign=parent.campaign_id)
    return current() & below & ~Q(pk=parent.unit_id)


@transaction.atomic
def divide(
    by: User,
    parent: Duty,
    *,
    unit: Unit,
    title: str,
    starts_on: date,
    role: str = Role.RESPONSIBLE,
    due_on: date | None = None,
    target: float | None = None,
    stricter_reason: str = "",
    steps: Iterable[StepGiven] = (),
    **parts: Any,
) -> Duty:
    """Draft a sub-duty. It is given out, signed and returned as any other; a first return comes back to the unit that divided."""
    held = locked(parent)
    require(may_divide(by, held) or may_assign(by))
    need(held, State.SIGNED, act=_("再分解"))
    if role == Role.LEAD:
        role = Role.RESPONSIBLE
    if not Unit.objects.filter(may_be_given(held), pk=unit.pk).exists():
        raise NotCompetent(
            _("“%(unit)s”不在“%(above)s”之下，也没有参加这项活动，不能分给它；请另选单位。")
            % {"unit": unit, "above": held.unit}
        )
    found = check_stricter(held, due_on=due_on, target=target, reason=stricter_reason)
    inherited = {"standard": held.standard, "consequence": held.consequence, "direction": held.direction, "target_unit": held.target_unit}  # fmt: skip
    return draft(
        by, held.campaign, unit=unit, title=title, indicator=held.indicator, role=role, parent=held, starts_on=starts_on,
        source=Source.ABOVE, due_on=due_on, target=target, steps=steps, stricter=found,
        stricter_reason=stricter_reason if found else "", **{**inherited, **parts},
    )  # fmt: skip


@transaction.atomic
def place_below(by: User, duty: Duty, *, parent: Duty | None, reason: str = "") -> Duty:
    """Put a duty, with everything below it, under another one (or under none). Never below itself."""
    require(may_assign(by))
    # one change of the tree at a time: two moves that are right each could make a circle together
    Campaign.objects.select_for_update().only("pk").get(pk=duty.campaign_id)
    held = locked(duty)
    above = locked(parent) if parent is not None else None
    if above is not None:
        _check_place(held, above)
    stricter = check_stricter(above, due_on=held.due_on, target=held.target, reason=reason) if above else ""
    Duty.objects.filter(pk=held.pk).update(
        parent=above, version=F("version") + 1, stricter=stricter, stricter_reason=reason if stricter else ""
    )
    old, new = held.path, held.path_below(above)
    below = Duty.objects.filter(path__startswith=old)
    below.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    tell_history(by, held, EventKind.PLACED, str(above) if above else _("不再挂在别的责任下"))
    note(by, "duties.place", held, parent=above.pk if above else None)
    held.refresh_from_db()
    return held


def _check_place(duty: Duty, above: Duty) -> None:
    if above.path.startswith(duty.path):
        raise Circle(
            _("“%(above)s”在“%(name)s”之下，不能反过来做它的上级，否则就成了圈；请另选上级。")
            % {"above": above, "name": duty}
        )
    if above.campaign_id != duty.campaign_id:
        raise Circle(_("上级责任属于另一项创建活动；请选同一活动的。"))
    if duty.due_on is not None and duty.due_on < above.starts_on:
        raise BadDay(_("完成时限早于上级责任的开始日期，请先改时限。"))


@transaction.atomic
def grade_support(by: User, duty: Duty, *, grade: str, words: str = "") -> SupportGrade:
    """The unit that leads says how this one supported; the latest word counts, each leaves its line."""
    held = locked(duty)
    require(may_change(by, held))
    need(held, State.SIGNED, State.DONE, act=_("评价"))
    if held.role != Role.SUPPORTING:
        raise NotNow(_("只评价配合单位的责任；牵头和责任单位看结果。"))
    made, _new = SupportGrade.objects.update_or_create(duty=held, defaults={"grade": grade, "words": words, "by": by})
    tell_history(by, held, EventKind.GRADED, f"{made.get_grade_display()} {words}".strip())
    note(by, "duties.grade", held, grade=grade)
    return made
