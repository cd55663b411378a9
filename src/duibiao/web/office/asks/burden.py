"""The burden meter (减负看板). Opened before something more is asked for, and when units complain.

In ten seconds: is it more or less than last week, which unit has most, who asks most, how much of it in a hurry.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.asks import services
from duibiao.asks.burden import Burden, Row, burden
from duibiao.asks.choices import AskKind
from duibiao.asks.permissions import may_ask_freely
from duibiao.lib import sheets
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.office.asks.forms import TermsForm

#: The trend's drawing, in its own units.
WIDTH, HEIGHT, LEFT, BOTTOM = 720, 200, 36, 176
DEGREES = 5
#: Rows of the page; the rest is in the workbook. Nobody reads 300 rows of colour.
MOST_ROWS = 80


@dataclass(frozen=True)
class Piece:
    """A part of a bar: a kind of ask in a week."""

    kind: str
    words: str
    n: int
    x: float
    y: float
    width: float
    height: float


@page(may_manage_organisation)
def burden_page(request: HttpRequest) -> HttpResponse:
    kind, unit_kind = _chosen(request, "kind", AskKind), _chosen(request, "units", UnitKind)
    found = burden(by_of(request), kind=kind, unit_kind=unit_kind)
    if request.GET.get("export") == "xlsx":
        return _export(found)
    known: dict[str, Any] = {"found": found, "kind": kind, "unit_kind": unit_kind, "pieces": pieces(found)}
    known |= {"kinds": AskKind.choices, "unit_kinds": [one for one in UnitKind.choices if one[0] != "county"]}
    known |= {"rows": [_shaded(row, found.most) for row in found.rows[:MOST_ROWS]], "ticks": ticks(found)}
    known |= {"hidden": max(len(found.rows) - MOST_ROWS, 0), "by_kind": _by_kind(found)}
    terms = TermsForm(initial={"min_workdays": services.min_workdays()}) if may_ask_freely(by_of(request)) else None
    return render(request, "office/asks/burden.html", {**known, "terms": terms})


def _chosen(request: HttpRequest, name: str, choices: Any) -> str:
    value = request.GET.get(name, "")
    return value if value in choices.values else ""


def _shaded(row: Row, most: int) -> dict[str, Any]:
    """The cells with their degree, 0 (nothing) to 5 (the most of all)."""
    return {"unit": row.unit, "total": row.total, "cells": [(n, degree(n, most)) for n in row.weeks]}


def degree(n: int, most: int) -> int:
    return -(-n * DEGREES // most) if most else 0


def _by_kind(found: Burden) -> list[tuple[str, str, list[int], int]]:
    words = dict(AskKind.choices)
    rows = [(kind, str(words[kind]), weeks, sum(weeks)) for kind, weeks in found.by_kind.items()]
    return sorted(rows, key=lambda row: -row[3])


def pieces(found: Burden) -> list[Piece]:
    """The stacked bars, the largest kind at the bottom."""
    most = max(found.week_totals, default=0) or 1
    step = (WIDTH - LEFT) / len(found.weeks)
    drawn, base = [], [0] * len(found.weeks)
    for kind, words, weeks, _total in _by_kind(found):
        for place, n in enumerate(weeks):
            if n:
                height = round(n / most * (BOTTOM - 16), 1)
                y = round(BOTTOM - base[place] / most * (BOTTOM - 16) - height, 1)
                x = round(LEFT + place * step + step * 0.16, 1)
                drawn.append(Piece(kind, words, n, x, y, round(step * 0.68, 1), height))
                base[place] += n
    return drawn


def ticks(found: Burden) -> list[tuple[float, Any, float, int]]:
    """The weeks below the bars, and the numbers above them with their height."""
    step, totals = (WIDTH - LEFT) / len(found.weeks), found.week_totals
    most = max(totals, default=0) or 1
    return [
        (round(LEFT + (place + 0.5) * step, 1), week, round(BOTTOM - n / most * (BOTTOM - 16) - 4, 1), n)
        for place, (week, n) in enumerate(zip(found.weeks, totals, strict=True))
    ]


def _export(found: Burden) -> HttpResponse:
    heads = [_("单位"), *(week.isoformat() for week in found.weeks), _("合计")]
    rows = ([row.unit.name, *row.weeks, row.total] for row in found.rows)
    title = _("各单位每周被要求的次数")
    return download(sheets.workbook(title, heads, rows), f"{title}.xlsx", sheets.XLSX)


@act(may_ask_freely)
def set_terms(request: HttpRequest) -> HttpResponse:
    asked = TermsForm(request.POST)
    if asked.is_valid():
        services.set_terms(by_of(request), **asked.cleaned_data)
        messages.success(request, _("已保存；从现在起提的要求都按这个期限。"))
    else:
        messages.error(request, _("没有保存：请填 0 到 30 之间的整数。"))
    return redirect("office:burden")
