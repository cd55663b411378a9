"""Bars and warnings: the colour follows the duty's own steps, and who falls behind hears of it once for each level."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duibiao.campaigns.choices import State as CampaignState
from duibiao.campaigns.models import Campaign
from duibiao.duties import alarms, answering, reporting, services, timeline, warnings
from duibiao.duties.models import Duty, Step
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from duibiao_engine.schedule import Light
from tests import dutying
from tests.cast import Cast

BEGIN, HALF, END = date(2026, 3, 2), date(2026, 3, 16), date(2026, 3, 31)


def in_march(cast: Cast, *, percent: int, half: int | None = 50) -> Duty:
    """A signed duty of March, with what was agreed for its middle."""
    made = dutying.signed(cast)
    Duty.objects.filter(pk=made.pk).update(starts_on=BEGIN, due_on=END, percent=percent)
    made.steps.all().delete()
    Step.objects.create(duty=made, day=END, words="完成", percent=100)
    if half is not None:
        Step.objects.create(duty=made, day=HALF, words="过半", percent=half)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("percent", "half", "on", "shown"),
    [
        (0, 50, BEGIN - timedelta(days=3), Light.WAITING),
        (0, 50, HALF - timedelta(days=1), Light.GREEN),  # nothing was agreed before the middle
        (40, 50, HALF, Light.GREEN),
        (30, 50, HALF, Light.YELLOW),
        (10, 50, HALF, Light.RED),
        (10, None, HALF, Light.RED),  # where steps say nothing, the calendar does
        (45, None, HALF, Light.GREEN),
        (100, 50, END + timedelta(days=1), Light.RED),  # said to be done, not accepted
    ],
)
def test_the_light_follows_the_steps_and_else_the_calendar(
    cast: Cast, percent: int, half: int | None, on: date, shown: Light
) -> None:
    [bar] = timeline.bars([in_march(cast, percent=percent, half=half)], on)
    assert (bar.light, bar.percent, bar.begin, bar.end) == (shown, percent, BEGIN, END)
    assert bool(timeline.behind([bar])) == (shown in (Light.RED, Light.YELLOW))


def test_what_is_done_is_done_and_the_most_pressing_comes_first(cast: Cast) -> None:
    first = in_march(cast, percent=30)
    red = dutying.signed(cast, first.campaign, indicator="1.2")
    Duty.objects.filter(pk=red.pk).update(starts_on=BEGIN, due_on=END)
    done = services.finish(cast.lin, dutying.signed(cast, first.campaign, indicator="2.1"))
    red.steps.all().delete()
    shown = timeline.bars(timeline.on_calendar(cast.lin, first.campaign).order_by("indicator"), HALF)
    assert [bar.light for bar in shown] == [Light.YELLOW, Light.RED, Light.DONE]
    assert [bar.duty.pk for bar in timeline.behind(shown)] == [red.pk, first.pk]
    assert next(bar for bar in shown if bar.duty.pk == done.pk).behind == 0


def test_bars_of_many_cost_the_statements_of_one(cast: Cast) -> None:
    campaign = dutying.campaign(cast)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            timeline.bars(timeline.on_calendar(cast.lin, campaign))
        return len(captured)

    dutying.issued(cast, campaign)
    cost()
    few = cost()
    for number in range(6):
        dutying.issued(cast, campaign, indicator="", title=f"交办{number}")
    assert (cost(), few <= 3) == (few, True)


def test_who_falls_behind_is_told_once_for_each_level_and_whoever_gave_it_out_when_it_is_red(cast: Cast) -> None:
    made = in_march(cast, percent=30)
    Campaign.objects.filter(pk=made.campaign_id).update(state=CampaignState.RUNNING)
    Notice.objects.all().delete()

    def told(on: date) -> list[tuple[str, str]]:
        warnings.warn_of_delay(on)
        warnings.warn_of_delay(on)
        held = Notice.objects.filter(kind="duty.behind").order_by("id")
        return [(one.user.account, one.words) for one in held]

    assert told(HALF - timedelta(days=1)) == []
    [(who, words)] = told(HALF)
    assert who == "wang"
    assert "落后：到今天该做到 50%，报告做到 30%，时限" in words
    reporting.report(cast.wang, made, uid="back", progress="退回重做", percent=10)
    assert [who for who, _words in told(HALF)] == ["wang", "wang", "lin"]
    last = told(END + timedelta(days=1))
    assert [who for who, _words in last] == ["wang", "wang", "lin", "wang", "lin"]
    assert "已经超期" in last[-1][1]


def test_a_campaign_that_is_not_running_and_a_draft_warn_nobody(cast: Cast) -> None:
    made = in_march(cast, percent=0)
    dutying.draft(cast, made.campaign, indicator="1.2", starts_on=today() - timedelta(days=90))
    assert (warnings.warn_of_delay(HALF), made.campaign.state) == (0, CampaignState.PREPARING)


def test_what_nobody_owns_and_nobody_signed_is_told_once_until_it_changes(cast: Cast) -> None:
    made = dutying.issued(cast)
    campaign = made.campaign
    Notice.objects.all().delete()
    assert alarms.warn_of_gaps() == 0  # it is being prepared
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.RUNNING)
    Duty.objects.filter(pk=made.pk).update(issued_on=today() - timedelta(days=20))

    def told() -> list[tuple[str, str]]:
        alarms.warn_of_gaps()
        alarms.warn_of_gaps()
        return [(one.user.account, one.kind) for one in Notice.objects.order_by("id")]

    assert sorted(told()) == [("lin", "duty.unowned"), ("lin", "duty.unsigned"), ("wang", "duty.unsigned")]
    words = Notice.objects.get(kind="duty.unowned").words
    assert "有 5 项指标没人负责：1.2" in words
    answering.sign(cast.wang, made)
    dutying.issued(cast, campaign, indicator="1.2")
    assert [kind for _who, kind in told()].count("duty.unowned") == 2
    assert [kind for _who, kind in told()].count("duty.unsigned") == 2
