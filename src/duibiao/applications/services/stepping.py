"""Every move of an application goes through here: the row is locked, the state is checked, the step is logged."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from duibiao.applications import clock
from duibiao.applications.choices import WITH_UNIT, Act, State
from duibiao.applications.models import Application, Selection, Step
from duibiao.applications.refusals import Refused
from duibiao.audit.services import note
from duibiao.notices.services import tell
from duibiao.organisation.models import User
from duibiao.organisation.queries import liaison_users
from duibiao.workdays.queries import calendar


def locked(application: Application, *states: str) -> Application:
    """The row as it is now, nobody else's until the transaction ends. Raises `Refused` if it is in none of `states`."""
    rows = Application.objects.select_for_update(of=("self",)).select_related(
        "selection", "category", "unit", "recommender", "site", "notice"
    )
    held = rows.get(pk=application.pk)
    if states and held.state not in states:
        raise Refused(
            _("“%(name)s”现在是“%(state)s”，这一步不能做。请刷新页面，看看现在轮到谁。")
            % {"name": held.name, "state": held.get_state_display()}
        )
    return held


def move(by: User, held: Application, act: Act, state: State | str, *, due_on: date | None = None, **said: Any) -> Step:
    """Bring it into `state` and log the step. `said`: words, document, points, visit of the step; `fields` of the row."""
    fields = said.pop("fields", {})
    held.state, held.moved_at, held.due_on = str(state), clock.now(), due_on
    for name, value in fields.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=["state", "moved_at", "due_on", "version", *fields])
    return log(by, held, act, due_on=due_on, **said)


def log(by: User, held: Application, act: Act, **said: Any) -> Step:
    """A step, and its line in the record of acts."""
    made = Step.objects.create(
        application=held, act=act, state=held.state, unit=by.unit, by=by, at=clock.now(), **said
    )  # fmt: skip
    note(by, f"applications.{act.value}", held, selection=held.selection_id, step=made.pk)
    return made


def due_in(workdays: int) -> date | None:
    """So many workdays from today; 0: no deadline."""
    return calendar().after(clock.day(), workdays).day if workdays else None


def after_examination(selection: Selection, *, checked: bool) -> tuple[State, date | None]:
    """Where an application goes when it has passed, and until when: the steps that the selection asks for, in order."""
    if selection.check_workdays and not checked:
        return State.CHECKING, due_in(selection.check_workdays)
    if selection.notice_workdays:
        return State.ANNOUNCING, None
    return (State.SENDING if selection.is_upward else State.DECIDING), None


def say(
    held: Application, step: Step, words: str, *, users: Collection[User] | None = None, door: str = "unit"
) -> None:
    """Tell the unit's liaison officers (or `users`, behind their door)."""
    told = liaison_users(held.unit) if users is None else users
    link = f"/{door}/applications/{held.pk}/"
    tell(users=told, kind="application", words=words, link=link, about=f"application-step:{step.pk}")


def is_in_time(held: Application) -> bool:
    """Whether what the unit has in hand may still be handed in."""
    return held.state in WITH_UNIT and (held.due_on is None or held.due_on >= clock.day())
