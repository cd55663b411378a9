"""The first step: the table itself, its head coloured by what each column was taken for, to be corrected by pointing.

In ten seconds: which tables and columns were understood, what is wrong in the file, what comes next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.files import progress
from duibiao.lib import versions
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.standards import draft_queries, drafts
from duibiao.standards.models import ImportDraft
from duibiao.standards.permissions import may_keep_standards
from duibiao.web.base.guards import act, page
from duibiao.web.base.requests import by_of, page_or_part
from duibiao.web.office.drafting.steps import known, read_draft_of
from duibiao_engine.problems import Problem
from duibiao_engine.standard.importing.codec import from_json
from duibiao_engine.standard.importing.layout import Layout
from duibiao_engine.standard.importing.proposal import (
    Cell,
    ColumnRole,
    Corrections,
    Proposal,
    RowKind,
    Source,
    SourceTable,
    TableCorrection,
    TableReading,
    column_letters,
)

#: So many rows below the head are shown of each table; what was understood of all of them is the next step.
BODY_ROWS = 8
#: Tables beyond these are listed by name only.
TABLES = 12
ROLE_WORDS: dict[ColumnRole, str | Promise] = {
    ColumnRole.LEVEL1: gettext_lazy("一级指标"), ColumnRole.LEVEL2: gettext_lazy("二级指标"), ColumnRole.LEVEL3: gettext_lazy("三级指标"),
    ColumnRole.LEVEL4: gettext_lazy("四级指标"), ColumnRole.LEVEL5: gettext_lazy("五级指标"), ColumnRole.CODE: gettext_lazy("编号"),
    ColumnRole.NAME: gettext_lazy("各级指标在一列"), ColumnRole.CONTENT: gettext_lazy("测评内容"), ColumnRole.RULE: gettext_lazy("计分办法"),
    ColumnRole.POINTS: gettext_lazy("分值"), ColumnRole.METHOD: gettext_lazy("测评方法"), ColumnRole.LEAD: gettext_lazy("牵头单位"),
    ColumnRole.RESPONSIBLE: gettext_lazy("责任单位"), ColumnRole.SUPPORTING: gettext_lazy("配合单位"), ColumnRole.APPLIES: gettext_lazy("考核对象"),
    ColumnRole.MATERIALS: gettext_lazy("材料要求"), ColumnRole.NOTE: gettext_lazy("备注"), ColumnRole.IGNORE: gettext_lazy("不用"),
}  # fmt: skip
_FAMILIES = {
    "name": {ColumnRole.CODE, ColumnRole.NAME}, "rule": {ColumnRole.RULE}, "points": {ColumnRole.POINTS}, "content": {ColumnRole.CONTENT},
    "units": {ColumnRole.LEAD, ColumnRole.RESPONSIBLE, ColumnRole.SUPPORTING, ColumnRole.APPLIES},
    "more": {ColumnRole.METHOD, ColumnRole.MATERIALS, ColumnRole.NOTE},
}  # fmt: skip


def family_of(role: ColumnRole) -> str:
    """The colour of a column: names, contents, rules, points, units, what accompanies, and what is not used."""
    if role.depth:
        return "name"
    return next((family for family, roles in _FAMILIES.items() if role in roles), "none")


@dataclass(frozen=True)
class Head:
    """A column's head: its letter, what it was taken for, and why."""

    column: int
    letter: str
    role: str
    family: str
    why: str
    sure: bool


@dataclass(frozen=True)
class ShownTable:
    """A table as the page draws it."""

    table: SourceTable
    reading: TableReading
    heads: list[Head]
    rows: list[tuple[int, bool, list[tuple[Cell, int, int, str]]]]
    more_rows: int
    skipped: str  #: rows that a person said are no indicators, as they are typed


def shown_tables(draft: ImportDraft) -> Iterator[ShownTable]:
    source: Source = from_json(Source, draft.source)
    understood: Proposal = from_json(Proposal, draft.understood)
    readings = {one.table: one for one in understood.tables}
    said: Corrections = from_json(Corrections, draft.corrections)
    for table in source.tables[:TABLES]:
        if reading := readings.get(table.number):
            yield _shown(table, reading, said.of(table.number))


def _shown(table: SourceTable, reading: TableReading, said: TableCorrection) -> ShownTable:
    roles = {one.column: one for one in reading.columns}
    heads = [_head(column, roles.get(column)) for column in range(1, table.columns + 1)]
    first = reading.header_rows[-1] if reading.header_rows else 0
    last = min(first + BODY_ROWS, table.rows)
    layout = Layout(table)
    rows = [(n, n in reading.header_rows, _cells(layout, n, last, heads)) for n in range(1, last + 1)]
    skipped = "、".join(str(row) for row, kind in sorted(said.row_kinds.items()) if kind is RowKind.NOTE)
    return ShownTable(table, reading, heads, rows, table.rows - last, skipped)


