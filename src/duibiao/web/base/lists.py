"""A list page in one call: the whole page, its part for HTMX, or its export: from one table."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from duibiao.lib import sheets
from duibiao.lib.tables import Listed, Table
from duibiao.web.base.requests import page_or_part

#: Rows of one exported sheet: what an office's computer opens without complaint.
EXPORT_LIMIT = 100_000


def list_page(
    request: HttpRequest,
    page: str,
    table: Table[Any] | Listed[Any],
    *,
    heading: str,
    row: str,
    empty: str,
    **known: Any,
) -> HttpResponse:
    """`page` extends base/list.html; `row` draws the cells of one row; `empty` teaches what will stand here."""
    if request.GET.get("export") == "xlsx":
        return export(request, table, heading)
    parts = {"table": table, "heading": heading, "row_template": row, "empty_template": empty}
    return page_or_part(request, page, "base/parts/table.html", {**known, **parts})


def export(request: HttpRequest, table: Table[Any] | Listed[Any], title: str) -> HttpResponse:
    """The rows that the filters leave, all pages, in the order seen; more than a sheet bears are refused, not cut off."""
    if table.count() > EXPORT_LIMIT:
        messages.error(request, _("一张表最多导出 %s 行。请先用筛选缩小范围，再导出。") % f"{EXPORT_LIMIT:,}")
        asked = request.GET.copy()
        del asked["export"]
        return redirect(f"{request.path}?{asked.urlencode()}")
    columns = [column for column in table.columns if column.title]
    rows = ([column.value(row) for column in columns] for row in table.each())
    return download(sheets.workbook(title, [column.title for column in columns], rows), f"{title}.xlsx", sheets.XLSX)


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep, under a name that may be Chinese."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response
