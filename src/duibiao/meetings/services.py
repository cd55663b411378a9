"""The only place that writes meetings: call one, put matters to it, write down what it resolved, look back."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.asks import services as asks
from duibiao.asks.choices import AskKind, AskState
from duibiao.audit.services import changes_of, note
from duibiao.campaigns.models import Campaign
from duibiao.duties import services as duties
from duibiao.duties.choices import Role, Source
from duibiao.duties.models import Duty
from duibiao.duties.parts import template
from duibiao.duties.refusals import Incomplete
from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.meetings.choices import State
from duibiao.meetings.models import Decision, LookBack, Meeting, Topic
from duibiao.meetings.permissions import may_raise, may_run_meetings
from duibiao.organisation.models import Person, Unit, User
from duibiao.organisation.permissions import require


class NotNow(Exception):
    """The meeting is not in a state in which this can be done."""

    def __init__(self, meeting: Meeting, act: str) -> None:
        known = {"title": meeting.title, "state": meeting.get_state_display(), "act": act}
        super().__init__(_("“%(title)s”现在是“%(state)s”，不能%(act)s；请刷新后再看。") % known)


def _locked(meeting: Meeting, *states: str, act: str) -> Meeting:
    """The row, held: two who act at once do it one after the other."""
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.state not in states:
        raise NotNow(held, act)
    return held


@transaction.atomic
def call(
    by: User, campaign: Campaign, *, units: Iterable[Unit] = (), urgent_reason: str = "", **fields: Any
) -> Meeting:
    """Call a meeting. Each unit is asked to come, as with any ask: `asks.TooSoon` where it gets too little time without a reason."""
    require(may_run_meetings(by))
    meeting = Meeting.objects.create(campaign=campaign, **fields)
    meeting.units.set(units)
    for unit in meeting.units.all() if meeting.held_on >= today() else ():
        _invite(by, meeting, unit, urgent_reason)
    note(by, "meetings.call", meeting, held_on=str(meeting.held_on))
    return meeting


def _reference(meeting: Meeting) -> str:
    return f"meeting:{meeting.pk}"


def _invite(by: User, meeting: Meeting, unit: Unit, urgent_reason: str) -> None:
    asks.ask(
        by, unit=unit, kind=AskKind.MEETING, title=_("参加：%s") % meeting.title, grounds=meeting.get_kind_display(),
        due_on=meeting.held_on, reference=_reference(meeting), link=f"/unit/meetings/{meeting.pk}/",
        urgent_reason=urgent_reason,
    )  # fmt: skip


@transaction.atomic
def change(
    by: User, meeting: Meeting, *, version: int, units: Iterable[Unit], urgent_reason: str = "", **fields: Any
) -> Meeting:
    """Change what is planned: units that joined are asked, those that left are let off, all hear of another day."""
    require(may_run_meetings(by))
    held = _locked(meeting, State.PLANNED, act=_("修改"))
    before, old_day = set(held.units.all()), held.held_on
    changes = changes_of(held, {name: fields[name] for name in ("held_on", "title") if name in fields})
    versions.save(held, version=version, **fields)
    held.units.set(units)
    now = set(held.units.all())
    for unit in sorted(now, key=lambda one: one.pk):
        _invite(by, held, unit, urgent_reason)
        if unit in before and held.held_on != old_day:
            asks.reschedule(by, reference=_reference(held), unit=unit, due_on=held.held_on, reason=_("会议改期"))
    for unit in before - now:
        asks.settle(by, reference=_reference(held), unit=unit, state=AskState.WITHDRAWN)
    note(by, "meetings.change", held, changes=changes)
    return held


@transaction.atomic
def cancel(by: User, meeting: Meeting) -> Meeting:
    """It does not take place: nobody is asked to come any longer."""
    require(may_run_meetings(by))
    held = _locked(meeting, State.PLANNED, act=_("取消"))
    versions.save(held, version=held.version, state=State.CANCELLED)
    asks.settle(by, reference=_reference(held), state=AskState.WITHDRAWN)
    note(by, "meetings.cancel", held)
    return held


@transaction.atomic
def hold(by: User, meeting: Meeting, *, version: int, minutes: str) -> Meeting:
    """It took place; its minutes may be completed later."""
    require(may_run_meetings(by))
    held = _locked(meeting, State.PLANNED, State.HELD, act=_("登记会议情况"))
    versions.save(held, version=version, state=State.HELD, minutes=minutes)
    asks.settle(by, reference=_reference(held))
    note(by, "meetings.hold", held)
    return held


@transaction.atomic
def put(by: User, meeting: Meeting, *, words: str, details: str = "", unit: Unit | None = None) -> Topic:
    """Put a matter to a meeting to come; the same words again change nothing."""
    held = _locked(meeting, State.PLANNED, act=_("提交议题"))
    require(may_raise(by, held, unit))
    topic, made = Topic.objects.get_or_create(
        meeting=held, words=words, defaults={"details": details, "unit": unit, "by": by}
    )
    if made:
        note(by, "meetings.put", held, topic=topic.pk)
    return topic


@transaction.atomic
def decide(
    by: User,
    meeting: Meeting,
    *,
    words: str,
    unit: Unit,
    due_on: date,
    standard: str = "",
    person: Person | None = None,
    supporting: Iterable[Unit] = (),
    topic: Topic | None = None,
    on_holiday: bool = False,
) -> Decision:
    """A resolved item becomes a duty of `unit`, given out at once if all its parts are there. The same words twice are one item."""
    require(may_run_meetings(by))
    held = _locked(meeting, State.PLANNED, State.HELD, act=_("登记议定事项"))
    there = held.decisions.filter(words=words).first()
    if there is not None:
        return there
    parts = _parts(held, words, due_on, standard, person, on_holiday)
    duty = duties.draft(by, held.campaign, unit=unit, **parts)
    helping = [
        duties.draft(by, held.campaign, unit=one, role=Role.SUPPORTING, parent=duty, **_without_person(parts))
        for one in supporting
        if one != unit
    ]
    made = Decision.objects.create(meeting=held, topic=topic, words=words, duty=duty, by=by)
    _give_out(by, [duty, *helping])
    duty.refresh_from_db()
    note(by, "meetings.decide", held, decision=made.pk, duty=duty.pk)
    return made


def _parts(
    meeting: Meeting, words: str, due_on: date, standard: str, person: Person | None, on_holiday: bool
) -> dict[str, Any]:
    starts_on = min(max(meeting.held_on, meeting.campaign.since), due_on)
    parts = {
        "title": words, "goal": words, "standard": standard or words, "due_on": due_on, "starts_on": starts_on,
        "consequence": template().consequence or _("纳入会议督办：按期办结的通报表扬，逾期没有办结的通报。"), "source": Source.MEETING, "group": meeting.group,
        "steps": [(due_on, _("办结并报告"), 100, None)], "on_holiday": on_holiday,
    }  # fmt: skip
    return parts if person is None else {**parts, "person_id": person.pk}


def _without_person(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if name != "person_id"}


def _give_out(by: User, drafted: Sequence[Duty]) -> None:
    """What lacks a part stays a draft, and says so on the page of the duty: the resolution stands all the same."""
    for duty in drafted:
        try:
            with transaction.atomic():
                duties.issue(by, duty)
        except Incomplete:
            continue


@transaction.atomic
def look_back(by: User, decision: Decision, *, kept: bool, words: str) -> LookBack:
    """Write down whether a resolution was kept. Not kept: what was closed is taken up again."""
    require(may_run_meetings(by))
    look = LookBack.objects.create(decision=decision, kept=kept, words=words, by=by)
    duty = Duty.objects.get(pk=decision.duty_id)
    if not kept and duty.done_on is not None:
        duties.resume(by, duty, words=_("会议议定事项回头看：%s") % words)
    note(by, "meetings.look_back", decision.meeting, decision=decision.pk, kept=kept)
    return look
