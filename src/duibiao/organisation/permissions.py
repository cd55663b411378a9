"""Who may do what with the organisation: named predicates, and the SQL condition of what one may see."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from duibiao.organisation.choices import Role
from duibiao.organisation.models import Person, Unit, User


def holds(by: User, *roles: str) -> bool:
    """Whether the account holds one of the roles, wherever."""
    return by.is_active and not by.roles.isdisjoint(roles)


def require(allowed: bool) -> None:
    """Refuse the act, in words, unless it is allowed."""
    if not allowed:
        raise PermissionDenied(_("您的账号没有做这件事的权限；如果需要，请联系创建办或系统管理员。"))


def may_manage_organisation(by: User) -> bool:
    return holds(by, Role.OFFICE, Role.ADMINISTRATOR)


def may_manage_accounts(by: User) -> bool:
    return holds(by, Role.ADMINISTRATOR)


def may_read_audit(by: User) -> bool:
    return holds(by, Role.ADMINISTRATOR, Role.OFFICE)


def sees_all(by: User) -> bool:
    """The office, leaders and administrators see every unit and its people."""
    return holds(by, Role.OFFICE, Role.ADMINISTRATOR, Role.LEADER)


def visible_units(by: User) -> Q:
    """The units that `by` sees: all, or the own one and what is below it."""
    return about_visible_units(by, "")


def about_visible_units(by: User, unit: str = "unit") -> Q:
    """Rows about the units that `by` sees; `unit` is the way to the unit from the row."""
    return Q() if sees_all(by) else about_own_units(by, unit)


def about_own_units(by: User, unit: str = "unit") -> Q:
    """Rows about the units that an account was granted for, and those below; none without such a grant."""
    way = f"{unit}__path__startswith" if unit else "path__startswith"
    condition = Q(pk__in=[])
    for grant in by.grants_held:
        if grant.unit is not None:
            condition |= Q(**{way: grant.unit.path})
    return condition


def may_see_unit(by: User, unit: Unit) -> bool:
    return sees_all(by) or any(
        grant.unit is not None and unit.path.startswith(grant.unit.path) for grant in by.grants_held
    )


def may_manage_people_of(by: User, unit: Unit) -> bool:
    """The office everywhere; a unit in its own and below."""
    own = holds(by, Role.UNIT) and may_see_unit(by, unit)
    return may_manage_organisation(by) or own


def may_manage_person(by: User, person: Person) -> bool:
    """Who manages every unit where the person holds a post now."""
    posts = [post for post in person.posts.select_related("unit") if post.is_current]
    return may_manage_organisation(by) or (bool(posts) and all(may_manage_people_of(by, post.unit) for post in posts))
