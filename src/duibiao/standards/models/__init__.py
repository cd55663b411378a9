"""Editions as they were published, the lists that stand beside them, and tables that are on their way to an edition."""

from duibiao.standards.models.drafts import ConfirmedClause, DraftIndicator, ImportDraft, ProposedDuty
from duibiao.standards.models.editions import (
    Binding,
    Edition,
    Indicator,
    ItemReference,
    Measure,
    Supplement,
    SupplementItem,
)

__all__ = [
    "Binding",
    "ConfirmedClause",
    "DraftIndicator",
    "Edition",
    "ImportDraft",
    "Indicator",
    "ItemReference",
    "Measure",
    "ProposedDuty",
    "Supplement",
    "SupplementItem",
]
