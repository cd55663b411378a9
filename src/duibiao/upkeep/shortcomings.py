"""Shortcomings: named, planned, made good, accepted by somebody else. The only place that writes them.

Its one trick: nothing is asked a second time. A problem that cannot be put right and an indicator that loses points each become a
shortcoming by one act, with all that is known of them.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.asks import services as asks
from duibiao.asks.services import min_workdays
from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.lib import versions
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.notices.services import tell
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.organisation.queries import liaison_users
from duibiao.problems.choices import Status
from duibiao.problems.models import Problem
from duibiao.scores import sprint
from duibiao.standards.queries import standard_of
from duibiao.upkeep.choices import LIVE, Origin, Sort, State
from duibiao.upkeep.models import PlanStep, Shortcoming
from duibiao.upkeep.permissions import may_accept, may_keep, may_register, may_work
from duibiao.upkeep.refusals import Refused
from duibiao.upkeep.writing import ask_unit, check_indicator, end_ask, locked
from duibiao.workdays.queries import calendar

#: Where nobody has said by when: what is missing for good is rarely there within a month.
USUAL_DAYS = 30


def reference(shortcoming: Shortcoming) -> str:
    return f"shortcoming:{shortcoming.pk}"


@transaction.atomic
def register(
    by: User, *, unit: Unit, sort: str, words: str, due_on: date, steps: Iterable[tuple[date, str]] = (), **fields: Any
) -> Shortcoming:
    """Something is short. The office names it for any unit, which is told once; a unit for itself. A form sent twice is once."""
    require(may_register(by, unit))
    check_indicator(fields.get("campaign"), fields.get("indicator", ""))
    _check(sort, due_on, fields)
    there = _same(unit, words.strip(), fields)
    if there is not None:
        return there
    made = Shortcoming.objects.create(by=by, unit=unit, sort=sort, words=words.strip(), due_on=due_on, **fields)
    _write_plan(made, steps)
    _ask(by, made)
    note(by, "upkeep.register", made, unit=unit.pk, origin=str(made.origin))
    return made


def _same(unit: Unit, words: str, fields: dict[str, Any]) -> Shortcoming | None:
    """What is open and the same already. Whoever names something for the unit at this moment waits for the other to have done."""
    Unit.objects.select_for_update(no_key=True).only("pk").get(pk=unit.pk)
    names = ("site", "problem", "campaign", "indicator", "place_words")
    known = {name: fields.get(name, "" if name in ("indicator", "place_words") else None) for name in names}
    return Shortcoming.objects.filter(unit=unit, words=words, state__in=LIVE, **known).first()


def _check(sort: str, due_on: date | None, fields: dict[str, Any]) -> None:
    """Money is for things; a day that is set now is one to come."""
    if fields.get("money_wan") is not None and sort != Sort.HARDWARE:
        raise Refused(_("只有硬件短板写资金；管理和素质短板不用花这笔钱，请清空。"), "money_wan")
    if due_on is not None and due_on < today():
        raise Refused(_("补齐时限已经过去，请写以后的日期。"), "due_on")


def _ask(by: User, made: Shortcoming) -> None:
    ask_unit(
        by, made.unit, title=_("补短板：%s") % made.words, grounds=_("短板清单"), due_on=made.due_on,
        reference=reference(made), link=f"/unit/shortcomings/{made.pk}/",
    )  # fmt: skip


@transaction.atomic
def from_problem(by: User, problem: Problem) -> Shortcoming:
    """What cannot be put right as a problem is made good as a shortcoming. The same problem again is the same shortcoming."""
    require(may_keep(by))
    held = Shortcoming.objects.filter(problem=problem).first()
    if held is not None:
        return held
    if problem.status not in (Status.NOT_FIXABLE, Status.SUSPENDED):
        raise Refused(_("只有“无法整改”和“挂账”的问题转入短板清单；这个问题还在办，请先按问题办完。"))
    unit = problem.unit or problem.proposed
    if unit is None:
        raise Refused(_("这个问题还没有责任单位，请先交办，再转入短板清单。"))
    campaign = problem.campaign if problem.indicator else None
    known = campaign is not None and problem.indicator in standard_of(campaign.edition).by_code
    return register(
        by, unit=unit, sort=Sort.HARDWARE, words=problem.words[:300], due_on=usual_day(campaign), site=problem.site,
        area=problem.area if problem.site is None else None, place_words=problem.place_words, problem=problem,
        campaign=campaign if known else None, indicator=problem.indicator if known else "", origin=Origin.PROBLEM,
    )  # fmt: skip


@transaction.atomic
def from_loss(by: User, campaign: Campaign, *, unit: Unit, indicator: str) -> Shortcoming:
    """An indicator that costs a unit points; listed already, it is the one that is there."""
    require(may_keep(by))
    held = Shortcoming.objects.filter(
        campaign=campaign, unit=unit, indicator=indicator, origin=Origin.LOSS, state__in=LIVE
    ).first()
    if held is not None:
        return held
    check_indicator(campaign, indicator)
    node = standard_of(campaign.edition).by_code[indicator]
    return register(
        by, unit=unit, sort=Sort.MANAGEMENT, words=node.indicator.name[:300], due_on=usual_day(campaign), campaign=campaign,
        indicator=indicator, origin=Origin.LOSS,
    )  # fmt: skip


def usual_day(campaign: Campaign | None) -> date:
    """By when, where nobody has said: before the assessment, but never with fewer workdays than a unit must be given."""
    least = calendar().after(today(), min_workdays() + 1).day
    usual = today() + timedelta(days=USUAL_DAYS)
    last = sprint.deadline(campaign) if campaign is not None else usual
    return max(least, min(usual, last))


@transaction.atomic
def change(
    by: User, shortcoming: Shortcoming, *, version: int, steps: Iterable[tuple[date, str]], **fields: Any
) -> Shortcoming:
    """Another word, unit, day, sum or plan, if nobody saved since `version`. What the unit was asked moves along."""
    require(may_keep(by))
    held = locked(shortcoming, version)
    _need(held, *LIVE)
    check_indicator(fields.get("campaign"), fields.get("indicator", ""))
    _check(fields["sort"], fields["due_on"] if fields["due_on"] != held.due_on else None, fields)
    before = held.unit
    versions.save(held, version=version, **fields)
    _write_plan(held, steps)
    if before.pk != held.unit_id:
        end_ask(by, reference(held), done=False, unit=before)
        _ask(by, held)
    asks.reschedule(by, reference=reference(held), unit=held.unit, due_on=held.due_on, reason=_("短板的补齐时限改了"))
    note(by, "upkeep.change", held, fields=sorted(fields))
    return held


def _write_plan(held: Shortcoming, steps: Iterable[tuple[date, str]]) -> None:
    """Exactly these steps; what is done already of those that stay remains done."""
    wanted = dict.fromkeys((day, words[:120]) for day, words in steps)
    there = {(one.day, one.words): one for one in held.steps.all()}
    PlanStep.objects.filter(pk__in=[one.pk for key, one in there.items() if key not in wanted]).delete()
    PlanStep.objects.bulk_create(
        [PlanStep(shortcoming=held, day=day, words=words) for day, words in wanted if (day, words) not in there]
    )


@transaction.atomic
def tick_step(by: User, step: PlanStep, *, done: bool) -> None:
    """A step of the plan is done; or was not after all."""
    held = locked(step.shortcoming)
    require(may_work(by, held.unit) or may_keep(by))
    _need(held, State.OPEN)
    PlanStep.objects.filter(pk=step.pk).update(done_on=today() if done else None)
    note(by, "upkeep.tick_step", held, step=step.pk, done=done)


@transaction.atomic
def make_good(by: User, shortcoming: Shortcoming, *, words: str) -> Shortcoming:
    """The unit says that it is there now. Somebody else looks."""
    held = locked(shortcoming)
    require(may_work(by, held.unit) or may_keep(by))
    _need(held, State.OPEN)
    versions.save(
        held, version=held.version, state=State.MADE_GOOD, made_good_words=words, made_good_by=by, made_good_at=timezone.now()
    )  # fmt: skip
    note(by, "upkeep.make_good", held)
    return held


@transaction.atomic
def judge(by: User, shortcoming: Shortcoming, *, passed: bool, words: str = "") -> Shortcoming:
    """Somebody else looks whether it is so. What is not goes back to the unit, with what is still missing."""
    require(may_accept(by))
    held = locked(shortcoming)
    _need(held, State.MADE_GOOD)
    if by.pk == held.made_good_by_id:
        raise Refused(_("验收要由另一个人做：是您报的补齐。请另一位同事或督查员验收。"))
    if passed:
        fields: dict[str, Any] = {"state": State.ACCEPTED, "accepted_by": by, "accepted_at": timezone.now()}
        end_ask(by, reference(held), done=True)
    elif not words.strip():
        raise Refused(_("请写明还差什么，单位才知道怎样补。"), "words")
    else:
        fields = {"state": State.OPEN, "returns": held.returns + 1, "made_good_by": None, "made_good_at": None}
    versions.save(held, version=held.version, verdict_words=words, **fields)
    note(by, "upkeep.judge", held, passed=passed)
    _told(held, passed)
    return held


def _told(held: Shortcoming, passed: bool) -> None:
    said = _("短板“%s”已验收。") if passed else _("短板“%s”验收没有通过，还要补。")
    about = f"{reference(held)}:{held.returns}:{int(passed)}"
    users = liaison_users(held.unit)
    tell(
        users=users,
        kind="shortcoming",
        words=said % held.words[:80],
        link=f"/unit/shortcomings/{held.pk}/",
        about=about,
    )


@transaction.atomic
def drop(by: User, shortcoming: Shortcoming, *, words: str) -> Shortcoming:
    """No longer on the list, and why: the standard has changed, it was none, it is another's."""
    require(may_keep(by))
    held = locked(shortcoming)
    _need(held, *LIVE)
    versions.save(held, version=held.version, state=State.DROPPED, verdict_words=words)
    end_ask(by, reference(held), done=False)
    note(by, "upkeep.drop", held)
    return held


def _need(held: Shortcoming, *states: str) -> None:
    if held.state not in states:
        known = {"state": held.get_state_display(), "day": day_text(today())}
        raise Refused(_("这条短板现在是“%(state)s”，别人可能先处理了；请刷新后再看。") % known)
