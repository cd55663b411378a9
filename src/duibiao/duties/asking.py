"""Each duty in hand is an ask of its unit, so that the burden meter counts it and “my days” shows it.

Its one trick: nothing is written where a duty is given out or signed. A job brings the asks of some duties into line with their
states, and may do so twice; three hundred duties given out at once keep nobody waiting.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.asks.choices import AskKind, AskState
from duibiao.asks.models import Ask
from duibiao.asks.permissions import may_ask
from duibiao.asks.services import ask, min_workdays, reschedule, settle
from duibiao.duties.choices import IN_HAND, State
from duibiao.duties.models import Duty
from duibiao.lib.spans import today
from duibiao.workdays.queries import calendar


@transaction.atomic
def bring_into_line(duties: Iterable[int]) -> None:
    """Ask what is in hand of the unit that has it now; end what is done, taken back or another unit's."""
    for duty in Duty.objects.filter(pk__in=list(duties)).select_related("unit", "assigned_by").order_by("pk"):
        reference = f"duty:{duty.pk}"
        if duty.state in IN_HAND:
            for one in Ask.objects.filter(reference=reference).exclude(unit=duty.unit).select_related("unit"):
                settle(duty.assigned_by, reference=reference, unit=one.unit, state=AskState.WITHDRAWN)
            _ask(duty, reference)
        else:
            ended = AskState.DONE if duty.state == State.DONE else AskState.WITHDRAWN
            settle(duty.assigned_by, reference=reference, state=ended)


def _ask(duty: Duty, reference: str) -> None:
    """A department's sub-duty for a unit that does not stand below it is no ask of its own: the department's duty is."""
    if duty.due_on is None or duty.due_on < today() or not may_ask(duty.assigned_by, duty.unit):
        return
    urgent = calendar().between(today(), duty.due_on) < min_workdays()
    made = ask(
        duty.assigned_by, unit=duty.unit, kind=AskKind.DUTY, title=str(duty)[:200], grounds=_("任务分解表"), due_on=duty.due_on,
        reference=reference, link=f"/unit/duties/{duty.pk}/", urgent_reason=_("任务分解表定的时限") if urgent else "", quiet=True,
    )  # fmt: skip
    if made.due_on != duty.due_on:
        reschedule(
            duty.assigned_by, reference=reference, unit=duty.unit, due_on=duty.due_on, reason=_("任务的完成时限改了")
        )
