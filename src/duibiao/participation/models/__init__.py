"""Rows of participation."""

from duibiao.participation.models.assessments import AspectResult, Stop
from duibiao.participation.models.feedback import Feedback, FeedbackItem, OutsideMark
from duibiao.participation.models.reports import Contact, Report, ReportPhoto
from duibiao.participation.models.suggestions import ItemReply, Suggestion, SuggestionAnswer
from duibiao.participation.models.supervisors import (
    Errand,
    Supervisor,
    SupervisorContact,
    SupervisorKey,
    SupervisorLabel,
    SupervisorReport,
)

__all__ = [
    "AspectResult",
    "Contact",
    "Errand",
    "Feedback",
    "FeedbackItem",
    "ItemReply",
    "OutsideMark",
    "Report",
    "ReportPhoto",
    "Stop",
    "Suggestion",
    "SuggestionAnswer",
    "Supervisor",
    "SupervisorContact",
    "SupervisorKey",
    "SupervisorLabel",
    "SupervisorReport",
]
