"""The library of documents. Opened when a paper has come, before one is sent, and whenever somebody asks “does that still hold?”.

In ten seconds: is it in force, which version stands, who has not read it, what is still to be done for it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.documents import queries
from duibiao.documents.choices import Origin
from duibiao.documents.models import Document
from duibiao.documents.permissions import may_keep
from duibiao.documents.services import keeping
from duibiao.documents.services.refusals import Refused
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.documents import parts
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.documents.forms import AnswerForm, ChangeDocumentForm, NewDocumentForm

FIELDS = ("origin", "kind", "title", "number", "issuer", "issued_on", "effective_on", "indicators", "words", "version")


def columns() -> list[Column[Any]]:
    return [
        *parts.columns(),
        Column("read", _("阅知"), lambda row: f"{row.n_read}/{row.n_sent}" if row.n_sent else "", number=True),
        Column("open", _("待办"), lambda row: row.n_open, sort="n_open", number=True),
        Column("asked", _("待答"), lambda row: row.n_questions, sort="n_questions", number=True),
    ]


@page(may_manage_organisation)
def documents(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(
        request.GET, queries.documents(by), columns(), parts.filters(parts.campaigns_of(by)), order="-issued_on"
    )
    for row in table.rows:
        parts.shaped(row)
    return list_page(
        request, "office/documents/list.html", table, heading=_("文件库"), row="office/documents/row.html",
        empty="office/documents/empty.html", may=may_keep(by),
    )  # fmt: skip


def up(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return ((_("文件库"), reverse("office:documents")), *more)


def up_to(found: Document) -> tuple[tuple[str, str], ...]:
    return up((found.title, reverse("office:document", args=[found.pk])))


@form(may_keep)
def add_document(request: HttpRequest) -> HttpResponse:
    asked, made = (
        NewDocumentForm(request.POST or None, request.FILES or None, initial=_start(request)),
        list[Document](),
    )
    response = form_page(
        request, asked, lambda given: made.append(_added(by_of(request), **given)), heading=_("登记文件"), act=_("登记"),
        back=reverse("office:documents"), where=up(), refusals=(Refused,), done=_("已登记。下一步：发给单位，或登记要办的事。"),
    )  # fmt: skip
    return redirect("office:document", pk=made[0].pk) if made else response


def _start(request: HttpRequest) -> dict[str, Any]:
    """What the link already knows: the document that is explained, and its campaign."""
    beside = request.GET.get("beside", "")
    found = Document.objects.filter(pk=int(beside)).first() if beside.isdigit() else None
    if found is None:
        return {"campaign": request.GET.get("campaign", "")}
    said = {"origin": Origin.OWN, "kind": "explanation", "beside": found, "campaign": found.campaign_id}
    return {**said, "title": _("《%s》解读") % found.title[:180], "issuer": keeping.issuer_of_own()}


def _added(by: User, *, file: Any, **given: Any) -> Document:
    more = {"file": file.chunks(), "file_name": file.name} if file else {}
    return keeping.add(by, **given, **more)


@form(may_keep)
def change_document(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.document(by_of(request), pk)
    start = {name: getattr(found, name) for name in FIELDS} | {"campaign": found.campaign_id, "beside": found.beside_id}
    return form_page(
        request, ChangeDocumentForm(request.POST or None, initial=start),
        lambda given: keeping.change(by, found, **given), heading=_("修改：%s") % found, act=_("保存"),
        back=reverse("office:document", args=[pk]), where=up_to(found), done=_("已保存。"), refusals=(Refused,),
    )  # fmt: skip


@page(may_manage_organisation)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One document with all that hangs on it."""
    by, found = by_of(request), parts.shaped(queries.document(by_of(request), pk))
    known: dict[str, Any] = {
        "document": found, "may": may_keep(by), "files": list(queries.files_of(found)), "lines": history_of(found),
        "explanations": list(queries.beside(found)), "forwardings": list(found.forwardings.all()),
        "replaces": list(found.replaces.all()), "matters": list(queries.matters(by).filter(document=found)),
        "trainings": list(queries.trainings_of(found)), "questions": list(found.questions.select_related("unit")),
        "unread": [one for one in queries.readers(found).order_by("unit__order", "pk") if not one.knows],
        "answer_form": AnswerForm(),
    }  # fmt: skip
    return render(request, "office/documents/document.html", known)


def _reader_columns() -> list[Column[Any]]:
    return [
        Column("unit", _("单位"), lambda row: row.unit_name, sort="unit_name"),
        Column("sent_at", _("发出"), lambda row: row.sent_at, sort="sent_at"),
        Column("due_on", _("阅知时限"), lambda row: row.due_on),
        Column("read", _("阅知"), lambda row: _("已阅知") if row.knows else _("有新版，没重新确认") if row.read_at else _("没有确认")),
        Column("read_at", _("确认时间"), lambda row: row.read_at),
        Column("version", _("第几版"), lambda row: row.read_version, number=True),
    ]  # fmt: skip


@page(may_manage_organisation)
def readers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has read it and who has not: the list that is read out at a meeting."""
    from django.db.models import Q

    by, found = by_of(request), queries.document(by_of(request), pk)
    reads = [("no", _("没有确认")), ("yes", _("已阅知"))]
    kept = [
        Filter("q", _("单位"), lambda text: Q(unit_name__icontains=text)),
        Filter("knows", _("阅知"), lambda way: Q(knows=way == "yes"), reads),
    ]
    table = Table(request.GET, queries.readers(found), _reader_columns(), kept, order="unit_name")
    return list_page(
        request, "office/documents/readers.html", table, heading=_("%s阅知情况") % found.title[:60],
        row="office/documents/reader_row.html", empty="office/documents/readers_empty.html", document=found, may=may_keep(by),
    )  # fmt: skip


@page(may_manage_organisation)
def document_file(request: HttpRequest, pk: int) -> HttpResponse:
    return parts.handed_out(request, pk)
