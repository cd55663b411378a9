"""The sprint list, targets taken apart, staged targets: held against sums made by hand."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duibiao.campaigns import services as campaigns
from duibiao.campaigns.choices import State
from duibiao.campaigns.models import Campaign
from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from duibiao.scores import deviation, sprint
from duibiao.scores.choices import Potential
from duibiao.scores.models import Outlook, Point, Total
from duibiao.workdays.queries import calendar
from tests import dutying, scoring
from tests.cast import Cast


def near(cast: Cast, workdays: int = 20) -> Campaign:
    """A scored campaign that ends next year, with a milestone so many workdays away."""
    campaign = scoring.lived(cast)
    Campaign.objects.filter(pk=campaign.pk).update(until=campaign.until.replace(year=campaign.until.year + 1))
    campaign.refresh_from_db()
    campaigns.set_milestone(cast.lin, campaign, name="实地评估", day=calendar().after(today(), workdays).day)
    return campaign


def outlook(cast: Cast, campaign: Campaign, indicator: str, certainty: int, effort: int, **more: str) -> Outlook:
    held = Outlook.objects.filter(campaign=campaign, indicator=indicator).first() or Outlook()
    return sprint.set_outlook(
        cast.lin, campaign, indicator=indicator, version=held.version, certainty=certainty, effort_workdays=effort, **more
    )  # fmt: skip


def test_what_is_in_time_comes_first_and_then_what_brings_most_for_a_days_work(cast: Cast) -> None:
    campaign = near(cast)
    outlook(cast, campaign, "1.2", 100, 21)  # one workday too many
    outlook(cast, campaign, "1.1", 90, 1)
    found = sprint.lines(campaign)
    assert [one.indicator for one in found if not one.in_time] == ["1.2"] * sum(one.indicator == "1.2" for one in found)
    assert found[-1].indicator == "1.2"
    in_time = [one for one in found if one.in_time]
    worths = [one.points * one.certainty / 100 / one.effort_workdays for one in in_time]
    assert worths == sorted(worths, reverse=True)
    assert {one.workdays_left for one in found} == {20}
    own = sprint.lines(campaign, cast.unit_a)
    assert own == [one for one in found if one.unit == "SFJ"]


def test_the_four_classes_follow_what_the_office_holds_unless_it_says_so_itself(cast: Cast) -> None:
    campaign = near(cast)
    outlook(cast, campaign, "1.1", 80, 5)
    outlook(cast, campaign, "1.2", 19, 5)
    outlook(cast, campaign, "2.1", 79, 5)
    outlook(cast, campaign, "2.3", 90, 5, potential=Potential.HARD)
    classes = {one.indicator: one.potential for one in sprint.lines(campaign)}
    expected = {"1.1": Potential.SECURE, "1.2": Potential.HARD, "2.1": Potential.CONTEST, "2.3": Potential.HARD}
    assert {code: classes[code] for code in expected if code in classes} == {
        code: value for code, value in expected.items() if code in classes
    }
    assert set(expected) - set(classes) <= {"2.3"}
    assert {classes[code] for code in classes if code.startswith("J")} <= {Potential.BONUS}


def test_a_duty_that_is_due_earlier_leaves_fewer_days(cast: Cast) -> None:
    campaign = near(cast)
    code = sprint.lines(campaign, cast.unit_a)[0].indicator
    due_on = calendar().after(today(), 4).day
    made = dutying.issued(cast, campaign, indicator=code, due_on=due_on)
    line = next(one for one in sprint.lines(campaign, cast.unit_a) if one.indicator == code)
    assert (line.duty, line.workdays_left, line.in_time) == (made, 4, False)


def test_the_chosen_lines_bring_the_mean_to_the_target_and_no_fewer_would(cast: Cast) -> None:
    campaign = near(cast)
    rows = {one.unit_id: one for one in Total.objects.filter(campaign=campaign)}
    mean = 100 * sum(one.rate or 0 for one in rows.values()) / len(rows)
    found = sprint.lines(campaign)
    apart = sprint.take_apart(campaign, found, mean + 5)
    assert apart is not None
    assert list(apart.chosen) == found[: len(apart.chosen)]

    def after(taken: list[sprint.Line]) -> float:
        """The mean, unit by unit, once these points are won."""
        won = {code: sum(one.points for one in taken if one.unit == code) for code in rows}
        return sum(100 * ((one.rate or 0) + won[code] / one.full) for code, one in rows.items()) / len(rows)

    assert apart.now == pytest.approx(mean, abs=1e-9)
    assert apart.reached == pytest.approx(after(list(apart.chosen)), abs=1e-9)
    assert after(list(apart.chosen)) >= mean + 5 - 1e-9 > after(list(apart.chosen[:-1]))
    assert apart.short == 0
    assert sum(points for _name, points in apart.by_unit()) == pytest.approx(sum(one.points for one in apart.chosen))
    assert sum(points for _name, points in apart.by_indicator()) == pytest.approx(
        sum(one.points for one in apart.chosen)
    )


def test_what_cannot_be_reached_says_by_how_much_and_what_is_reached_needs_nothing(cast: Cast) -> None:
    campaign = near(cast)
    found = sprint.lines(campaign)
    far = sprint.take_apart(campaign, found, 200)
    assert far is not None
    assert (len(far.chosen), far.short) == (len(found), pytest.approx(200 - far.reached))
    there = sprint.take_apart(campaign, found, 0)
    assert there is not None
    assert (there.chosen, there.short) == ([], 0)
    Total.objects.filter(campaign=campaign).update(has_data=False)
    assert sprint.take_apart(campaign, found, 80) is None


def test_a_rank_needs_the_points_to_whoever_holds_it(cast: Cast) -> None:
    campaign = near(cast)
    Total.objects.filter(campaign=campaign).update(group="all", full=20)
    Total.objects.filter(campaign=campaign, unit="SFJ").update(rank=2, rate=0.70)
    Total.objects.filter(campaign=campaign, unit="CGZ").update(rank=1, rate=0.85)
    [one] = sprint.to_rank(campaign, 1)
    assert (one.unit, one.rank, one.holder, one.needed) == ("SFJ", 2, "城关镇", pytest.approx(3.0))
    assert sprint.to_rank(campaign, 2) == []


def test_a_stage_is_held_against_the_points_of_its_day_and_one_to_come_against_todays(cast: Cast) -> None:
    campaign = near(cast)
    Point.objects.filter(campaign=campaign).delete()
    ago = [today() - timedelta(days=days) for days in (40, 20, 0)]
    for day, first, second in zip(ago, (0.5, 0.6, 0.9), (0.7, None, 0.8), strict=True):
        for unit, rate in (("SFJ", first), ("CGZ", second)):
            Point.objects.create(campaign=campaign, unit=unit, day=day, total=1, rate=rate)
    Campaign.objects.filter(pk=campaign.pk).update(since=today() - timedelta(days=90))
    campaign.refresh_from_db()
    for days, rate in ((-60, 10), (-30, 55), (-10, 70), (9, 90)):
        deviation.set_stage(cast.lin, campaign, name=f"{days}", day=today() + timedelta(days=days), rate=rate)
    found = deviation.stages(campaign)
    # before any points; (50+70)/2; (60+70)/2, for B has newer points without a rate; (90+80)/2
    assert [one.actual for one in found] == [None, *(pytest.approx(mean) for mean in (60, 65, 85))]
    assert [one.deviation for one in found] == [None, *(pytest.approx(away) for away in (5, -5, -5))]
    assert [one.over for one in found] == [True, True, True, False]
    assert deviation.next_stage(found) == found[-1]
    with CaptureQueriesContext(connection) as captured:
        deviation.stages(campaign)
    assert len(captured) == 2
    _warned_once(campaign)


def _warned_once(campaign: Campaign) -> None:
    assert deviation.warn_of_stages() == 0  # not running yet
    Campaign.objects.filter(pk=campaign.pk).update(state=State.RUNNING)
    assert [deviation.warn_of_stages() for _ in range(2)] == [2, 2]
    told = list(Notice.objects.filter(kind="reminder.stage", user__account="lin").values_list("words", flat=True))
    assert len(told) == 2
    assert any("没有达到：当天 65.00%，差 5.00 个百分点" in words for words in told)
    assert any("快到了：现在 85.00%，还差 5.00 个百分点" in words for words in told)


def test_a_stage_lies_within_the_period_once_a_day_and_is_set_by_the_office(cast: Cast) -> None:
    campaign = near(cast)
    for rate in (60.0, 65.0):
        deviation.set_stage(cast.lin, campaign, name="半年", day=campaign.until, rate=rate)
    assert campaign.stages.get().rate == 65
    with pytest.raises(deviation.OutsidePeriod, match="不在考核期"):
        deviation.set_stage(cast.lin, campaign, name="半年", day=campaign.until + timedelta(days=1), rate=1)
    with pytest.raises(PermissionDenied):
        deviation.set_stage(cast.wang, campaign, name="半年", day=campaign.until, rate=1)
    with pytest.raises(PermissionDenied):
        deviation.drop_stage(cast.zhou, campaign.stages.get())
    deviation.drop_stage(cast.lin, campaign.stages.get())
    assert not campaign.stages.exists()


def test_two_people_say_what_they_hold_and_nobody_is_overwritten(cast: Cast) -> None:
    campaign = near(cast)
    held = outlook(cast, campaign, "1.1", 70, 3)
    with pytest.raises(versions.Stale):
        sprint.set_outlook(cast.lin, campaign, indicator="1.1", version=1, certainty=10, effort_workdays=1)
    held.refresh_from_db()
    assert held.certainty == 70
    with pytest.raises(KeyError):
        sprint.set_outlook(cast.lin, campaign, indicator="9.9", version=1, certainty=10, effort_workdays=1)
