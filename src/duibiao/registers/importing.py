"""A register by workbook: its own columns, one row for each entry; what is there already stays as it is."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.files.importing import Kind, Outcome, register_family
from duibiao.ledger.models import Material
from duibiao.lib.sheets import Head, Problem, Row
from duibiao.organisation.choices import Role
from duibiao.organisation.importing import Names, split
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import holds
from duibiao.registers import feeding
from duibiao.registers.choices import ColumnKind
from duibiao.registers.models import Entry, Register
from duibiao.registers.queries import registers
from duibiao.registers.recording import Given, record
from duibiao.registers.refusals import Refused

FAMILY = "register"
PEOPLE_PROBLEM = gettext_lazy("改好这一行再传。")


def name_of(register: Register) -> str:
    return f"{FAMILY}:{register.pk}"


def kind_for(register: Register) -> Kind:
    return Kind(name_of(register), register.name, heads(register), applier(register), lambda by: holds(by, Role.UNIT))


def one_of(key: str) -> Kind | None:
    found = registers().filter(pk=int(key), closed_at=None).first() if key.isdigit() else None
    return kind_for(found) if found else None


def heads(register: Register) -> tuple[Head, ...]:
    own = [
        Head(one.key, str(one), one.required, [(word, word) for word in one.options], kind=date if one.kind == ColumnKind.DAY else str)
        for one in register.columns.all()
    ]  # fmt: skip
    together = [Head("hosts", gettext_lazy("协办单位"), note=gettext_lazy("联合举办的写在这里，几个用顿号隔开；协办单位不再登记。"))] if register.joint else []  # fmt: skip
    return (
        Head("day", gettext_lazy("日期"), required=True, kind=date),
        Head("kind", gettext_lazy("种类"), required=True, options=[(one, one) for one in register.kinds]),
        Head("title", gettext_lazy("主题、名称"), required=True),
        *own,
        Head("effect", gettext_lazy("成效")),
        *together,
        Head("evidence", gettext_lazy("佐证材料编号"), note=gettext_lazy("材料台账里的编号，几个用顿号隔开；没有先去交材料。")),
        Head("number", gettext_lazy("序号"), note=gettext_lazy("同一天、同一主题办了两场，用序号分开。")),
    )  # fmt: skip


def applier(register: Register) -> Callable[[Any, Sequence[Row]], Outcome]:
    return lambda by, rows: apply(by, register, rows)


def apply(by: User, register: Register, rows: Sequence[Row]) -> Outcome:
    """Write what is new. A row that was imported before, whatever file it stands in, is known by what it says."""
    outcome, names, unit = Outcome(), Names(), by.unit
    if unit is None:
        outcome.problems.append(Problem(0, "", _("这个账号不代表单位，不能登记。"), _("请用单位账号登记。")))
        return outcome
    uids = {row.number: _uid(register, unit, row) for row in rows}
    known = set(Entry.objects.filter(uid__in=uids.values()).values_list("uid", flat=True))
    for row in rows:
        if uids[row.number] in known:
            outcome.unchanged += 1
            continue
        known.add(uids[row.number])
        _one(by, register, unit, row, uids[row.number], names, outcome)
    if outcome.added:
        feeding.tell(register)
    return outcome


def _uid(register: Register, unit: Unit, row: Row) -> str:
    said = [str(row[name] or "") for name in ("day", "kind", "title", "number")]
    return f"sheet:{register.pk}:{unit.pk}:" + hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:32]


def _one(by: User, register: Register, unit: Unit, row: Row, uid: str, names: Names, outcome: Outcome) -> None:
    given = _given(unit, row, names, outcome)
    if given is None:
        return
    try:
        record(by, register, unit=unit, uid=uid, given=given, feed=False)
    except Refused as refused:
        titles = {head.name: str(head.title) for head in heads(register)}
        says = _("和登记过的一条看着是同一次。") if refused.field == "apart" else str(refused)
        remedy = (
            _("是同一次就删掉这一行；确实是另一次，请在“序号”里写 2。")
            if refused.field == "apart"
            else str(PEOPLE_PROBLEM)
        )
        outcome.problems.append(Problem(row.number, titles.get(refused.field, _("日期")), says, remedy))
    else:
        outcome.added += 1
        outcome.lines.append(f"{given.day} {given.kind} {given.title}")


def _given(unit: Unit, row: Row, names: Names, outcome: Outcome) -> Given | None:
    if not all(row[name] for name in ("day", "kind", "title")):
        return None  # said already
    before = len(outcome.problems)
    hosts = [names.unit(word, row.number, _("协办单位"), outcome) for word in split(row["hosts"])]
    numbers = {word for word in split(row["evidence"]) if word.isdigit()}
    evidence = list(Material.objects.filter(unit=unit, withdrawn_at=None, pk__in=numbers)) if row["evidence"] else []
    if len(evidence) < len(split(row["evidence"])):
        says = _("“%s”里有材料台账里没有的编号。") % row["evidence"]
        outcome.problems.append(Problem(row.number, _("佐证材料编号"), says, _("先在材料台账里交材料，再抄它的编号。")))
    if len(outcome.problems) > before:
        return None
    return Given(
        day=row["day"], kind=row["kind"], title=row["title"], values=row.cells, effect=row["effect"] or "",
        hosts=tuple(one for one in hosts if one is not None), evidence=tuple(evidence), apart=bool(row["number"]),
    )  # fmt: skip


register_family(FAMILY, one_of)
