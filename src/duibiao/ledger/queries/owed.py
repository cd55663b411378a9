"""What a unit still owes its campaigns' ledgers, in three numbers each: for its first page. Six statements, however many campaigns."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min, Q, prefetch_related_objects

from duibiao.campaigns.models import Campaign, NotApplicable
from duibiao.ledger.choices import STANDING, UseState
from duibiao.ledger.models import Requirement, Use, Window
from duibiao.ledger.queries.completeness import owing
from duibiao.organisation.models import Unit
from duibiao.standards.queries import standard_of


@dataclass(frozen=True)
class Owed:
    """Pieces that are missing and pieces that came back, each with the first day by which they are wanted."""

    missing: int
    missing_by: date | None
    returned: int
    returned_by: date | None

    @property
    def is_any(self) -> bool:
        return bool(self.missing or self.returned)


def owed(unit: Unit, campaigns: Iterable[Campaign]) -> dict[int, Owed]:
    """By campaign; those that demand no materials are not in it."""
    held = {one.pk: one for one in campaigns}
    demanded = Requirement.objects.filter(campaign__in=held, edition=F("campaign__edition"), dropped_at=None)
    lines = list(demanded.prefetch_related("units"))
    if not lines:
        return {}
    prefetch_related_objects([unit], "groups")
    left_out = defaultdict(set)
    for campaign, code in NotApplicable.objects.filter(campaign__in=held, unit=unit, taken_back_at=None).values_list("campaign", "indicator"):  # fmt: skip
        left_out[campaign].add((unit.code, code))
    closing = dict(Window.objects.filter(campaign__in=held).values_list("campaign", "closes_on"))
    counts = _counts(unit, held)
    mine = defaultdict(list)
    for line in lines:
        if list(owing(line, [unit], standard_of(held[line.campaign_id].edition), left_out[line.campaign_id])):
            mine[line.campaign_id].append(line)
    return {pk: _owed(mine[pk], counts, closing.get(pk)) for pk in {line.campaign_id for line in lines}}


def _counts(unit: Unit, campaigns: Iterable[int]) -> dict[int, tuple[int, int, date | None]]:
    """By line: how many stand, how many came back, and by when those are to be mended."""
    back = Q(state=UseState.RETURNED)
    rows = Use.objects.filter(unit=unit, requirement__campaign__in=campaigns).order_by().values_list("requirement")
    found = rows.annotate(
        there=Count("pk", filter=Q(state__in=STANDING)), back=Count("pk", filter=back), due=Min("due_on", filter=back)
    )
    return {line: (there, returned, due) for line, there, returned, due in found}


def _owed(lines: list[Requirement], counts: dict[int, tuple[int, int, date | None]], closes_on: date | None) -> Owed:
    missing, returned = 0, 0
    days: list[date | None] = []
    mend: list[date | None] = []
    for line in lines:
        there, back, due = counts.get(line.pk, (0, 0, None))
        lacking = max(line.number - there, 0)
        returned, missing = returned + min(back, lacking), missing + max(lacking - back, 0)
        days += [line.due_on or closes_on] if lacking > back else []
        mend += [due] if back and lacking else []
    return Owed(missing, _first(days), returned, _first(mend))


def _first(days: list[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)
