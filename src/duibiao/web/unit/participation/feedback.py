"""Items of higher-level feedback that a unit has to put right. In ten seconds: which, until when, how far; write for the answer."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import require
from duibiao.participation import feedback_queries as queries
from duibiao.participation.permissions import may_reply
from duibiao.participation.services import suggestions as services
from duibiao.web.base.editing import form_page
from duibiao.web.base.feedback import due_of, stages
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter


class ReplyForm(Form):
    words = forms.CharField(
        label=gettext_lazy("整改情况"), max_length=500, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("写进回复上级的报告：做了什么、到了什么程度、还没做完的哪天做完。可以再改，后写的算。"),
    )  # fmt: skip


def columns() -> list[Column[Any]]:
    return [
        Column("paper", _("反馈文件"), lambda row: row.feedback.title, sort="feedback__received_on"),
        Column("number", _("序号"), lambda row: row.number, number=True),
        Column("words", _("反馈的问题"), lambda row: row.words),
        Column("unit", _("责任单位"), lambda row: str(row.problem.unit)),
        Column("due_on", _("整改时限"), due_of, sort="due_on"),
        Column("stage", _("进展"), lambda row: stages()[row.stage]),
        Column("problem", _("问题编号"), lambda row: row.problem.number),
        Column("reply", _("整改情况"), lambda row: row.reply or ""),
    ]


def filters() -> list[Filter]:
    named = [(name, words) for name, words in stages().items() if name != "draft"]
    return [
        Filter("q", _("问题、文件"), lambda text: Q(words__icontains=text) | Q(feedback__title__icontains=text)),
        Filter("stage", _("进展"), lambda stage: queries.STAGES[stage], named),
        Filter("reply", _("写了整改情况"), lambda has: Q(reply__isnull=has == "no"), [("yes", _("写了")), ("no", _("没有写"))]),
    ]  # fmt: skip


@page(may_enter)
def feedback(request: HttpRequest) -> HttpResponse:
    """One's own items of all papers, and each paper with until when it must be answered."""
    by = by_of(request)
    table = Table(request.GET, queries.unit_items(by), columns(), filters(), order="-feedback__received_on")
    return list_page(
        request, "unit/participation/feedback.html", table, heading=_("上级反馈"), row="unit/participation/item_row.html",
        empty="unit/participation/feedback_empty.html", papers=queries.unit_papers(by),
    )  # fmt: skip


@form(may_enter)
def feedback_item(request: HttpRequest, pk: int) -> HttpResponse:
    """How it was put right, for the answer to the superior."""
    by = by_of(request)
    try:
        found = queries.unit_item(by, pk)
    except Http404:
        require(False)
        raise
    require(may_reply(by, found))
    start = {"words": queries.what_to_reply(found)}
    back = reverse("unit:feedback")
    return form_page(
        request, ReplyForm(request.POST or None, initial=start), lambda given: services.reply(by, found, **given),
        heading=_("%(paper)s第 %(n)d 条") % {"paper": found.feedback, "n": found.number}, act=_("保存"), back=back,
        where=((_("上级反馈"), back),), done=_("已保存，会写进回复上级的报告。"), sentence=found.words,
    )  # fmt: skip
