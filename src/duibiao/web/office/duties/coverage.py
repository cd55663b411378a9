"""The matrix indicator × unit: who owns what, signed or not, and how it stands; what nobody owns, in plain sight.

Opened by the campaign office before a meeting, and to give out duties: cells are chosen by mouse or keyboard and drafted at once.
Only cells with a duty are drawn; the grid under them is a pattern, so that 300 × 60 is no page of 18,000 elements.
"""

import io
from collections.abc import Mapping
from html import escape

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duibiao.campaigns.adopting import adoptions
from duibiao.campaigns.choices import Decision
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.duties import coverage as covering
from duibiao.duties import services
from duibiao.duties.choices import Role, Source, State
from duibiao.duties.competence import proposed_units
from duibiao.duties.coverage import Line, Noted
from duibiao.duties.permissions import may_assign
from duibiao.duties.services import Assigned, Wanted
from duibiao.lib.sheets import XLSX
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.standards.queries import standard_of
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of
from duibiao.web.base.templatetags.parts import SHAPES, plain_number

SHORT = {Role.LEAD: "牵", Role.RESPONSIBLE: "责", Role.SUPPORTING: "配"}
MOST_COLUMNS = 150


def units_of(request: HttpRequest, campaign: Campaign) -> tuple[list[Unit], list[tuple[str, str]]]:
    """The units that are shown, townships after departments; and the kinds to choose from. One statement."""
    every = sorted(participants(campaign), key=lambda unit: (unit.kind, unit.order, unit.pk))
    kinds = [(str(kind), str(words)) for kind, words in UnitKind.choices if any(unit.kind == kind for unit in every)]
    asked = request.GET.get("kind", "")
    return [unit for unit in every if asked not in dict(kinds) or unit.kind == asked][:MOST_COLUMNS], kinds


@page(may_manage_organisation)
def coverage(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), covering.campaign_of(by_of(request), pk)
    units, kinds = units_of(request, found)
    every = covering.lines_of(found, units)
    notes = [(column, column.of(found)) for column in covering.columns()]
    unowned = sum(not line.is_owned for line in every)
    lines = _narrowed(request, found, every)
    if request.GET.get("export") == "xlsx":
        title = _("%s分工矩阵") % found.title
        return download(workbook(lines, units, notes), f"{title}.xlsx", XLSX)
    tops = [
        (node.code, f"{node.code} {node.indicator.name}")
        for node in standard_of(found.edition).nodes
        if node.depth == 1
    ]
    cells = [cell for line in every for cell in line.cells]
    known = {
        "campaign": found, "units": units, "kinds": kinds, "tops": tops, "all": len(every), "unowned": unowned, "lines": lines,
        "drawn": drawn(lines, found, notes), "columns": [column for column, _notes in notes], "may_assign": may_assign(by),
        "unsigned": sum(cell.state == State.ISSUED for cell in cells), "returned": sum(cell.state in (State.OBJECTED, State.RULING) for cell in cells),
        "drafts": sum(cell.state == State.DRAFT for cell in cells), "red": sum(cell.light == "bad" for cell in cells), "roles": Role.choices,
    }  # fmt: skip
    return render(request, "office/duties/coverage.html", known)


def _narrowed(request: HttpRequest, campaign: Campaign, lines: list[Line]) -> list[Line]:
    """What the address asks for: a first level, only what nobody owns, only what has a red cell."""
    top, only = request.GET.get("top", ""), request.GET.get("only", "")
    if top:
        nodes = standard_of(campaign.edition).nodes
        below = {node.code for node in nodes if node.code == top or node.code.startswith((f"{top}.", f"{top}-"))}
        lines = [line for line in lines if line.code in below]
    if only == "unowned":
        lines = [line for line in lines if not line.is_owned]
    if only == "red":
        lines = [line for line in lines if any(cell.light == "bad" for cell in line.cells)]
    return lines


def drawn(
    lines: list[Line], campaign: Campaign, notes: list[tuple[covering.Column, Mapping[str, Noted]]]
) -> SafeString:
    """The rows as text, cells only where there is a duty. `k12` is the class of the twelfth column."""
    states = {str(state): escape(str(state.label)) for state in State}
    roles = {str(role): escape(str(role.label)) for role in Role}
    address = reverse("office:duty", args=[0])
    more = {
        "materials": reverse("office:ledger", args=[campaign.pk]),
        "sites": f"{reverse('office:heat')}?campaign={campaign.pk}",
    }
    parts = []
    for line in lines:
        name = f"{escape(line.code)} {escape(line.name)}"
        worth = f" <small>{plain_number(line.points)}</small>" if line.points is not None else ""
        nobody = (
            ""
            if line.is_owned
            else f'<span class="state state-bad"><span aria-hidden="true">■</span>{escape(_("没人负责"))}</span>'
        )
        parts.append(f'<div class="cover-row" role="row" data-code="{escape(line.code)}"><div class="cover-name" role="rowheader"><span>{name}{worth}</span>{nobody}{_noted(line.code, notes, more)}</div>')  # fmt: skip
        for cell in line.cells:
            label = f"{roles[cell.role]} {states[cell.state]} {cell.percent}%"
            parts.append(
                f'<a role="gridcell" class="k{cell.place + 1} light-{cell.light} s-{cell.state}" href="{address.replace("/0/", f"/{cell.pk}/")}" title="{label}">'
                f'{SHORT[Role(cell.role)]}<span aria-hidden="true">{SHAPES[cell.light]}</span></a>'
            )  # fmt: skip
        parts.append("</div>")
    return mark_safe("".join(parts))


