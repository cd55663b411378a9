"""Who may appeal, who may decide, and whose appeals one sees."""

from django.db.models import Q

from duibiao.appeals.models import Appeal
from duibiao.facts.models import Fact
from duibiao.inspections.models import Observation
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import about_own_units, holds, may_see_unit, sees_all


def may_appeal_at_all(by: User) -> bool:
    return holds(by, Role.UNIT)


def may_judge(by: User) -> bool:
    """Decide appeals at all: the office and leaders. About this one: `may_decide`."""
    return holds(by, Role.OFFICE, Role.LEADER)


def may_set_rules(by: User) -> bool:
    return holds(by, Role.OFFICE)


def may_decide(by: User, appeal: Appeal) -> bool:
    """Never who recorded the fact, who was at the site, or who appeals."""
    own = {appeal.recorded_by_id, appeal.seen_by_id, appeal.by_id}
    return may_judge(by) and by.pk not in own


def appellant(by: User, fact: Fact | None, observation: Observation | None) -> Unit | None:
    """The unit for which `by` may appeal: the one that the deduction is about, or one that answers for it."""
    if not may_appeal_at_all(by):
        return None
    concerned = [observation.visit.site.unit] if observation is not None else []
    if fact is not None:
        concerned += [fact.unit, *(one.unit for one in fact.liabilities.select_related("unit"))]
    mine = [unit for unit in concerned if _speaks_for(by, unit)]
    return mine[0] if mine else None


def _speaks_for(by: User, unit: Unit) -> bool:
    return any(
        grant.role == Role.UNIT and grant.unit is not None and unit.path.startswith(grant.unit.path)
        for grant in by.grants_held
    )


def visible_appeals(by: User) -> Q:
    """All for those who see everything; a unit its own and those below; whoever recorded or saw, what is said about it."""
    if sees_all(by):
        return Q()  # an empty condition beside an "or" would vanish
    return about_own_units(by) | Q(recorded_by=by) | Q(seen_by=by)


def published_to(by: User) -> Q:
    """Decisions are published to all units of the campaigns in which they count; without grounds, files and scores."""
    if may_judge(by) or holds(by, Role.ADMINISTRATOR, Role.ASSESSOR):
        return Q()
    peers = about_own_units(by, "fact__measure__bindings__edition__campaigns__participants__unit")
    return peers | about_own_units(by) | Q(seen_by=by) | Q(recorded_by=by)


def may_see_all_of(by: User, appeal: Appeal) -> bool:
    """Grounds, files and scores: who sees the unit, and who recorded or saw what is appealed against."""
    return may_see_unit(by, appeal.unit) or by.pk in (appeal.recorded_by_id, appeal.seen_by_id)
