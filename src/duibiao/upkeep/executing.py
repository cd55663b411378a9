"""Whether rules are executed: a unit answers for itself, somebody goes and looks; what was not done becomes a problem.

Its one trick: the unit's own answer and the visit speak of the same thing, so they open the same problem: the second finding of it is
"seen again", not a problem of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.problems.choices import LIVE as LIVE_PROBLEM
from duibiao.problems.choices import Source
from duibiao.problems.models import Problem
from duibiao.problems.services import open_problem
from duibiao.upkeep.choices import Done, Way
from duibiao.upkeep.models import RuleCheck, RuleItem
from duibiao.upkeep.periods import before, begin, last
from duibiao.upkeep.permissions import may_accept, may_work
from duibiao.upkeep.refusals import Refused

FAULTS = (Done.NOT_DONE, Done.PARTLY)
#: Where the office has not said which kind of problem it is.
KIND = "other"


@dataclass(frozen=True)
class Owing:
    """What an item asks of a unit now: its period, what was said of it; whether the period before was left out."""

    item: RuleItem
    unit: Unit
    period: date
    own: RuleCheck | None
    visit: RuleCheck | None
    missed: bool

    @property
    def due_on(self) -> date:
        return last(self.item.often, self.period)

    @property
    def light(self) -> str:
        said = self.visit or self.own
        if said is not None:
            return "bad" if said.outcome in FAULTS else "good" if said.outcome == Done.DONE else "none"
        return "soon" if self.missed else "info"


def items(found: Q) -> list[RuleItem]:
    """Items that are asked for now, with their units: two statements."""
    held = RuleItem.objects.filter(found, dropped_on=None, rule__ended_on=None).select_related("rule", "kind")
    return list(
        held.prefetch_related(Prefetch("units", Unit.objects.order_by("path"))).order_by("rule", "number", "pk")
    )


def owing(found: Iterable[RuleItem], units: Q | None = None, day: date | None = None) -> list[Owing]:
    """Each item for each of its units, with what was said in this period and the one before: one statement more."""
    held, on = list(found), day or today()
    periods = {item.pk: begin(item.often, on) for item in held}
    wanted = Q(pk__in=[])
    for item in held:
        wanted |= Q(item=item.pk, period__in=[periods[item.pk], before(item.often, periods[item.pk])])
    said = {
        (one.item_id, one.unit_id, one.period, one.way): one
        for one in RuleCheck.objects.filter(wanted).select_related("problem")
    }
    seen = set(Unit.objects.filter(units).values_list("pk", flat=True)) if units is not None else None
    rows = []
    for item in held:
        first = periods[item.pk]
        earlier = before(item.often, first)
        asked_then = earlier > item.since
        for unit in item.units.all():
            if seen is None or unit.pk in seen:
                then = any((item.pk, unit.pk, earlier, way) in said for way in Way)
                own, visit = (said.get((item.pk, unit.pk, first, way)) for way in (Way.SELF, Way.VISIT))
                rows.append(Owing(item, unit, first, own, visit, asked_then and not then))
    return rows


@transaction.atomic
def answer(
    by: User,
    item: RuleItem,
    *,
    unit: Unit,
    outcome: str,
    words: str = "",
    way: str = Way.SELF,
    period: date | None = None,
) -> RuleCheck:
    """What was found in a period. Said again, it is changed; what was not done opens a problem, once."""
    require(may_work(by, unit) if way == Way.SELF else may_accept(by))
    first = begin(item.often, period or today())
    _check(item, unit, outcome, words, first)
    others = RuleCheck.objects.filter(item=item, unit=unit, period=first).select_related("problem")
    held = next((one for one in others if one.way == way), None)
    if held is not None and held.problem is not None and outcome not in FAULTS:
        known = {"number": held.problem.number}
        raise Refused(_("这一期已经记为问题 %(number)s，请在问题里报整改，不要改成执行了。") % known, "outcome")
    problem = _problem(by, item, unit, words, way, first, others) if outcome in FAULTS else None
    fields = {"outcome": outcome, "words": words.strip(), "by": by, "problem": problem}
    made, _new = RuleCheck.objects.update_or_create(item=item, unit=unit, period=first, way=way, defaults=fields)
    note(by, "upkeep.answer_rule", item.rule, item=item.pk, unit=unit.pk, outcome=outcome, way=way)
    return made


def _check(item: RuleItem, unit: Unit, outcome: str, words: str, first: date) -> None:
    if item.dropped_on is not None:
        raise Refused(_("这一项已经不再检查。"))
    if not item.units.filter(pk=unit.pk).exists():
        raise Refused(_("这一项不由%(unit)s做。") % {"unit": unit})
    if first > today():
        raise Refused(_("这一期%(day)s才开始。") % {"day": day_text(first)}, "period")
    if outcome != Done.DONE and not words.strip():
        raise Refused(_("没有执行、部分执行或不需要的，请写一句为什么。"), "words")


def _problem(
    by: User, item: RuleItem, unit: Unit, words: str, way: str, first: date, others: Iterable[RuleCheck]
) -> Problem:
    """The problem of the same period, if there is one that is open; else a new one."""
    there = next((one.problem for one in others if one.problem is not None), None)
    again = there if there is not None and there.status in LIVE_PROBLEM else None
    link = item.rule.indicators.select_related("campaign").first()
    said = _("《%(rule)s》没有执行到位：%(item)s。%(words)s")
    return open_problem(
        by, source=Source.SELF_CHECK if way == Way.SELF else Source.VISIT, reference=f"rule:{item.pk}:{unit.pk}:{first}:{way}",
        kind=item.kind.code if item.kind else KIND, words=said % {"rule": item.rule, "item": item, "words": words.strip()},
        subject=f"rule:{item.pk}", place_words=unit.name, unit=unit, campaign=link.campaign if link else None,
        indicator=link.indicator if link else "", again=again,
    )  # fmt: skip
