"""The only place that writes the organisation. One business act, one function: `by` first, the rest by keyword."""

from duibiao.organisation.services.accounts import (
    change_roles,
    close_account,
    open_account,
    own_password_set,
    reset_password,
)
from duibiao.organisation.services.people import add_person, begin_post, change_person, change_post, end_post
from duibiao.organisation.services.setting_up import set_up_county
from duibiao.organisation.services.tokens import open_token, revoke_token
from duibiao.organisation.services.units import add_unit, change_unit, close_unit
from duibiao.organisation.services.working_groups import (
    add_group,
    add_member,
    add_member_unit,
    change_group,
    remove_member,
)

__all__ = [
    "add_group",
    "add_member",
    "add_member_unit",
    "add_person",
    "add_unit",
    "begin_post",
    "change_group",
    "change_person",
    "change_post",
    "change_roles",
    "change_unit",
    "close_account",
    "close_unit",
    "end_post",
    "open_account",
    "open_token",
    "own_password_set",
    "remove_member",
    "reset_password",
    "revoke_token",
    "set_up_county",
]
