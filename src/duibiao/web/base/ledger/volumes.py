"""The volumes of a campaign behind every door: all of them, and one with its inner list; on paper and as workbooks.

In ten seconds: is everything of this unit and year filed, on which pages, and where is the same paper cited elsewhere.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.ledger import volume_papers as papers
from duibiao.ledger.permissions import may_see_materials_of, visible_in
from duibiao.ledger.queries.volumes import WAYS, Volume, volume, volumes
from duibiao.lib import sheets
from duibiao.lib.papers import DOCX
from duibiao.lib.tables import Column, Listed, Pick
from duibiao.organisation.models import Unit
from duibiao.organisation.permissions import require
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of


def columns() -> list[Column[Volume]]:
    return [
        Column("number", _("案卷号"), lambda one: one.number, sort="number"),
        Column("title", _("案卷题名"), papers.title_of, sort="title"),
        Column("year", _("年度"), lambda one: one.year, sort="year", number=True),
        Column("files", _("件数"), lambda one: len(one.own), sort="files", number=True),
        Column("pages", _("页数"), lambda one: one.pages, sort="pages", number=True),
        Column("cited", _("又用于几处"), lambda one: one.cited, sort="cited", number=True),
        Column("days", _("起止日期"), papers.days_of),
        Column("notes", _("备注"), papers.notes_of),
    ]


def listed(request: HttpRequest, door: str, campaign: Campaign) -> HttpResponse:
    """All volumes; ?way chooses by unit or by indicator; export as xlsx or docx."""
    way = request.GET.get("way", "unit")
    way = way if way in WAYS else "unit"
    found = volumes(campaign, way, visible_in(by_of(request)))
    if request.GET.get("export") == "docx":
        return download(papers.list_paper(campaign, found), _("%s案卷目录") % campaign.title + ".docx", DOCX)
    years = sorted({one.year for one in found}, reverse=True)
    picks: list[Pick[Volume]] = [
        Pick("q", _("案卷号、题名"), lambda one, text: text in one.number or text in papers.title_of(one)),
        Pick("year", _("年度"), lambda one, year: str(one.year) == year, [(str(year), str(year)) for year in years]),
    ]
    table = Listed(request.GET, found, columns(), picks, lambda one: one.number)
    for row in table.rows:
        row.drawn = {"address": reverse(f"{door}:volume", args=[campaign.pk, way, row.year, row.key]), "title": papers.title_of(row), "days": papers.days_of(row), "notes": papers.notes_of(row)}  # type: ignore[attr-defined]  # fmt: skip
    sums = {"files": sum(len(one.own) for one in found), "pages": sum(one.pages for one in found), "cited": sum(one.cited for one in found)}  # fmt: skip
    return list_page(
        request, f"{door}/ledger/volumes.html", table, heading=_("%s案卷目录") % campaign.title, row="base/ledger/volume_row.html",
        empty="base/ledger/volumes_empty.html", campaign=campaign, way=way, sums=sums, many=len(found),
    )  # fmt: skip


def shown(request: HttpRequest, door: str, campaign: Campaign, way: str, year: int, key: str) -> HttpResponse:
    """One volume with its inner list. Another unit's is refused in words."""
    whose = Unit.objects.filter(code=key).first() if way == "unit" else None
    require(whose is None or may_see_materials_of(by_of(request), whose))
    found = volume(campaign, way, year, key, visible_in(by_of(request))) if way in WAYS else None
    if found is None:
        raise Http404
    name = _("%(number)s卷内文件目录") % {"number": found.number}
    asked = request.GET.get("export", "")
    if asked == "xlsx":
        return download(
            sheets.workbook(name, papers.inner_heads(), papers.inner_rows(found)), f"{name}.xlsx", sheets.XLSX
        )
    if asked == "docx":
        return download(papers.volume_paper(campaign, found), f"{name}.docx", DOCX)
    known: dict[str, Any] = {
        "campaign": campaign, "volume": found, "title": papers.title_of(found), "notes": papers.notes_of(found),
        "days": papers.days_of(found), "entries": [(one, papers.remark(one)) for one in found.entries],
        "material_page": f"{door}:material", "back": f"{reverse(f'{door}:volumes', args=[campaign.pk])}?way={way}",
    }  # fmt: skip
    return render(request, f"{door}/ledger/volume.html", known)
