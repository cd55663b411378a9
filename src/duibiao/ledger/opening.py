"""The ledger's one door to problems: what a visiting assessor remarked becomes one, when the office says so.

Its one trick: a problem is named by the remark from which it came, so that a second click opens nothing twice.
"""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from duibiao.ledger.models import Remark
from duibiao.organisation.models import User

#: The kind under which the office finds it; it sorts it anew where it has one that fits better.
KIND = "other"


def takes_problems() -> bool:
    """Whether this site follows problems up."""
    return apps.is_installed("duibiao.problems")


def open_from(by: User, remark: Remark) -> tuple[int, str]:
    """The problem that a remark becomes, by its key and by the number that people quote; in the caller's transaction."""
    services: Any = import_module("duibiao.problems.services")
    made = services.open_problem(
        by, source="document", reference=f"remark:{remark.pk}", kind=KIND, words=_words(remark), indicator=remark.indicator,
        campaign=remark.of.campaign, unit=remark.use.unit if remark.use is not None else None, found_at=remark.at,
    )  # fmt: skip
    return made.pk, made.number


def _words(remark: Remark) -> str:
    """What the visitor said, and of what."""
    if remark.use is None:
        return f"{remark.indicator}：{remark.words}"
    page = _("第 %d 页") % remark.page if remark.page else ""
    return f"{remark.indicator}《{remark.use.material.title}》{page}：{remark.words}"
