"""The only place that writes appeals: hand one in, withdraw it, decide it, set the county's days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.appeals import effects
from duibiao.appeals.choices import State
from duibiao.appeals.deadlines import decided_by_day, last_day, rules
from duibiao.appeals.models import Appeal, Exhibit, Rules
from duibiao.appeals.permissions import appellant, may_decide, may_set_rules
from duibiao.appeals.telling import tell_decided, tell_handed_in
from duibiao.audit.services import note
from duibiao.facts.drafts import NOT_APPLICABLE, Draft
from duibiao.facts.models import Fact
from duibiao.files.kinds import Refused as NotWhatItSays
from duibiao.files.taking import take
from duibiao.inspections.models import Observation
from duibiao.inspections.overturning import overturn
from duibiao.lib import versions
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.scores.services import correct

KINDS, MOST_FILES, MOST_BYTES = ("pdf", "image", "office", "ofd"), 9, 20 * 2**20


class Refused(Exception):
    """It did not happen; the text says why and what to do. `field`: where in the form it belongs."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class Decided(Refused):
    """Somebody decided first; that decision stands."""


@dataclass(frozen=True)
class File:
    """A file of the form: its name and its bytes."""

    name: str
    chunks: Iterable[bytes]


@transaction.atomic
def appeal(
    by: User, *, uid: str, grounds: str, matter: str, fact: Fact | None = None, observation: Observation | None = None,
    files: Sequence[File] = (),
) -> Appeal:  # fmt: skip
    """Hand one in against a fact, or against a fault of a visit. The same `uid` again changes nothing."""
    held = Appeal.objects.filter(uid=uid, by=by).first()
    if held is not None:
        return held
    against = observation.fact if observation is not None else fact
    unit = appellant(by, against, observation)
    require(unit is not None)
    assert unit is not None
    _check(against, observation)
    known = rules()
    last = last_day(_known_at(against, observation), known)
    if today() > last:
        words = _("申诉期已过：这项扣分最晚 %(day)s 可以申诉（%(n)d 个工作日内）。确有错误，请直接联系创建办更正。")
        raise Refused(words % {"day": day_text(last), "n": known.appeal_workdays})
    made = _made(by, unit, uid, grounds, matter, against, observation, last)
    for file in files:
        _exhibit(made, file)
    tell_handed_in(made)
    note(by, "appeals.appeal", made, unit=unit.pk)
    return made


def _check(fact: Fact | None, observation: Observation | None) -> None:
    if fact is None and observation is None:
        raise Refused(_("没有写明对哪一项申诉。"))
    if observation is not None and (observation.overturned_at or not observation.visit.counts):
        raise Refused(_("这一项没有扣分，不用申诉。"))
    if fact is not None and fact.uid.startswith("appeal:"):
        raise Refused(_("这是申诉裁定的结果，不再受理申诉。"))
    newer = Fact.objects.filter(supersedes=fact).first() if fact is not None else None
    if newer is not None:
        raise Refused(_("这一条已被第 %s 号更正；对更正后的还有意见，请从那一条申诉。") % newer.pk)


def _known_at(fact: Fact | None, observation: Observation | None) -> Any:
    """When the unit could know of it: when it was recorded as a fact; a fault without one, when it was made known."""
    if fact is not None:
        return fact.recorded_at
    assert observation is not None
    return observation.visit.posted_at or observation.visit.recorded_at


def _made(
    by: User, unit: Unit, uid: str, grounds: str, matter: str, fact: Fact | None, observation: Observation | None, last: Any
) -> Appeal:  # fmt: skip
    seen_by = observation.visit.inspector if observation is not None else None
    recorder = fact.recorded_by if fact is not None else seen_by
    assert recorder is not None
    try:
        with transaction.atomic():
            return Appeal.objects.create(
                uid=uid, unit=unit, fact=fact, observation=observation, matter=matter[:300], grounds=grounds, by=by,
                last_day=last, due_on=decided_by_day(), recorded_by=recorder, seen_by=seen_by,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("本单位对这一项已经申诉过，不能再提一次；要补充，请撤回后重提。")) from None