def _noted(code: str, notes: list[tuple[covering.Column, Mapping[str, Noted]]], more: Mapping[str, str]) -> str:
    said = []
    for column, by_code in notes:
        note = by_code.get(code)
        if note is not None:
            words = f"{escape(str(column.title))} {escape(note.words)}"
            inner = f'<a href="{more[column.name]}">{words}</a>' if column.name in more else words
            said.append(
                f'<span class="state state-{note.light}"><span aria-hidden="true">{SHAPES[note.light]}</span>{inner}</span>'
            )
    return "".join(said)


def workbook(lines: list[Line], units: list[Unit], notes: list[tuple[covering.Column, Mapping[str, Noted]]]) -> bytes:
    """The matrix as a sheet: a word in each cell."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("分工矩阵"))
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True})
        heads = [_("编号"), _("指标"), *(str(column.title) for column, _notes in notes)]
        sheet.write_row(0, 0, [*heads, *(unit.known_as for unit in units)], bold)
        for place, line in enumerate(lines, start=1):
            said = [note[line.code].words if line.code in note else "" for _column, note in notes]
            sheet.write_row(place, 0, [line.code, line.name, *said])
            for cell in line.cells:
                words = f"{Role(cell.role).label}·{State(cell.state).label}"
                sheet.write_string(place, len(heads) + cell.place, words)
        sheet.set_column(1, 1, 40)
        sheet.freeze_panes(1, 2)
    return buffer.getvalue()


@act(may_assign)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft a duty for each chosen cell (`cell` is indicator:unit), or for chosen indicators × chosen units."""
    by, found = by_of(request), campaign_of(by_of(request), pk)
    known = {str(unit.pk): unit for unit in participants(found)}
    codes = {node.code for node in standard_of(found.edition).leaves}
    cells = [one.rpartition(":")[::2] for one in request.POST.getlist("cell")]
    cells += [(code, unit) for code in request.POST.getlist("indicator") for unit in request.POST.getlist("unit")]
    role = request.POST.get("role", Role.LEAD)
    wanted = [
        Wanted(known[unit], code, role)
        for code, unit in cells
        if unit in known and code in codes and role in Role.values
    ]
    return _said(request, services.assign_many(by, found, wanted=wanted, source=Source.MATRIX), pk)


@act(may_assign)
def assign_decomposed(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft what the decomposition table says, and what was ruled before for an indicator that has no unit in it."""
    by, found = by_of(request), campaign_of(by_of(request), pk)
    held = {code: one for code, one in adoptions(found).items() if one.decision != Decision.NOT_APPLICABLE}
    wanted = [Wanted(one.lead, code, Role.LEAD) for code, one in held.items() if one.lead is not None]
    wanted += [Wanted(unit, code, Role.SUPPORTING) for code, one in held.items() for unit in one.supporting.all()]
    led = {one.indicator for one in wanted}
    names = {node.code: node.indicator.name for node in standard_of(found.edition).leaves if node.code not in led}
    ruled = proposed_units(found, names)
    wanted += [Wanted(one.unit, code, Role.LEAD) for code, one in ruled.items() if one.unit.is_current]
    return _said(request, services.assign_many(by, found, wanted=wanted, source=Source.DECOMPOSITION), pk)


def _said(request: HttpRequest, outcome: Assigned, pk: int) -> HttpResponse:
    if outcome.made:
        messages.success(request, _("已起草 %d 项，六定先按标准和任务分解表填好，请核对后下达。") % len(outcome.made))
    if outcome.there:
        messages.info(request, _("%d 项原来就有，没有重复。") % outcome.there)
    for code, unit in outcome.taken[:5]:
        messages.warning(
            request,
            _("%(code)s 已由 %(unit)s 牵头，没有再派牵头单位；可以派为责任或配合。") % {"code": code, "unit": unit},
        )
    if not outcome.made and not outcome.there and not outcome.taken:
        messages.warning(request, _("没有起草：请先选指标和单位。"))
    return redirect("office:coverage", pk=pk)
