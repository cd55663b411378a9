"""The ledger of what must be renewed, as pages want it.

Its one trick: what can be seen elsewhere is not asked for here: a material accepted for the new requirement, a rule reviewed, a
shortcoming accepted are done, by one SQL expression.
"""

from datetime import timedelta

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from duibiao.campaigns.choices import State as CampaignState
from duibiao.campaigns.models import Campaign
from duibiao.ledger.choices import UseState
from duibiao.ledger.models import Use
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import about_visible_units, sees_all
from duibiao.problems.choices import LookOutcome
from duibiao.problems.models import LookBack
from duibiao.upkeep.choices import Renews, State
from duibiao.upkeep.models import Consolidation, Renewal

#: Before its day by less than this, one is reminded.
SOON = timedelta(days=30)


def renewals(by: User) -> QuerySet[Renewal]:
    """Those that `by` sees, each with its `light`: good, bad, soon or info."""
    seen = Q() if sees_all(by) else about_visible_units(by)
    day = today()
    given = Use.objects.filter(
        requirement=OuterRef("requirement"), unit=OuterRef("unit__code"), state=UseState.ACCEPTED
    )
    looked = LookBack.objects.filter(
        problem=OuterRef("problem"), outcome=LookOutcome.HELD, at__gte=OuterRef("consolidation__at")
    )
    done = (
        Q(done_on__isnull=False) | Q(sort=Renews.MATERIAL) & Exists(given) | Q(sort=Renews.LOOK_BACK) & Exists(looked)
        | Q(sort=Renews.SHORTCOMING, shortcoming__state=State.ACCEPTED) | Q(rule__ended_on__isnull=False)
        | Q(sort=Renews.RULE, rule__review_on__gt=F("due_on")) & (Q(rule__valid_until=None) | Q(rule__valid_until__gt=F("due_on")))
    )  # fmt: skip
    light = Case(
        When(done, then=Value("good")), When(due_on__lt=day, then=Value("bad")),
        When(due_on__lte=day + SOON, then=Value("soon")), default=Value("info"), output_field=CharField(),
    )  # fmt: skip
    found = Renewal.objects.filter(seen).select_related(
        "unit", "consolidation__campaign", "problem", "rule", "shortcoming", "requirement"
    )
    return found.annotate(light=light)


def of_campaign(by: User, campaign: Campaign) -> QuerySet[Renewal]:
    return renewals(by).filter(consolidation__campaign=campaign)


def consolidation_of(campaign: Campaign) -> Consolidation | None:
    """What the campaign keeps, or what it is kept by."""
    either = Q(of=campaign) | Q(campaign=campaign)
    return Consolidation.objects.filter(either).select_related("of", "campaign").order_by("-pk").first()


def counts(found: QuerySet[Renewal]) -> dict[str, int]:
    lights = ("good", "bad", "soon", "info")
    return found.aggregate(**{one: Count("pk", filter=Q(light=one)) for one in lights}, all=Count("pk"))


def named_and_not_kept() -> list[Campaign]:
    """Titles won, and nothing opened that keeps them: one statement."""
    return list(Campaign.objects.filter(state=CampaignState.NAMED, consolidated_by=None).only("pk", "title")[:5])
