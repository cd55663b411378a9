"""The only place that makes registers and their columns. What rows hold already is never taken away by it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.audit.services import note
from duibiao.lib import versions
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.registers.builtin import READY, Ready
from duibiao.registers.counting import standing
from duibiao.registers.models import Column, Entry, Feed, Register
from duibiao.registers.permissions import may_keep
from duibiao.registers.refusals import Refused

CHINESE = "zh-hans"
#: A form with more columns is filled in by nobody.
MOST_COLUMNS = 12


@transaction.atomic
def lay_out(by: User) -> list[Register]:
    """The registers that every county keeps; those whose name is there already are left as they are."""
    require(may_keep(by))
    present = set(Register.objects.values_list("name", flat=True))
    with override(CHINESE):
        return [_laid_out(by, one, number) for number, one in enumerate(READY, 1) if str(one.name) not in present]


def _laid_out(by: User, ready: Ready, order: int) -> Register:
    made = add_register(
        by, name=str(ready.name), sort=ready.sort, word=str(ready.word), about=str(ready.about), rule=str(ready.rule),
        kinds=[str(kind) for kind in ready.kinds], joint=ready.joint, order=order,
    )  # fmt: skip
    rows = [
        Column(
            register=made, key=plan.key, title=str(plan.title), kind=plan.kind, unit_word=str(plan.unit_word),
            options=[str(one) for one in plan.options], required=plan.required, order=number,
        )
        for number, plan in enumerate(ready.columns)
    ]  # fmt: skip
    Column.objects.bulk_create(rows)
    return made


@transaction.atomic
def add_register(by: User, *, order: int | None = None, **fields: Any) -> Register:
    """A new register. A name that is taken raises `IntegrityError`."""
    require(may_keep(by))
    made = Register.objects.create(by=by, order=Register.objects.count() + 1 if order is None else order, **fields)
    note(by, "registers.add_register", made)
    return made


@transaction.atomic
def change_register(by: User, register: Register, *, version: int, **fields: Any) -> Register:
    """Write `fields` if nobody saved since `version`, else `versions.Stale`. A kind that rows bear stays."""
    require(may_keep(by))
    if "kinds" in fields:
        _keep_used(register, fields["kinds"])
    versions.save(register, version=version, **fields)
    note(by, "registers.change_register", register, fields=sorted(fields))
    return register


def _keep_used(register: Register, kinds: Sequence[str]) -> None:
    gone = set(register.kinds) - set(kinds)
    used = Entry.objects.filter(standing(), register=register, kind__in=gone).values_list("kind", flat=True).first()
    fed = next((kind for one in Feed.objects.filter(register=register, ended_at=None) for kind in one.kinds if kind in gone), None)  # fmt: skip
    if used or fed:
        raise Refused(_("种类“%s”已经用过，去掉了就统计不到；请留着，或先更正那些登记。") % (used or fed), "kinds")


@transaction.atomic
def add_column(by: User, register: Register, **fields: Any) -> Column:
    """A column more. Rows that are there have nothing in it."""
    require(may_keep(by))
    Register.objects.select_for_update(no_key=True).get(pk=register.pk)
    count = Column.objects.filter(register=register).count()
    if Column.objects.filter(register=register, dropped_at=None).count() >= MOST_COLUMNS:
        raise Refused(_("一本登记簿最多 %d 列；列太多没有人填。") % MOST_COLUMNS)
    if fields.get("kind") == "choice" and not fields.get("options"):
        raise Refused(_("选一项的列要写可选的，一行一个。"), "options")
    made = Column.objects.create(register=register, key=f"c{count + 1}", order=count + 1, **fields)
    note(by, "registers.add_column", register, column=made.pk)
    return made


@transaction.atomic
def drop_column(by: User, column: Column) -> None:
    """It is asked for no longer; what was written stays. One that feeds a measure stays. Raises `Refused`."""
    require(may_keep(by))
    if Feed.objects.filter(column=column, ended_at=None).exists():
        raise Refused(_("“%s”正在给指标供数，请先断开再去掉。") % column.title)
    if Column.objects.filter(pk=column.pk, dropped_at=None).update(dropped_at=timezone.now()):
        note(by, "registers.drop_column", column.register, column=column.pk)


@transaction.atomic
def close(by: User, register: Register) -> None:
    """It takes no more rows; sums and connections stay."""
    require(may_keep(by))
    if Register.objects.filter(pk=register.pk, closed_at=None).update(closed_at=timezone.now()):
        note(by, "registers.close", register)


@transaction.atomic
def reopen(by: User, register: Register) -> None:
    require(may_keep(by))
    if Register.objects.filter(pk=register.pk, closed_at__isnull=False).update(closed_at=None):
        note(by, "registers.reopen", register)
