"""Who may do what with inspections, and the SQL conditions of what one may see.

A mystery round does not exist for the inspected until it is done: not its name, not its visits, not its findings.
"""

from django.db.models import Exists, OuterRef, Q

from duibiao.inspections.choices import RoundKind, RoundState
from duibiao.inspections.models import Round, RoundInspector
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import about_own_units, holds


def may_run_rounds(by: User) -> bool:
    """Plan, draw and close rounds, keep checklists."""
    return holds(by, Role.OFFICE)


def may_inspect(by: User) -> bool:
    """Go out with a phone."""
    return holds(by, Role.INSPECTOR)


def may_use_phone(by: User) -> bool:
    """Hand in what was seen: inspectors; a unit's own people in a self-check of their own sites."""
    return holds(by, Role.INSPECTOR, Role.UNIT)


def may_see_inspections(by: User) -> bool:
    """The office and administrators, leaders and assessors see rounds; administrators none that is secret."""
    return holds(by, Role.OFFICE, Role.ADMINISTRATOR, Role.LEADER, Role.ASSESSOR)


def open_to_all(way: str = "") -> Q:
    """The SQL condition of a round that is no secret (any more); `way` leads to the round from the row, as in `visit__round`."""
    steps = f"{way}__" if way else ""
    return ~Q(**{f"{steps}kind": RoundKind.MYSTERY}) | Q(**{f"{steps}state": RoundState.DONE})


def visible_rounds(by: User) -> Q:
    """The office sees all; an inspector those of which he is one; everybody else only what is no secret.

    A unit's own people see rounds that have seen them, once these are open.
    """
    if may_run_rounds(by):
        return Q()
    mine = Exists(RoundInspector.objects.filter(round=OuterRef("pk"), user=by))
    if holds(by, Role.LEADER):
        return Q()
    if may_see_inspections(by):
        return open_to_all() | Q(mine)
    return (
        Q(mine) & ~Q(state=RoundState.PLANNED)
        if may_inspect(by)
        else open_to_all() & about_own_units(by, "visits__site__unit")
    )


def visible_visits(by: User) -> Q:
    """The same for visits: a unit sees those at its own sites, when the round is open to it."""
    if holds(by, Role.OFFICE, Role.LEADER):
        return Q()
    opened = open_to_all("round")
    if may_see_inspections(by):
        return opened | Q(inspector=by)
    return Q(inspector=by) | (opened & about_own_units(by, "site__unit"))


def secret_to(by: User, round: Round) -> bool:
    """Whether looking at it is written down: everybody's look at a mystery round that runs."""
    return round.is_secret
