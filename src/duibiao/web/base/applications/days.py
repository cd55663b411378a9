"""What applications put on people's days: what a unit must hand in, mend or recommend, what the office must examine."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.applications.choices import WITH_UNIT, State
from duibiao.applications.models import Application
from duibiao.applications.permissions import may_run
from duibiao.applications.queries.applications import applications
from duibiao.organisation.choices import Role, UnitKind
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds
from duibiao.web.base.days.entries import Entry, register

MOST = 200


def days(by: User, first: date, last: date) -> Iterator[Entry]:
    """What `by` has in hand, on the day that it is due: one statement, none for those who have no part in it."""
    if not holds(by, Role.UNIT, Role.OFFICE, Role.LEADER):
        return
    found = applications(by).filter(due_on__range=(first, last)).exclude(state=State.NOTICED)
    for one in found.order_by("due_on", "pk")[:MOST]:
        door = _door(by, one)
        if door:
            link = reverse(f"{door}:application", args=[one.pk])
            title = _("%(name)s申报%(title)s") % {"name": one.name, "title": one.category}
            yield Entry(f"application-{one.pk}", one.due_on, title, _("申报"), link, is_owed=True, note=one.get_state_display())  # type: ignore[arg-type]  # fmt: skip


def _door(by: User, one: Application) -> str:
    """Behind which door `by` has it in hand; empty: it is somebody else's."""
    own = by.unit.pk if by.unit is not None else 0
    if holds(by, Role.UNIT) and ((one.state in WITH_UNIT and one.unit_id == own) or (one.state == State.RECOMMENDING and one.recommender_id == own)):  # fmt: skip
        return "unit"
    if may_run(by) and (one.state in (State.EXAMINING, State.CHECKING) or (one.state in WITH_UNIT and one.unit.kind == UnitKind.COUNTY)):  # fmt: skip
        return "office"
    return "leader" if holds(by, Role.LEADER) and one.state == State.RECOMMENDING and one.recommender.kind == UnitKind.COUNTY else ""  # fmt: skip


def register_all() -> None:
    register("applications", days)
