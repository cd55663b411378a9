"""The only place that writes asks. Whoever wants something of a unit comes through `ask`: duties, ledger, problems, meetings.

    ask(by, unit=…, kind=AskKind.NUMBER, title="报11月会议次数", grounds="年度要点第3条", due_on=…,
        reference="measure:meetings:2026-11", subject="measure:meetings:2026-11")

The same reference again returns the ask that is there. The same subject again raises `AskedAlready`; too little time without
a reason raises `TooSoon`. Both are counted or refused before the unit hears of it.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.asks.choices import LIVE, OWED, AskKind, AskState, StepKind
from duibiao.asks.models import Ask, Step, Stopped, Terms
from duibiao.asks.permissions import may_answer, may_ask, may_ask_freely, may_settle
from duibiao.audit.services import note
from duibiao.files.kinds import Refused as NotWhatItSays
from duibiao.files.models import Blob
from duibiao.files.taking import take
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.notices.services import tell
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.organisation.queries import liaison_users
from duibiao.workdays.queries import calendar

#: Messages are in Chinese, whatever language the person reads who caused them.
CHINESE = "zh-hans"
#: Files that an answer may carry.
FILES = ("pdf", "image", "office", "ofd")
#: What may be done with all asks of a reference at once.
ENDINGS = (AskState.DONE, AskState.WITHDRAWN)


class TooSoon(Exception):
    """The unit would have fewer workdays than it must be given, and no reason is stated."""

    def __init__(self, *, min_workdays: int, earliest: date) -> None:
        words = _("至少要给单位留 %(n)d 个工作日，最早 %(day)s；确实紧急的，请写明理由。")
        super().__init__(words % {"n": min_workdays, "day": day_text(earliest)})
        self.min_workdays, self.earliest = min_workdays, earliest


class AskedAlready(Exception):
    """The unit was asked for the same; `ask` is what is there."""

    def __init__(self, ask: Ask) -> None:
        said = {"unit": ask.unit, "title": ask.title, "state": ask.get_state_display()}
        super().__init__(_("已经向%(unit)s要过：“%(title)s”（%(state)s）。请直接用那一份，不要重复要。") % said)
        self.ask = ask


class NotNow(Exception):
    """The ask is not in a state in which this can be done; `ask` is as it is now."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(_("这项要求现在是“%s”，别人可能先处理了。请刷新后再看。") % ask.get_state_display())
        self.ask = ask


class BadFile(Exception):
    """The file is not what it says, or of no kind that is taken."""


def ask(
    by: User,
    *,
    unit: Unit,
    kind: AskKind,
    title: str,
    grounds: str,
    due_on: date,
    reference: str,
    subject: str = "",
    link: str = "",
    urgent_reason: str = "",
    details: str = "",
    quiet: bool = False,
) -> Ask:
    """Ask a unit for something. Raises `TooSoon`, `AskedAlready`. The same reference again returns what is there.

    `quiet`: the asker tells the unit itself, once for many asks.
    A stopped request is counted unless the caller's transaction is rolled back: catch `AskedAlready` inside it.
    """
    require(may_ask(by, unit))
    held = Ask.objects.filter(unit=unit, reference=reference).first()
    if held is not None:
        return held
    if (there := _asked_already(unit, subject, due_on)) is not None:
        _stop(by, there, kind, title)
    if not urgent_reason.strip():
        _require_time(due_on)
    fields = {
        "kind": kind, "title": title, "grounds": grounds, "due_on": due_on, "subject": subject, "link": link,
        "urgent_reason": urgent_reason.strip(), "details": details, "by": by, "from_unit": by.unit,
    }  # fmt: skip
    return _make(by, unit, reference, fields, quiet)


def _make(by: User, unit: Unit, reference: str, fields: dict[str, Any], quiet: bool) -> Ask:
    """The row, once; two who ask for the same subject at the same moment are told apart by the database."""
    try:
        with transaction.atomic():
            made, new = Ask.objects.get_or_create(unit=unit, reference=reference, defaults=fields)
            if new:
                _asked(by, made, quiet)
    except IntegrityError:
        there = _asked_already(unit, fields["subject"], fields["due_on"])
        if there is None:
            raise
        _stop(by, there, fields["kind"], fields["title"])
    return made


