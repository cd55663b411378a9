"""What a score page looks at: the kept rows of today, or the journal as it was known on another day; one shape for both."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.permissions import visible_campaigns
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.scores import cards
from duibiao.scores.cards import Card
from duibiao.scores.looking_back import score_on
from duibiao.scores.models import Standing
from duibiao.scores.permissions import may_see_score
from duibiao.standards.queries import standard_of
from duibiao_engine.gap import Loss, losses
from duibiao_engine.results import ScoreResult, UnitScore
from duibiao_engine.standard.model import Standard


def campaign_of(by: User, pk: int) -> Campaign:
    """A campaign that `by` sees, with its edition and how far it is worked out: one statement. Else 404."""
    found = Campaign.objects.filter(visible_campaigns(by), pk=pk).select_related("edition", "standing")
    campaign = found.defer("edition__text").first()
    if campaign is None:
        raise Http404
    return campaign


def unit_of(by: User, campaign: Campaign, pk: int) -> Unit:
    """A unit that takes part, else 404; one whose score is not for `by` is refused in words."""
    unit = Unit.objects.filter(pk=pk, participations__campaign=campaign).first()
    if unit is None:
        raise Http404
    require(may_see_score(by, campaign, unit))
    return unit


def standing_of(campaign: Campaign) -> Standing | None:
    """How far ranks have been worked out; None before the first time."""
    return getattr(campaign, "standing", None)


def asked_day(request: HttpRequest, campaign: Campaign) -> date | None:
    """The day that the address looks back to; None for now."""
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return None
    return None if day >= today() or day < campaign.since else day


def english() -> bool:
    return get_language() == "en"


@dataclass(frozen=True)
class Reading:
    """One unit in one campaign, now or on a day."""

    campaign: Campaign
    unit: Unit
    day: date | None
    result: ScoreResult
    standard: Standard
    card: Card | None = None

    @property
    def score(self) -> UnitScore:
        return self.result.units[self.unit.code]

    @cached_property
    def losses(self) -> list[Loss]:
        """This unit's losses, the largest that can be won back first."""
        if self.card is not None:
            return self.card.losses
        return losses(self.result, self.standard, units=[self.unit.code])

    @property
    def to_win(self) -> float:
        """Points of the total that can still be won back."""
        return sum(loss.to_win for loss in self.losses)

    def name_of(self, code: str) -> str:
        """An indicator's name in the reader's language."""
        indicator = self.standard.by_code[code].indicator
        return (indicator.name_en if english() else "") or indicator.name


def read(campaign: Campaign, unit: Unit, day: date | None) -> Reading | None:
    """None while nothing has been worked out for the unit."""
    standard = standard_of(campaign.edition)
    if day is not None:
        result = score_on(campaign, day)
        return Reading(campaign, unit, day, result, standard) if unit.code in result.units else None
    card = cards.card(campaign, unit)
    return None if card is None else Reading(campaign, unit, None, card.result, standard, card)


def sentence(thing: object) -> str:
    """The explanation of a line or a loss in the reader's language."""
    return str(getattr(thing, "sentence_en" if english() else "sentence_zh"))
