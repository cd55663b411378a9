"""Recording a row, correcting it, taking it back, and making one of what two units registered.

Its one trick: every one of these writes a new row and changes none; the measures that the register feeds follow by a job of the
same transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.ledger.models import Material
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.registers import feeding
from duibiao.registers.counting import standing
from duibiao.registers.models import CoHost, Entry, Evidence, Register
from duibiao.registers.permissions import may_keep, may_record
from duibiao.registers.refusals import LooksTwice, Refused
from duibiao.registers.values import checked

#: Nobody registers now what happened so many years ago: a slip of the pen.
OLDEST_YEARS = 10


@dataclass(frozen=True)
class Given:
    """What somebody wrote. `apart`: it is another one than the one that looks the same."""

    day: date
    kind: str
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    effect: str = ""
    hosts: tuple[Unit, ...] = ()
    evidence: tuple[Material, ...] = ()
    apart: bool = False


@transaction.atomic
def record(
    by: User, register: Register, *, unit: Unit, uid: str, given: Given, at: datetime | None = None, feed: bool = True
) -> Entry:
    """Write a row. The same `uid` again changes nothing. Raises `Refused`, `LooksTwice`. `feed`: later ones follow, the last tells."""
    require(may_record(by, unit))
    held = Entry.objects.filter(uid=uid).first()
    if held is not None:
        require(held.unit_id == unit.pk and held.register_id == register.pk)
        return held
    values = _checked(register, unit, given)
    made = _write(by, register, unit, uid, given, values, at=at)
    note(by, "registers.record", register, unit=unit.pk, entry=made.pk)
    if feed:
        feeding.tell(register)
    return made


@transaction.atomic
def correct(by: User, entry: Entry, *, uid: str, given: Given, reason: str, at: datetime | None = None) -> Entry:
    """A row that counts in place of `entry`. Sent twice it is one. Raises `Refused` if somebody was first."""
    require(may_record(by, entry.unit))
    held = Entry.objects.filter(uid=uid).first()
    if held is not None:
        require(held.supersedes_id == entry.pk)
        return held
    values = _checked(entry.register, entry.unit, given, instead_of=entry)
    made = _write(by, entry.register, entry.unit, uid, given, values, at=at, supersedes=entry, reason=reason)
    note(by, "registers.correct", entry.register, unit=entry.unit_id, entry=made.pk, of=entry.pk)
    feeding.tell(entry.register)
    return made


@transaction.atomic
def withdraw(by: User, entry: Entry, *, reason: str) -> Entry:
    """It does not count any more; it stays readable, with the reason. Twice is once."""
    require(may_record(by, entry.unit))
    newer = Entry.objects.filter(supersedes=entry).first()
    if newer is not None and newer.withdrawn:
        return newer
    made = _withdrawn(by, entry, reason)
    note(by, "registers.withdraw", entry.register, unit=entry.unit_id, entry=made.pk, of=entry.pk)
    feeding.tell(entry.register)
    return made


@transaction.atomic
def join(by: User, host: Entry, other: Entry) -> Entry:
    """Two rows were one joint activity: the host's counts, the other's unit becomes a co-host. Raises `Refused`."""
    require(may_keep(by))
    register = host.register
    if not register.joint or other.register_id != register.pk or host.unit_id == other.unit_id:
        raise Refused(_("只有同一本登记簿里、两个单位登记的联合活动才能算成一场。"))
    same = {name: getattr(host, name) for name in ("day", "kind", "title", "effect")}
    hosts = {*host.hosts.all(), other.unit, *other.hosts.all()} - {host.unit}
    evidence = tuple({*host.evidence.all(), *other.evidence.all()})
    given = Given(values=host.values, hosts=tuple(hosts), evidence=evidence, **same)
    reason = _("联合举办，和%s登记的算一场") % other.unit
    made = _write(
        by, register, host.unit, f"join:{host.pk}:{other.pk}", given, host.values, supersedes=host, reason=reason
    )
    gone = _withdrawn(by, other, _("联合举办，由%s登记") % host.unit)
    note(by, "registers.join", register, entry=made.pk, host=host.pk, other=other.pk, withdrawn=gone.pk)
    feeding.tell(register)
    return made


def _withdrawn(by: User, entry: Entry, reason: str) -> Entry:
    same = {name: getattr(entry, name) for name in ("day", "kind", "title", "effect")}
    given = Given(values=entry.values, **same)
    return _write(
        by, entry.register, entry.unit, f"withdraw:{entry.pk}", given, entry.values, supersedes=entry, reason=reason,
        withdrawn=True,
    )  # fmt: skip


def _checked(register: Register, unit: Unit, given: Given, instead_of: Entry | None = None) -> dict[str, Any]:
    if register.closed_at is not None:
        raise Refused(_("“%s”已经停用，不再登记；登记过的都在。") % register)
    if not given.title.strip():
        raise Refused(_("请写主题或名称。"), "title")
    if given.kind not in register.kinds:
        raise Refused(_("“种类”请从这些里选：%s。") % "、".join(register.kinds), "kind")
    _check_day(given.day)
    _check_others(register, unit, given)
    if not given.apart and instead_of is None:
        _check_twice(register, unit, given)
    return checked(register.columns.filter(dropped_at=None), given.values)


def _check_day(day: date) -> None:
    if day > today():
        raise Refused(_("这一天还没有到；做了以后再登记。"), "day")
    if day.year < today().year - OLDEST_YEARS:
        raise Refused(_("%d 年太早了，请核对日期。") % day.year, "day")


def _check_others(register: Register, unit: Unit, given: Given) -> None:
    if given.hosts and not register.joint:
        raise Refused(_("“%s”里的都由一个单位办，没有协办单位。") % register, "hosts")
    if unit in given.hosts:
        raise Refused(_("主办单位就是本单位，不用再选为协办单位。"), "hosts")
    for material in given.evidence:
        if material.unit_id != unit.code:
            raise Refused(_("佐证要选本单位台账里的材料。"), "evidence")
        if material.withdrawn_at is not None:
            raise Refused(_("“%s”已经撤回，不能作佐证。") % material, "evidence")


def _check_twice(register: Register, unit: Unit, given: Given) -> None:
    alike = look_alikes(register, day=given.day, kind=given.kind, title=given.title).select_related("unit").first()
    if alike is None:
        return
    if alike.unit_id == unit.pk:
        raise LooksTwice(_("本单位这一天已经登记过“%s”。确实是另一次，请勾选下面的“不是同一次”。") % alike, "apart")
    known = {"unit": alike.unit, "title": alike}
    raise LooksTwice(
        _("%(unit)s已经登记了同一天的“%(title)s”。如果是联合举办，由%(unit)s把本单位写成协办单位，不用再登记；确实是另一次，请勾选下面的“不是同一次”。")
        % known, "apart",
    )  # fmt: skip


def look_alikes(register: Register, *, day: date, kind: str, title: str) -> Any:
    """Rows of any unit that count and say the same day, kind and words."""
    rows = Entry.objects.filter(standing(), register=register, day=day, kind=kind)
    return rows.filter(title__iexact=title.strip()).order_by("pk")


def _write(
    by: User, register: Register, unit: Unit, uid: str, given: Given, values: Mapping[str, Any], *,
    at: datetime | None = None, **more: Any,
) -> Entry:  # fmt: skip
    """The row with its co-hosts and evidence, or the word that somebody was first."""
    plain = {"day": given.day, "kind": given.kind, "title": given.title.strip(), "effect": given.effect.strip()}
    try:
        with transaction.atomic():
            made = Entry.objects.create(
                register=register,
                unit=unit,
                uid=uid,
                values=dict(values),
                by=by,
                at=at or timezone.now(),
                **plain,
                **more,
            )
    except IntegrityError:
        raise Refused(_("这一条刚被别人更正或撤回了，请看最新的一条再改。")) from None
    _attach(made, given.hosts, given.evidence)
    return made


def _attach(entry: Entry, hosts: Iterable[Unit], evidence: Iterable[Material]) -> None:
    CoHost.objects.bulk_create([CoHost(entry=entry, unit=one) for one in hosts])
    Evidence.objects.bulk_create([Evidence(entry=entry, material=one) for one in evidence])
