"""Handing in an official table, and the list of those that are on their way.

Opened by the campaign office when a standard comes down. In ten seconds: whose table is how far, and what waits for a person.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.standards import draft_queries, drafts
from duibiao.standards.permissions import may_keep_standards
from duibiao.web.base.forms import Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of

#: Larger files are refused before they are read into memory; the engine's own limit is the same.
LARGEST = 50 * 1024 * 1024
ACCEPTED = ".xlsx,.xls,.docx,.doc,.wps,.et,.ods,.odt,.html,.htm,.txt,.csv"


class TableFileForm(Form):
    """A file, or a table pasted as text."""

    file = forms.FileField(
        label=gettext_lazy("指标表（Excel、Word、WPS）"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=gettext_lazy("发文时的附件原样传上来就行；合并单元格、跨页表头、几张表都认。"),
    )
    pasted = forms.CharField(
        label=gettext_lazy("或者把表格粘贴在这里"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("从表头起整块复制。"),
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        file = given.get("file")
        if bool(file) == bool(given.get("pasted", "").strip()):
            raise forms.ValidationError(_("请传一个文件，或者粘贴一张表；两样只用一样。"))
        if file and file.size > LARGEST:
            raise forms.ValidationError(_("文件超过 50 MB，不像一张指标表。请检查是不是传错了，或删去里面的图片再传。"))
        return given

    def content(self) -> tuple[str, bytes]:
        """The file's name and bytes."""
        file = self.cleaned_data.get("file")
        if file:
            return file.name, file.read()
        return _("粘贴的表格"), str(self.cleaned_data["pasted"]).encode()


def columns() -> list[Column[Any]]:
    return [
        Column("title", _("指标表"), lambda row: str(row), sort="title"),
        Column("by", _("谁上传"), lambda row: str(row.file.by)),
        Column("made_at", _("上传时间"), lambda row: row.file.made_at, sort="file__made_at"),
        Column("unread", _("没读懂"), lambda row: row.unread, sort="unread", number=True),
        Column("to_confirm", _("待确认"), lambda row: row.to_confirm, sort="to_confirm", number=True),
        Column("read", _("已读懂"), lambda row: row.read, sort="read", number=True),
        Column("confirmed", _("已确认"), lambda row: row.confirmed, sort="confirmed", number=True),
        Column("edition", _("生成的标准"), lambda row: str(row.edition or "")),
    ]


def filters() -> list[Filter]:
    waiting = [("open", _("有条款要看")), ("ready", _("条款都看过")), ("made", _("已生成标准"))]
    conditions = {
        "open": Q(edition=None) & (Q(unread__gt=0) | Q(to_confirm__gt=0)),
        "ready": Q(edition=None, unread=0, to_confirm=0),
        "made": Q(edition__isnull=False),
    }
    return [
        Filter("q", _("名称、文件名"), lambda text: Q(title__icontains=text) | Q(file__name__icontains=text)),
        Filter("state", _("到哪一步"), lambda state: conditions[state], waiting),
    ]


@page(may_manage_organisation)
def drafts_page(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return list_page(
        request,
        "office/drafting/list.html",
        Table(request.GET, draft_queries.drafts(by), columns(), filters(), order="-pk"),
        heading=_("正在导入的指标表"),
        row="office/drafting/draft_row.html",
        empty="office/drafting/empty.html",
        may_keep=may_keep_standards(by),
    )


@form(may_keep_standards)
def new(request: HttpRequest) -> HttpResponse:
    """Choose the file; the next page says what was understood."""
    asked = TableFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and asked.is_valid():
        name, content = asked.content()
        made = drafts.begin(by_of(request), name=name, content=content)
        return redirect("office:draft", pk=made.pk)
    return render(request, "office/drafting/new.html", {"form": asked})


@act(may_keep_standards)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """A reading that was stopped is asked for once more."""
    drafts.again(by_of(request), draft_queries.draft(by_of(request), pk))
    return redirect("office:draft", pk=pk)


@act(may_keep_standards)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    found = draft_queries.draft(by_of(request), pk)
    drafts.drop(by_of(request), found)
    messages.success(request, _("已放弃导入“%s”。确认过的条款仍然记得。") % found)
    return redirect("office:drafts")
