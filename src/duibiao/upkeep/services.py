"""The acts of upkeep, by name: what pages and other parts call."""

from duibiao.upkeep.executing import answer
from duibiao.upkeep.library import add_item, change_rule, drop_item, end_rule, link_rule, put_in, review
from duibiao.upkeep.rolling import renew, roll
from duibiao.upkeep.routines import end_drive, make_round, plan_drive, plan_routine, stop_routine
from duibiao.upkeep.shortcomings import change, drop, from_loss, from_problem, judge, make_good, register, tick_step
from duibiao.upkeep.zones import appoint_body, change_zone, lay_zones, release_body, set_outlay, tell_work

__all__ = [
    "add_item",
    "answer",
    "appoint_body",
    "change",
    "change_rule",
    "change_zone",
    "drop",
    "drop_item",
    "end_drive",
    "end_rule",
    "from_loss",
    "from_problem",
    "judge",
    "lay_zones",
    "link_rule",
    "make_good",
    "make_round",
    "plan_drive",
    "plan_routine",
    "put_in",
    "register",
    "release_body",
    "renew",
    "review",
    "roll",
    "set_outlay",
    "stop_routine",
    "tell_work",
    "tick_step",
]  # fmt: skip
