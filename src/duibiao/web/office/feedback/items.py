"""The items of a paper: one, several at once, and all as the list of rectification that is sent up."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duibiao.lib.dates import day_text
from duibiao.lib.papers import DOCX, Paper
from duibiao.lib.tables import Column, Filter, Table
from duibiao.participation import feedback_queries as queries
from duibiao.participation.choices import Aspect
from duibiao.participation.models import Feedback, FeedbackItem
from duibiao.participation.permissions import may_take_apart
from duibiao.participation.services import feedback as services
from duibiao.participation.services.residents import Refused
from duibiao.web.base.editing import form_page
from duibiao.web.base.feedback import due_of, stages, unit_of
from duibiao.web.base.guards import act, form
from duibiao.web.base.requests import by_of
from duibiao.web.office.feedback.forms import ItemForm, SeveralForm

__all__ = ["DOCX", "as_paper", "change_item", "drop_item", "set_for_several", "table_of"]
#: Millimetres of the columns of the paper, A4 across.
WIDTHS = (12, 92, 34, 28, 26, 26, 25)


def columns() -> list[Column[Any]]:
    return [
        Column("number", _("序号"), lambda row: row.number, sort="number", number=True),
        Column("words", _("反馈的问题"), lambda row: row.words),
        Column("aspect", _("方面"), lambda row: row.get_aspect_display(), sort="aspect"),
        Column("indicator", _("指标"), lambda row: row.indicator, sort="indicator"),
        Column("unit", _("责任单位"), lambda row: str(unit_of(row) or "")),
        Column("due_on", _("整改时限"), due_of),
        Column("stage", _("进展"), lambda row: stages()[row.stage]),
        Column("problem", _("问题编号"), lambda row: row.problem.number if row.problem else ""),
    ]


def filters() -> list[Filter]:
    lacks = Q(unit=None) | Q(kind=None) | Q(due_on=None)
    return [
        Filter("q", _("问题、单位"), lambda text: Q(words__icontains=text) | Q(unit__name__icontains=text)),
        Filter("stage", _("进展"), lambda stage: queries.STAGES[stage], list(stages().items())),
        Filter("aspect", _("方面"), lambda aspect: Q(aspect=aspect), Aspect.choices),
        Filter("lacks", _("缺单位、类型或时限"), lambda has: lacks if has == "yes" else ~lacks,
               [("yes", _("缺")), ("no", _("不缺"))]),
    ]  # fmt: skip


def table_of(request: HttpRequest, found: Feedback) -> Table[FeedbackItem]:
    return Table(request.GET, queries.items(found), columns(), filters(), order="number", size=200)


def as_paper(found: Feedback, rows: Iterable[Any]) -> bytes:
    """The list as an official paper, A4 across."""
    written = Paper(landscape=True)
    written.title(_("%s整改清单") % found.title)
    said = {"sender": found.sender, "day": day_text(found.received_on)}
    written.under_title(_("%(sender)s，%(day)s收到") % said)
    heads = [_("序号"), _("反馈的问题"), _("责任单位"), _("整改时限"), _("进展"), _("处置"), _("问题编号")]
    written.table(heads, (_cells(row) for row in rows), WIDTHS, 11)
    return written.file()


def _cells(row: Any) -> list[str]:
    due, held = due_of(row), row.problem
    return [
        str(row.number), row.words, str(unit_of(row) or ""), day_text(due) if due else "", stages()[row.stage],
        held.get_disposal_display() if held else "", held.number if held else "",
    ]  # fmt: skip


@form(may_take_apart)
def change_item(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.item(by_of(request), pk)
    paper = found.feedback
    back = reverse("office:paper", args=[paper.pk])
    start = {name: getattr(found, name) for name in ItemForm.base_fields}
    asked = ItemForm(paper, request.POST or None, initial={**start, "unit": found.unit_id, "kind": found.kind_id})
    where = ((_("上级反馈"), reverse("office:papers")), (paper.title, back))
    return form_page(
        request, asked, lambda given: services.change_item(by, found, **given), heading=_("第 %d 条") % found.number,
        act=_("保存"), back=back, where=where, sentence=found.proposed, done=_("已保存。"), refusals=(Refused,),
    )  # fmt: skip


@act(may_take_apart)
def drop_item(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.item(by_of(request), pk)
    try:
        services.drop_item(by_of(request), found)
        messages.success(request, _("第 %d 条已删除。") % found.number)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("office:paper", pk=found.feedback_id)


@act(may_take_apart)
def set_for_several(request: HttpRequest, pk: int) -> HttpResponse:
    """The same unit, kind or deadline for the items that are ticked."""
    found, asked = queries.paper(by_of(request), pk), SeveralForm(request.POST)
    chosen = [int(one) for one in request.POST.getlist("item") if one.isdigit()]
    back = f"{reverse('office:paper', args=[pk])}?{request.GET.urlencode()}"
    if not chosen or not asked.is_valid() or not any(asked.cleaned_data.values()):
        messages.error(request, _("没有改：请先勾选条目，再选单位、类型或时限。"))
        return redirect(back)
    n = services.set_for(by_of(request), found, chosen, **asked.cleaned_data)
    messages.success(request, ngettext("改了 %d 条。", "改了 %d 条。", n) % n)
    return redirect(back)
