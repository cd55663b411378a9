"""Rows of participation."""

from duibiao.participation.models.feedback import Feedback, FeedbackItem, OutsideMark
from duibiao.participation.models.reports import Contact, Report, ReportPhoto

__all__ = ["Contact", "Feedback", "FeedbackItem", "OutsideMark", "Report", "ReportPhoto"]
