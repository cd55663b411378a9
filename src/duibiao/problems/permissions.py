"""Who may do what with problems, and the SQL condition of what one may see."""

from django.db.models import Exists, OuterRef, Q

from duibiao.duties.permissions import speaks_for
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_visible_units, holds, sees_all
from duibiao.problems.choices import CLASS_OF, Class, Status
from duibiao.problems.models import Problem, Supporter


def may_manage(by: User) -> bool:
    """Assign, rule, suspend, close, split, merge: the office."""
    return holds(by, Role.OFFICE)


def may_keep_rules(by: User) -> bool:
    return holds(by, Role.OFFICE)


def may_read_all(by: User) -> bool:
    return sees_all(by) or holds(by, Role.ASSESSOR, Role.INSPECTOR)


def may_recheck(by: User) -> bool:
    """Look whether it is right: the office and inspectors; never who rectified or assigned it (the service and the database)."""
    return holds(by, Role.OFFICE, Role.INSPECTOR)


def may_answer(by: User, problem: Problem) -> bool:
    """Sign, return, rectify: the unit that leads."""
    return problem.unit is not None and speaks_for(by, problem.unit)


def may_answer_for(by: User, unit: Unit) -> bool:
    return speaks_for(by, unit)


def may_decide(by: User) -> bool:
    """Grant more time, name a leader for an old case, call it major: the office and leaders."""
    return holds(by, Role.OFFICE, Role.LEADER)


#: What a unit does not see although it is its own: found and not given out.
NOT_GIVEN = (Status.FOUND, Status.DISMISSED)


def visible_problems(by: User) -> Q:
    """All; or those of one's own units and below, and those in which they help."""
    if may_read_all(by):
        return Q()
    helping = Supporter.objects.filter(about_visible_units(by), problem=OuterRef("pk"))
    return (about_visible_units(by) | Q(Exists(helping))) & ~Q(status__in=NOT_GIVEN)


def is_over(problem: Problem) -> bool:
    return CLASS_OF[problem.status] not in (Class.OPEN, Class.WAITING)
