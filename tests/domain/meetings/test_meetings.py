"""A meeting asks units to come, hears matters, resolves; a resolution is a duty, and somebody looks back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from duibiao.asks.choices import AskState
from duibiao.asks.models import Ask
from duibiao.asks.services import TooSoon
from duibiao.duties import services as duties
from duibiao.duties.choices import Role, Source
from duibiao.duties.choices import State as DutyState
from duibiao.duties.models import Duty
from duibiao.duties.refusals import OnAHoliday
from duibiao.lib.spans import today
from duibiao.meetings import queries, services
from duibiao.meetings.choices import State
from duibiao.meetings.models import Decision, Topic
from duibiao.organisation import services as organisation
from tests import dutying, meeting
from tests.cast import Cast


def asked(kind: str = "meeting") -> list[tuple[str, str]]:
    return list(Ask.objects.filter(kind=kind).order_by("unit").values_list("unit__code", "state"))


def test_every_unit_that_takes_part_is_asked_once_and_let_off_when_it_is_cancelled(cast: Cast) -> None:
    made = meeting.called(cast, units=[cast.unit_a, cast.unit_b])
    assert asked() == [("SFJ", AskState.OPEN), ("CGZ", AskState.OPEN)]
    services.cancel(cast.lin, made)
    assert {state for _unit, state in asked()} == {AskState.WITHDRAWN}
    with pytest.raises(services.NotNow):
        services.cancel(cast.lin, made)


def test_a_meeting_tomorrow_needs_a_stated_reason(cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    with pytest.raises(TooSoon):
        meeting.called(cast, campaign=campaign, held_on=today())
    assert meeting.called(cast, campaign=campaign, held_on=today(), urgent_reason="防汛").units.count() == 1


def test_another_day_moves_what_was_asked_and_a_unit_that_left_is_let_off(cast: Cast) -> None:
    made = meeting.called(cast, units=[cast.unit_a, cast.unit_b])
    later = dutying.workday(60)
    services.change(cast.lin, made, version=made.version, units=[cast.unit_b], held_on=later)
    assert asked() == [("SFJ", AskState.WITHDRAWN), ("CGZ", AskState.OPEN)]
    assert Ask.objects.get(unit=cast.unit_b).due_on == later


def test_a_unit_that_takes_part_may_put_a_matter_to_it_and_no_other(cast: Cast) -> None:
    made = meeting.called(cast)
    services.put(cast.wang, made, words="执法公示栏归谁管", unit=cast.unit_a)
    services.put(cast.wang, made, words="执法公示栏归谁管", unit=cast.unit_a)
    assert Topic.objects.get().unit == cast.unit_a
    for user, unit in ((cast.zhao, cast.unit_b), (cast.wang, cast.unit_b), (cast.wang, None)):
        with pytest.raises(PermissionDenied):
            services.put(user, made, words="别的事", unit=unit)


def test_a_resolution_is_a_duty_that_is_given_out_with_owner_and_day(cast: Cast) -> None:
    made = meeting.resolved(cast)
    duty = made.duty
    assert (duty.unit, duty.due_on, duty.source, duty.state) == (
        cast.unit_a, dutying.workday(), Source.MEETING, DutyState.ISSUED
    )  # fmt: skip
    helping = Duty.objects.get(parent=duty)
    assert (helping.unit, helping.role, helping.state) == (cast.unit_b, Role.SUPPORTING, DutyState.ISSUED)


def test_what_lacks_a_part_stays_a_draft_and_the_resolution_stands(cast: Cast) -> None:
    nobody = organisation.add_unit(cast.lin, parent=cast.county, code="WRJ", name="无人局", kind="department")
    made = meeting.resolved(cast, unit=nobody, person=None, supporting=[])
    assert made.duty.state == DutyState.DRAFT


def test_the_same_resolution_twice_is_one(cast: Cast) -> None:
    held = meeting.held(cast)
    assert meeting.resolved(cast, meeting=held) == meeting.resolved(cast, meeting=held)
    assert (Decision.objects.count(), Duty.objects.count()) == (1, 2)


def test_a_day_on_a_holiday_is_refused_with_the_workday_before(cast: Cast) -> None:
    held = meeting.held(cast)
    sunday = next(day for day in (date(today().year + 1, 1, n) for n in range(5, 12)) if day.weekday() == 6)
    with pytest.raises(OnAHoliday) as refused:
        meeting.resolved(cast, meeting=held, due_on=sunday)
    assert refused.value.proposed < sunday
    assert not Decision.objects.exists()
    assert meeting.resolved(cast, meeting=held, due_on=sunday, on_holiday=True).duty.due_on == sunday


def test_a_cancelled_meeting_resolves_nothing(cast: Cast) -> None:
    made = meeting.called(cast)
    services.cancel(cast.lin, made)
    with pytest.raises(services.NotNow):
        meeting.resolved(cast, meeting=made)


def test_looking_back_takes_up_again_what_was_not_kept(cast: Cast) -> None:
    made = meeting.resolved(cast)
    Duty.objects.filter(pk=made.duty_id).update(state=DutyState.SIGNED, signed_at="2026-01-01T00:00:00Z")
    duties.finish(cast.lin, made.duty)
    services.look_back(cast.lin, made, kept=False, words="公示栏还是空的")
    assert Duty.objects.get(pk=made.duty_id).state == DutyState.SIGNED
    assert [look.kept for look in made.looks.all()] == [False]


def test_only_the_office_resolves(cast: Cast) -> None:
    held = meeting.held(cast)
    for user in (cast.wang, cast.zhou, cast.chen):
        with pytest.raises(PermissionDenied):
            services.decide(user, held, words="越权", unit=cast.unit_a, due_on=dutying.workday())


def test_a_unit_sees_meetings_that_concern_it_and_no_others(cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    held = meeting.held(cast, campaign=campaign)
    other = meeting.called(cast, campaign=campaign, title="别的会", units=[])
    meeting.resolved(cast, meeting=held)
    assert set(queries.meetings(cast.wang)) == {held}
    assert set(queries.meetings(cast.zhao)) == {held}  # it has something to carry out
    assert set(queries.meetings(cast.zhou)) == {held, other}
    assert not queries.meetings(cast.wu).exists()
    assert services.hold(cast.lin, other, version=other.version, minutes="").state == State.HELD


def test_the_cockpit_says_what_is_late_what_is_near_and_what_was_resolved(cast: Cast) -> None:
    group = organisation.add_group(cast.lin, name="执法组", kind="task")
    held = meeting.held(cast, group=group)
    made = meeting.resolved(cast, meeting=held, supporting=[])
    near = queries.cockpit(cast.lin, group, dutying.workday(40))
    assert ([one.pk for one in near.soon], near.late, near.duties) == ([made.duty_id], [], 1)
    Duty.objects.filter(pk=made.duty_id).update(due_on="2026-01-05", starts_on="2026-01-05")
    late = queries.cockpit(cast.lin, group, dutying.workday(40))
    assert ([one.pk for one in late.late], late.soon) == ([made.duty_id], [])
    assert [one.words for one in late.open_decisions] == ["补齐执法公示栏"]
