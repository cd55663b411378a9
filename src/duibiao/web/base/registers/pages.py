"""Pages of registers that the doors share: all of them, the totals of one, its rows, one row. `door` is whose page it is."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.lib.sheets import XLSX, workbook
from duibiao.lib.spans import today
from duibiao.lib.tables import Table
from duibiao.registers import counting, feeds, queries
from duibiao.registers.models import Entry, Feed
from duibiao.registers.permissions import counted_entries, may_keep, may_record
from duibiao.registers.values import shown
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.registers import lists, totals
from duibiao.web.base.requests import by_of


def overview(request: HttpRequest, door: str, template: str, **more: Any) -> HttpResponse:
    """Each register with what counts in it: this month and in all, of what the visitor sees."""
    seen = Entry.objects.filter(counted_entries(by_of(request)), counting.standing())
    every = counting.by_register(seen)
    month = counting.by_register(seen.filter(day__gte=queries.this_month()))
    rows = [(one, month.get(one.pk, 0), every.get(one.pk, 0)) for one in queries.registers()]
    return render(request, template, {"rows": rows, "space": door, "month": sum(month.values()), **more})


def shown_totals(request: HttpRequest, door: str, pk: int, **more: Any) -> HttpResponse:
    by, register = by_of(request), queries.register(by_of(request), pk)
    columns = list(register.columns.all())
    asked = totals.asked_of(request, register, columns)
    found = counting.lines(asked.rows(by, register), columns, asked.side)
    months = counting.months_of(found)
    rows = totals.laid_out(found, months, asked)
    if request.GET.get("export") == "xlsx":
        heads, cells = totals.sheet(rows, months)
        return download(workbook(register.name, heads, cells), f"{register.name}.xlsx", XLSX)
    whole = sum((line.whole for line in found), counting.NOTHING)
    figures = [(key, name, word, whole.of(key)) for key, name, word in totals.numbers(register, columns)]
    known = {
        "register": register, "asked": asked, "rows": rows, "months": months, "feet": totals.feet(found, months, asked),
        "figures": figures, "all_rows": urlencode(asked.narrowing), "units": lists.units_of(by, register), "space": door,
        "feeds": list(feeds.feeds(register.pk)), "may_keep": may_keep(by), "today": today(), "whole": whole.of(asked.what),
        "sides": [("unit", _("单位")), ("kind", _("种类"))],
    }  # fmt: skip
    return render(request, "base/registers/totals.html", {**known, **more})


def shown_rows(request: HttpRequest, door: str, pk: int, **more: Any) -> HttpResponse:
    """The rows behind a number, or all of them; the sums above are of exactly what the filters leave."""
    by, register = by_of(request), queries.register(by_of(request), pk)
    own = list(register.columns.all())
    found = lists.rows_for(by, register, lists.day_of(request.GET.get("as_of")))
    table = Table(request.GET, found, lists.columns(by, register, own), lists.filters(by, register), order="-day")
    seen = table.everything().filter(counted_entries(by), withdrawn=False)
    sums = counting.whole(seen, own)
    figures = [(name, word, sums.of(key)) for key, name, word in totals.numbers(register, own)]
    return list_page(
        request, "base/registers/rows.html", table, heading=register.name, row="base/registers/row.html",
        empty="base/registers/rows_empty.html", register=register, figures=figures, own=own, space=door, **more,
    )  # fmt: skip


def shown_row(request: HttpRequest, door: str, pk: int, **more: Any) -> HttpResponse:
    by, found = by_of(request), queries.entry(by_of(request), pk)
    story = queries.story(found)
    stands = queries.is_standing(found)
    known = {
        "entry": found, "own": [(one, shown(one, found.values)) for one in found.register.columns.all()], "story": story,
        "proofs": queries.proofs(found), "stands": stands, "newest": story[0], "space": door,
        "may_change": stands and door == "unit" and may_record(by, found.unit) and found.register.closed_at is None,
    }  # fmt: skip
    return render(request, "base/registers/entry.html", {**known, **more})


def to_rows(request: HttpRequest, door: str, feed: int, unit: int, day: str) -> HttpResponse:
    """From a fact to the rows that it counts."""
    held = get_object_or_404(Feed.objects.select_related("register"), pk=feed)
    asked: dict[str, Any] = {"unit": unit, "since": day, "until": day, "state": "counted"}
    asked |= {"kind": held.kinds[0]} if len(held.kinds) == 1 else {}
    return redirect(f"{reverse(f'{door}:register_rows', args=[held.register_id])}?{urlencode(asked)}")
