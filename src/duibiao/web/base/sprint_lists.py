"""The sprint list's columns and filters, the same behind both doors. Its lines are worked out, so they are sorted in memory."""

from django.utils.translation import gettext as _

from duibiao.lib.tables import Column, Pick
from duibiao.scores.choices import Potential
from duibiao.scores.sprint import Line


def columns(*, own: bool) -> list[Column[Line]]:
    unit = Column[Line]("unit", _("单位"), lambda line: line.unit_name, sort="unit")
    return [
        Column("indicator", _("指标"), lambda line: f"{line.indicator} {line.name}", sort="indicator"),
        *([] if own else [unit]),
        Column("points", _("还能争的分"), lambda line: round(line.points, 4), sort="points", number=True),
        Column("potential", _("归类"), lambda line: line.potential_words, sort="potential"),
        Column("certainty", _("把握（%）"), lambda line: line.certainty, sort="certainty", number=True),
        Column("effort", _("要花几个工作日"), lambda line: line.effort_workdays, sort="effort", number=True),
        Column("left", _("还剩几个工作日"), lambda line: line.workdays_left, sort="left"),
        Column("duty", _("任务"), lambda line: f"{line.duty.get_state_display()} {line.duty.percent}%" if line.duty else ""),
        Column("strategy", _("怎么争"), lambda line: line.strategy),
    ]  # fmt: skip


def filters() -> list[Pick[Line]]:
    time = [("yes", _("来得及的")), ("no", _("来不及的"))]
    duty = [("yes", _("派了任务的")), ("no", _("没有派任务的"))]
    return [
        Pick("q", _("单位、指标、编号"), lambda line, text: text in line.unit_name or text in line.name or line.indicator.startswith(text)),
        Pick("potential", _("归类"), lambda line, kind: line.potential == kind, Potential.choices),
        Pick("time", _("来得及吗"), lambda line, yes: line.in_time == (yes == "yes"), time),
        Pick("duty", _("任务"), lambda line, yes: (line.duty is not None) == (yes == "yes"), duty),
    ]  # fmt: skip


def key(line: Line) -> str:
    return f"{line.unit}:{line.indicator}"
