"""One bond as both doors show it: what became of the place, its problems, and what was recorded there."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duibiao.lib.tables import Column, Filter, Table
from duibiao.partners import queries
from duibiao.partners.models import Entry
from duibiao.partners.permissions import may_keep, may_record
from duibiao.places.models import Bond
from duibiao.problems.rules import labels
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of


def columns() -> list[Column[Entry]]:
    return [
        Column("day", _("日期"), lambda row: row.day, sort="day"),
        Column("found", _("看到什么"), lambda row: row.found),
        Column("done", _("做了什么"), lambda row: row.done),
        Column("problem", _("报的问题"), lambda row: row.problem.number if row.problem else ""),
    ]


def filters() -> list[Filter]:
    yes_no = [("yes", _("有")), ("no", _("没有"))]
    return [
        Filter("q", _("看到什么、做了什么"), queries.in_words),
        Filter("reported", _("报的问题"), queries.reported, yes_no),
    ]


def bond_page(request: HttpRequest, door: str, bond: Bond) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, queries.entries(bond), columns(), filters(), order="-day")
    known: dict[str, Any] = {"bond": bond, "site": bond.site, "result": queries.results([bond.pk])[bond.pk]}
    known |= {"problems": list(queries.problems_of(bond)[:20]), "labels": labels(), "is_office": door == "office"}
    known |= {"may_record": may_record(by, bond), "may_keep": may_keep(by) and bond.is_current}
    return list_page(
        request, f"{door}/partners/bond.html", table, heading=_("入点位记录"), row="base/partners/entry_row.html",
        empty="base/partners/entries_empty.html", **known,
    )  # fmt: skip
