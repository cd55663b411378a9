"""The register of social supervisors. Opened when a list of names comes, when a term ends, and when a link is wanted again.

In ten seconds: who looks on for us, as what, until when; whose link works.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.lib.spans import current
from duibiao.lib.tables import Column, Filter, Table
from duibiao.participation import keys
from duibiao.participation import supervisor_queries as queries
from duibiao.participation.models import Supervisor
from duibiao.participation.permissions import may_keep_supervisors
from duibiao.participation.services import supervisors as services
from duibiao.participation.services.residents import Refused
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.supervisors.forms import ChangeSupervisorForm, KeyForm, LabelsForm, SupervisorForm


def columns(titles: dict[str, str]) -> list[Column[Any]]:
    """The export has the titles of the import: what was exported can be changed and imported again."""
    return [
        Column("code", _("编号"), lambda row: row.code, sort="code"),
        Column("name", _("姓名或队名"), lambda row: row.name, sort="name"),
        Column("kind", _("身份"), lambda row: titles[row.kind], sort="kind"),
        Column("since", _("任期起"), lambda row: row.since),
        Column("until", _("任期止"), lambda row: row.until),
        Column("area", _("联系的区域路段"), lambda row: row.area.code if row.area else ""),
        Column("topics", _("关注的事项"), lambda row: row.topics),
        Column("link", _("链接用到"), lambda row: row.link_until),
    ]


def filters(titles: dict[str, str]) -> list[Filter]:
    terms = [("yes", _("在任")), ("no", _("不在任"))]
    links = [("yes", _("有")), ("no", _("没有"))]
    return [
        Filter("q", _("编号、姓名、事项"), lambda text: Q(code__icontains=text) | Q(name__icontains=text) | Q(topics__icontains=text)),
        Filter("kind", _("身份"), lambda kind: Q(kind=kind), list(titles.items())),
        Filter("current", _("任期"), lambda has: current() if has == "yes" else ~current(), terms),
        Filter("link", _("能用的链接"), lambda has: Q(link_until__isnull=has == "no"), links),
    ]  # fmt: skip


@page(may_keep_supervisors)
def supervisors(request: HttpRequest) -> HttpResponse:
    titles = queries.labels()
    table = Table(request.GET, queries.supervisors(), columns(titles), filters(titles), order="code")
    return list_page(
        request, "office/supervisors/list.html", table, heading=_("社会监督员"), row="office/supervisors/row.html",
        empty="office/supervisors/empty.html", titles=titles, serving=queries.in_office().count(),
    )  # fmt: skip


def up() -> tuple[tuple[str, str], ...]:
    return ((_("社会监督员"), reverse("office:supervisors")),)


@form(may_keep_supervisors)
def add_supervisor(request: HttpRequest) -> HttpResponse:
    return form_page(
        request, SupervisorForm(request.POST or None), lambda given: services.add_supervisor(by_of(request), **given),
        heading=_("登记监督员"), act=_("登记"), back=reverse("office:supervisors"), where=up(), done=_("已登记。"),
        sentence=_("只登记办事要用的：姓名、身份、任期、关注什么。"),
    )  # fmt: skip


@form(may_keep_supervisors)
def change_supervisor(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.supervisor(pk)
    start = {name: getattr(found, name, "") for name in ChangeSupervisorForm.base_fields if name != "contact"}
    return form_page(
        request, ChangeSupervisorForm(request.POST or None, initial={**start, "area": found.area_id}),
        lambda given: services.change_supervisor(by, found, **given), heading=_("修改：%s") % found, act=_("保存"),
        back=reverse("office:supervisor", args=[pk]), where=up(), done=_("已保存。"), refusals=(Refused,),
    )  # fmt: skip


@page(may_keep_supervisors)
def supervisor(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, queries.supervisor(pk))


def _page(request: HttpRequest, found: Supervisor, *, contact: str | None = None) -> HttpResponse:
    """One of them; `contact` is shown once, when it was asked for."""
    key = queries.key_of(found)
    known: dict[str, Any] = {"one": found, "title": queries.labels()[found.kind], "contact": contact, "key": key}
    known |= {"link": request.build_absolute_uri(keys.link_of(key)) if key else "", "ask": KeyForm()}
    known |= {"errands": list(queries.errands_of(found)), "suggestions": list(queries.suggestions_of(found)[:20])}
    known |= {"reports": queries.reports_of(found)[:20], "lines": history_of(found)}
    response = render(request, "office/supervisors/supervisor.html", known)
    response["Cache-Control"] = "no-store"
    return response


@act(may_keep_supervisors)
def supervisor_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """How to reach them stands in the answer itself and nowhere else; the look is written down."""
    found = queries.supervisor(pk)
    return _page(request, found, contact=services.read_supervisor_contact(by_of(request), found))


@act(may_keep_supervisors)
def give_key(request: HttpRequest, pk: int) -> HttpResponse:
    found, asked = queries.supervisor(pk), KeyForm(request.POST)
    until = asked.cleaned_data["until"] if asked.is_valid() else None
    try:
        services.give_key(by_of(request), found, until=until)
        messages.success(request, _("新链接已经生成；原来的链接打不开了。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("office:supervisor", pk=pk)


@act(may_keep_supervisors)
def revoke_key(request: HttpRequest, pk: int) -> HttpResponse:
    services.revoke_key(by_of(request), queries.supervisor(pk))
    messages.success(request, _("链接已收回，打不开了；已经报来的都在。"))
    return redirect("office:supervisor", pk=pk)


@act(may_keep_supervisors)
def erase_supervisor(request: HttpRequest, pk: int) -> HttpResponse:
    services.erase_supervisor(by_of(request), queries.supervisor(pk))
    messages.success(request, _("姓名、联系方式和链接已经删除；报来的问题和建议还在，不再有名字。"))
    return redirect("office:supervisor", pk=pk)


@form(may_keep_supervisors)
def supervisor_labels(request: HttpRequest) -> HttpResponse:
    """What the county calls the kinds."""
    return form_page(
        request, LabelsForm(request.POST or None, initial=queries.labels()),
        lambda given: services.set_labels(by_of(request), given), heading=_("各类监督员的叫法"), act=_("保存"),
        back=reverse("office:supervisors"), where=up(), done=_("已保存。"), sentence=_("空着就用原来的叫法。"),
    )  # fmt: skip
