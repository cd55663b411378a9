"""A duty's life: complete before it is given out, signed or returned, ruled on once, never in two states."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duibiao.asks.models import Ask
from duibiao.duties import answering, reporting, services
from duibiao.duties.asking import bring_into_line
from duibiao.duties.choices import EventKind, Part, Role, State
from duibiao.duties.competence import competence_for
from duibiao.duties.models import CompetenceRule, Duty, Report
from duibiao.duties.refusals import BadDay, Incomplete, NotCompetent, NotNow, OnAHoliday, Taken
from duibiao.duties.services import Wanted
from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from duibiao.organisation import services as organisation
from tests import dutying, makers
from tests.cast import Cast


def test_a_duty_is_not_given_out_before_all_six_parts_are_there_and_what_is_missing_is_named(cast: Cast) -> None:
    made = dutying.draft(cast, goal="", consequence=" ", person=None, steps=())
    with pytest.raises(Incomplete) as refused:
        services.issue(cast.lin, made)
    assert refused.value.missing == ("目标", "责任人", "进度节点", "奖惩")
    assert "缺：目标、责任人、进度节点、奖惩" in refused.value.words
    made.refresh_from_db()
    assert made.state == State.DRAFT


def test_a_county_of_five_parts_gives_out_without_reward_or_penalty(cast: Cast) -> None:
    five = [part for part in Part.values if part != Part.CONSEQUENCE]
    services.set_template(cast.lin, version=1, parts=five, name="五定", sign_workdays=5)
    assert services.issue(cast.lin, dutying.draft(cast, consequence="")).state == State.ISSUED


def test_a_deadline_on_a_holiday_is_said_and_the_workday_before_is_proposed(cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    with pytest.raises(OnAHoliday) as refused:
        dutying.draft(cast, campaign, due_on=date(2026, 10, 3), starts_on=date(2026, 9, 1), steps=())
    assert refused.value.proposed == date(2026, 9, 30)
    made = dutying.draft(
        cast, campaign, due_on=date(2026, 10, 3), starts_on=date(2026, 9, 1), steps=(), on_holiday=True
    )
    assert made.due_on == date(2026, 10, 3)


def test_days_that_cannot_be_kept_are_refused(cast: Cast) -> None:
    campaign, due_on = dutying.campaign(cast), dutying.workday()
    with pytest.raises(BadDay):
        dutying.draft(cast, campaign, due_on=due_on, starts_on=due_on + timedelta(days=1))
    with pytest.raises(BadDay):
        dutying.draft(cast, campaign, steps=[(due_on + timedelta(days=9), "太晚", 100, None)])


def test_one_unit_leads_and_a_unit_has_a_duty_once(cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    dutying.draft(cast, campaign)
    with pytest.raises(Taken, match="牵头"):
        dutying.draft(cast, campaign, cast.unit_b)
    with pytest.raises(Taken):
        dutying.draft(cast, campaign)
    dutying.draft(cast, campaign, cast.unit_b, role=Role.SUPPORTING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(role=Role.SUPPORTING).update(role=Role.LEAD)
    services.withdraw(cast.lin, Duty.objects.get(role=Role.LEAD), words="派错了")
    assert dutying.draft(cast, campaign).state == State.DRAFT


def test_a_unit_signs_its_own_and_no_other(cast: Cast) -> None:
    made = dutying.issued(cast)
    with pytest.raises(PermissionDenied):
        answering.sign(cast.zhao, made)
    with pytest.raises(PermissionDenied):
        answering.sign(cast.lin, made)
    assert answering.sign(cast.wang, made).state == State.SIGNED
    assert answering.sign(cast.wang, made).events.filter(kind=EventKind.SIGNED).count() == 1


def test_the_first_return_goes_back_to_who_assigned_it_and_may_be_given_to_another(cast: Cast) -> None:
    made = dutying.objected(cast)
    assert made.state == State.OBJECTED
    with pytest.raises(PermissionDenied):
        answering.reassign(cast.zhao, made, unit=cast.unit_b, words="")
    held = answering.reassign(cast.lin, made, unit=cast.unit_b, words="按三定方案")
    assert (held.state, held.unit, held.person) == (State.ISSUED, cast.unit_b, cast.zhao.person)
    event = held.events.get(kind=EventKind.REASSIGNED)
    assert (event.old_unit, event.new_unit) == (cast.unit_a, cast.unit_b)


def test_the_second_return_is_ruled_and_the_same_case_next_time_is_proposed(cast: Cast) -> None:
    made = dutying.waiting_for_a_ruling(cast)
    assert made.state == State.RULING
    with pytest.raises(NotNow):
        answering.uphold(cast.lin, made, words="")
    with pytest.raises(PermissionDenied):
        answering.rule(cast.wang, made, unit=cast.unit_b, grounds="x")
    answering.rule(cast.lin, made, unit=cast.unit_b, grounds="县委编办〔2024〕3号")
    made.refresh_from_db()
    assert (made.state, made.unit, made.ruled) == (State.ISSUED, cast.unit_b, True)
    with pytest.raises(NotNow, match="裁定"):
        answering.object_to(cast.zhao, made, grounds="还是不归我")
    same = competence_for("", campaign=made.campaign, indicator="1.1")
    assert [(one.unit, one.percent) for one in same] == [(cast.unit_b, 100)]


@pytest.mark.parametrize(
    "words", ["专题研究法治的工作", "法治工作的专题研究", "专题妍究法治工作", "专题研究法治工作情况"]
)
def test_a_ruling_is_found_by_words_that_are_alike_or_sound_alike(words: str, cast: Cast) -> None:
    made = dutying.waiting_for_a_ruling(cast)
    answering.rule(cast.lin, made, unit=cast.unit_b, grounds="县委编办〔2024〕3号")
    assert [one.unit for one in competence_for(words)] == [cast.unit_b]
    assert competence_for("背街小巷环境卫生") == []


def test_a_later_ruling_for_the_same_matter_goes_before_the_earlier(cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    for unit, code in ((cast.unit_a, "1.1"), (cast.unit_b, "1.2")):
        made = dutying.waiting_for_a_ruling(cast, of=campaign, indicator=code)
        answering.rule(cast.lin, made, unit=unit, grounds="依据", matter="户外广告审批")
    assert [one.unit for one in competence_for("户外广告设施审批")] == [cast.unit_b]
    assert CompetenceRule.objects.count() == 2


def test_a_report_sent_twice_is_one_and_a_problem_needs_a_measure(cast: Cast) -> None:
    made = dutying.signed(cast)
    for _ in range(2):
        reporting.report(cast.wang, made, uid="a", progress="开了一次会", percent=40)
    with pytest.raises(reporting.NoMeasure):
        reporting.report(cast.wang, made, uid="b", progress="开了一次会", problem="缺人", percent=50)
    made.refresh_from_db()
    assert (made.percent, made.reports.count()) == (40, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.update(percent=90)


def test_whoever_assigned_it_closes_it_not_the_unit_itself(cast: Cast) -> None:
    made = dutying.signed(cast)
    with pytest.raises(PermissionDenied):
        services.finish(cast.wang, made)
    assert services.finish(cast.lin, made).done_on == today()
    assert services.resume(cast.lin, made, words="抽查不合格").state == State.SIGNED


def test_two_editors_do_not_lose_each_others_words_and_a_harder_duty_is_signed_anew(cast: Cast) -> None:
    made = dutying.signed(cast)
    held = services.change(cast.lin, made, version=made.version, goal="每年四次")
    assert held.state == State.SIGNED
    with pytest.raises(versions.Stale):
        services.change(cast.lin, made, version=made.version, goal="别的")
    earlier = dutying.workday(10)
    held = services.change(cast.lin, held, version=held.version, due_on=earlier, steps=[(earlier, "完成", 100, None)])
    assert (held.state, held.signed_by) == (State.ISSUED, None)


def test_many_are_drafted_with_proposals_and_what_is_there_stays(cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    wanted = [Wanted(cast.unit_a, code) for code in ("1.1", "1.2", "2.1")] + [Wanted(cast.unit_b, "1.1")]
    first = services.assign_many(cast.lin, campaign, wanted=wanted)
    again = services.assign_many(cast.lin, campaign, wanted=wanted)
    assert (len(first.made), len(again.made), again.there) == (3, 0, 3)
    assert first.taken == [("1.1", cast.unit_a)]
    one = Duty.objects.get(indicator="1.1")
    assert (one.title, one.goal, one.person, one.steps.count()) == (
        "专题研究",
        "“专题研究”得满分 5 分。",
        cast.wang.person,
        1,
    )
    assert one.path == f"/{one.pk:08d}/"
    outcome = services.issue_many(cast.lin, duties=[duty.pk for duty in first.made])
    assert [lacks for _duty, lacks in outcome.incomplete] == [["奖惩"]] * 3


def test_a_dissolved_unit_is_given_nothing(cast: Cast) -> None:
    campaign, old = dutying.campaign(cast), makers.unit(cast.lin, parent=cast.county)
    organisation.close_unit(cast.lin, old, version=old.version, until=today() - timedelta(days=1))
    old.refresh_from_db()
    with pytest.raises(NotCompetent):
        dutying.draft(cast, campaign, old)


def test_a_duty_in_hand_is_an_ask_of_its_unit_and_follows_it(cast: Cast) -> None:
    made = dutying.objected(cast)
    bring_into_line([made.pk])
    assert [(one.unit, one.state) for one in Ask.objects.all()] == [(cast.unit_a, "open")]
    answering.reassign(cast.lin, made, unit=cast.unit_b, words="按三定方案")
    bring_into_line([made.pk, made.pk])
    assert set(Ask.objects.values_list("unit__code", "state")) == {("SFJ", "withdrawn"), ("CGZ", "open")}
    answering.sign(cast.zhao, made)
    services.finish(cast.lin, made)
    bring_into_line([made.pk])
    assert Ask.objects.get(unit=cast.unit_b).state == "done"
    told = Notice.objects.filter(user=cast.zhao).values_list("words", flat=True)
    assert [words for words in told if "请签收" in words]
