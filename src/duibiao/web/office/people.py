"""The office's pages about people, their posts, and the contact list."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.lib.spans import current, today
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation import contact_list, queries, services
from duibiao.organisation.choices import PostKind
from duibiao.organisation.models import Person, Post
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import form, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.forms import AddPersonForm, ChangePersonForm, EndForm, PostForm


def posts_of(person: Person) -> str:
    return "；".join(f"{post.unit} {post.get_kind_display()}" for post in person.posts.all() if post.is_current)


def columns() -> list[Column[Person]]:
    return [
        Column("name", _("姓名"), lambda person: person.name, sort="name"),
        Column("phone", _("手机"), lambda person: person.phone),
        Column("posts", _("现任岗位"), posts_of),
    ]


def filters() -> list[Filter]:
    return [
        Filter(
            "q",
            _("姓名、手机、单位"),
            lambda text: Q(name__icontains=text) | Q(phone__startswith=text) | Q(posts__unit__name__icontains=text),
        ),
        Filter("kind", _("岗位"), lambda kind: current(prefix="posts__") & Q(posts__kind=kind), PostKind.choices),
    ]


@page(may_manage_organisation)
def people(request: HttpRequest) -> HttpResponse:
    table = Table(request.GET, queries.people(by_of(request)).distinct(), columns(), filters(), order="name")
    return list_page(
        request,
        "office/people.html",
        table,
        heading=_("人员"),
        row="office/parts/person_row.html",
        empty="office/parts/people_empty.html",
    )


@page(may_manage_organisation)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.person(by_of(request), pk)
    return render(request, "office/person.html", {"person": found, "lines": history_of(found)})


def up() -> tuple[tuple[str, str], ...]:
    return ((_("人员"), reverse("office:people")),)


@form(may_manage_organisation)
def add_person(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    start = {"unit": request.GET.get("unit"), "since": today(), "kind": PostKind.LIAISON}
    return form_page(
        request,
        AddPersonForm(request.POST or None, initial=start),
        lambda given: services.add_person(by, **given),
        heading=_("新增人员"),
        act=_("保存"),
        back=reverse("office:people"),
        done=_("人员已新增。"),
        where=up(),
    )


@form(may_manage_organisation)
def change_person(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.person(by_of(request), pk)
    start = {name: getattr(found, name) for name in ChangePersonForm.base_fields}
    return form_page(
        request,
        ChangePersonForm(request.POST or None, initial=start),
        lambda given: services.change_person(by, found, **given),
        heading=_("修改：%s") % found,
        act=_("保存"),
        back=reverse("office:person", args=[pk]),
        done=_("已保存。"),
        where=up(),
    )


@form(may_manage_organisation)
def begin_post(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.person(by_of(request), pk)
    return form_page(
        request,
        PostForm(request.POST or None, initial={"since": today()}),
        lambda given: services.begin_post(by, found, **given),
        heading=_("新任岗位：%s") % found,
        act=_("保存"),
        back=reverse("office:person", args=[pk]),
        done=_("岗位已登记。"),
        where=up(),
    )


@form(may_manage_organisation)
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    by = by_of(request)
    post = get_object_or_404(Post.objects.select_related("person", "unit"), pk=pk)
    return form_page(
        request,
        EndForm(request.POST or None, initial={"until": today()}),
        lambda given: services.end_post(by, post, until=given["until"]),
        heading=_("卸任：%(person)s，%(unit)s%(post)s") % {"person": post.person, "unit": post.unit, "post": post},
        act=_("卸任"),
        back=reverse("office:person", args=[post.person_id]),
        done=_("已卸任，历史记录保留。"),
        where=up(),
    )


@page(may_manage_organisation)
def contacts(request: HttpRequest, kind: str) -> HttpResponse:
    """The contact list as an attachment to a notice."""
    rows = queries.contacts(by_of(request))
    if kind == "docx":
        return download(contact_list.as_docx(str(queries.county()), rows), f"{_('通讯录')}.docx", contact_list.DOCX)
    return download(contact_list.as_xlsx(rows), f"{_('通讯录')}.xlsx", contact_list.XLSX)
