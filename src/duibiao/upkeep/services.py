"""The acts of upkeep, by name: what pages and other parts call."""

from duibiao.upkeep.shortcomings import change, drop, from_loss, from_problem, judge, make_good, register, tick_step

__all__ = ["change", "drop", "from_loss", "from_problem", "judge", "make_good", "register", "tick_step"]
