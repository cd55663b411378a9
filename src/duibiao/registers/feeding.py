"""From sums to facts: a measure is connected with a register, and its number follows the rows.

Its one trick: nothing is added up bit by bit. The job compares what the register says, by unit and day, with the facts that stand,
and posts the difference; run twice, or after a crash, it finds nothing to do. By day, so that any campaign's period is exact.
"""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from duibiao.audit.services import note
from duibiao.facts import services as journal
from duibiao.facts.choices import Source
from duibiao.facts.drafts import Draft
from duibiao.facts.models import Fact
from duibiao.ledger.models import Requirement
from duibiao.obligations.models import Obligation
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.registers import feeds
from duibiao.registers.choices import ColumnKind
from duibiao.registers.models import Column, Feed, Register
from duibiao.registers.permissions import may_keep
from duibiao.registers.refusals import Refused
from duibiao.registers.tasks import follow_rows
from duibiao.standards.models import Measure


@transaction.atomic
def connect(
    by: User, register: Register, *, measure: Measure, column: Column | None, kinds: list[str], since: date
) -> Feed:
    """From a day on the measure's number is the register's sum. Raises `Refused`."""
    require(may_keep(by))
    _check(register, measure, column, kinds)
    made = Feed.objects.create(register=register, measure=measure, column=column, kinds=kinds, since=since, by=by)
    note(by, "registers.connect", register, measure=measure.pk, feed=made.pk)
    tell(register)
    return made


def _check(register: Register, measure: Measure, column: Column | None, kinds: list[str]) -> None:
    if not feeds.adds_up(measure):
        raise Refused(_("“%s”不是按次数或数量相加的数，不能由登记簿求和得到。") % measure, "measure")
    if column is not None and (column.register_id != register.pk or column.kind != ColumnKind.NUMBER):
        raise Refused(_("只能加总这本登记簿里的数字列。"), "column")
    if set(kinds) - set(register.kinds):
        raise Refused(_("“种类”请从这些里选：%s。") % "、".join(register.kinds), "kinds")
    held = Feed.objects.filter(measure=measure, ended_at=None).select_related("register").first()
    if held is not None:
        raise Refused(_("“%(measure)s”已经由登记簿“%(register)s”统计；一个数只有一个出处。") % {"measure": measure, "register": held.register}, "measure")  # fmt: skip
    if Obligation.objects.filter(measure=measure, ended_at=None).exists():
        raise Refused(_("“%s”由“规定动作”核对一次记一次，两处都记就算重了。") % measure, "measure")
    if Requirement.objects.filter(measure=measure, dropped_at=None).exclude(posts="").exists():
        raise Refused(_("“%s”由材料审核的结果计数，两处都记就算重了。") % measure, "measure")


@transaction.atomic
def disconnect(by: User, feed: Feed) -> None:
    """The number is reported by hand again. What was posted stays as it stood."""
    require(may_keep(by))
    if Feed.objects.filter(pk=feed.pk, ended_at=None).update(ended_at=timezone.now()):
        note(by, "registers.disconnect", feed.register, measure=feed.measure_id, feed=feed.pk)


@transaction.atomic
def settle(by: User, feed: Feed, unit: Unit) -> list[Fact]:
    """A person says that the register's number counts: what was said elsewhere is set to nothing, and stays readable."""
    require(may_keep(by))
    made = []
    for fact in feeds.typed(feed).filter(unit=unit.code).select_related("measure", "unit"):
        nothing = Draft(
            uid=f"settled:{feed.pk}:{fact.sequence}", measure=fact.measure, unit=fact.unit, at=fact.at, value=0.0,
            site=fact.site, level=fact.level, reference=_("登记簿“%s”") % feed.register,
        )  # fmt: skip
        reason = _("以登记簿统计的为准，手报数不再计")
        made.append(journal.supersede(by, fact, draft=nothing, reason=reason, entitled=True))
    note(by, "registers.settle", feed.register, measure=feed.measure_id, unit=unit.pk, facts=len(made))
    _follow(made)
    tell(feed.register)
    return made


def _follow(made: list[Fact]) -> None:
    from duibiao.scores.services import follow  # reads what only scoring needs: a start does without

    follow(made)


def tell(register: Register) -> None:
    """Have a job bring the facts into line, if the register feeds any. One that waits already is enough.

    It cannot miss a row that is being written here: it locks the register, and so waits for the row's own reference to it.
    """
    if not Feed.objects.filter(register=register, ended_at=None).exists():
        return
    lock = f"registers.follow:{register.pk}"
    if ProcrastinateJob.objects.filter(queueing_lock=lock, status="todo").exists():
        return
    try:
        with transaction.atomic():
            follow_rows.configure(queueing_lock=lock).defer(register=register.pk)
    except AlreadyEnqueued:
        pass


@transaction.atomic
def bring_into_line(register: int) -> list[Fact]:
    """Post what the rows say now and the journal does not. The facts that are new; scores follow in the same transaction."""
    Register.objects.select_for_update().get(pk=register)
    made: list[Fact] = []
    for feed in feeds.feeds(register):
        made += _post(feed)
    _follow(made)
    return made


def _post(feed: Feed) -> list[Fact]:
    waiting = {one.unit.pk for one in feeds.clashes(feed)}
    said = {key: n for key, n in feeds.counted(feed).items() if key[0] not in waiting}
    held = {key: fact for key, fact in _held(feed).items() if key[0] not in waiting}
    units = Unit.objects.in_bulk({unit for unit, _day in said})
    fresh = [_draft(feed, units[key[0]], key[1], float(n)) for key, n in sorted(said.items()) if key not in held and n]
    made = list(journal.post(feed.by, drafts=fresh, source=Source.REGISTER, entitled=True).facts) if fresh else []
    for key, fact in sorted(held.items()):
        now = float(said.get(key, 0))
        if fact.value != now:
            newer = _draft(feed, fact.unit, key[1], now, f":{fact.sequence}")
            made.append(journal.supersede(feed.by, fact, draft=newer, reason=_("登记簿里有更正"), entitled=True))
    return made


def _held(feed: Feed) -> dict[tuple[int, date], Fact]:
    """The facts that stand, by unit and day as their uids say."""
    found = Fact.objects.filter(uid__startswith=feeds.mark(feed), superseded_by=None).select_related("unit", "measure")
    return {_key(fact.uid): fact for fact in found}


def _key(uid: str) -> tuple[int, date]:
    _name, _feed, unit, day, *_rest = uid.split(":")
    return int(unit), date.fromisoformat(day)


def _draft(feed: Feed, unit: Unit, day: date, value: float, more: str = "") -> Draft:
    at = timezone.make_aware(datetime.combine(day, time()))
    uid, said = feeds.uid_of(feed, unit.pk, day) + more, _("登记簿“%s”") % feed.register
    return Draft(uid=uid, measure=feed.measure, unit=unit, at=at, value=value, reference=said)
