"""A unit's answer to a duty: it signs, or says whose it is instead. And the answer to that.

The first return goes back to whoever assigned the duty, who keeps to it or gives it to another unit. The second goes to the
office, which rules; the ruling is kept as a rule of competence, and nobody can return the duty a third time.
"""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.duties import outside
from duibiao.duties.choices import EventKind, State
from duibiao.duties.competence import keep_rule
from duibiao.duties.models import CompetenceRule, Duty, Objection
from duibiao.duties.parts import people_for
from duibiao.duties.permissions import may_answer, may_change, may_rule
from duibiao.duties.refusals import NotCompetent, NotNow, Taken
from duibiao.duties.writing import locked, locked_all, need, tell_histories, tell_history, write
from duibiao.lib.spans import today
from duibiao.organisation.choices import Role as AccountRole
from duibiao.organisation.models import Person, Unit, User
from duibiao.organisation.permissions import require
from duibiao.standards.models import Measure


@transaction.atomic
def sign(by: User, duty: Duty, *, person: Person | None = None) -> Duty:
    """The unit takes the duty, and may say which of its people answers for it. Signing again changes nothing."""
    held = locked(duty)
    require(may_answer(by, held))
    if held.state == State.SIGNED:
        return held
    need(held, State.ISSUED, act=_("签收"))
    fields: dict[str, Any] = {"state": State.SIGNED, "signed_at": timezone.now(), "signed_by": by}
    changed: dict[str, Any] = {}
    if person is not None and person.pk != held.person_id:
        changed = {"old_person_id": held.person_id, "new_person": person}
        fields["person"] = person
    write(held, **fields)
    tell_history(by, held, EventKind.SIGNED, **changed)
    outside.signed([held], by)
    note(by, "duties.sign", held)
    return held


@transaction.atomic
def sign_many(by: User, *, duties: Iterable[int]) -> int:
    """Sign all of these that wait for it; how many that was."""
    found = locked_all(duties, State.ISSUED)
    require(all(may_answer(by, duty) for duty in found))
    for duty in found:
        duty.state, duty.signed_at, duty.signed_by, duty.version = State.SIGNED, timezone.now(), by, duty.version + 1
    Duty.objects.bulk_update(found, ["state", "signed_at", "signed_by", "version"], batch_size=500)
    tell_histories(by, found, EventKind.SIGNED)
    outside.signed(found, by)
    if found:
        note(by, "duties.sign_many", found[0].unit, duties=len(found))
    return len(found)


@transaction.atomic
def take_person(by: User, duty: Duty, *, person: Person) -> Duty:
    """The unit names another of its people for the duty."""
    held = locked(duty)
    require(may_answer(by, held) or may_change(by, held))
    need(held, State.DRAFT, State.ISSUED, State.SIGNED, act=_("更换责任人"))
    if person.pk != held.person_id:
        old = held.person_id
        write(held, person=person)
        tell_history(by, held, EventKind.HANDED_OVER, _("更换责任人"), old_person_id=old, new_person=person)
        note(by, "duties.take_person", held, person=person.pk)
    return held


@transaction.atomic
def object_to(by: User, duty: Duty, *, grounds: str, proposes: Unit | None = None) -> Objection:
    """The unit returns the duty, with grounds. A second return waits for the office's ruling."""
    held = locked(duty)
    require(may_answer(by, held))
    if held.ruled:
        raise NotNow(_("“%s”已经由创建办裁定，不能再退回；请签收。有新的依据，请与创建办联系。") % held)
    need(held, State.ISSUED, act=_("退回"))
    if proposes is not None and (proposes.pk == held.unit_id or not proposes.is_current):
        raise NotCompetent(_("建议单位不能是本单位，也不能是已撤销的单位；请另选，或不选。"))
    number = held.returns + 1
    made = Objection.objects.create(duty=held, number=number, unit=held.unit, grounds=grounds, proposes=proposes, by=by)
    write(held, returns=number, state=State.OBJECTED if number == 1 else State.RULING)
    tell_history(by, held, EventKind.OBJECTED, grounds, old_unit=held.unit, new_unit=proposes)
    _tell_who_answers(held, number)
    note(by, "duties.object", held, number=number, unit=held.unit_id)
    return made


