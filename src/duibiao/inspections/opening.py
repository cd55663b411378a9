"""The one door to problems: what a visit found wrong is opened there, in the visit's own transaction.

Its one trick: a fault is named by its submission's root and the item, so a visit that is corrected opens nothing twice.
A mystery round's visits become facts when it is done, and only then is anything opened: nobody is warned.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from duibiao.inspections.models import Observation, Visit
from duibiao.organisation.models import User
from duibiao.problems import rules
from duibiao.problems.choices import Source
from duibiao.problems.services import open_problem


def open_problems(by: User, visit: Visit, faults: Sequence[Observation]) -> int:
    """Open a problem for each fault of a visit that counts; returns how many there are."""
    for fault in faults:
        item = fault.item
        open_problem(
            by, source=Source.VISIT, reference=reference(visit, item.code), words=_words(fault), subject=item.code,
            kind=visit.site.type.fault_kind or rules.code_for(item.code, item.matter), matter=item.matter, site=visit.site, indicator=item.clause,
            campaign=visit.round.campaign, found_at=visit.at, photos=[one.blob for one in fault.photos.select_related("blob")],
        )  # fmt: skip
    return len(faults)


def reference(visit: Visit, item: str) -> str:
    """The finder's own name for a fault: the same for all versions of a visit."""
    sent = visit.submission
    return f"visit:{sent.checklist_id}:{sent.root}:{item}"[:160]


def _words(fault: Observation) -> str:
    """What was looked at, what was counted, what the inspector said."""
    said = [_("不符合：%s") % fault.item.text]
    if fault.value is not None and fault.out_of is None:
        said.append(f"{fault.value:g} {fault.item.unit_word}".strip())
    return "；".join([*said, fault.note] if fault.note else said)
