"""Lists about obligations: what each unit lacks, and what was handed in; the same behind both doors."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.lib.tables import Column, Filter, Pick
from duibiao.obligations.choices import State
from duibiao.obligations.models import Fulfilment, Obligation
from duibiao.obligations.queries import Cell, Line
from duibiao.organisation.choices import UnitKind


def columns() -> list[Column[Fulfilment]]:
    return [
        Column("unit", _("单位"), lambda row: row.unit.name, sort="unit__name"),
        Column("obligation", _("规定动作"), lambda row: row.obligation.name, sort="obligation__name"),
        Column("done_on", _("哪天做的"), lambda row: row.done_on, sort="done_on"),
        Column("words", _("做了什么、文号或记录"), lambda row: row.words),
        Column("state", _("状态"), lambda row: row.get_state_display(), sort="state"),
        Column("reason", _("退回理由"), lambda row: row.reason),
    ]


def filters(campaigns: Sequence[Campaign]) -> list[Filter]:
    def search(text: str) -> Q:
        return Q(unit__name__icontains=text) | Q(obligation__name__icontains=text) | Q(words__icontains=text)

    held = [(str(one.pk), one.title) for one in campaigns]
    return [
        Filter("q", _("单位、规定动作、文号"), search),
        Filter("state", _("状态"), lambda state: Q(state=state), State.choices),
        Filter("campaign", _("创建活动"), lambda pk: Q(obligation__campaign=pk), held),
    ]


# ── what one unit must do ─────────────────────────────────────────────────────────────────────────


def cell_columns() -> list[Column[Cell]]:
    return [
        Column("name", _("规定动作"), lambda cell: cell.obligation.name, sort="name"),
        Column("act", "", lambda cell: ""),
        Column("campaign", _("创建活动"), lambda cell: cell.obligation.campaign.title, sort="campaign"),
        Column("done", _("做了几次"), lambda cell: cell.done, sort="done", number=True),
        Column("times", _("要做几次"), lambda cell: cell.obligation.times, sort="times", number=True),
        Column("waiting", _("待核对"), lambda cell: cell.waiting, sort="waiting", number=True),
        Column("due_on", _("完成时限"), lambda cell: cell.obligation.due_on, sort="due_on"),
        Column("grounds", _("依据"), lambda cell: cell.obligation.grounds),
        Column("evidence", _("要什么佐证"), lambda cell: cell.obligation.evidence),
    ]


def cell_filters(campaigns: Sequence[Campaign]) -> list[Pick[Cell]]:
    stands = [
        ("lacking", _("还没做够")),
        ("late", _("过了时限还没做")),
        ("waiting", _("有待核对的")),
        ("done", _("做够了")),
    ]
    return [
        Pick("q", _("规定动作、依据"), lambda cell, text: text in cell.obligation.name or text in cell.obligation.grounds),
        Pick("stands", _("做得怎样"), stands_so, stands),
        Pick("campaign", _("创建活动"), lambda cell, pk: str(cell.obligation.campaign_id) == pk, [(str(one.pk), one.title) for one in campaigns]),
    ]  # fmt: skip


def stands_so(cell: Cell, name: str) -> bool:
    known = {
        "lacking": cell.lacks > 0,
        "late": cell.state == "bad",
        "waiting": cell.waiting > 0,
        "done": cell.lacks == 0,
    }
    return known[name]


# ── units × obligations ───────────────────────────────────────────────────────────────────────────


def line_columns(asked: Sequence[Obligation]) -> list[Column[Line]]:
    """One for each obligation: how often it was done."""

    def column(place: int, one: Obligation) -> Column[Line]:
        def done(line: Line) -> int | str:
            cell = line.cells[place]
            return "" if cell is None else cell.done

        return Column(f"o{one.pk}", f"{one.name}（{one.times}）", done, sort=f"o{one.pk}", number=True)

    unit = Column[Line]("unit", _("单位"), lambda line: line.unit.name, sort="unit")
    return [
        unit,
        *(column(place, one) for place, one in enumerate(asked)),
        Column("lacks", _("还缺几次"), lambda line: line.lacks, sort="lacks", number=True),
    ]


def line_filters() -> list[Pick[Line]]:
    stands = [("lacking", _("还没做够")), ("late", _("过了时限还没做")), ("waiting", _("有待核对的"))]
    every = [("done", _("全做完了")), *stands]
    return [
        Pick("q", _("单位"), lambda line, text: text in line.unit.name or text in line.unit.known_as),
        Pick("kind", _("单位类别"), lambda line, kind: line.unit.kind == kind, [one for one in UnitKind.choices if one[0] != "county"]),
        Pick("stands", _("做得怎样"), line_stands_so, every),
    ]  # fmt: skip


def line_stands_so(line: Line, name: str) -> bool:
    cells = [cell for cell in line.cells if cell is not None]
    return all(cell.lacks == 0 for cell in cells) if name == "done" else any(stands_so(cell, name) for cell in cells)
