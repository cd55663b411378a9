"""Feedback of higher levels, as a leader needs it. Opened before a call to the superior.

In ten seconds: of each paper, how many items are closed, how many open, how many late, until when must we answer; whose the late ones are.
"""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duibiao.lib.dates import day_text
from duibiao.lib.tables import Column, Filter, Table
from duibiao.participation import feedback_queries as queries
from duibiao.participation.choices import Aspect
from duibiao.web.base.feedback import due_of, stages, unit_of
from duibiao.web.base.guards import page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.leader.menu import may_enter


def paper_columns() -> list[Column[Any]]:
    return [
        Column("title", _("反馈文件"), lambda row: row.title, sort="title"),
        Column("n", _("条目"), lambda row: row.n, number=True),
        Column("closed", _("已销号"), lambda row: row.n_closed, number=True),
        Column("late", _("超期"), lambda row: row.n_overdue, number=True),
        Column("open", _("整改中"), lambda row: row.n_open, number=True),
        Column("done", _("待复核销号"), lambda row: row.n_done, number=True),
        Column("draft", _("未交办"), lambda row: row.n_draft, number=True),
        Column("reply_by", _("要求回复的日期"), lambda row: day_text(row.reply_by) if row.reply_by else ""),
    ]


@page(may_enter)
def feedback(request: HttpRequest) -> HttpResponse:
    """All papers on one screen, and the late items with whose they are."""
    by = by_of(request)
    found = queries.papers(by)
    search = Filter("q", _("标题、发文单位"), lambda text: Q(title__icontains=text) | Q(sender__icontains=text))
    table = Table(request.GET, found, paper_columns(), [search], order="-received_on")
    late = list(queries.late_items(by)[:20])
    return list_page(
        request, "leader/feedback/papers.html", table, heading=_("上级反馈"), row="leader/feedback/paper_row.html",
        empty="leader/feedback/empty.html", late=late, sums=queries.sums(by),
    )  # fmt: skip


def item_columns() -> list[Column[Any]]:
    return [
        Column("number", _("序号"), lambda row: row.number, sort="number", number=True),
        Column("words", _("反馈的问题"), lambda row: row.words),
        Column("unit", _("责任单位"), lambda row: str(unit_of(row) or "")),
        Column("due_on", _("整改时限"), due_of),
        Column("stage", _("进展"), lambda row: stages()[row.stage]),
        Column("reply", _("整改情况"), lambda row: row.reply or ""),
    ]


def item_filters() -> list[Filter]:
    return [
        Filter("q", _("问题、单位"), lambda text: Q(words__icontains=text) | Q(problem__unit__name__icontains=text)),
        Filter("stage", _("进展"), lambda stage: queries.STAGES[stage], list(stages().items())),
        Filter("aspect", _("方面"), lambda aspect: Q(aspect=aspect), Aspect.choices),
    ]


@page(may_enter)
def feedback_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper, item by item."""
    found = queries.paper(by_of(request), pk)
    table = Table(request.GET, queries.items(found), item_columns(), item_filters(), order="number", size=200)
    return list_page(
        request, "leader/feedback/paper.html", table, heading=found.title, row="leader/feedback/item_row.html",
        empty="leader/feedback/items_empty.html", paper=found,
    )  # fmt: skip
