"""Shortcomings with their plans; rules and checks of their execution; zones of daily work; what follows a title."""

from duibiao.upkeep.models.rolling import Consolidation, Renewal
from duibiao.upkeep.models.routines import Drive, Routine, RoutineRound
from duibiao.upkeep.models.rules import Rule, RuleCheck, RuleIndicator, RuleItem
from duibiao.upkeep.models.shortcomings import PlanStep, Shortcoming
from duibiao.upkeep.models.zones import Body, Outlay, UpkeepZone, Work

__all__ = [
    "Body",
    "Consolidation",
    "Drive",
    "Outlay",
    "PlanStep",
    "Renewal",
    "Routine",
    "RoutineRound",
    "Rule",
    "RuleCheck",
    "RuleIndicator",
    "RuleItem",
    "Shortcoming",
    "UpkeepZone",
    "Work",
]
