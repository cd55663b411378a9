"""Numbers that nobody reports by hand, because a part above counts them.

Its one trick: the part above says so itself (`ask`), so that the journal needs to know nothing of it; what it posts is entitled.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.facts.choices import Source
from duibiao.facts.drafts import Draft, Fault

#: Where people, tables and other systems say numbers.
BY_HAND = (Source.HAND, Source.IMPORT, Source.API)


@dataclass(frozen=True)
class Claim:
    """From a day on a measure is counted by somebody (`where`, in words)."""

    since: date
    where: str

    def holds_on(self, draft: Draft) -> bool:
        return draft.at is None or timezone.localtime(draft.at).date() >= self.since

    def words(self, measure: str) -> str:
        known = {"measure": measure, "where": self.where}
        return _("“%(measure)s”由登记簿“%(where)s”自动统计，不用手报；数字不对，请在登记簿里补登或更正。") % known


Claimed = Callable[[Collection[str]], Mapping[str, Claim]]
_asked: list[Claimed] = []


def ask(claimed: Claimed) -> None:
    """From now on this is asked as well which of some measures are counted."""
    if claimed not in _asked:
        _asked.append(claimed)


def claims_on(measures: Collection[str]) -> dict[str, Claim]:
    """By measure: one statement for each part that counts any."""
    return {measure: claim for one in _asked for measure, claim in one(measures).items()} if measures else {}


def claim_faults(drafts: Iterable[Draft]) -> Iterator[tuple[Draft, Fault]]:
    """What nobody may report, with its draft."""
    held = list(drafts)
    claims = claims_on({draft.measure.pk for draft in held})
    for draft in held:
        claim = claims.get(draft.measure.pk)
        if claim is not None and claim.holds_on(draft):
            yield draft, Fault("value", claim.words(draft.measure.name))
