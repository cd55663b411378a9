"""A selection and its demands; applications, their steps and materials; public notices, objections, packages."""

from duibiao.applications.models.applying import Application, Picture, Step, Tick
from duibiao.applications.models.demands import Category, Condition, Field, Seat, Selection
from duibiao.applications.models.outcomes import Objection, Package, PublicNotice

__all__ = [
    "Application", "Category", "Condition", "Field", "Objection", "Package", "Picture", "PublicNotice", "Seat", "Selection",
    "Step", "Tick",
]  # fmt: skip
