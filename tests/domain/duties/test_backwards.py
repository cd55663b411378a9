"""Working back from a milestone: over holidays and 调休, only drafts, and what was shown is what is written."""

from datetime import date
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st

from duibiao.campaigns import services as campaigns
from duibiao.campaigns.models import Campaign, Milestone
from duibiao.duties import backwards, warnings
from duibiao.duties.choices import EventKind
from duibiao.duties.models import Duty
from duibiao.duties.outside import calendar
from duibiao.duties.refusals import BadDay
from duibiao.notices.models import Notice
from duibiao.workdays import services as workdays
from duibiao_engine.schedule import Step, work_back
from duibiao_engine.workdays import WorkCalendar
from tests import dutying
from tests.cast import Cast

STAGES = [("起草", 3), ("实施", 10), ("定稿", 2)]


def of_2026(cast: Cast, day: date) -> tuple[Campaign, Milestone]:
    made = dutying.campaign(cast)
    Campaign.objects.filter(pk=made.pk).update(since=date(2026, 1, 1), until=date(2027, 12, 31))
    made.refresh_from_db()
    return made, campaigns.set_milestone(cast.lin, made, name="实地评估", day=day)


def test_over_national_day_and_the_worked_sunday_it_ends_before_the_milestone_as_the_engine_says(cast: Cast) -> None:
    plan = backwards.planned(date(2026, 10, 12), [("起草", 1), ("补齐", 3), ("定稿", 2)], 1)
    days = {words: (span.begin, span.end) for words, span in plan.spans}
    # off 1 to 7 October; Sunday 20 September and Saturday 10 October are worked
    assert days == {
        "起草": (date(2026, 9, 28), date(2026, 9, 28)),
        "补齐": (date(2026, 9, 29), date(2026, 10, 8)),
        "定稿": (date(2026, 10, 9), date(2026, 10, 10)),
    }
    steps = [Step("a", 1), Step("b", 3, after=("a",)), Step("c", 2, after=("b",))]
    spans = work_back(steps, calendar().before(date(2026, 10, 12), 1).day, calendar())
    assert [days[words] for words in days] == [(spans[key].begin, spans[key].end) for key in "abc"]
    assert not plan.provisional


def test_only_the_offices_drafts_are_planned_and_as_the_preview_said(cast: Cast) -> None:
    campaign, milestone = of_2026(cast, date(2026, 10, 12))
    signed = dutying.signed(cast, campaign)
    before = (signed.starts_on, signed.due_on, list(signed.steps.values_list("day", "words")))
    draft = dutying.draft(cast, campaign, indicator="1.2", steps=())
    Duty.objects.filter(pk=draft.pk).update(due_on=None)  # nobody has said a day yet
    shown = backwards.planned_for(campaign, milestone, STAGES, 2)
    assert backwards.plan_back(cast.lin, campaign, milestone=milestone, stages=STAGES, reserve=2) == 1
    draft.refresh_from_db()
    signed.refresh_from_db()
    assert (draft.starts_on, draft.due_on) == (shown.begin, shown.end)
    assert list(draft.steps.values_list("words", "day", "percent")) == [
        (words, span.end, percent) for (words, span), percent in zip(shown.spans, (20, 87, 100), strict=True)
    ]
    assert (signed.starts_on, signed.due_on, list(signed.steps.values_list("day", "words"))) == before
    assert draft.events.filter(kind=EventKind.CHANGED).count() == 1
    assert backwards.plan_back(cast.lin, campaign, milestone=milestone, stages=STAGES, reserve=2) == 1
    assert draft.steps.count() == 3
    with pytest.raises(PermissionDenied):
        backwards.plan_back(cast.wang, campaign, milestone=milestone, stages=STAGES)


@pytest.mark.parametrize("text", ["起草", "起草 0", "起草 3天", "3", "起草 251"])
def test_a_line_that_is_not_understood_is_named(text: str) -> None:
    with pytest.raises(BadDay, match=f"第 2 行“{text}”看不懂"):
        backwards.stages_of(f"方案 2\n{text}\n")


def test_nothing_to_do_and_too_much_to_do_are_said(cast: Cast) -> None:
    with pytest.raises(BadDay, match="至少写一个阶段"):
        backwards.stages_of(" \n")
    campaign, milestone = of_2026(cast, date(2026, 3, 2))
    dutying.draft(cast, campaign)
    with pytest.raises(BadDay, match="早于考核期开始的 1月1日"):
        backwards.plan_back(cast.lin, campaign, milestone=milestone, stages=[("实施", 120)])
    assert backwards.planned(date(2020, 3, 2), STAGES).too_late
    assert backwards.planned(date(2031, 3, 3), STAGES).provisional


def test_a_notice_of_holidays_moves_nothing_and_the_office_hears_what_falls_on_one(cast: Cast) -> None:
    campaign, milestone = of_2026(cast, date(2099, 6, 3))
    Campaign.objects.filter(pk=campaign.pk).update(until=date(2099, 12, 31))
    dutying.draft(cast, campaign)
    backwards.plan_back(cast.lin, campaign, milestone=milestone, stages=STAGES)
    assert warnings.look_at_days_again() == 0
    workdays.set_day(cast.lin, day=date(2099, 6, 3), kind="off", name="端午")
    assert [warnings.look_at_days_again() for _ in range(2)] == [1, 1]
    told = Notice.objects.get(user=cast.lin, kind="calendar")
    assert "有 1 项任务的时限 2099年6月3日（周三） 成了休息日，前一个工作日是 2099年6月2日（周二）" in told.words
    assert "起草中 1 项，重新倒排即可；已下达 0 项没有动" in told.words
    assert Duty.objects.get().due_on == date(2099, 6, 3)


CALENDAR = WorkCalendar.of(
    [date(2026, 10, day) for day in range(1, 8)], [date(2026, 9, 20), date(2026, 10, 10)], [2025, 2026]
)


@settings(max_examples=60)
@given(
    st.dates(date(2026, 8, 1), date(2026, 11, 30)),
    st.lists(st.integers(1, 15), min_size=1, max_size=6),
    st.integers(0, 20),
)
def test_stages_lie_on_workdays_last_as_long_as_said_and_never_overlap(
    milestone: date, lengths: list[int], reserve: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(backwards, "calendar", lambda: CALENDAR)
        plan = backwards.planned(milestone, [(f"第{n}步", n) for n in lengths], reserve)
    spans = [span for _words, span in plan.spans]
    assert plan.end <= milestone
    for span, length in zip(spans, lengths, strict=True):
        assert CALENDAR.is_workday(span.begin)
        assert CALENDAR.is_workday(span.end)
        assert CALENDAR.between(span.begin, span.end) + 1 == length
    for earlier, later in pairwise(spans):
        assert CALENDAR.between(earlier.end, later.begin) == 1
