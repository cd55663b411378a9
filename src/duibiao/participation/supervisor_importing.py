"""The register of supervisors by workbook: tried first, done when confirmed; what is wrong has its row and cell.

It has no column for telephone numbers: a workbook that is handed in is kept as it came, and how to reach somebody is kept sealed only.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.files.importing import Kind, Outcome, register
from duibiao.lib.sheets import Head, Problem, Row
from duibiao.organisation.models import User
from duibiao.participation import supervisor_queries as queries
from duibiao.participation.choices import SupervisorKind
from duibiao.participation.models import Supervisor
from duibiao.participation.permissions import may_keep_supervisors
from duibiao.participation.services import supervisors as services
from duibiao.places.models import Area

HEADS = (
    Head("code", gettext_lazy("编号"), required=True, note=gettext_lazy("不重复、以后不变；再次导入时按它认人。")),
    Head("name", gettext_lazy("姓名或队名"), required=True),
    Head("kind", gettext_lazy("身份"), required=True, note=gettext_lazy("如：人大代表、城市啄木鸟；可以用本县的叫法。")),
    Head("since", gettext_lazy("任期起"), kind=date),
    Head("until", gettext_lazy("任期止"), kind=date),
    Head("area", gettext_lazy("联系的区域路段"), note=gettext_lazy("区域路段的编号或名称。")),
    Head("topics", gettext_lazy("关注的事项")),
)  # fmt: skip
MOST = {"code": 32, "name": 40, "topics": 200}


class Reading:
    """What the rows are held against, each read once; and what was found wrong."""

    def __init__(self) -> None:
        self.outcome = Outcome()
        self.there = {one.code: one for one in Supervisor.objects.all()}
        self.kinds = {str(kind.label): str(kind) for kind in SupervisorKind}
        self.kinds |= {words: kind for kind, words in queries.labels().items()}
        self.areas = {key: area for area in Area.objects.all() for key in (area.code, area.name)}
        self.seen = set[str]()

    def wrong(self, row: Row, column: str, says: str, remedy: str) -> None:
        self.outcome.problems.append(Problem(row.number, column, says, remedy))


def apply(by: User, rows: Sequence[Row]) -> Outcome:
    """Add those who are new by their number, change those who differ."""
    reading = Reading()
    for row in rows:
        fields = _fields(row, reading)
        if fields is not None:
            _apply_row(by, row["code"], fields, reading)
    return reading.outcome


def _fields(row: Row, reading: Reading) -> dict[str, Any] | None:
    before, heads = len(reading.outcome.problems), {head.name: str(head.title) for head in HEADS}
    if row["code"] in reading.seen:
        reading.wrong(row, _("编号"), _("编号“%s”重复。") % row["code"], _("一人一行，编号不能重复。"))
    reading.seen.add(row["code"])
    kind, area = reading.kinds.get(row["kind"]), reading.areas.get(row["area"] or "")
    if kind is None:
        known = "、".join(queries.labels().values())
        reading.wrong(row, _("身份"), _("没有“%s”这种身份。") % row["kind"], _("现有身份：%s。") % known)
    if row["area"] and area is None:
        reading.wrong(row, _("联系的区域路段"), _("没有登记过“%s”。") % row["area"], _("请写编号或全称，或空着。"))
    if row["since"] and row["until"] and row["until"] < row["since"]:
        reading.wrong(row, _("任期止"), _("任期止早于任期起。"), _("请核对年份。"))
    for name, most in MOST.items():
        if len(row[name] or "") > most:
            reading.wrong(row, heads[name], _("超过 %d 个字。") % most, _("请写短一些。"))
    if len(reading.outcome.problems) > before:
        return None
    days = {"since": row["since"], "until": row["until"]}
    return {"name": row["name"], "kind": kind, "area": area, "topics": row["topics"] or "", **days}


def _apply_row(by: User, code: str, fields: dict[str, Any], reading: Reading) -> None:
    """The lines say the number, never the name: they are kept."""
    held, outcome = reading.there.get(code), reading.outcome
    if held is None:
        services.add_supervisor(by, code=code, **fields)
        outcome.added += 1
        outcome.lines.append(_("新增 %s") % code)
    elif held.erased_at is not None or all(getattr(held, name) == value for name, value in fields.items()):
        outcome.unchanged += 1
    else:
        services.change_supervisor(by, held, version=held.version, **fields)
        outcome.changed += 1
        outcome.lines.append(_("修改 %s") % code)


register(Kind("supervisors", gettext_lazy("社会监督员"), HEADS, apply, may_keep_supervisors))
