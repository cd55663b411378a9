"""Requirements, materials and their uses, reviews, and what stands around them."""

from duibiao.ledger.models.inspection import Pass, Remark
from duibiao.ledger.models.materials import Material, MaterialFile, Use
from duibiao.ledger.models.requirements import Requirement, Window
from duibiao.ledger.models.reviews import Frozen, ReturnReason, Review, SelfMark
from duibiao.ledger.models.sites import SiteLink
from duibiao.ledger.models.undertakings import Undertaking

__all__ = [
    "Frozen",
    "Material",
    "MaterialFile",
    "Pass",
    "Remark",
    "Requirement",
    "ReturnReason",
    "Review",
    "SelfMark",
    "SiteLink",
    "Undertaking",
    "Use",
    "Window",
]