def _exhibit(made: Appeal, file: File) -> None:
    try:
        blob = take(file.chunks, name=file.name, families=KINDS)
    except NotWhatItSays as refused:
        raise Refused(refused.words, "proof") from None
    Exhibit.objects.get_or_create(appeal=made, blob=blob, defaults={"name": file.name[:255]})


@transaction.atomic
def withdraw(by: User, appeal: Appeal) -> Appeal:
    """Who handed it in takes it back before it is decided."""
    require(appeal.by_id == by.pk)
    if not Appeal.objects.filter(pk=appeal.pk, state=State.WAITING).update(state=State.WITHDRAWN):
        raise Refused(_("已经裁定或撤回，不能再撤回。"))
    note(by, "appeals.withdraw", appeal)
    appeal.refresh_from_db()
    return appeal


@transaction.atomic
def decide(by: User, appeal: Appeal, *, state: str, reason: str, value: float | None = None,
           out_of: float | None = None, grade: str = "", not_applicable: bool = False) -> Appeal:  # fmt: skip
    """Uphold or dismiss. Upheld: the fact is superseded and the scores follow, in this transaction; both are kept.

    Two who decide at once: the first one's decision stands, the other gets `Decided`.
    """
    held = (
        Appeal.objects.select_for_update(of=("self",)).select_related("unit", "fact", "observation").get(pk=appeal.pk)
    )
    if held.state != State.WAITING:
        raise Decided(_("这件申诉已经有了结果：%s。您的裁定没有保存。") % held.get_state_display())
    if not may_decide(by, held):
        raise Refused(_("记录这项事实的人、到现场检查的人和申诉人不能裁定；请由另一位同志裁定。"))
    if state == State.UPHELD:
        _uphold(by, held, {"value": value, "out_of": out_of, "grade": grade, "not_applicable": not_applicable}, reason)
    held.state, held.reason, held.decided_by, held.decided_at = State(state), reason, by, timezone.now()
    held.save(update_fields=["state", "reason", "decided_by", "decided_at", "correction"])
    tell_decided(held)
    note(by, "appeals.decide", held, unit=held.unit_id, approved=state == State.UPHELD)
    return held


def _uphold(by: User, held: Appeal, said: dict[str, Any], reason: str) -> None:
    words = (_("申诉成立：%s") % reason)[:300]
    if held.fact is None:
        overturn(by, held.observation, None, None, reason=words)
        return
    effects.hold_still()
    fact = _newest(held.fact)
    if fact.recorded_by_id == by.pk:
        raise Refused(_("您更正过这项事实，不能裁定；请由另一位同志裁定。"))
    were = effects.before(fact)
    [held.correction] = correct(by, fact, draft=_draft(held, fact, said), reason=words, entitled=True).facts
    overturn(by, held.observation, fact, held.correction, reason=words)
    effects.after(held, fact, were)


def _newest(fact: Fact) -> Fact:
    """The fact that counts now, where it was corrected since."""
    newer = Fact.objects.filter(supersedes=fact).first()
    return fact if newer is None else _newest(newer)


def _draft(held: Appeal, fact: Fact, said: dict[str, Any]) -> Draft:
    none = said["not_applicable"]
    return Draft(
        uid=f"appeal:{held.pk}", measure=fact.measure, unit=fact.unit, site=fact.site, at=fact.at, level=fact.level,
        value=None if none else said["value"], out_of=None if none else said["out_of"],
        grade=NOT_APPLICABLE if none else said["grade"] or None, reference=fact.reference,
    )  # fmt: skip


@transaction.atomic
def set_rules(by: User, *, version: int, **fields: int) -> Rules:
    """Write the county's days if nobody saved since `version`. Appeals that were handed in keep their days."""
    require(may_set_rules(by))
    held, _new = Rules.objects.get_or_create(pk=1)
    changes = versions.save(held, version=version, **fields)
    note(by, "appeals.set_rules", None, fields=sorted(fields), changes=changes)
    return held
