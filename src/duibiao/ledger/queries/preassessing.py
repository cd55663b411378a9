"""A look at the ledger as an assessor will take it: what each indicator's materials are good for now, and where points get lost.

Its one trick: no weights are made up. An indicator's points are shared out evenly over the pieces that its lists demand of all units:
accepted pieces hold theirs, pieces that wait may still, missing ones lose theirs. All else is a hint with its number, and costs nothing here.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q

from duibiao.campaigns.models import Campaign
from duibiao.ledger.choices import STANDING
from duibiao.ledger.models import Use
from duibiao.ledger.queries.completeness import Completeness, Sum


@dataclass(frozen=True)
class Outlook:
    """An indicator: its points as they stand, and what else an assessor will ask about."""

    code: str
    name: str
    points: float
    sum: Sum
    #: Materials dated outside the span that the list demands; with a doubt that nobody has looked at; beside a site.
    outside: int
    doubted: int
    beside: int

    def share(self, pieces: int) -> float:
        return self.points * min(pieces, self.sum.required) / self.sum.required if self.sum.required else 0.0

    @property
    def held(self) -> float:
        return self.points - self.lost - self.open

    @property
    def lost(self) -> float:
        """What is missing, or was returned and not given again."""
        return self.share(self.sum.missing)

    @property
    def open(self) -> float:
        """What is there, and nobody has accepted yet."""
        return min(self.share(self.sum.waiting), self.points - self.lost)

    @property
    def asks(self) -> bool:
        """Whether anything but completeness wants a look."""
        return bool(self.outside or self.doubted or self.sum.late or self.sum.expiring)


def preassessed(whole: Completeness, doubts: Mapping[str, int]) -> list[Outlook]:
    """Indicators with points and a list, those that lose most first. Two statements; `doubts` are counted by whoever knows hints."""
    outside, beside = _outside(whole.campaign), _beside(whole.campaign)
    found = [
        Outlook(code, name, points, held, outside[code], doubts.get(code, 0), beside[code])
        for code, name, held in whole.by_indicator
        if (points := whole.standard.by_code[code].indicator.points)
    ]
    return sorted(found, key=lambda one: (-one.lost, -one.open, not one.asks))


def _standing(campaign: Campaign) -> Q:
    lines = Q(requirement__campaign=campaign, requirement__edition=campaign.edition_id, requirement__dropped_at=None)
    return lines & Q(state__in=STANDING)


def _counted(found: Q) -> Counter[str]:
    rows = Use.objects.filter(found).order_by().values_list("requirement__indicator")
    return Counter(dict(rows.annotate(n=Count("pk", distinct=True))))


def _outside(campaign: Campaign) -> Counter[str]:
    before, after = Q(material__dated_on__lt=F("requirement__since")), Q(material__dated_on__gt=F("requirement__until"))
    return _counted(_standing(campaign) & (before | after))


def _beside(campaign: Campaign) -> Counter[str]:
    return _counted(_standing(campaign) & Q(material__site_links__isnull=False))