def _head(column: int, one: Any) -> Head:
    role = one.role if one is not None else ColumnRole.IGNORE
    sure = one is None or one.confidence >= 0.8
    why = _("表头是“%s”") % one.heading if one is not None and one.heading else _("没有表头，按内容认的")
    return Head(column, column_letters(column), role.value, family_of(role), why, sure)


def _cells(layout: Layout, row: int, last: int, heads: list[Head]) -> list[tuple[Cell, int, int, str]]:
    """The cells that begin in a row, with the rows and columns they cover within what is shown."""
    found = []
    for head in heads:
        cell = layout.at(row, head.column)
        if cell is None:
            found.append((Cell(row, head.column, ""), 1, 1, head.family))
        elif (cell.row, cell.column) == (row, head.column):
            found.append((cell, min(cell.rows, last - row + 1), cell.columns, head.family))
    return found


@page(may_manage_organisation)
def tables(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading is, or what was understood of the file: one address from the hand-in on."""
    found = draft_queries.draft(by_of(request), pk, whole=True)
    at_work = found.file.at_work or found.file.state == found.file.State.FAILED
    told = known(request, found, "draft")
    if at_work:
        told["percent"], told["silent"] = progress.of(found.file) if found.file.at_work else (0, True)
    else:
        told |= _understood(found)
    response = page_or_part(request, "office/drafting/tables.html", "office/drafting/progress.html", told)
    if "HX-Request" in request.headers and not found.file.at_work:
        response["HX-Refresh"] = "true"
    return response


def _understood(draft: ImportDraft) -> dict[str, Any]:
    shown = list(shown_tables(draft))
    problems: list[Problem] = [from_json(Problem, one) for one in draft.understood.get("problems", ())]
    sums = draft_queries.sums(draft_queries.tops(draft))
    errors = sum(one.severity == "error" for one in problems)
    return {
        "shown": shown,
        "used": sum(one.reading.used for one in shown),
        "problems": problems,
        "errors": errors,
        "sums": sums,
        "roles": [(role.value, words) for role, words in ROLE_WORDS.items()],
        "notes": draft.understood.get("notes", ()),
    }


@act(may_keep_standards)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person points at is taken for granted; the rest is read again."""
    by, found = by_of(request), read_draft_of(by_of(request), pk, whole=True)
    try:
        said = corrections_in(request.POST, found)
        drafts.correct(by, found, version=int(request.POST.get("version", 0)), corrections=said)
    except versions.Stale:
        messages.warning(request, _("别人刚改过表格的认法，您的没有保存。下面是现在的样子，请再看。"))
        return redirect("office:draft", pk=pk)
    sums = draft_queries.sums(draft_queries.tops(found))
    messages.success(request, _("按您指的重新读了：%d 项计分指标。确认过的条款都还在。") % sums["all"])
    return redirect("office:draft", pk=pk)


def corrections_in(sent: QueryDict, draft: ImportDraft) -> Corrections:
    """Only what differs from the reading is a correction; what was corrected before stays."""
    before: Corrections = from_json(Corrections, draft.corrections)
    understood: Proposal = from_json(Proposal, draft.understood)
    return replace(before, tables=tuple(_corrected(sent, one, before.of(one.table)) for one in understood.tables))


def _corrected(sent: QueryDict, reading: TableReading, before: TableCorrection) -> TableCorrection:
    n = reading.table
    if f"use-{n}" not in sent:
        return before
    used = sent[f"use-{n}"] == "1"
    header = tuple(sorted(int(row) for row in sent.getlist(f"head-{n}") if row.isdigit()))
    said = {one.column: sent.get(f"role-{n}-{one.column}", "") for one in reading.columns}
    roles = {
        one.column: ColumnRole(said[one.column])
        for one in reading.columns
        if said[one.column] in list(ColumnRole) and said[one.column] != one.role
    }
    # The field holds what was said before, so a row that was taken out of it is an indicator again.
    kept = {row: kind for row, kind in before.row_kinds.items() if kind is not RowKind.NOTE}
    skipped = {int(row): RowKind.NOTE for row in re.findall(r"\d+", sent.get(f"skip-{n}", ""))}
    return TableCorrection(
        n,
        used if used != reading.used else before.used,
        header if header != reading.header_rows else before.header_rows,
        {**before.roles, **roles},
        {**kept, **skipped},
    )
