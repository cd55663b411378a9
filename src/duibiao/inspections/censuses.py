"""A checklist for a census of facilities: four questions whose codes are the states that a facility can be in.

What an inspector ticks becomes the facility's state and, where it is a fault, a problem, in the transaction of any other visit.
"""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.inspections import checklists
from duibiao.inspections.choices import ItemKind
from duibiao.inspections.models import Checklist
from duibiao.inspections.permissions import may_run_rounds
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.places import facilities
from duibiao.places.choices import FacilityState
from duibiao.problems.rules import CHINESE
from duibiao.standards.models import Edition


@transaction.atomic
def take_in_census(by: User, edition: Edition, *, clause: str) -> int:
    """Put a census checklist in force for each type of facility that has none under the edition; returns how many.

    `clause`: what the census rests on. Nothing is scored by it: it makes states and problems.
    """
    require(may_run_rounds(by))
    there = set(Checklist.objects.filter(edition=edition).values_list("type", flat=True))
    fresh = [kind for kind in facilities.types() if kind.pk not in there]
    for kind in fresh:
        version = checklists.add_checklist(by, type=kind, edition=edition)
        for number, (code, text) in enumerate(_questions(), 1):
            checklists.keep_item(
                by, version, code=code, number=number, kind=ItemKind.LOOK, text=text, clause=clause, points=0.0
            )
        checklists.put_in_force(by, version)
    return len(fresh)


@override(CHINESE)
def _questions() -> list[tuple[str, str]]:
    return [
        (FacilityState.WORN.value, _("不陈旧、不褪色")),
        (FacilityState.BROKEN.value, _("没有破损")),
        (FacilityState.OUTDATED.value, _("内容没有过期")),
        (FacilityState.ILLEGAL.value, _("不是私自设立的")),
    ]
