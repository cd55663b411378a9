"""A unit says that a problem is not its own. The first return is answered; the second is ruled on, once and for all.

The ruling becomes a rule of competence that knows its kind and place: the same matter goes to the right unit the next time.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.duties.models import CompetenceRule
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.problems import telling
from duibiao.problems.assigning import give, support
from duibiao.problems.choices import EventKind, Status
from duibiao.problems.models import Problem, Return, Ruling
from duibiao.problems.permissions import may_answer, may_manage
from duibiao.problems.refusals import NotCompetent, NotNow
from duibiao.problems.writing import locked, move, need
from duibiao.standards.rows import spelling


@transaction.atomic
def give_back(
    by: User,
    problem: Problem,
    *,
    grounds: str,
    rule: CompetenceRule | None = None,
    proposes: Unit | None = None,
    version: int | None = None,
) -> Return:
    """The unit returns it before it signs, with grounds: a rule that it names, or its own words. The clock stops."""
    held = locked(problem, version)
    require(may_answer(by, held))
    need(held, Status.ASSIGNED, act=_("退回"))
    if held.ruled or held.returns >= 2:
        raise NotNow(_("%s 已经由创建办联合裁定，不能再退回；请签收。") % held.number)
    if proposes is not None and (proposes.pk == held.unit_id or not proposes.is_current):
        raise NotCompetent(_("建议单位不能是本单位，也不能是已撤销的单位；请另选，或不选。"))
    assert held.unit is not None
    number = held.returns + 1
    made = Return.objects.create(
        problem=held, number=number, unit=held.unit, grounds=grounds, rule=rule, proposes=proposes, by=by
    )
    to = Status.RETURNED if number == 1 else Status.RULING
    move(by, held, EventKind.RETURNED, to=to, words=grounds, returns=number)
    telling.office(held, "returned" if number == 1 else "ruling")
    return made


def _answer(by: User, held: Problem, words: str) -> None:
    held.returned.filter(answered_at=None).update(answer=words, answered_by=by, answered_at=timezone.now())


@transaction.atomic
def uphold(by: User, problem: Problem, *, words: str, version: int | None = None) -> Problem:
    """It stays with the unit that returned it; the clock goes on. It signs, or returns it once more to the ruling."""
    require(may_manage(by))
    held = locked(problem, version)
    need(held, Status.RETURNED, act=_("维持交办"))
    _answer(by, held, words)
    move(by, held, EventKind.UPHELD, to=Status.ASSIGNED, words=words)
    telling.unit(held, "upheld")
    telling.moved(held, held.assigned_by or by)
    return held


@transaction.atomic
def rule(
    by: User,
    problem: Problem,
    *,
    unit: Unit,
    grounds: str,
    matter: str = "",
    present: str = "",
    everywhere: bool = False,
    helpers: Iterable[Unit] = (),
    version: int | None = None,
) -> Ruling:
    """The joint ruling: whose it is, for good. `everywhere`: for the kind at all places, else for this one.

    It is kept as a rule of competence and proposed first when the same kind comes up at the place.
    """
    require(may_manage(by))
    held = locked(problem, version)
    need(held, Status.RULING, act=_("裁定"))
    _answer(by, held, grounds)
    kept = _keep(by, held, unit, grounds, matter)
    site = None if everywhere else held.site
    _end_older(held, site is None, kept)
    made = Ruling.objects.create(
        problem=held, rule=kept, kind=held.kind, site=site, unit=unit, grounds=grounds, present=present[:300], by=by
    )
    give(by, held, unit, words=grounds, kind=EventKind.RULED, ruled=True)
    support(by, held, units=helpers)
    return made


def _keep(by: User, held: Problem, unit: Unit, grounds: str, matter: str) -> CompetenceRule:
    """An older rule in the very same words ends."""
    words = (matter.strip() or f"{held.kind.name} {held.where}".strip())[:300]
    CompetenceRule.objects.filter(ended_at=None, words=words).update(ended_at=timezone.now())
    return CompetenceRule.objects.create(
        words=words, spelling=spelling(words)[:900], unit=unit, grounds=grounds, indicator="", by=by
    )


def _end_older(held: Problem, everywhere: bool, kept: CompetenceRule) -> None:
    """A ruling of the same kind for the same place (or for all) is over with the new one."""
    place = Q(site=None) if everywhere else Q(site=held.site)
    older = Ruling.objects.filter(place, kind=held.kind).exclude(rule=kept).values("rule")
    CompetenceRule.objects.filter(pk__in=older, ended_at=None).update(ended_at=timezone.now())