@override(CHINESE)
def _asked(by: User, made: Ask, quiet: bool) -> None:
    Step.objects.create(ask=made, kind=StepKind.ASKED, by=by, due_after=made.due_on)
    note(by, "asks.ask", made, unit=made.unit_id, kind=str(made.kind))
    if quiet:
        return
    words = _("要求%(unit)s%(day)s前办：%(title)s")
    said = {"unit": made.unit, "day": day_text(made.due_on), "title": made.title}
    tell(
        users=liaison_users(made.unit), kind="ask", words=words % said, link=_page(made),
        about=f"ask:{made.pk}", urgent=bool(made.urgent_reason),
    )  # fmt: skip


def _page(ask: Ask) -> str:
    """Where the unit deals with it: the asker's own page if it has one."""
    return ask.link or f"/unit/asks/{ask.pk}/"


def _asked_already(unit: Unit, subject: str, due_on: date) -> Ask | None:
    """What is asked for the same subject and open, or was answered in the same year."""
    if not subject:
        return None
    same = Ask.objects.select_related("unit").filter(unit=unit, subject=subject)
    live = same.filter(state__in=LIVE)
    return live.first() or same.filter(state=AskState.DONE, due_on__year=due_on.year).last()


def _stop(by: User, there: Ask, kind: AskKind, title: str) -> NoReturn:
    with transaction.atomic():
        Stopped.objects.create(ask=there, kind=kind, title=title[:200], by=by)
    raise AskedAlready(there)


def _require_time(due_on: date) -> None:
    least = min_workdays()
    if calendar().between(today(), due_on) < least:
        raise TooSoon(min_workdays=least, earliest=calendar().after(today(), least).day)


def min_workdays() -> int:
    """How many workdays a unit is given at the least."""
    held = Terms.objects.first()
    return held.min_workdays if held is not None else Terms().min_workdays


@transaction.atomic
def set_terms(by: User, *, min_workdays: int) -> None:
    require(may_ask_freely(by))
    held = Terms.objects.update_or_create(pk=1, defaults={"min_workdays": min_workdays})[0]
    note(by, "asks.set_terms", held, units=min_workdays)


# ── one ask ───────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def answer(by: User, ask: Ask, *, words: str, file: Iterable[bytes] | None = None, file_name: str = "") -> Ask:
    """The unit's answer in words, with a file if it has one. A report that is given and a paper that is signed for are done with it.
    Raises `NotNow`, `BadFile`."""
    require(may_answer(by, ask.unit))
    held = _locked(ask, OWED)
    if file is not None:
        held.file, held.file_name = _kept(file, file_name), file_name[:255]
    held.state, held.answer, held.answered_at = AskState.ANSWERED, words, timezone.now()
    held.save(update_fields=["state", "answer", "answered_at", "file", "file_name"])
    _step(by, held, StepKind.ANSWERED, words)
    if held.ends_with_answer:
        _end(by, held, AskState.DONE, "")
    _tell_asker(held)
    return held


def _kept(file: Iterable[bytes], name: str) -> Blob:
    try:
        return take(file, name=name, families=FILES)
    except NotWhatItSays as refused:
        raise BadFile(refused.words) from None


@override(CHINESE)
def _tell_asker(held: Ask) -> None:
    text = _("%(unit)s答复了：%(title)s") % {"unit": held.unit, "title": held.title}
    latest = held.steps.latest("id")
    tell(users=[held.by], kind="ask.answered", words=text, link=f"/office/asks/{held.pk}/", about=f"step:{latest.pk}")


@transaction.atomic
def accept(by: User, ask: Ask) -> Ask:
    """The answer will do. Raises `NotNow`."""
    require(may_settle(by, ask))
    held = _locked(ask, (AskState.ANSWERED,))
    return _end(by, held, AskState.DONE, "")


@transaction.atomic
def give_back(by: User, ask: Ask, *, reason: str) -> Ask:
    """The answer will not do, and why; also one that had ended the ask by itself. Raises `NotNow`."""
    require(may_settle(by, ask))
    held = _locked(ask, (AskState.ANSWERED, AskState.DONE))
    if not held.may_go_back or (held.state == AskState.DONE and _asked_anew(held)):
        raise NotNow(held)
    held.state, held.ended_at = AskState.RETURNED, None
    held.save(update_fields=["state", "ended_at"])
    _step(by, held, StepKind.RETURNED, reason)
    with override(CHINESE):
        _tell_unit(held, "ask.returned", _("“%(title)s”退回了：%(reason)s") % {"title": held.title, "reason": reason})
    return held


