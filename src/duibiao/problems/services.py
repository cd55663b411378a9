"""The acts on problems, by name: what other parts and pages call."""

from duibiao.problems.assigning import assign, assign_many, set_support, sign, sign_many
from duibiao.problems.opening import open_problem

__all__ = ["assign", "assign_many", "open_problem", "set_support", "sign", "sign_many"]
