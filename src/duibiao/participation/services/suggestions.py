"""What supervisors suggest: taken in, given to a unit, answered, judged once. The only place that writes it.

Its one trick: 直通. What a deputy suggests to a unit that they name is with that unit at once, until the county's day, in the name of
whoever gave the deputy the link; everything else is given out by the office. Not satisfied sends it back to the office, once.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.asks.choices import AskKind, AskState
from duibiao.asks.permissions import may_ask
from duibiao.asks.services import ask, settle
from duibiao.audit.services import note
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.notices.services import tell
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.organisation.queries import liaison_users
from duibiao.participation.choices import DEPUTIES, WITH_OFFICE, Outcome, SuggestionState
from duibiao.participation.models import FeedbackItem, ItemReply, Suggestion, SuggestionAnswer, Supervisor
from duibiao.participation.permissions import may_answer_suggestion, may_keep_supervisors, may_reply
from duibiao.participation.services.residents import Refused
from duibiao.workdays.queries import calendar

#: Workdays in which a unit answers, where nobody sets another day.
ANSWER_WORKDAYS = 15
CHINESE = "zh-hans"
#: A suggestion may be given, or given to another, as long as nobody has answered it.
TO_GIVE = (*WITH_OFFICE, SuggestionState.GIVEN)


def usual_day() -> date:
    """Until when an answer is due if it is asked for today."""
    return calendar().after(today(), ANSWER_WORKDAYS).day


@transaction.atomic
def suggest(
    supervisor: Supervisor, *, uid: str, title: str, words: str, wished: Unit | None = None, named: bool = False
) -> Suggestion:
    """A suggestion, without an account. The same `uid` again is the same one."""
    known = f"s{supervisor.pk}-{uid}"[:64]
    held = Suggestion.objects.filter(uid=known).first()
    if held is not None:
        return held
    fields: dict[str, Any] = {"title": title, "words": words, "wished": wished, "named": named}
    made, new = Suggestion.objects.get_or_create(uid=known, defaults={"supervisor": supervisor, **fields})
    if new:
        note(None, "participation.suggest", made)
        _straight_on(supervisor, made)
        _tell_office(made, "suggestion", _("收到一条意见建议（第 %d 号），请看。"))
    return made


def _straight_on(supervisor: Supervisor, made: Suggestion) -> None:
    """To the unit that a deputy named, if somebody there hears of it."""
    key = supervisor.keys.filter(revoked_at=None).select_related("by").first()
    unit = made.wished
    if key is not None and unit is not None and supervisor.kind in DEPUTIES and liaison_users(unit):
        _give(key.by, made, unit, usual_day(), "")


@override(CHINESE)
def _tell_office(held: Suggestion, kind: str, words: str) -> None:
    clerks = User.objects.filter(is_active=True, grants__role=Role.OFFICE).distinct()
    link = f"/office/suggestions/{held.pk}/"
    about = f"suggestion:{held.pk}:{held.round}"
    tell(users=clerks, kind=kind, words=words % held.pk, link=link, about=about)


def _locked(suggestion: Suggestion, *states: str) -> Suggestion:
    """The row, alone, if it is still in one of the states."""
    rows = Suggestion.objects.select_for_update(of=("self",)).select_related("unit", "supervisor", "given_by")
    held = rows.get(pk=suggestion.pk)
    if held.state not in states:
        said = {"n": held.pk, "state": held.get_state_display()}
        raise Refused(_("第 %(n)d 号意见建议现在是“%(state)s”，可能别人先处理了。请刷新后再看。") % said)
    return held


def _write(held: Suggestion, **fields: Any) -> Suggestion:
    for name, value in fields.items():
        setattr(held, name, value)
    held.save(update_fields=list(fields))
    return held


@transaction.atomic
def give(by: User, suggestion: Suggestion, *, unit: Unit, due_on: date, words: str = "") -> Suggestion:
    """To a unit until a day; to another one than before if need be. Raises `Refused`, `asks.services.TooSoon`."""
    require(may_keep_supervisors(by))
    held = _locked(suggestion, *TO_GIVE)
    if held.state == SuggestionState.GIVEN and (held.unit, held.due_on) == (unit, due_on):
        return held
    return _give(by, held, unit, due_on, words)


def _give(by: User, held: Suggestion, unit: Unit, due_on: date, words: str) -> Suggestion:
    _taken_back(by, held)
    now = timezone.now()
    fields: dict[str, Any] = {"unit": unit, "due_on": due_on, "given_by": by, "given_at": now, "given_words": words}
    _write(held, state=SuggestionState.GIVEN, **fields)
    _asked(by, held, unit, due_on)
    note(by, "participation.give_suggestion", held, unit=unit.pk, due_on=due_on.isoformat())
    return held


def _reference(held: Suggestion) -> str:
    assert held.given_at is not None
    return f"suggestion:{held.pk}:{held.given_at.timestamp():.3f}"


@override(CHINESE)
def _asked(by: User, held: Suggestion, unit: Unit, due_on: date) -> None:
    """It stands among what is asked of the unit, and the unit hears of it, without a word of who suggested what."""
    if may_ask(by, unit):
        ask(
            by, unit=unit, kind=AskKind.OTHER, title=_("答复意见建议：%s") % held.title,
            grounds=_("社会监督员意见建议第 %d 号") % held.pk, due_on=due_on, reference=_reference(held),
            link=f"/unit/suggestions/{held.pk}/", quiet=True,
        )  # fmt: skip
    said = {"n": held.pk, "day": day_text(due_on)}
    words = _("交来一条社会监督员的意见建议（第 %(n)d 号），请在%(day)s前答复。") % said
    link = f"/unit/suggestions/{held.pk}/"
    tell(users=liaison_users(unit), kind="suggestion.given", words=words, link=link, about=_reference(held))


def _taken_back(by: User, held: Suggestion) -> None:
    if held.state == SuggestionState.GIVEN:
        settle(by, reference=_reference(held), unit=held.unit, state=AskState.WITHDRAWN)


@transaction.atomic
def answer(by: User, suggestion: Suggestion, *, outcome: Outcome | str, words: str) -> Suggestion:
    """What comes of it, in words for whoever suggested it. The second answer ends it."""
    held = _locked(suggestion, *TO_GIVE)
    require(may_answer_suggestion(by, held))
    unit = held.unit if held.state == SuggestionState.GIVEN else None
    in_time = unit is None or held.due_on is None or today() <= held.due_on
    SuggestionAnswer.objects.create(
        suggestion=held, round=held.round, unit=unit, outcome=outcome, words=words, due_on=held.due_on if unit else None,
        in_time=in_time, by=by,
    )  # fmt: skip
    if unit is not None:
        settle(by, reference=_reference(held), unit=unit)
    last = held.round > 1
    _write(held, state=SuggestionState.CLOSED if last else SuggestionState.ANSWERED)
    note(by, "participation.answer_suggestion", held, round=held.round, **({"unit": unit.pk} if unit else {}))
    return held


@transaction.atomic
def judge(supervisor: Supervisor, suggestion: Suggestion, *, satisfied: bool, words: str = "") -> Suggestion:
    """What its sender thinks of the answer, said once. Not satisfied: the office sees to it again."""
    held = _locked(suggestion, SuggestionState.ANSWERED)
    require(held.supervisor_id == supervisor.pk)
    fields: dict[str, Any] = {"satisfied": satisfied, "opinion": words[:300], "opinion_at": timezone.now()}
    if satisfied:
        return _judged(_write(held, state=SuggestionState.CLOSED, **fields))
    _write(held, state=SuggestionState.BACK, round=2, **fields)
    _tell_office(held, "suggestion.back", _("第 %d 号意见建议的答复没有让提出人满意，请再办一次。"))
    return _judged(held)


def _judged(held: Suggestion) -> Suggestion:
    note(None, "participation.judge_suggestion", held, satisfied=held.satisfied)
    return held


@transaction.atomic
def reply(by: User, item: FeedbackItem, *, words: str) -> ItemReply:
    """How the unit put an item of feedback right, in its words for the answer to the superior. A later one goes before."""
    require(may_reply(by, item))
    assert item.problem is not None
    assert item.problem.unit is not None
    latest = item.replies.first()
    if latest is not None and latest.words == words:
        return latest
    made = ItemReply.objects.create(item=item, unit=item.problem.unit, words=words, by=by)
    note(by, "participation.reply", item.feedback, item=item.number, unit=made.unit_id)
    return made
