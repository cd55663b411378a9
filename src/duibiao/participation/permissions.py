"""Who may do what with reports and feedback."""

from django.db.models import Q

from duibiao.duties.permissions import speaks_for
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import about_visible_units, holds
from duibiao.participation.choices import WITH_OFFICE
from duibiao.participation.models import FeedbackItem, Suggestion


def may_moderate(by: User) -> bool:
    """Look at residents' reports, decide about them, and read how to reach whoever sent one. Administrators may not."""
    return holds(by, Role.OFFICE)


def may_take_apart(by: User) -> bool:
    """Record feedback of higher levels and make its items problems."""
    return holds(by, Role.OFFICE)


def may_keep_supervisors(by: User) -> bool:
    """Keep the register of supervisors, ask them to look, give their suggestions to units. Administrators may not: it holds people."""
    return holds(by, Role.OFFICE)


def may_answer_suggestion(by: User, suggestion: Suggestion) -> bool:
    """The unit that has it; what no unit has, the office itself."""
    if suggestion.state in WITH_OFFICE:
        return may_keep_supervisors(by)
    return suggestion.unit is not None and speaks_for(by, suggestion.unit)


def visible_suggestions(by: User) -> Q:
    """Those who see every unit see all; a unit what was given to it or to those below."""
    return about_visible_units(by)


def may_reply(by: User, item: FeedbackItem) -> bool:
    """Write for the answer to the superior how an item was put right: the unit that has its problem."""
    return item.problem is not None and item.problem.unit is not None and speaks_for(by, item.problem.unit)


def visible_items(by: User) -> Q:
    """Items of feedback that were given out, of the units that `by` sees."""
    return Q(problem__isnull=False) & about_visible_units(by, "problem__unit")
