"""The acts on problems, by name: what other parts and pages call."""

from duibiao.problems.assigning import assign, assign_many, set_support, sign, sign_many
from duibiao.problems.dividing import call_major, change, merge, split
from duibiao.problems.old_cases import take_charge
from duibiao.problems.opening import open_problem
from duibiao.problems.pausing import ask_extension, decide_extension, resume, suspend
from duibiao.problems.rectifying import close, close_many, dismiss, give_up, overturn_finding, recheck, rectify
from duibiao.problems.returning import give_back, rule, uphold
from duibiao.problems.similar import answer_check, ask_checks
from duibiao.problems.watching import look

__all__ = [
    "answer_check", "ask_checks", "ask_extension", "assign", "assign_many", "call_major", "change", "close", "close_many",
    "decide_extension", "dismiss", "give_back", "give_up", "look", "merge", "open_problem", "overturn_finding", "recheck", "rectify",
    "resume", "rule", "set_support", "sign", "sign_many", "split", "suspend", "take_charge", "uphold",
]  # fmt: skip
