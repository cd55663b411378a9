"""The only place that writes obligations: lay one down, hand in that it was done, look at the evidence."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.facts import services as facts
from duibiao.facts.drafts import Draft
from duibiao.facts.models import Fact
from duibiao.files.kinds import Refused as NotWhatItSays
from duibiao.files.models import Blob
from duibiao.files.taking import take
from duibiao.lib import versions
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.notices.services import tell
from duibiao.obligations.choices import State
from duibiao.obligations.models import Fulfilment, Obligation
from duibiao.obligations.permissions import may_fulfil, may_set
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.organisation.queries import liaison_users

#: What a unit shows for it: no programs, nothing that a clerk's computer cannot open.
KINDS = ("pdf", "image", "office", "ofd")
MOST_BYTES = 20 * 2**20


class Refused(Exception):
    """It did not happen; the text says why and what to do. `field`: where in the form it belongs."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def lay_down(by: User, campaign: Campaign, **fields: Any) -> Obligation:
    """From now on every unit of the kind that takes part must do it. One that counts must be a number of times."""
    require(may_set(by))
    _check_measure(fields.get("measure"))
    made = Obligation.objects.create(campaign=campaign, **fields)
    note(by, "obligations.lay_down", made, campaign=campaign.pk)
    return made


def _check_measure(measure: Any) -> None:
    if measure is not None and measure.kind != "count":
        raise Refused(_("“%s”不是计次数的计量项；做一次记一次，只能选计次数的。") % measure.name, "measure")


@transaction.atomic
def change(by: User, obligation: Obligation, *, version: int, **fields: Any) -> Obligation:
    """Write `fields` if nobody saved since `version`, else `versions.Stale`. What was handed in stays."""
    require(may_set(by))
    _check_measure(fields.get("measure"))
    changes = versions.save(obligation, version=version, **fields)
    note(by, "obligations.change", obligation, fields=sorted(fields), changes=changes)
    return obligation


@transaction.atomic
def end(by: User, obligation: Obligation) -> None:
    """It is asked for no longer; what was done stays counted."""
    require(may_set(by))
    Obligation.objects.filter(pk=obligation.pk, ended_at=None).update(ended_at=timezone.now())
    note(by, "obligations.end", obligation)


@transaction.atomic
def fulfil(
    by: User,
    obligation: Obligation,
    *,
    unit: Unit,
    uid: str,
    done_on: date,
    words: str,
    file: Iterable[bytes] | None = None,
    file_name: str = "",
) -> Fulfilment:
    """Hand in that it was done once. The same `uid` again changes nothing; the same day twice is refused."""
    require(may_fulfil(by, unit))
    held = Fulfilment.objects.filter(uid=uid, obligation=obligation, unit=unit).first()
    if held is not None:
        return held
    _check(obligation, unit, done_on)
    blob = _kept(file, file_name) if file is not None else None
    try:
        with transaction.atomic():
            made = Fulfilment.objects.create(
                obligation=obligation, unit=unit, uid=uid, done_on=done_on, words=words, file=blob,
                file_name=file_name[:255], by=by,
            )  # fmt: skip
    except IntegrityError:
        words = _("%s 这一天已经报过一次；同一天只算一次，请核对日期。") % day_text(done_on)
        raise Refused(words, "done_on") from None
    note(by, "obligations.fulfil", obligation, unit=unit.pk, fulfilment=made.pk)
    return made


def _kept(file: Iterable[bytes], name: str) -> Blob:
    try:
        return take(file, name=name, families=KINDS)
    except NotWhatItSays as refused:
        raise Refused(refused.words, "file") from None


def _check(obligation: Obligation, unit: Unit, done_on: date) -> None:
    if obligation.ended_at is not None:
        raise Refused(_("这项规定动作已经停了，不用再报。"))
    if obligation.kind and unit.kind != obligation.kind:
        raise Refused(_("这项规定动作不要求%s做。") % unit.get_kind_display())
    if not participants(obligation.campaign).filter(pk=unit.pk).exists():
        raise Refused(_("%s没有参加这个创建活动，不用报。") % unit)
    if done_on > today():
        raise Refused(_("还没到这一天；做了以后再报。"), "done_on")
    if done_on < obligation.since:
        raise Refused(_("要求从 %s 起做，这一天太早，不算。") % day_text(obligation.since), "done_on")


@transaction.atomic
def accept(by: User, fulfilment: Fulfilment) -> list[Fact]:
    """The evidence holds: it counts, and becomes a fact where the obligation names a measure. Twice is once."""
    require(may_set(by))
    held = (
        Fulfilment.objects.select_for_update(of=("self",))
        .select_related("obligation__measure", "unit")
        .get(pk=fulfilment.pk)
    )
    if held.state != State.CLAIMED:
        return []
    posted = _fact(by, held)
    held.state, held.looked_by, held.looked_at = State.ACCEPTED, by, timezone.now()
    held.fact = posted[0].pk if posted else None
    held.save(update_fields=["state", "looked_by", "looked_at", "fact"])
    note(by, "obligations.accept", held.obligation, fulfilment=held.pk)
    return posted


def _fact(by: User, held: Fulfilment) -> list[Fact]:
    measure = held.obligation.measure
    if measure is None:
        return []
    at = timezone.make_aware(datetime.combine(held.done_on, time(12)))
    draft = Draft(
        uid=f"obligation:{held.uid}",
        measure=measure,
        unit=held.unit,
        at=at,
        value=1.0,
        reference=f"fulfilment:{held.pk}",
    )
    return list(facts.post(by, drafts=[draft], source="register").facts)


@transaction.atomic
def give_back(by: User, fulfilment: Fulfilment, *, reason: str) -> Fulfilment:
    """The evidence does not hold; the unit hears why and may hand in again."""
    require(may_set(by))
    held = Fulfilment.objects.select_for_update(of=("self",)).select_related("obligation", "unit").get(pk=fulfilment.pk)
    if held.state != State.CLAIMED:
        return held
    held.state, held.reason, held.looked_by, held.looked_at = State.RETURNED, reason, by, timezone.now()
    held.save(update_fields=["state", "reason", "looked_by", "looked_at"])
    words = _("%(unit)s报的“%(name)s”（%(day)s）被退回：%(reason)s")
    said = {"unit": held.unit, "name": held.obligation, "day": day_text(held.done_on), "reason": reason}
    tell(
        users=liaison_users(held.unit), kind="obligation", words=words % said, link="/unit/obligations/",
        about=f"fulfilment:{held.pk}",
    )  # fmt: skip
    note(by, "obligations.give_back", held.obligation, fulfilment=held.pk)
    return held