def _tell_who_answers(duty: Duty, number: int) -> None:
    known = {"unit": duty.unit.name, "name": str(duty)}
    if number == 1:
        users = [duty.assigned_by]
        words = _("%(unit)s 退回了“%(name)s”，请答复：维持，或改派。") % known
    else:
        users = list(User.objects.filter(is_active=True, grants__role=AccountRole.OFFICE).distinct())
        words = _("“%(name)s”第二次被退回（%(unit)s），请创建办裁定。") % known
    outside.tell(
        users=users, kind="duty_returned", words=words, about=f"duty:{duty.pk}:{number}", link=outside.link(duty)
    )


def _answered(by: User, duty: Duty, words: str) -> None:
    duty.objections.filter(answered_at=None).update(answer=words, answered_by=by, answered_at=timezone.now())


@transaction.atomic
def uphold(by: User, duty: Duty, *, words: str) -> Duty:
    """The duty stays with the unit that returned it. It signs, or returns it once more, and then the office rules."""
    held = locked(duty)
    require(may_change(by, held))
    need(held, State.OBJECTED, act=_("维持"))
    _answered(by, held, words)
    write(held, state=State.ISSUED, issued_on=today())
    tell_history(by, held, EventKind.UPHELD, words)
    _tell_unit(held, _("“%(name)s”仍由 %(unit)s 承担，请签收；确有依据可再退回一次，由创建办裁定。"))
    note(by, "duties.uphold", held)
    return held


@transaction.atomic
def reassign(by: User, duty: Duty, *, unit: Unit, words: str) -> Duty:
    """Whoever assigned it gives the duty to another unit, with a person of that unit as a proposal."""
    held = locked(duty)
    require(may_change(by, held))
    need(held, State.DRAFT, State.ISSUED, State.OBJECTED, act=_("改派"))
    _answered(by, held, words)
    _give(by, held, unit, EventKind.REASSIGNED, words)
    note(by, "duties.reassign", held, unit=unit.pk)
    return held


def _give(by: User, held: Duty, unit: Unit, kind: EventKind, words: str, **fields: object) -> None:
    """The duty goes to a unit and waits for its signature; a draft stays a draft."""
    if not unit.is_current:
        raise NotCompetent(_("“%s”已撤销，不能再承担任务；请选它的承接单位。") % unit)
    old, changed = held.unit, {"old_unit": held.unit, "new_unit": unit}
    if unit.pk != old.pk:
        fields |= {"unit": unit, "person_id": people_for([unit]).get(unit.pk)}
    if held.state != State.DRAFT:
        fields |= {"state": State.ISSUED, "issued_on": today()}
    try:
        with transaction.atomic():
            write(held, **fields)
    except IntegrityError:
        raise Taken(_("“%s”已经以这个角色承担这项指标，不能重复；请撤回本条，或另选单位。") % unit) from None
    tell_history(by, held, kind, words, **changed)
    if unit.pk != old.pk:
        outside.passed_on(held, old, by)
    _tell_unit(held, _("“%(name)s”派给 %(unit)s，请签收。"))


def _tell_unit(duty: Duty, words: str) -> None:
    if duty.state == State.ISSUED:
        said = words % {"name": str(duty), "unit": duty.unit.name}
        about = f"duty:{duty.pk}:{duty.version}"
        outside.tell(
            users=outside.liaisons(duty.unit), kind="duty_issued", words=said, about=about, link=outside.link(duty)
        )


@transaction.atomic
def rule(
    by: User, duty: Duty, *, unit: Unit, grounds: str, matter: str = "", measure: Measure | None = None
) -> CompetenceRule:
    """The office rules whose the duty is, for good. The ruling is kept, and proposed when the same matter comes again."""
    require(may_rule(by))
    held = locked(duty)
    need(held, State.RULING, act=_("裁定"))
    _answered(by, held, grounds)
    _give(by, held, unit, EventKind.RULED, grounds, ruled=True)
    kept = keep_rule(by, held, unit=unit, grounds=grounds, matter=matter or held.title, measure=measure)
    note(by, "duties.rule", held, unit=unit.pk, rule=kept.pk)
    return kept
