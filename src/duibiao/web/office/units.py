"""The office's pages about units."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation import queries, services
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.problems.queries import cards_of
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.forms import ChangeUnitForm, EndForm, UnitForm


def columns() -> list[Column[Unit]]:
    """The export begins with the columns of the import, so that it can be changed and imported again."""
    return [
        Column("name", _("单位名称"), lambda unit: unit.name, sort="name"),
        Column("code", _("单位代码"), lambda unit: unit.code, sort="code"),
        Column("kind", _("单位类别"), lambda unit: unit.get_kind_display(), sort="kind"),
        Column("parent", _("上级单位"), lambda unit: unit.parent.name if unit.parent else ""),
        Column("short_names", _("简称"), lambda unit: "、".join(unit.short_names)),
        Column("groups", _("所属分组"), lambda unit: "、".join(group.name for group in unit.groups.all())),
        Column("phone", _("办公电话"), lambda unit: unit.phone),
        Column("people", _("在岗人员"), lambda unit: unit.people, sort="people", number=True),  # type: ignore[attr-defined]
        Column("liaison", _("联络员"), lambda unit: _("有") if unit.has_liaison else _("缺")),  # type: ignore[attr-defined]
    ]


def filters() -> list[Filter]:
    groups = [(str(group.pk), group.name) for group in queries.unit_groups()]
    return [
        Filter(
            "q",
            _("名称、简称、代码"),
            lambda text: Q(name__icontains=text) | Q(short_names__icontains=text) | Q(code__startswith=text),
        ),
        Filter("kind", _("单位类别"), lambda kind: Q(kind=kind), UnitKind.choices),
        Filter("group", _("所属分组"), lambda pk: Q(groups=pk), groups),
        Filter(
            "liaison",
            _("联络员"),
            lambda has: Q(has_liaison=has == "yes") & ~Q(kind="county"),
            [("yes", _("有")), ("no", _("缺"))],
        ),
    ]


@page(may_manage_organisation)
def units(request: HttpRequest) -> HttpResponse:
    table = Table(request.GET, queries.units(by_of(request)), columns(), filters(), order="path")
    return list_page(
        request,
        "office/units.html",
        table,
        heading=_("单位"),
        row="office/parts/unit_row.html",
        empty="office/parts/units_empty.html",
    )


@page(may_manage_organisation)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.unit(by_of(request), pk)
    posts = list(queries.people_of(found))
    known = {
        "unit": found,
        "posts": [post for post in posts if post.is_current],
        "past": [post for post in posts if not post.is_current],
        "children": found.children.all(),
        "areas": found.areas.all(),
        "cards": cards_of(found)[:20],
        "lines": history_of(found),
    }
    return render(request, "office/unit.html", known)


def up() -> tuple[tuple[str, str], ...]:
    return ((_("单位"), reverse("office:units")),)


@form(may_manage_organisation)
def add_unit(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    start = {"parent": queries.county(), "kind": UnitKind.DEPARTMENT, "order": 0}
    return form_page(
        request,
        UnitForm(request.POST or None, initial=start),
        lambda given: services.add_unit(by, **given),
        heading=_("新增单位"),
        act=_("保存"),
        back=reverse("office:units"),
        done=_("单位已新增。"),
        where=up(),
    )


@form(may_manage_organisation)
def change_unit(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.unit(by_of(request), pk)
    names = [name for name in ChangeUnitForm.base_fields if name != "groups"]
    start = {name: getattr(found, name) for name in names} | {"groups": found.groups.all()}
    return form_page(
        request,
        ChangeUnitForm(request.POST or None, initial=start),
        lambda given: services.change_unit(by, found, **given),
        heading=_("修改：%s") % found,
        act=_("保存"),
        back=reverse("office:unit", args=[pk]),
        done=_("已保存。"),
        where=up(),
    )


@form(may_manage_organisation)
def close_unit(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.unit(by_of(request), pk)
    return form_page(
        request,
        EndForm(request.POST or None),
        lambda given: services.close_unit(by, found, version=found.version, until=given["until"]),
        heading=_("撤销单位：%s（历史记录会保留）") % found,
        act=_("撤销"),
        back=reverse("office:unit", args=[pk]),
        done=_("单位已撤销，历史记录保留。"),
        where=up(),
    )
