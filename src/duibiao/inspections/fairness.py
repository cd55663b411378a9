"""Two-sided fairness in figures: self-check against recheck, two inspectors against each other, answers against pictures.

Its one trick: everything is a list of pairs of outcomes; what agrees is counted by `duibiao_engine.agreement`.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from duibiao.campaigns.models import Campaign
from duibiao.inspections.choices import Outcome, RoundKind
from duibiao.inspections.models import CalibrationAnswer, CalibrationSet, Observation, Visit
from duibiao.inspections.permissions import open_to_all
from duibiao.inspections.queries import standing
from duibiao.organisation.models import Unit
from duibiao_engine.agreement import Pair, agreement_rate, cohen_kappa

#: A recheck later than this after a self-check says nothing of it: too much has happened.
WITHIN = timedelta(days=30)
#: Fewer pairs than this are an anecdote.
FEW = 10


@dataclass(frozen=True)
class Agreement:
    """Of something (an item, a pair of people, a picture): how many pairs, how many agree, and κ."""

    name: str
    pairs: int
    agreed: int
    rate_percent: float | None
    kappa: float | None

    @property
    def few(self) -> bool:
        return self.pairs < FEW

    @property
    def level(self) -> str:
        """`high`, `fair`, `low` by κ (Landis and Koch's 0.8 and 0.6), or `none` where κ says nothing."""
        if self.kappa is None:
            return "none"
        return "high" if self.kappa >= 0.8 else "fair" if self.kappa >= 0.6 else "low"


@dataclass(frozen=True)
class Honesty:
    """A unit: items it checked itself and others checked after it; `hidden`: it said good, they found a fault."""

    unit: Unit
    sites: int
    items: int
    agreed: int
    hidden: int
    admitted: int

    @property
    def rate_percent(self) -> float | None:
        return round(100 * self.agreed / self.items, 1) if self.items else None


def _agreement(name: str, pairs: list[Pair]) -> Agreement:
    rate, kappa = agreement_rate(pairs), cohen_kappa(pairs)
    agreed = sum(one == other for one, other in pairs)
    percent = None if rate is None else round(100 * rate, 1)
    return Agreement(name, len(pairs), agreed, percent, None if kappa is None else round(kappa, 3))


Seen = dict[int, dict[str, Observation]]


def _seen(visits: Iterable[Visit]) -> Seen:
    """By visit and item's code, what was observed: one statement."""
    found: Seen = defaultdict(dict)
    rows = Observation.objects.filter(visit__in=[one.pk for one in visits]).select_related("item")
    for row in rows:
        found[row.visit_id][row.item.code] = row
    return found


def _shared(seen: Seen, one: Visit, other: Visit) -> Iterable[tuple[Observation, Observation]]:
    mine, theirs = seen[one.pk], seen[other.pk]
    return ((mine[code], theirs[code]) for code in mine if code in theirs)


@dataclass(frozen=True)
class DoubleBlind:
    """Twice seen, neither knowing of the other: by item, by pair of inspectors, and all together."""

    sites: int
    overall: Agreement
    by_item: list[Agreement]
    by_pair: list[Agreement]


def double_blind(campaign: Campaign) -> DoubleBlind:
    """Every site that was visited by two inspectors in one round: three statements, whatever their number."""
    visits = Visit.objects.filter(standing(), round__campaign=campaign).exclude(assignment=None)
    twice = visits.filter(round__assignments__second=True).distinct()
    held: dict[tuple[int, int], dict[bool, Visit]] = defaultdict(dict)
    for one in twice.select_related("assignment", "inspector__person").order_by("-pk"):
        assert one.assignment is not None
        held[one.round_id, one.site_id][one.assignment.second] = one
    pairs = [(both[False], both[True]) for both in held.values() if len(both) == 2]
    seen = _seen(one for both in pairs for one in both)
    by_item: dict[str, list[Pair]] = defaultdict(list)
    by_pair: dict[str, list[Pair]] = defaultdict(list)
    for first, second in pairs:
        names = sorted((str(first.inspector), str(second.inspector)))
        swapped = str(first.inspector) != names[0]
        for mine, theirs in _shared(seen, first, second):
            said = (theirs.outcome, mine.outcome) if swapped else (mine.outcome, theirs.outcome)
            by_item[f"{mine.item.clause} {mine.item.text}"].append(said)
            by_pair[" — ".join(names)].append(said)
    every = [one for found in by_item.values() for one in found]
    return DoubleBlind(len(pairs), _agreement("", every), _worst_first(by_item), _by_name(by_pair))


def _worst_first(found: Mapping[str, list[Pair]]) -> list[Agreement]:
    """Items on which people disagree most come first: their examples need work."""
    rows = [_agreement(name, pairs) for name, pairs in found.items()]
    return sorted(rows, key=lambda one: (one.rate_percent or 0, one.name))


def _by_name(found: Mapping[str, list[Pair]]) -> list[Agreement]:
    """People are listed by name, never ranked."""
    return [_agreement(name, found[name]) for name in sorted(found)]


def self_check_honesty(campaign: Campaign) -> list[Honesty]:
    """Unit by unit, its self-checks against the first official visit after each, within `WITHIN`: three statements.

    What a secret round has found so far is left out: the figures would tell.
    """
    visits = Visit.objects.filter(standing(), round__campaign=campaign)
    own = list(visits.filter(round__kind=RoundKind.SELF_CHECK).select_related("site__unit").order_by("at"))
    official = visits.filter(open_to_all("round"), site__in=[one.site_id for one in own], counts=True)
    after: dict[int, list[Visit]] = defaultdict(list)
    for one in official.exclude(round__kind=RoundKind.SELF_CHECK).order_by("at"):
        after[one.site_id].append(one)
    pairs = [(one, then) for one in own if (then := _first_after(one, after[one.site_id])) is not None]
    seen = _seen(one for both in pairs for one in both)
    units: dict[int, list[tuple[Visit, Visit]]] = defaultdict(list)
    for one, then in pairs:
        units[one.site.unit_id].append((one, then))
    rows = [_honesty(found, seen) for found in units.values()]
    return sorted(rows, key=lambda one: one.unit.path)


def _first_after(own: Visit, official: Iterable[Visit]) -> Visit | None:
    return next((one for one in official if own.at < one.at <= own.at + WITHIN), None)


def _honesty(found: list[tuple[Visit, Visit]], seen: Seen) -> Honesty:
    said = [(a.outcome, b.outcome) for one, then in found for a, b in _shared(seen, one, then)]
    counted = [(a, b) for a, b in said if Outcome.NOT_APPLICABLE not in (a, b)]
    hidden = sum(a == Outcome.GOOD and b == Outcome.FAULT for a, b in counted)
    admitted = sum(a == Outcome.FAULT for a, _b in counted)
    sites = len({one.site_id for one, _then in found})
    return Honesty(found[0][0].site.unit, sites, len(counted), sum(a == b for a, b in counted), hidden, admitted)


@dataclass(frozen=True)
class Calibrated:
    """A set's answers: by picture (number → agreement with the right answer), and by who answered, by name."""

    by_picture: dict[int, Agreement]
    by_person: list[Agreement]


def calibrated(held: CalibrationSet) -> Calibrated:
    """One statement. κ is worked out per person, over the pictures."""
    answers = CalibrationAnswer.objects.filter(picture__set=held).select_related("picture", "by__person")
    pictures: dict[Hashable, list[Pair]] = defaultdict(list)
    people: dict[str, list[Pair]] = defaultdict(list)
    for one in answers:
        said = (one.picture.right, one.outcome)
        pictures[one.picture_id].append(said)
        people[str(one.by)].append(said)
    by_picture = {int(str(pk)): _agreement("", pairs) for pk, pairs in pictures.items()}
    return Calibrated(by_picture, _by_name(people))
