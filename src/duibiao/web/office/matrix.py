"""Indicators by units: who has not met what, what is missing, by when it will be there; red, amber, green.

Opened by the campaign office before a dispatch meeting. In ten seconds: the red cells and whose they are; behind each the gap in
the unit's own words and the day that it named.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib.sheets import XLSX
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.scores import met
from duibiao.scores.reminding import remind_open
from duibiao.standards.models import Indicator
from duibiao.standards.queries import standard_of
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of
from duibiao.web.base.standards.narrowing import below
from duibiao.web.base.templatetags.met import LIGHTS, SHORT, WORDS
from duibiao.web.base.templatetags.parts import SHAPES

#: More cells than this are not drawn at once: one first-level indicator is shown, the others are one choice away.
MOST_CELLS = 6000
FILLS = {"good": "#CFE8D5", "soon": "#F9E2B0", "bad": "#F3C1BC", "info": "#CFE0F3", "none": "#E6E6E6"}


def said_gap(row: Any) -> str:
    """The gap in the unit's own words; where it has not said any, in what the score knows."""
    if row.gap:
        return str(row.gap)
    if row.status == "unknown":
        return _("缺数据，还算不出；等单位报。")
    known = {"short": f"{row.short:.4g}", "full": f"{row.full:.4g}"}
    return _("满分 %(full)s 分，还差 %(short)s 分；单位没有写差距。") % known


def columns() -> list[Column[Any]]:
    return [
        Column("unit", _("单位"), lambda row: row.unit_name, sort="unit_name"),
        Column("indicator", _("指标"), lambda row: f"{row.code} {row.name}", sort="node"),
        Column("status", _("现状"), lambda row: str(WORDS[row.status]), sort="light"),
        Column("short", _("还差（分）"), lambda row: round(row.short, 4), sort="short", number=True),
        Column("gap", _("差距说明"), said_gap),
        Column("improvement", _("改进措施"), lambda row: row.improvement),
        Column("expected", _("预计达标"), lambda row: row.expected_on),
    ]


def filters(campaign: Campaign, held: list[tuple[str, str]]) -> list[Filter]:
    tops = [node for node in standard_of(campaign.edition).nodes if node.depth == 1]
    dated = [("no", _("没有定日期")), ("yes", _("定了日期"))]
    return [
        Filter("q", _("单位、指标"), lambda text: Q(unit_name__icontains=text) | Q(name__icontains=text) | Q(code__startswith=text)),
        Filter("code", _("指标编号"), lambda code: Q(code=code)),
        Filter("light", _("红黄绿"), lambda light: Q(light=light), list(SHORT.items())[:3]),
        Filter("kind", _("单位类别"), lambda kind: Q(unit_kind=kind), UnitKind.choices),
        Filter("top", _("一级指标"), below(campaign, "node"), [(node.code, f"{node.code} {node.indicator.name}") for node in tops]),
        Filter("unit", _("单位"), lambda code: Q(unit=code), held),
        Filter("dated", _("预计达标"), lambda way: Q(expected_on__isnull=way == "no"), dated),
        Filter("told", _("差距说明"), lambda way: Q(gap="") if way == "no" else ~Q(gap=""), [("no", _("单位没有写")), ("yes", _("写了"))]),
    ]  # fmt: skip


