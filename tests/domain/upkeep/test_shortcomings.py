"""Shortcomings: what brings them onto the list, what they can win, and who accepts them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duibiao.asks.choices import AskState
from duibiao.asks.models import Ask
from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from duibiao.upkeep import counting, services
from duibiao.upkeep.choices import Origin, State
from duibiao.upkeep.models import Shortcoming
from duibiao.upkeep.refusals import Refused
from tests import scoring, troubles, upkeeping
from tests.cast import Cast


def test_points_are_what_the_unit_can_win_back_now_and_shared_ones_count_once(cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    leaf = services.from_loss(cast.lin, campaign, unit=cast.unit_a, indicator="1.1")
    assert services.from_loss(cast.lin, campaign, unit=cast.unit_a, indicator="1.1") == leaf
    again = upkeeping.short(cast, campaign=campaign, indicator="1.1", words="没有会议制度", sort="management")
    whole = upkeeping.short(cast, campaign=campaign, indicator="1", words="班子力量弱", sort="people")
    by_hand = upkeeping.short(cast, estimate=0.5)
    found = {one.row.pk: one for one in counting.lines(counting.shortcomings(cast.lin))}
    at_leaf = found[leaf.pk].points
    assert at_leaf is not None
    assert at_leaf > 0
    assert found[again.pk].points == at_leaf
    assert (found[whole.pk].points or 0) >= at_leaf
    assert found[by_hand.pk].points == 0.5
    sums = counting.sums(list(found.values()))
    assert sums.points == pytest.approx(at_leaf + (found[whole.pk].points or 0) + 0.5)
    assert sums.open == 4


def test_a_problem_that_cannot_be_put_right_comes_with_all_that_is_known_of_it(cast: Cast) -> None:
    problem = upkeeping.not_fixable(cast)
    made = services.from_problem(cast.lin, problem)
    assert (made.words, made.site, made.unit, made.origin) == (problem.words, problem.site, cast.unit_b, Origin.PROBLEM)
    assert services.from_problem(cast.lin, problem) == made
    ask = Ask.objects.get(reference=f"shortcoming:{made.pk}")
    assert (ask.unit, ask.due_on) == (cast.unit_b, made.due_on)
    with pytest.raises(Refused, match="还在办"):
        services.from_problem(cast.lin, troubles.signed(cast))


def test_it_is_accepted_by_somebody_else_or_goes_back_with_what_is_missing(cast: Cast) -> None:
    held = upkeeping.made_good(
        cast, steps=[(today() + timedelta(days=3), "招标"), (today() + timedelta(days=9), "开工")]
    )
    with pytest.raises(PermissionDenied):
        services.judge(cast.zhao, held, passed=True)
    with pytest.raises(Refused, match="还差什么"):
        services.judge(cast.chen, held, passed=False)
    back = services.judge(cast.chen, held, passed=False, words="没有无障碍坡道")
    assert (back.state, back.returns) == (State.OPEN, 1)
    assert Notice.objects.filter(user=cast.wang, kind="shortcoming").exists()
    services.tick_step(cast.wang, back.steps.all()[0], done=True)
    services.make_good(cast.lin, back, words="坡道已做")
    with pytest.raises(Refused, match="另一个人"):
        services.judge(cast.lin, back, passed=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shortcoming.objects.filter(pk=back.pk).update(accepted_by=cast.lin)
    done = services.judge(cast.chen, back, passed=True)
    assert done.state == State.ACCEPTED
    assert Ask.objects.get(reference=f"shortcoming:{done.pk}").state == AskState.DONE


def test_what_cannot_be_is_refused_with_the_field(cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    for fields, field in (
        ({"sort": "people", "money_wan": 3.0}, "money_wan"),
        ({"due_on": today() - timedelta(days=1)}, "due_on"),
        ({"due_on": today()}, "due_on"),
        ({"indicator": "1.1"}, "campaign"),
        ({"campaign": campaign, "indicator": "9.9"}, "indicator"),
    ):
        with pytest.raises(Refused) as refused, transaction.atomic():
            upkeeping.short(cast, **fields)
        assert refused.value.field == field
    own = upkeeping.short(cast, by=cast.wang)
    assert upkeeping.short(cast, by=cast.wang) == own  # a form that was sent twice
    assert not Ask.objects.filter(reference=f"shortcoming:{own.pk}").exists()
    with pytest.raises(PermissionDenied):
        upkeeping.short(cast, by=cast.zhao)


def test_another_unit_and_day_move_what_was_asked_and_a_late_save_changes_nothing(cast: Cast) -> None:
    held = upkeeping.short(cast, steps=[(today() + timedelta(days=3), "招标")])
    services.tick_step(cast.wang, held.steps.get(), done=True)
    held.refresh_from_db()
    fields = {"words": held.words, "sort": "hardware", "due_on": today() + timedelta(days=60), "unit": cast.unit_b}
    steps = [(today() + timedelta(days=3), "招标"), (today() + timedelta(days=30), "完工")]
    services.change(cast.lin, held, version=held.version, steps=steps, **fields)
    assert [one.done_on for one in held.steps.all()] == [today(), None]
    states = dict(Ask.objects.filter(reference=f"shortcoming:{held.pk}").values_list("unit", "state"))
    assert states == {cast.unit_a.pk: AskState.WITHDRAWN, cast.unit_b.pk: AskState.OPEN}
    with pytest.raises(versions.Stale):
        services.change(cast.lin, held, version=1, steps=[], **fields)
    assert not counting.shortcomings(cast.wang).exists()
    services.drop(cast.lin, held, words="标准改了，不再要求")
    assert not Ask.objects.filter(reference=f"shortcoming:{held.pk}", state=AskState.OPEN).exists()
