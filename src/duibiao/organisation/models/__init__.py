"""Units and their tree, people and their posts, working groups, accounts and their roles."""

from duibiao.organisation.models.accounts import RoleGrant, User
from duibiao.organisation.models.people import Person, Post
from duibiao.organisation.models.tokens import ApiToken
from duibiao.organisation.models.units import Unit, UnitGroup
from duibiao.organisation.models.working_groups import Member, MemberUnit, WorkingGroup

__all__ = [
    "ApiToken",
    "Member",
    "MemberUnit",
    "Person",
    "Post",
    "RoleGrant",
    "Unit",
    "UnitGroup",
    "User",
    "WorkingGroup",
]
