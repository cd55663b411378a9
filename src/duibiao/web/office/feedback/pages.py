"""Feedback of higher levels: the papers that came, one paper taken apart, and how far each item is. Opened when a paper has come and before an answer is due.

In ten seconds: how many items, how many have nobody, how many are done; until when must we answer.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duibiao.audit.queries import history_of
from duibiao.files import store
from duibiao.lib.dates import day_text
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.organisation.queries import county
from duibiao.participation import feedback_queries as queries
from duibiao.participation.models import Feedback
from duibiao.participation.permissions import may_take_apart
from duibiao.participation.services import feedback as services
from duibiao.participation.services.residents import Refused
from duibiao.participation.taking_apart import Taken, take_apart
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.feedback import items, reporting
from duibiao.web.office.feedback.forms import ChangePaperForm, NewPaperForm, SeveralForm, TextForm


def columns() -> list[Column[Any]]:
    return [
        Column("title", _("标题"), lambda row: row.title, sort="title"),
        Column("sender", _("发文单位或测评组"), lambda row: row.sender, sort="sender"),
        Column("received_on", _("收到日期"), lambda row: row.received_on, sort="received_on"),
        Column("n", _("条目"), lambda row: row.n, number=True),
        Column("draft", _("未交办"), lambda row: row.n_draft, number=True),
        Column("open", _("整改中"), lambda row: row.n_open, number=True),
        Column("done", _("待复核销号"), lambda row: row.n_done, number=True),
        Column("closed", _("已销号"), lambda row: row.n_closed, number=True),
        Column("reply_by", _("要求回复的日期"), lambda row: day_text(row.reply_by) if row.reply_by else ""),
    ]


def filters() -> list[Filter]:
    return [
        Filter("q", _("标题、发文单位"), lambda text: Q(title__icontains=text) | Q(sender__icontains=text)),
        Filter("draft", _("有未交办的"), lambda has: Q(n_draft__gt=0) if has == "yes" else Q(n_draft=0),
               [("yes", _("有")), ("no", _("没有"))]),
    ]  # fmt: skip


@page(may_manage_organisation)
def papers(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, queries.papers(by), columns(), filters(), order="-received_on")
    return list_page(
        request, "office/feedback/papers.html", table, heading=_("上级反馈"), row="office/feedback/paper_row.html",
        empty="office/feedback/papers_empty.html", may=may_take_apart(by),
    )  # fmt: skip


def up(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return ((_("上级反馈"), reverse("office:papers")), *more)


def up_to(found: Feedback) -> tuple[tuple[str, str], ...]:
    return up((found.title, reverse("office:paper", args=[found.pk])))


@form(may_take_apart)
def add_paper(request: HttpRequest) -> HttpResponse:
    asked = NewPaperForm(request.POST or None, request.FILES or None)
    made: list[Feedback] = []
    response = form_page(
        request, asked, lambda given: made.append(_added(by_of(request), **given)), heading=_("登记上级反馈"),
        act=_("登记"), back=reverse("office:papers"), where=up(), refusals=(Refused,),
        done=_("已登记。把原文贴进来，就拆成条目。"),
    )  # fmt: skip
    return redirect("office:take_apart", pk=made[0].pk) if made else response


def _added(by: User, *, file: Any, **given: Any) -> Feedback:
    more = {"file": file.chunks(), "file_name": file.name} if file else {}
    return services.add_feedback(by, **given, **more)


@form(may_take_apart)
def change_paper(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.paper(by_of(request), pk)
    start = {name: getattr(found, name) for name in ChangePaperForm.base_fields}
    return form_page(
        request, ChangePaperForm(request.POST or None, initial=start),
        lambda given: services.change_feedback(by, found, **given), heading=_("修改：%s") % found, act=_("保存"),
        back=reverse("office:paper", args=[pk]), where=up_to(found), done=_("已保存。"),
    )  # fmt: skip


@page(may_manage_organisation)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The items with how far each is; the export is the list of rectification (整改清单)."""
    by = by_of(request)
    found = queries.paper(by, pk)
    known: dict[str, Any] = {"paper": found, "may": may_take_apart(by), "lines": history_of(found)}
    known |= {"several": SeveralForm(), "address": request.GET.urlencode()}
    return list_page(
        request, "office/feedback/paper.html", items.table_of(request, found),
        heading=_("%s整改清单") % found.title, row="office/feedback/item_row.html",
        empty="office/feedback/items_empty.html", **known,
    )  # fmt: skip


@page(may_manage_organisation)
def paper_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same list as a paper, to be sent up."""
    found = queries.paper(by_of(request), pk)
    rows = items.table_of(request, found).everything()
    return download(items.as_paper(found, rows), f"{_('%s整改清单') % found.title}.docx", items.DOCX)


@page(may_manage_organisation)
def paper_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer to the superior, with what the units wrote about each item."""
    found = queries.paper(by_of(request), pk)
    written = reporting.as_report(found, queries.items(found), str(county() or ""))
    return download(written, f"{_('关于%s整改情况的报告') % found.title}.docx", items.DOCX)


@page(may_manage_organisation)
def paper_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as it came."""
    found = queries.paper(by_of(request), pk)
    if found.file is None:
        raise Http404
    with store.open(found.file) as file:
        return download(file.read(), found.file_name, found.file.media_type)


@form(may_take_apart)
def take_apart_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Paste the text, see what it would become, then make it items."""
    found = queries.paper(by_of(request), pk)
    asked, taken = TextForm(request.POST or None), Taken()
    if request.method == "POST" and asked.is_valid():
        taken = take_apart(asked.cleaned_data["text"], received_on=found.received_on)
        if taken.items and "look" not in request.POST:
            return _made_items(request, found, taken, asked.cleaned_data)
        if not taken.items:
            asked.add_error("text", _("没有认出条目；请一条一行，或带上编号。"))
    known = {"paper": found, "form": asked, "taken": taken, "propose": _proposed(found, taken)}
    return render(request, "office/feedback/take_apart.html", known)


def _proposed(found: Feedback, taken: Taken) -> list[tuple[Any, dict[str, Any]]]:
    propose = services.Proposals(found.campaign) if taken.items else None
    return [(one, propose.fields(one.words)) for one in taken.items] if propose else []


def _made_items(request: HttpRequest, found: Feedback, taken: Taken, given: dict[str, Any]) -> HttpResponse:
    more = {"due_on": given["due_on"], "kind": given["kind"]}
    made = services.add_items(by_of(request), found, taken.items, **more)
    same = len(taken.items) - len(made)
    messages.success(request, ngettext("拆出 %d 条。", "拆出 %d 条。", len(made)) % len(made))
    if same:
        messages.info(request, ngettext("%d 条已经有了，没有重复加。", "%d 条已经有了，没有重复加。", same) % same)
    return redirect("office:paper", pk=found.pk)


@act(may_take_apart)
def assign_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """What is whole becomes problems; what lacks something is named."""
    done = services.assign_items(by_of(request), queries.paper(by_of(request), pk))
    if done.done:
        messages.success(
            request,
            ngettext("%d 条已转为问题，交给了责任单位。", "%d 条已转为问题，交给了责任单位。", done.done) % done.done,
        )
    if done.lacking:
        numbers = "、".join(map(str, done.lacking[:30]))
        messages.warning(request, _("第 %s 条还缺责任单位、问题类型或整改时限，没有转。") % numbers)
    if not done.done and not done.lacking:
        messages.info(request, _("没有要转的：每一条都已经是问题。"))
    return redirect("office:paper", pk=pk)
