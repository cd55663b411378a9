"""Items of feedback by workbook: tried first, done when confirmed; what is wrong has its row and cell."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.files.importing import Kind, Outcome, register
from duibiao.lib.sheets import Head, Problem, Row
from duibiao.organisation.importing import Names
from duibiao.organisation.models import User
from duibiao.participation import opening
from duibiao.participation.choices import Aspect
from duibiao.participation.models import Feedback, FeedbackItem
from duibiao.participation.permissions import may_take_apart
from duibiao.participation.services import feedback as services
from duibiao.participation.taking_apart import Item
from duibiao.standards.queries import standard_of

HEADS = (
    Head("feedback", gettext_lazy("反馈文件"), required=True, note=gettext_lazy("已登记的上级反馈的标题，一字不差。")),
    Head("words", gettext_lazy("反馈的问题"), required=True),
    Head("aspect", gettext_lazy("方面"), options=Aspect.choices),
    Head("indicator", gettext_lazy("指标"), note=gettext_lazy("指标的编号。")),
    Head("unit", gettext_lazy("责任单位"), note=gettext_lazy("代码、名称或简称；空着按权责规则建议。")),
    Head("kind", gettext_lazy("问题类型")),
    Head("due_on", gettext_lazy("整改时限"), kind=date),
)  # fmt: skip


class Reading:
    """What the rows are held against, each read once; and what was found wrong."""

    def __init__(self) -> None:
        self.names, self.outcome = Names(), Outcome()
        self.papers = {one.title: one for one in Feedback.objects.select_related("campaign__edition")}
        self.kinds = {one.name: one for one in opening.kinds()}
        self.there = {(one.feedback_id, one.words) for one in FeedbackItem.objects.only("feedback", "words")}

    def wrong(self, row: Row, column: str, says: str, remedy: str) -> None:
        self.outcome.problems.append(Problem(row.number, column, says, remedy))


def apply(by: User, rows: Sequence[Row]) -> Outcome:
    """Add each row as a draft of its paper; a row whose words are there already is left."""
    reading = Reading()
    for row in rows:
        paper, fields = reading.papers.get(row["feedback"]), None
        if paper is None:
            known = "、".join(list(reading.papers)[:5]) or _("（还没有）")
            reading.wrong(row, _("反馈文件"), _("没有登记过“%s”。") % row["feedback"], _("已登记的有：%s。") % known)
        else:
            fields = _fields(row, paper, reading)
        if paper is not None and fields is not None:
            _add(by, row, paper, fields, reading)
    return reading.outcome


def _fields(row: Row, paper: Feedback, reading: Reading) -> dict[str, Any] | None:
    before = len(reading.outcome.problems)
    given: dict[str, Any] = {"indicator": row["indicator"] or ""}
    if row["unit"]:
        given["unit"] = reading.names.unit(row["unit"], row.number, _("责任单位"), reading.outcome)
    if row["kind"]:
        given["kind"] = reading.kinds.get(row["kind"])
        if given["kind"] is None:
            remedy = _("现有类型：%s。") % "、".join(reading.kinds)
            reading.wrong(row, _("问题类型"), _("没有“%s”这种问题类型。") % row["kind"], remedy)
    if given["indicator"] and given["indicator"] not in standard_of(paper.campaign.edition).by_code:
        says = _("这个活动的标准里没有指标“%s”。") % given["indicator"]
        reading.wrong(row, _("指标"), says, _("请核对编号，或空着。"))
    if row["due_on"] and row["due_on"] < paper.received_on:
        reading.wrong(row, _("整改时限"), _("时限早于收到反馈的日子。"), _("请核对年份。"))
    if len(row["words"]) > 500:
        reading.wrong(row, _("反馈的问题"), _("超过 500 字。"), _("请拆成几条，一条说一件事。"))
    return given if len(reading.outcome.problems) == before else None


def _add(by: User, row: Row, paper: Feedback, fields: dict[str, Any], reading: Reading) -> None:
    if (paper.pk, row["words"]) in reading.there:
        reading.outcome.unchanged += 1
        return
    reading.there.add((paper.pk, row["words"]))
    known = {name: value for name, value in fields.items() if value}
    item = Item(row["words"], row["aspect"] or Aspect.OTHER, row["due_on"], known)
    made = services.add_items(by, paper, [item])
    reading.outcome.added += 1
    reading.outcome.lines.append(_("新增第 %(n)d 条：%(words)s") % {"n": made[0].number, "words": row["words"][:40]})


register(Kind("feedback_items", gettext_lazy("上级反馈意见条目"), HEADS, apply, may_take_apart))
