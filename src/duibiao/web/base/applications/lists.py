"""Lists of applications, the same behind every door."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duibiao.applications.choices import State
from duibiao.applications.models import Application, Category, Selection
from duibiao.applications.permissions import visible_selections
from duibiao.applications.queries import applications as queries
from duibiao.applications.queries.selections import overdue
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import User
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of


def columns() -> list[Column[Application]]:
    return [
        Column("name", _("申报对象"), lambda row: row.name, sort="name"),
        Column("category", _("类别"), lambda row: row.category.name, sort="category__order"),
        Column("unit", _("申报单位"), lambda row: row.unit.name, sort="unit__path"),
        Column("state", _("状态"), lambda row: row.get_state_display(), sort="state"),
        Column("holder", _("现在在谁手里"), queries.holder),
        Column("moved_at", _("从哪天起"), lambda row: row.moved_at.date(), sort="moved_at"),
        Column("due_on", _("期限"), lambda row: row.due_on or ""),
        Column("points", _("初审得分"), lambda row: row.points, number=True),
        Column("selection", _("评选"), lambda row: row.selection.title),
    ]


def filters(by: User) -> list[Filter]:
    """Two statements: the selections and their categories."""
    found = Selection.objects.filter(visible_selections(by))
    kinds = Category.objects.filter(selection__in=found).select_related("selection")
    return [
        Filter("q", _("申报对象、单位"), lambda text: Q(name__icontains=text) | Q(unit__name__icontains=text)),
        Filter("selection", _("评选"), lambda pk: Q(selection=pk), [(str(one.pk), one.title) for one in found]),
        Filter("category", _("类别"), lambda pk: Q(category=pk), [(str(one.pk), f"{one} · {one.selection}") for one in kinds]),
        Filter("state", _("状态"), lambda state: Q(state=state), State.choices),
        Filter("late", _("时限"), lambda _late: overdue(), [("yes", _("已超期"))]),
    ]  # fmt: skip


def listed(request: HttpRequest, door: str, template: str, found: QuerySet[Application], **known: Any) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, found, columns(), filters(by), order="-moved_at")
    for row in table.rows:
        row.drawn = {"shape": queries.shape(row), "holder": queries.holder(row)}  # type: ignore[attr-defined]
    return list_page(
        request, template, table, heading=_("申报评选"), row="base/applications/row.html",
        empty="base/applications/empty.html", door_name=door, application_page=f"{door}:application", **known,
    )  # fmt: skip
