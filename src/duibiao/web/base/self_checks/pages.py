"""A unit's self-check against the standard, for every door: each clause, how it is assessed, its points, how it stands, what will be done.

Opened by a unit's liaison officer preparing, and by the campaign office with them. In ten seconds: which of the unit's indicators
are not met; and to say of one what is missing, what will be done and by when.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns import self_checks as services
from duibiao.campaigns.adopting import adoptions
from duibiao.campaigns.models import Adoption, Campaign
from duibiao.campaigns.permissions import may_self_check
from duibiao.lib.dates import day_text
from duibiao.lib.papers import DOCX, Paper
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import Unit
from duibiao.organisation.permissions import require
from duibiao.scores import met
from duibiao.standards.choices import Method
from duibiao.standards.queries import standard_of
from duibiao.web.base.editing import form_page
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.standards.narrowing import below, by_status, by_words
from duibiao.web.base.templatetags.met import SHORT, WORDS
from duibiao.web.base.templatetags.parts import plain_number


class SelfCheckForm(Form):
    """What a unit says about one indicator."""

    gap = forms.CharField(
        label=gettext_lazy("差距说明"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("对着原文说：还差什么。"),
    )
    improvement = forms.CharField(
        label=gettext_lazy("改进措施"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("谁去做什么。"),
    )
    expected_on = DateField(label=gettext_lazy("预计达标日期"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


def columns(held: Mapping[str, Adoption]) -> list[Column[Any]]:
    return [
        Column("code", _("编号"), lambda row: row.code, sort="number"),
        Column("name", _("指标"), lambda row: row.name, sort="name"),
        Column("status", _("现状"), lambda row: str(WORDS[row.status]), sort="light"),
        Column("full", _("分值"), lambda row: row.full, sort="full", number=True),
        Column("worst", _("已得"), lambda row: round(row.worst, 4), sort="worst", number=True),
        Column("gap", _("差距说明"), lambda row: row.gap),
        Column("improvement", _("改进措施"), lambda row: row.improvement),
        Column("expected", _("预计达标"), lambda row: row.expected_on),
        Column("text", _("标准原文"), lambda row: row.text),
        Column("method", _("测评方法"), lambda row: row.get_method_display(), sort="method"),
        Column("lead", _("责任单位"), lambda row: lead_of(held, row.code)),
    ]


def lead_of(held: Mapping[str, Adoption], code: str) -> str:
    """The unit that leads the matter in the county; empty where nobody was named."""
    row = held.get(code)
    return str(row.lead) if row is not None and row.lead else ""


def filters(campaign: Campaign) -> list[Filter]:
    tops = [node for node in standard_of(campaign.edition).nodes if node.depth == 1]
    statuses = [one for one in WORDS.items() if one[0] != "not_applicable"]
    return [
        Filter("q", _("编号、名称、拼音"), by_words),
        Filter("status", _("现状"), by_status, [("open", _("还没达标")), *statuses]),
        Filter("light", _("红黄绿"), lambda light: Q(light=light), list(SHORT.items())),
        Filter("top", _("一级指标"), below(campaign), [(node.code, f"{node.code} {node.indicator.name}") for node in tops]),
        Filter("method", _("测评方法"), lambda method: Q(method=method), Method.choices),
    ]  # fmt: skip


def sheet(request: HttpRequest, door: str, found: Campaign, whose: Unit) -> HttpResponse:
    """The unit's sheet; the same as a workbook or as a paper."""
    held = adoptions(found)
    table = Table(request.GET, met.sheet(found, whose), columns(held), filters(found), order="number")
    if request.GET.get("export") == "docx":
        return download(paper(found, whose, table, held), f"{_sheet_title(found, whose)}.docx", DOCX)
    for row in table.rows:
        row.lead = lead_of(held, row.code)
    counts = met.counts_of_unit(found, whose)
    return list_page(
        request,
        f"{door}/self_checks.html",
        table,
        heading=_sheet_title(found, whose),
        row="base/self_checks/row.html",
        empty="base/self_checks/empty.html",
        campaign=found,
        unit=whose,
        line=met.line_from(counts, met.line_of(found)),
        may_write=may_self_check(by_of(request), whose),
        write_page=f"{door}:self_check",
        why_page=f"{door}:score_why",
        card_page=f"{door}:score_card",
        sheet_page=f"{door}:self_checks",
    )


def _sheet_title(campaign: Campaign, unit: Unit) -> str:
    return _("%(unit)s自查表（%(campaign)s）") % {"unit": unit.name, "campaign": campaign.title}


def paper(campaign: Campaign, unit: Unit, table: Table[Any], held: Mapping[str, Adoption]) -> bytes:
    """The sheet as it is signed and filed: A4 across, a row for each indicator that the filters leave."""
    written = Paper(landscape=True)
    written.title(_("%s自查表") % unit.name)
    written.under_title(f"{campaign.title}（{campaign.edition}）")
    heads = [_("编号"), _("标准原文"), _("测评方法"), _("分值"), _("责任单位"), _("现状"), _("改进措施"), _("预计达标")]
    written.table(heads, (_cells(row, held) for row in table.everything()), (16, 74, 20, 14, 30, 34, 50, 24), size=10.5)
    return written.file()


def _cells(row: Any, held: Mapping[str, Adoption]) -> list[str]:
    state = f"{WORDS[row.status]}（{plain_number(row.worst)}/{plain_number(row.full)}）"
    said = f"{state}\n{row.gap}".strip()
    day = day_text(row.expected_on) if row.expected_on else ""
    text = f"{row.name}\n{row.text}".strip()
    return [row.code, text, row.get_method_display(), plain_number(row.full), lead_of(held, row.code), said, row.improvement, day]  # fmt: skip


def write(request: HttpRequest, door: str, found: Campaign, whose: Unit, code: str) -> HttpResponse:
    """What is missing, what will be done, by when."""
    by, node = by_of(request), standard_of(found.edition).by_code.get(code)
    require(may_self_check(by, whose))
    if node is None or not node.indicator.is_leaf:
        raise Http404
    held = services.self_check_of(found, whose, code)
    names = ("gap", "improvement", "expected_on", "version")
    start = {name: getattr(held, name) for name in names} if held else {"version": 0}
    back = reverse(f"{door}:self_checks", args=[found.pk, whose.pk])
    return form_page(
        request,
        SelfCheckForm(request.POST or None, initial=start),
        lambda given: services.self_check(by, found, unit=whose, indicator=code, **given),
        heading=_("%(unit)s自查：%(code)s %(name)s") % {"unit": whose, "code": code, "name": node.indicator.name},
        act=_("保存"),
        back=back,
        done=_("自查已保存。"),
        where=((_sheet_title(found, whose), back),),
        sentence=node.indicator.text or "",
    )
