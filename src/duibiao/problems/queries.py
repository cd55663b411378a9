"""Problems, as pages want them."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from duibiao.organisation.models import User
from duibiao.problems.choices import CLASS_OF, Class
from duibiao.problems.models import Problem
from duibiao.problems.permissions import visible_problems
from duibiao.problems.rules import label


def problems(by: User) -> QuerySet[Problem]:
    """The problems that `by` sees."""
    return Problem.objects.filter(visible_problems(by)).select_related(
        "kind", "site", "area", "unit", "proposed", "campaign"
    )


def problem(by: User, pk: int) -> Problem:
    """One of them, else 404."""
    return get_object_or_404(problems(by), pk=pk)


def public_state(number: str) -> tuple[str, str]:
    """How a problem stands, for whoever quotes its number: the class, and the office's word for its status. Empty: unknown."""
    held = Problem.objects.filter(number=number).select_related("merged_into").first()
    if held is None:
        return "", ""
    told = held.merged_into if CLASS_OF[held.status] == Class.ELSEWHERE and held.merged_into is not None else held
    return str(CLASS_OF[told.status]), label(told.status)
