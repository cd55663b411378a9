"""The library of rules (制度库) and a rule's page, at the office's and the unit's door.

Opened by the office when a rule is due for review, by a unit to see what it must do. In ten seconds: which rules are due; what a rule
asks of whom, and whether it was done in this period.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.files import store
from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter, Listed, Pick, Table
from duibiao.organisation.permissions import about_own_units
from duibiao.upkeep import executing, reading
from duibiao.upkeep.executing import Owing
from duibiao.upkeep.models import Rule
from duibiao.upkeep.permissions import may_accept, may_keep
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.upkeep.rule_forms import ItemForm, LinkForm, ReviewForm


def _columns() -> list[Column[Rule]]:
    return [
        Column("title", _("制度名称"), lambda row: row.title, sort="title"),
        Column("number", _("文号"), lambda row: row.number),
        Column("issuer", _("印发单位"), lambda row: row.issuer),
        Column("keeper", _("牵头执行单位"), lambda row: row.keeper.name),
        Column("issued", _("印发日期"), lambda row: row.issued_on, sort="issued_on"),
        Column("next", _("复核或到期"), lambda row: None if row.next_on == reading.FAR else row.next_on, sort="next_on"),  # type: ignore[attr-defined]
        Column("items", _("检查项"), lambda row: row.n_items, sort="n_items", number=True),  # type: ignore[attr-defined]
        Column("indicators", _("服务的指标"), lambda row: row.n_indicators, sort="n_indicators", number=True),  # type: ignore[attr-defined]
    ]  # fmt: skip


def _filters() -> list[Filter]:
    state = {
        "held": Q(ended_on=None),
        "overdue": reading.overdue(today()),
        "ended": Q(ended_on__isnull=False),
        "unchecked": Q(n_items=0, ended_on=None),
    }
    words = [
        ("held", _("现行的")),
        ("overdue", _("复核逾期的")),
        ("unchecked", _("没有检查表的")),
        ("ended", _("已废止的")),
    ]
    return [
        Filter("q", _("名称、文号、印发单位"), lambda text: Q(title__icontains=text) | Q(number__icontains=text) | Q(issuer__icontains=text)),
        Filter("state", _("状态"), lambda name: state[name], words),
        Filter("indicator", _("指标编号"), lambda code: Q(indicators__indicator=code)),
    ]  # fmt: skip


def library(request: HttpRequest, door: str) -> HttpResponse:
    by = by_of(request)
    found = reading.rules(by)
    table = Table(request.GET, found, _columns(), _filters(), order="next_on")
    return list_page(
        request, "base/upkeep/rules.html", table, heading=_("制度库"), row="base/upkeep/rule_row.html",
        empty="base/upkeep/rules_empty.html", here=door, rule_page=f"{door}:rule", may_add=may_keep(by) and door == "office",
        overdue=reading.rules_to_review(), today=today(), far=reading.FAR,
    )  # fmt: skip


def shown(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    by, rule = by_of(request), reading.rule(by_of(request), pk)
    keeps = may_keep(by) and door == "office"
    units = None if door == "office" else about_own_units(by, "")
    held = executing.items(Q(rule=rule))
    known: dict[str, Any] = {
        "rule": rule, "here": door, "items": held, "rows": executing.owing(held, units), "today": today(),
        "links": list(rule.indicators.select_related("campaign")), "may_keep": keeps and rule.ended_on is None,
        "may_visit": may_accept(by) and door == "office", "lines": history_of(rule) if door == "office" else [],
        "has_text": rule.material_id is not None or rule.blob_id is not None,
        "overdue": rule.ended_on is None and rule.next_on < today(),  # type: ignore[attr-defined]
    }  # fmt: skip
    if known["may_keep"]:
        known |= {"item_form": ItemForm(), "link_form": LinkForm(), "review_form": ReviewForm()}
    return render(request, "base/upkeep/rule.html", known)


def text_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The rule's text for whoever may log in: rules are public within the county."""
    rule = reading.rule(by_of(request), pk)
    file = rule.material.files.select_related("blob").first() if rule.material is not None else None
    blob, name = (file.blob, file.name) if file is not None else (rule.blob, rule.file_name)
    if blob is None:
        raise Http404
    with store.open(blob) as opened:
        return download(opened.read(), name, blob.media_type)


def owing_columns() -> list[Column[Owing]]:
    return [
        Column("rule", _("制度"), lambda one: one.item.rule.title, sort="rule"),
        Column("item", _("要做什么"), lambda one: one.item.words),
        Column("unit", _("单位"), lambda one: one.unit.name, sort="unit"),
        Column("due", _("这一期到"), lambda one: one.due_on, sort="due"),
        Column("own", _("单位自查"), lambda one: one.own.get_outcome_display() if one.own else ""),
        Column("visit", _("到场检查"), lambda one: one.visit.get_outcome_display() if one.visit else ""),
        Column("missed", _("上一期"), lambda one: _("没有查") if one.missed else ""),
    ]


def owing_filters() -> list[Pick[Owing]]:
    said = [
        ("none", _("这一期还没查的")),
        ("missed", _("上一期没有查的")),
        ("fault", _("没有执行到位的")),
        ("done", _("执行了的")),
    ]
    holds: dict[str, Callable[[Owing], bool]] = {
        "none": lambda one: one.own is None and one.visit is None, "missed": lambda one: one.missed,
        "fault": lambda one: one.light == "bad", "done": lambda one: one.light == "good",
    }  # fmt: skip
    return [
        Pick("q", _("制度、检查项、单位"), lambda one, text: text in one.item.rule.title or text in one.item.words or text in one.unit.name),
        Pick("said", _("查了没有"), lambda one, name: holds[name](one), said),
    ]  # fmt: skip


def executed(request: HttpRequest, door: str, answer_page: str) -> HttpResponse:
    """What rules ask in this period, of all units or of one's own."""
    units = None if door == "office" else about_own_units(by_of(request), "")
    rows = executing.owing(executing.items(Q()), units)
    order = {"bad": 0, "soon": 1, "info": 2, "none": 3, "good": 4}
    rows.sort(key=lambda one: (order[one.light], one.due_on, one.item.rule.title, one.item.number))
    table = Listed(request.GET, rows, owing_columns(), owing_filters(), key=lambda one: f"{one.item.pk}:{one.unit.pk}")
    waiting = sum(one.own is None and one.visit is None for one in rows)
    return list_page(
        request, "base/upkeep/executed.html", table, heading=_("制度执行检查表"), row="base/upkeep/executed_row.html",
        empty="base/upkeep/executed_empty.html", here=door, answer_page=answer_page, rule_page=f"{door}:rule",
        waiting=waiting, missed=sum(one.missed for one in rows), faults=sum(one.light == "bad" for one in rows), all=len(rows),
        problem_page=f"{door}:problem",
    )  # fmt: skip
