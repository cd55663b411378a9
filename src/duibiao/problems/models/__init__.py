"""Problems, what happened to them, the rules they go by, and the watch over those that are closed."""

from duibiao.problems.models.accountability import Card, CardRule, Consultation, Document, PaperForm
from duibiao.problems.models.problems import Event, Extension, Finding, Photo, Problem, Return, Supporter
from duibiao.problems.models.rules import Deadline, EscalationRule, Kind, StatusLabel, Terms
from duibiao.problems.models.watching import Draw, Escalation, LookBack, Ruling, SimilarCheck

__all__ = [
    "Card",
    "CardRule",
    "Consultation",
    "Deadline",
    "Document",
    "Draw",
    "Escalation",
    "EscalationRule",
    "Event",
    "Extension",
    "Finding",
    "Kind",
    "LookBack",
    "PaperForm",
    "Photo",
    "Problem",
    "Return",
    "Ruling",
    "SimilarCheck",
    "StatusLabel",
    "Supporter",
    "Terms",
]
