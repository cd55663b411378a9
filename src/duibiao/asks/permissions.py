"""Who may ask a unit for something, who answers, and whose asks one sees."""

from django.db.models import Q

from duibiao.asks.models import Ask
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_visible_units, holds, may_see_unit, sees_all


def may_ask_freely(by: User) -> bool:
    """The form for any report, number or meeting, and its terms: the office."""
    return holds(by, Role.OFFICE)


def may_ask(by: User, unit: Unit) -> bool:
    """The office, a leader and an inspector anywhere; a unit itself and below. The act that asks has been allowed before."""
    return holds(by, Role.OFFICE, Role.LEADER, Role.INSPECTOR) or (holds(by, Role.UNIT) and may_see_unit(by, unit))


def may_answer(by: User, unit: Unit) -> bool:
    """The unit itself and those above it."""
    return holds(by, Role.UNIT) and may_see_unit(by, unit) and not sees_all(by)


def may_settle(by: User, ask: Ask) -> bool:
    """Accept, return, withdraw, move the day: the office, and who asked."""
    return holds(by, Role.OFFICE) or by.pk == ask.by_id


def visible_asks(by: User) -> Q:
    """Those who see every unit see all; a unit sees what is asked of it and below."""
    return about_visible_units(by)
