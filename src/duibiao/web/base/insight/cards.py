"""What stands behind points of the map: a site with whoever answers for it, a problem with where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from duibiao.insight.found import STATES, on_the_map
from duibiao.inspections import queries as inspections
from duibiao.inspections.models import Visit
from duibiao.organisation.models import User
from duibiao.places import site_queries
from duibiao.places.models import Site
from duibiao.problems.models import Problem
from duibiao.problems.rules import labels

#: Cards that are shown at once.
MOST = 12


@dataclass
class Card:
    """A site: who answers for it, for what, and who was there last."""

    site: Site
    people: list[tuple[str, str]]
    departments: list[tuple[str, str]]
    visit: Visit | None = None


def cards(by: User, numbers: Sequence[int], *, problems: bool = False) -> dict[str, list[Any]]:
    """The cards of some points, in the order asked; what `by` may not see is not among them."""
    wanted = list(dict.fromkeys(numbers))[:MOST]
    return {"problems": problem_cards(by, wanted)} if problems else {"cards": site_cards(by, wanted)}


def problem_cards(by: User, numbers: Sequence[int]) -> list[tuple[Problem, str, str]]:
    """Each with its state on the map and the office's word for its status. Two statements."""
    found = on_the_map(by).select_related("kind", "site", "area", "unit").in_bulk(list(numbers))
    called = labels()
    held = [found[number] for number in numbers if number in found]
    return [(one, STATES[one.stands], called[one.status]) for one in held]


def site_cards(by: User, numbers: Sequence[int]) -> list[Card]:
    """Six statements, whatever the number."""
    sites = {one.pk: one for one in site_queries.sites(by).filter(pk__in=numbers)}
    held = site_queries.liable(sites.values())
    last = {one.site_id: one for one in inspections.visits(by).filter(site__in=sites).order_by("at")}
    made = []
    for number in numbers:
        if (site := sites.get(number)) is None:
            continue
        people = [(one.get_part_display(), one.person.name) for one in site.answerers.all()]
        lines = held.of_site.get(site.pk) or held.of_type.get(site.type_id, [])
        made.append(Card(site, people, [(matter, unit.known_as) for matter, unit in lines], last.get(site.pk)))
    return made
