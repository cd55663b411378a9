"""Duties pass on, with their history: the person has gone, or the unit was dissolved in mid-term. One act for many duties."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.duties import outside
from duibiao.duties.choices import OPEN, EventKind, State
from duibiao.duties.models import Duty
from duibiao.duties.parts import people_for
from duibiao.duties.permissions import may_assign, speaks_for
from duibiao.duties.refusals import NotCompetent
from duibiao.duties.writing import locked_all, tell_history, write
from duibiao.lib.spans import current
from duibiao.organisation.models import Person, Post, Unit, User
from duibiao.organisation.permissions import require


@dataclass
class PassedOn:
    """What one handing over did: duties that passed on, and those that the successor had already, which were joined with them."""

    passed: list[Duty] = field(default_factory=list)
    joined: list[Duty] = field(default_factory=list)


@transaction.atomic
def hand_over(
    by: User, *, duties: Iterable[int], words: str, unit: Unit | None = None, person: Person | None = None
) -> PassedOn:
    """Give all these open duties to a unit, to a person, or to a person of another unit. What was signed stays signed: who
    succeeds takes over what there is. Without a person the successor's own is proposed."""
    found = locked_all(duties, *OPEN)
    require(may_assign(by) or (unit is None and all(speaks_for(by, duty.unit) for duty in found)))
    _check(found, unit, person)
    outcome, proposed = PassedOn(), people_for([unit]) if unit else {}
    for duty in found:
        _pass_on(by, duty, unit or duty.unit, person.pk if person else proposed.get((unit or duty.unit).pk, duty.person_id), words, outcome)  # fmt: skip
    if outcome.passed or outcome.joined:
        known = {"unit": unit.pk if unit else None, "person": person.pk if person else None}
        note(by, "duties.hand_over", found[0].campaign, duties=len(outcome.passed), joined=len(outcome.joined), **known)
    return outcome


def _check(duties: list[Duty], unit: Unit | None, person: Person | None) -> None:
    if unit is not None and not unit.is_current:
        raise NotCompetent(_("“%s”已撤销，不能承接；请另选单位。") % unit)
    if person is not None:
        at = {unit.pk} if unit is not None else {duty.unit_id for duty in duties}
        if Post.objects.filter(current(), person=person, unit__in=at).values("unit").distinct().count() < len(at):
            raise NotCompetent(_("“%s”现在不在承接单位任职；请先登记岗位，或另选人员。") % person)


def _pass_on(by: User, duty: Duty, unit: Unit, person: int | None, words: str, outcome: PassedOn) -> None:
    old_unit, old_person = duty.unit, duty.person_id
    changed = {"old_unit": old_unit, "new_unit": unit, "old_person_id": old_person, "new_person_id": person}
    twin = _twin(duty, unit) if unit.pk != old_unit.pk else None
    if twin is not None:
        Duty.objects.filter(parent=duty).update(parent=twin)
        _move_paths(duty, twin)
        write(duty, state=State.WITHDRAWN)
        tell_history(by, duty, EventKind.HANDED_OVER, _("承接单位已有同一项责任，并入其中：%s") % words, **changed)
        tell_history(by, twin, EventKind.HANDED_OVER, _("并入“%(unit)s”的同一项责任：%(words)s") % {"unit": old_unit, "words": words}, **changed)  # fmt: skip
        outside.settled([duty], by)
        outcome.joined.append(duty)
        return
    write(duty, unit=unit, person_id=person)
    tell_history(by, duty, EventKind.HANDED_OVER, words, **changed)
    if unit.pk != old_unit.pk:
        outside.passed_on(duty, old_unit, by)
    outcome.passed.append(duty)


def _twin(duty: Duty, unit: Unit) -> Duty | None:
    """The successor's own duty for the same thing."""
    if not duty.indicator:
        return None
    same = Duty.objects.filter(
        campaign=duty.campaign_id, edition=duty.edition_id, indicator=duty.indicator, role=duty.role
    )
    return same.filter(unit=unit).exclude(state=State.WITHDRAWN).exclude(pk=duty.pk).first()


def _move_paths(old: Duty, new: Duty) -> None:
    from django.db.models import F, Value
    from django.db.models.functions import Concat, Substr

    below = Duty.objects.filter(path__startswith=old.path).exclude(pk=old.pk)
    below.update(path=Concat(Value(new.path), Substr(F("path"), len(old.path) + 1)))
