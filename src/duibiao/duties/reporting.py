"""How a duty stands, told by the unit in three fixed fields: 进展、问题、措施."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.duties import outside
from duibiao.duties.choices import State
from duibiao.duties.models import Duty, Report, Step
from duibiao.duties.permissions import may_answer
from duibiao.duties.refusals import Refused
from duibiao.duties.writing import locked, need
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require


class NoMeasure(Refused):
    """A problem was named, and nothing that is done about it."""

    field = "measure"


@transaction.atomic
def report(
    by: User,
    duty: Duty,
    *,
    uid: str,
    progress: str,
    percent: int,
    problem: str = "",
    measure: str = "",
    value: float | None = None,
) -> Report:
    """Keep a report. The same `uid` again is the same report: a double click leaves one."""
    held = locked(duty)
    require(may_answer(by, held))
    need(held, State.SIGNED, act=_("报告进展"))
    if problem.strip() and not measure.strip():
        raise NoMeasure(_("写了问题，还没有写措施：准备怎么解决、什么时候解决？"))
    there = Report.objects.filter(uid=uid).first()
    if there is not None:
        return there
    made = Report.objects.create(
        duty=held, uid=uid, progress=progress, problem=problem, measure=measure, percent=percent, value=value, by=by
    )
    Duty.objects.filter(pk=held.pk).update(
        version=F("version") + 1, percent=percent, value=value if value is not None else held.value,
        reported_at=timezone.now(), has_problem=bool(problem.strip()),
    )  # fmt: skip
    note(by, "duties.report", held, percent=percent)
    _tell_complete(held, percent)
    return made


def _tell_complete(duty: Duty, percent: int) -> None:
    if percent == 100:
        words = _("%(unit)s 报告“%(name)s”已完成，请核实后办结。") % {"unit": duty.unit.name, "name": str(duty)}
        outside.tell(
            users=[duty.assigned_by], kind="duty_complete", words=words, about=f"duty:{duty.pk}:{duty.version}"
        )


def expected_percent(steps: list[Step], day: date) -> int | None:
    """Where the duty should stand by its own steps; None while none is due yet, or none says so."""
    due = [step.percent for step in steps if step.day <= day and step.percent is not None]
    return max(due) if due else None
