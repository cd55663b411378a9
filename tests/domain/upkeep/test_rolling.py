"""After a title: what comes along, what would lapse, and that it is opened once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from duibiao.campaigns import services as campaigns
from duibiao.campaigns.models import Campaign
from duibiao.duties.models import Duty
from duibiao.ledger.models import Requirement, Use
from duibiao.lib.spans import today
from duibiao.problems.models import Problem
from duibiao.upkeep import renewing, rolling, services
from duibiao.upkeep.models import Consolidation, Renewal
from duibiao.upkeep.refusals import Refused
from duibiao.upkeep.rolling import Terms
from tests import dutying, ledgering, scoring, troubles, upkeeping
from tests.cast import Cast


def _everything(cast: Cast) -> Campaign:
    """A named campaign in which each thing that may lapse is there once."""
    held = upkeeping.named(cast)
    timeless = ledgering.requirement(cast, held, units=[cast.unit_a])
    ledgering.used(cast, timeless, dated_on=held.since, expires_on=held.until + timedelta(days=40))
    ledgering.used(cast, ledgering.requirement(cast, held, units=[cast.unit_a]), dated_on=held.since)
    campaigns.decide_not_applicable(cast.lin, held, unit=cast.unit_b, indicator="2.1", reason="没有行政诉讼")
    dutying.issued(cast, held)
    problem = troubles.signed(cast, campaign=held)
    Problem.objects.filter(pk=problem.pk).update(status="archived", round=2, rechecked_at=problem.signed_at)
    upkeeping.a_rule(cast, review_on=held.until + timedelta(days=100))
    upkeeping.a_rule(cast, title="长期有效的办法", review_on=held.until.replace(year=held.until.year + 9))
    upkeeping.short(cast, campaign=held, due_on=held.until + timedelta(days=300))
    return held


def test_what_is_confirmed_is_what_was_seen_and_nothing_lapses(cast: Cast) -> None:
    held = _everything(cast)
    terms = rolling.usual(held)
    seen = rolling.preview(cast.lin, held, terms)
    assert not Consolidation.objects.exists()
    assert (seen.units, seen.left_out, seen.requirements, len(seen.duties)) == (2, 1, 3, 1)
    made = services.roll(cast.lin, held, terms)
    assert services.roll(cast.lin, held, terms) == made
    new = made.campaign
    found = list(made.renewals.order_by("due_on", "pk"))
    assert sorted((one.sort, one.title, one.due_on) for one in found) == sorted(
        (one.sort, one.title, one.due_on) for one in seen.renewals
    )
    assert sorted(one.sort for one in found) == ["look_back", "material", "material", "review", "rule", "shortcoming"]
    assert (new.state, new.since, new.edition) == ("review", held.until + timedelta(days=1), held.edition)
    assert set(new.participants.values_list("unit", flat=True)) == {"SFJ", "CGZ"}
    assert new.not_applicable.get().indicator == "2.1"
    assert Requirement.objects.filter(campaign=new, units=cast.unit_a).count() == 3
    assert Requirement.objects.get(campaign=new, since__isnull=False).since == held.since.replace(
        year=held.since.year + 1
    )
    assert Duty.objects.get(campaign=new).state == "draft"
    assert new.milestones.get().day == terms.review_on
    assert renewing.named_and_not_kept() == []


def test_a_material_accepted_for_the_new_demand_is_renewed_without_a_word(cast: Cast) -> None:
    renewal = upkeeping.kept(cast)
    assert renewing.renewals(cast.wang).get(pk=renewal.pk).light == "info"
    assert not renewing.renewals(cast.zhao).exists()
    use = ledgering.used(cast, renewal.requirement)
    assert renewing.renewals(cast.wang).get(pk=renewal.pk).light == "info"
    Use.objects.filter(pk=use.pk).update(state="accepted")
    assert renewing.renewals(cast.wang).get(pk=renewal.pk).light == "good"
    Renewal.objects.update(due_on=today() - timedelta(days=1))
    review = renewing.renewals(cast.lin).get(sort="review")
    assert review.light == "bad"
    with pytest.raises(PermissionDenied):
        services.renew(cast.wang, review, words="过了")
    services.renew(cast.lin, review, words="复审通过")
    with pytest.raises(Refused):
        services.renew(cast.lin, review, words="再记一次")
    assert renewing.counts(renewing.renewals(cast.lin))["bad"] == 0


def test_only_a_title_is_kept_and_days_are_in_order(cast: Cast) -> None:
    held = scoring.quiet(cast)
    good = rolling.usual(held)
    with pytest.raises(Refused, match="还没有命名"):
        services.roll(cast.lin, held, good)
    held.state = "named"
    held.save()
    for wrong, name in (
        (Terms(good.title, held.since, good.until, good.review_on), "since"),
        (Terms(good.title, good.since, good.since - timedelta(days=1), good.review_on), "until"),
        (Terms(good.title, good.since, good.until, good.until + timedelta(days=1)), "review_on"),
        (Terms(held.title, good.since, good.until, good.review_on), "title"),
    ):
        with pytest.raises(Refused) as refused:
            services.roll(cast.lin, held, wrong)
        assert refused.value.field == name
    assert rolling._years(date(2028, 2, 29), 1) == date(2029, 2, 28)
