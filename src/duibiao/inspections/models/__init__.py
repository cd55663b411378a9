"""Checklists and their versions, rounds with their draw, submissions as they came, and the visits read from them."""

from duibiao.inspections.models.calibration import CalibrationAnswer, CalibrationPicture, CalibrationSet
from duibiao.inspections.models.checklists import Checklist, ChecklistVersion, Item
from duibiao.inspections.models.rounds import Assignment, Reading, Reserve, Round, RoundInspector
from duibiao.inspections.models.submissions import Attachment, Collector, Submission
from duibiao.inspections.models.visits import Observation, Visit

__all__ = [
    "Assignment",
    "Attachment",
    "CalibrationAnswer",
    "CalibrationPicture",
    "CalibrationSet",
    "Checklist",
    "ChecklistVersion",
    "Collector",
    "Item",
    "Observation",
    "Reading",
    "Reserve",
    "Round",
    "RoundInspector",
    "Submission",
    "Visit",
]