@page(may_manage_organisation)
def unmet(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is not met, a line for each unit and indicator."""
    by, found = by_of(request), campaign_of(by_of(request), pk)
    rows = met.lit_cells(by, found).filter(status__in=met.OPEN)
    units = [(unit.code, unit.name) for unit in met.units_of(by, found)]
    table = Table(request.GET, rows, columns(), filters(found, units), order="light")
    for row in table.rows:
        row.said_gap = said_gap(row)
    return list_page(
        request,
        "office/campaigns/unmet.html",
        table,
        heading=_("没达标的：%s") % found,
        row="office/campaigns/unmet_row.html",
        empty="office/campaigns/met_empty.html",
        campaign=found,
        counts=met.lights(by, found),
        may_run=may_run_campaigns(by),
    )


@act(may_run_campaigns)
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Units with red cells are asked to say what is missing and by when it will be there."""
    n = remind_open(by_of(request), campaign_of(by_of(request), pk))
    if n:
        messages.success(request, ngettext("已提醒 %d 个单位写差距和预计达标日期；一天最多提醒一次。", "已提醒 %d 个单位写差距和预计达标日期；一天最多提醒一次。", n) % n)  # fmt: skip
    else:
        messages.info(request, _("没有要提醒的：红的都写了预计达标日期。"))
    return redirect("office:unmet", pk=pk)


@dataclass(frozen=True)
class Grid:
    """The matrix as it is drawn: units above, indicators at the side, a light in each cell."""

    units: list[tuple[int, str]]
    rows: list[tuple[Indicator, list[tuple[int, str, str]]]]
    kinds: list[tuple[str, str]]
    tops: list[tuple[str, str]]
    kind: str
    top: str


def grid(request: HttpRequest, campaign: Campaign) -> Grid:
    """Four statements: units, indicators, cells; and what the choices need."""
    units = list(met.units_of(by_of(request), campaign))
    nodes = standard_of(campaign.edition).nodes
    tops = [(node.code, f"{node.code} {node.indicator.name}") for node in nodes if node.depth == 1]
    kinds = [(str(kind), str(words)) for kind, words in UnitKind.choices if any(unit.kind == kind for unit in units)]
    kind = _chosen(request, "kind", kinds, kinds[0][0] if len(kinds) > 1 else "")
    units = [unit for unit in units if not kind or unit.kind == kind]
    many = len(units) * len(standard_of(campaign.edition).leaves) > MOST_CELLS
    top = _chosen(request, "top", tops, tops[0][0] if many else "")
    wanted = below(campaign)(top) if top else Q()
    everything = "all" in request.GET
    lights = met.lights_of(campaign, [unit.code for unit in units])
    rows = []
    for row in campaign.edition.indicators.filter(wanted, leaf=True):
        held = [(unit.pk, unit.name, lights.get((unit.code, row.number), "")) for unit in units]
        if everything or any(light in ("bad", "soon", "info") for _pk, _name, light in held):
            rows.append((row, held))
    return Grid([(unit.pk, unit.known_as) for unit in units], rows, kinds, tops, kind, top)


def _chosen(request: HttpRequest, name: str, options: Sequence[tuple[str, str]], start: str) -> str:
    asked = request.GET.get(name)
    return asked if asked is not None and (asked == "" or asked in dict(options)) else start


@page(may_manage_organisation)
def matrix(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole picture of one kind of units; as a coloured workbook too."""
    found = campaign_of(by_of(request), pk)
    drawn = grid(request, found)
    if request.GET.get("export") == "xlsx":
        title = _("%s达标矩阵") % found.title
        return download(workbook(drawn), f"{title}.xlsx", XLSX)
    known = {"campaign": found, "grid": drawn, "lights": LIGHTS.items(), "everything": "all" in request.GET}
    known["may_run"] = may_run_campaigns(by_of(request))
    known["drawn"] = drawn_cells(found, drawn)
    known["red"] = sum(light == "bad" for _row, held in drawn.rows for _pk, _name, light in held)
    return render(request, "office/campaigns/matrix.html", known)


def drawn_cells(campaign: Campaign, held: Grid) -> SafeString:
    """The rows as text: a matrix has thousands of cells, each a link to the reason."""
    words = {light: escape(str(said)) for light, said in LIGHTS.items()} | {"none": escape(_("不适用")), "": ""}
    pattern = reverse("office:score_why", args=[campaign.pk, 0, "CODE"])
    lines = []
    for row, cells in held.rows:
        lines.append(f'<tr><th scope="row">{escape(row.code)} {escape(row.name)}</th>')
        for pk, name, light in cells:
            address = pattern.replace("/0/", f"/{pk}/").replace("CODE", quote(row.code))
            lines.append(_cell(light, words[light], f"{escape(name)} {escape(row.code)}", escape(address)))
        lines.append("</tr>")
    return mark_safe("".join(lines))


def _cell(light: str, words: str, whose: str, address: str) -> str:
    if light in ("", "none"):
        return f'<td class="light light-none" title="{words}">{"○" if light else ""}</td>'
    label = f"{whose} {words}"
    return f'<td class="light light-{light}"><a href="{address}" aria-label="{label}">{SHAPES[light]}</a></td>'


def workbook(drawn: Grid) -> bytes:
    """The matrix with its colours, and a word in each cell for a printer that knows only grey."""
    import xlsxwriter

    words = {
        "good": _("达标"),
        "soon": _("推进中"),
        "bad": _("未达标"),
        "info": _("缺数据"),
        "none": _("不适用"),
        "": "",
    }
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("达标矩阵"))
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True})
        fills = {light: book.add_format({"bg_color": colour, "border": 1}) for light, colour in FILLS.items()}
        sheet.write_row(0, 0, [_("编号"), _("指标"), *(name for _pk, name in drawn.units)], bold)
        for place, (row, held) in enumerate(drawn.rows, start=1):
            sheet.write_row(place, 0, [row.code, row.name])
            _write_cells(sheet, place, [light for _pk, _name, light in held], words, fills)
        sheet.set_column(1, 1, 40)
        sheet.freeze_panes(1, 2)
    return buffer.getvalue()


def _write_cells(sheet: Any, place: int, lights: Iterable[str], words: dict[str, str], fills: dict[str, Any]) -> None:
    for column, light in enumerate(lights, start=2):
        sheet.write_string(place, column, words[light], fills.get(light))
