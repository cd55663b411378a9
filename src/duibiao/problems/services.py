"""The acts on problems, by name: what other parts and pages call."""

from duibiao.problems.assigning import assign, assign_many, set_support, sign, sign_many
from duibiao.problems.cards import answer as answer_card
from duibiao.problems.cards import appeal as appeal_card
from duibiao.problems.cards import issue as issue_card
from duibiao.problems.cards import refuse as refuse_card
from duibiao.problems.cards import withdraw as withdraw_card
from duibiao.problems.consulting import consult, follow
from duibiao.problems.dividing import call_major, change, merge, split
from duibiao.problems.documents import draft as draft_paper
from duibiao.problems.documents import sign as sign_paper
from duibiao.problems.old_cases import take_charge
from duibiao.problems.opening import open_problem
from duibiao.problems.pausing import ask_extension, decide_extension, resume, suspend
from duibiao.problems.rectifying import close, close_many, dismiss, give_up, overturn_finding, recheck, rectify
from duibiao.problems.returning import give_back, rule, uphold
from duibiao.problems.similar import answer_check, ask_checks
from duibiao.problems.watching import look

__all__ = [
    "answer_card", "answer_check", "appeal_card", "ask_checks", "ask_extension", "assign", "assign_many", "call_major", "change", "close", "close_many", "consult",
    "decide_extension", "dismiss", "draft_paper", "follow", "give_back", "give_up", "issue_card", "look", "merge", "open_problem", "overturn_finding", "recheck", "rectify", "refuse_card",
    "resume", "rule", "set_support", "sign", "sign_many", "sign_paper", "split", "suspend", "take_charge", "uphold", "withdraw_card",
]  # fmt: skip
