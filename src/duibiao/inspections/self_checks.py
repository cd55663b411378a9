"""Self-checks: a unit's own people check their own sites, with the same checklist and on the same page as inspectors.

Nothing of it counts in a score. What it is good for is the comparison: what a unit says of itself, and what others find.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.inspections.choices import RoundKind, RoundState
from duibiao.inspections.models import Assignment, Round, RoundInspector
from duibiao.inspections.permissions import may_run_rounds
from duibiao.inspections.rounds import NothingToDraw
from duibiao.notices.services import tell
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.organisation.queries import liaison_users_of
from duibiao.places.models import Site, SiteType
from duibiao.places.site_queries import open_sites


@dataclass(frozen=True)
class Started:
    """The round, and the units that have sites but nobody with an account to check them."""

    round: Round
    without: list[Unit]


@transaction.atomic
def start_self_check(
    by: User, *, campaign: Campaign, title: str, since: date, until: date, types: Iterable[SiteType]
) -> Started:  # fmt: skip
    """Every open site of the types is checked by who speaks for its unit, or for the nearest unit above it."""
    require(may_run_rounds(by))
    sites = list(open_sites(list(types) or None).select_related("unit").order_by("unit__path", "code"))
    who = _people(sites)
    found = [(site, who[site.unit_id]) for site in sites if site.unit_id in who]
    if not found:
        raise NothingToDraw(campaign)
    now = timezone.now()
    made = Round.objects.create(
        campaign=campaign, title=title, kind=RoundKind.SELF_CHECK, counts=False, since=since, until=until, made_by=by,
        size=len(found), state=RoundState.RUNNING, committed_at=now, drawn_at=now,
    )  # fmt: skip
    made.types.set(types)
    people = {user.pk: user for _site, user in found}
    RoundInspector.objects.bulk_create(RoundInspector(round=made, user=user) for user in people.values())
    rows = [
        Assignment(round=made, site=site, inspector=user, day=since, position=n)
        for n, (site, user) in enumerate(found, 1)
    ]
    Assignment.objects.bulk_create(rows)
    tell(
        users=people.values(), kind="self_check", words=f"请在 {until:%Y-%m-%d} 前自查本单位的点位：{title}。",
        link="/field/", about=f"round:{made.pk}",
    )  # fmt: skip
    note(by, "inspections.start_self_check", made, added=len(rows))
    without = {site.unit_id: site.unit for site in sites if site.unit_id not in who}
    return Started(made, list(without.values()))


def _people(sites: Iterable[Site]) -> dict[int, User]:
    """By unit of a site, who checks: the first account of the unit itself, else of the nearest one above."""
    units = {site.unit_id: site.unit for site in sites}
    above = {pk: [int(part) for part in unit.path.strip("/").split("/")[1:]] for pk, unit in units.items()}
    wanted = Unit.objects.filter(pk__in={number for numbers in above.values() for number in numbers})
    speakers: dict[int, User] = {}
    for user in liaison_users_of(wanted):
        for grant in user.grants_held:
            if grant.unit_id is not None:
                speakers.setdefault(grant.unit_id, user)
    nearest = {pk: [speakers[n] for n in reversed(numbers) if n in speakers] for pk, numbers in above.items()}
    return {pk: found[0] for pk, found in nearest.items() if found}
