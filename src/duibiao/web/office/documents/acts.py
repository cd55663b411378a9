"""What the office does with a document: a newer version, sending, reminding, ending, forwarding, answering."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duibiao.asks.services import TooSoon
from duibiao.documents import queries
from duibiao.documents.choices import Origin
from duibiao.documents.models import Document, Question
from duibiao.documents.own_papers import own_paper
from duibiao.documents.permissions import may_keep
from duibiao.documents.services import answering, keeping, sending
from duibiao.documents.services.refusals import Refused
from duibiao.lib.papers import DOCX
from duibiao.lib.spans import today
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.office.documents.forms import AnswerForm, EndForm, ForwardForm, SendForm, VersionForm
from duibiao.web.office.documents.pages import up_to


def _page(found: Document) -> str:
    return reverse("office:document", args=[found.pk])


@form(may_keep)
def add_version(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.document(by_of(request), pk)

    def do(given: dict[str, Any]) -> None:
        file = given["file"]
        keeping.add_version(by, found, file=file.chunks(), file_name=file.name, words=given["words"])

    return form_page(
        request, VersionForm(request.POST or None, request.FILES or None), do, heading=_("换新版：%s") % found,
        act=_("换上"), back=_page(found), where=up_to(found), refusals=(Refused,),
        done=_("新版已换上；以前的版本都留着，已经阅知的单位要重新确认。"),
    )  # fmt: skip


@form(may_keep)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.document(by_of(request), pk)
    asked = SendForm(found, request.POST or None)
    sent: list[int] = []

    def do(given: dict[str, Any]) -> None:
        more = {"due_on": given["due_on"], "urgent_reason": given["urgent_reason"]}
        sent.append(sending.send(by, found, units=asked.whom(), **more))

    return form_page(
        request, asked, do, heading=_("发给单位：%s") % found, act=_("发出"), back=_page(found), where=up_to(found),
        refusals=(Refused, TooSoon), done=_("已发出；发过的单位没有重复发。"),
        sentence=_("已经发给 %(sent)d 个单位，%(read)d 个确认阅知。") % {"sent": found.n_sent, "read": found.n_read},  # type: ignore[attr-defined]
    )  # fmt: skip


@act(may_keep)
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.document(by_of(request), pk)
    n = sending.remind(by_of(request), found)
    if n:
        messages.success(
            request, ngettext("已提醒 %d 个单位；一天最多提醒一次。", "已提醒 %d 个单位；一天最多提醒一次。", n) % n
        )
    else:
        messages.info(request, _("没有要提醒的：都确认阅知了。"))
    return redirect("office:document", pk=pk)


@form(may_keep)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.document(by_of(request), pk)
    return form_page(
        request, EndForm(found, request.POST or None, initial={"on": today()}),
        lambda given: keeping.end(by, found, **given), heading=_("废止或被替代：%s") % found, act=_("登记"),
        back=_page(found), where=up_to(found), refusals=(Refused,), done=_("已登记；列表和单位看到的效力跟着变。"),
    )  # fmt: skip


@act(may_keep)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    keeping.restore(by_of(request), queries.document(by_of(request), pk))
    messages.success(request, _("已恢复有效。"))
    return redirect("office:document", pk=pk)


@form(may_keep)
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    by, found, made = by_of(request), queries.document(by_of(request), pk), list[Document]()
    start = {
        "title": _("关于转发《%s》的通知") % found.title[:180],
        "number": keeping.next_number(),
        "issued_on": today(),
    }
    response = form_page(
        request, ForwardForm(request.POST or None, initial=start),
        lambda given: made.append(keeping.forward(by, found, **given)), heading=_("转发：%s") % found, act=_("转发"),
        back=_page(found), where=up_to(found), refusals=(Refused,), done=_("已生成本级转发文。下一步：下载转发通知盖章，发给单位。"),
    )  # fmt: skip
    return redirect("office:document", pk=made[0].pk) if made else response


@page(may_manage_organisation)
def document_paper(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.document(by_of(request), pk)
    if found.origin != Origin.OWN or not (found.words or found.forwards):
        raise Http404
    return download(own_paper(found), f"{found.title}.docx", DOCX)


@act(may_keep)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Question.objects.select_related("document"), pk=pk)
    asked = AnswerForm(request.POST)
    if asked.is_valid():
        answering.answer(by_of(request), found, **asked.cleaned_data)
        messages.success(request, _("已答复，提问的单位收到消息。"))
    else:
        messages.error(request, _("没有答复：请写答复的内容。"))
    return redirect("office:document", pk=found.document_id)
