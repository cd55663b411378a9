"""The answer to the superior (回复上级报告): what became of each item, in the units' own words, as an official paper to finish by hand.

Its one trick: it says nothing that is not recorded. What is late is called late; where a unit has written nothing it says so.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from duibiao.lib.dates import day_text
from duibiao.lib.papers import Paper
from duibiao.lib.spans import today
from duibiao.participation.models import Feedback
from duibiao.web.base.feedback import due_of, stages, unit_of

#: The parts of the report: heading, and the stages whose items stand there.
ORDER = ("closed", "done", "open", "draft", "stopped")


def as_report(found: Feedback, rows: Iterable[Any], county: str) -> bytes:
    items, written = list(rows), Paper()
    written.title(_("关于%s整改情况的报告") % found.title)
    written.paragraph(_("%s：") % found.sender)
    written.paragraph(_summary(found, items))
    numbered = iter(_("一二三四五"))
    for stage in ORDER:
        held = [one for one in items if one.stage == stage]
        if held:
            said = {"n": next(numbered), "stage": heads()[stage], "count": len(held)}
            written.heading(_("%(n)s、%(stage)s（%(count)d 条）") % said)
            for one in held:
                _item(written, one)
    written.paragraph("")
    written.paragraph(_("%(county)s  %(day)s") % {"county": county, "day": day_text(today())})
    return written.file()


def heads() -> dict[str, str]:
    return {
        "closed": _("已经整改到位"), "done": _("已经整改、等待复核"), "open": _("正在整改"), "draft": _("尚未交办"),
        "stopped": _("不再单独办理"),
    }  # fmt: skip


def _summary(found: Feedback, items: Sequence[Any]) -> str:
    """How many of each, counted from the items; the late ones among them."""
    units = {unit.pk for one in items if (unit := unit_of(one)) is not None}
    counts = {stage: sum(one.stage == stage for one in items) for stage in ORDER}
    said = {"day": day_text(found.received_on), "n": len(items), "units": len(units), "now": day_text(today())}
    text = _("%(day)s收到反馈意见以后，逐条拆解为 %(n)d 条，涉及 %(units)d 个责任单位。截至%(now)s：") % said
    parts = [_("%(stage)s %(n)d 条") % {"stage": heads()[stage], "n": n} for stage, n in counts.items() if n]
    late = sum(one.past for one in items)
    text += "，".join(parts)
    return text + (_("；其中超过时限还没有整改到位的 %d 条。") % late if late else _("。"))


def _item(written: Paper, one: Any) -> None:
    written.paragraph(f"{one.number}．{one.words}")
    due, unit = due_of(one), str(unit_of(one) or _("还没有确定"))
    state = stages()[one.stage] + (_("（超过时限）") if one.past else "")
    said = {"unit": unit, "due": day_text(due) if due else _("还没有确定"), "state": state}
    written.paragraph(_("责任单位：%(unit)s；整改时限：%(due)s；进展：%(state)s。") % said)
    written.paragraph(_("整改情况：%s") % (one.reply or _("（责任单位还没有填写）")))