@transaction.atomic
def withdraw(by: User, ask: Ask, *, reason: str) -> Ask:
    """It is not wanted any more. Raises `NotNow`."""
    require(may_settle(by, ask))
    held = _locked(ask, LIVE)
    with override(CHINESE):
        _tell_unit(held, "ask.withdrawn", _("“%s”不用办了。") % held.title)
    return _end(by, held, AskState.WITHDRAWN, reason)


def _asked_anew(held: Ask) -> bool:
    """Whether the same matter is open again: then the old one stays ended."""
    return bool(held.subject) and Ask.objects.filter(unit=held.unit, subject=held.subject, state__in=LIVE).exists()


def _locked(ask: Ask, states: tuple[AskState, ...]) -> Ask:
    held = Ask.objects.select_for_update(of=("self",)).select_related("unit", "by").get(pk=ask.pk)
    if held.state not in states:
        raise NotNow(held)
    return held


def _end(by: User, held: Ask, state: AskState, words: str) -> Ask:
    held.state, held.ended_at = state, timezone.now()
    held.save(update_fields=["state", "ended_at"])
    _step(by, held, StepKind(state), words)
    return held


def _step(by: User, held: Ask, kind: StepKind, words: str, **days: date) -> None:
    Step.objects.create(ask=held, kind=kind, by=by, words=words, **days)
    note(by, f"asks.{kind}", held, unit=held.unit_id)


def _tell_unit(held: Ask, kind: str, words: str) -> None:
    number = held.steps.count()
    tell(users=liaison_users(held.unit), kind=kind, words=words, link=_page(held), about=f"ask:{held.pk}:{number}")


# ── all asks of a reference, for the parts that asked ─────────────────────────────────────────────


@transaction.atomic
def settle(by: User, *, reference: str, unit: Unit | None = None, state: AskState = AskState.DONE) -> int:
    """End what was asked under a reference, of one unit or of all; returns how many were not over yet. No further check:
    the act that leads here was allowed (a material was accepted, a duty signed)."""
    if state not in ENDINGS:
        raise ValueError(f"an ask ends done or withdrawn, not {state}")
    rows = Ask.objects.select_for_update().filter(reference=reference, state__in=LIVE)
    held = list(rows.filter(unit=unit) if unit is not None else rows)
    for one in held:
        _end(by, one, state, "")
    return len(held)


@transaction.atomic
def reschedule(by: User, *, reference: str, unit: Unit, due_on: date, reason: str) -> int:
    """Another day for what is not over yet; the old day and the reason stay in its history. Returns how many were moved."""
    rows = Ask.objects.select_for_update(of=("self",)).select_related("unit")
    held = list(rows.filter(reference=reference, unit=unit, state__in=LIVE).exclude(due_on=due_on))
    for one in held:
        if not may_settle(by, one) and not may_ask(by, unit):
            raise PermissionDenied
        _move(by, one, due_on, reason)
    return len(held)


@override(CHINESE)
def _move(by: User, one: Ask, due_on: date, reason: str) -> None:
    before, one.due_on = one.due_on, due_on
    one.save(update_fields=["due_on"])
    _step(by, one, StepKind.RESCHEDULED, reason, due_before=before, due_after=due_on)
    said = {"title": one.title, "before": day_text(before), "after": day_text(due_on)}
    _tell_unit(one, "ask.rescheduled", _("“%(title)s”从%(before)s改到%(after)s") % said)


@override(CHINESE)
def look_at_days_again() -> int:
    """The calendar has changed: who asked hears of each open ask whose day is no workday now. Returns how many."""
    now, days = today(), calendar()
    found = Ask.objects.filter(state__in=OWED, due_on__gte=now).select_related("unit", "by")
    fallen = [one for one in found if not days.is_workday(one.due_on)]
    for one in fallen:
        before = days.on_or_before(one.due_on).day
        said = {"unit": one.unit, "title": one.title, "day": day_text(one.due_on), "before": day_text(before)}
        words = _("要求%(unit)s的“%(title)s”截止在%(day)s，是休息日；前一个工作日是%(before)s。") % said
        tell(
            users=[one.by],
            kind="calendar",
            words=words,
            link=f"/office/asks/{one.pk}/",
            about=f"ask:{one.pk}:{one.due_on}",
        )
    return len(fallen)
