"""The decomposition table: what the county does with every indicator of the standard above, and who does it by when.

Opened by the campaign office when a standard comes down. In ten seconds: how many indicators are adopted, refined, left out, and how
many nobody has looked at; which have no unit that leads. The table leaves the house as xlsx (to be filled in and taken back) and docx.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.campaigns import adopting, proposing
from duibiao.campaigns.choices import Decision
from duibiao.campaigns.models import Adoption, Campaign
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib.dates import day_text
from duibiao.lib.papers import DOCX, Paper
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.models import User
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.scores.services import ask_for_work
from duibiao.standards.choices import Method
from duibiao.standards.models import Indicator
from duibiao.standards.queries import standard_of
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of
from duibiao.web.base.standards.narrowing import below, by_words
from duibiao.web.base.templatetags.parts import plain_number
from duibiao.web.office.campaign_forms import AdoptionForm

UNDECIDED = "undecided"
FIELDS = ("decision", "reason", "duty", "material", "lead", "due_on", "version")
Held = Mapping[str, Adoption]


def rows_of(campaign: Campaign) -> QuerySet[Any]:
    """Every indicator that is assessed, with what was decided about it."""
    mine = Adoption.objects.filter(campaign=campaign, edition=campaign.edition_id, indicator=OuterRef("code"))
    found = Indicator.objects.filter(edition=campaign.edition_id, leaf=True)
    return found.annotate(
        decision=Coalesce(Subquery(mine.values("decision")[:1]), Value(UNDECIDED), output_field=CharField()),
        lead_name=Coalesce(Subquery(mine.values("lead__name")[:1]), Value(""), output_field=CharField()),
        due_on=Subquery(mine.values("due_on")[:1]),
        worth=Coalesce(F("points"), Value(0.0)),
    )


def decision_words(decision: str) -> str:
    return _("还没定") if decision == UNDECIDED else str(Decision(decision).label)


def columns(held: Held, campaign: Campaign) -> list[Column[Any]]:
    """The export begins with the columns of the import, so that it can be changed and taken back."""

    def said(name: str) -> Any:
        return lambda row: getattr(held[row.code], name) if row.code in held else ""

    return [
        Column("code", _("编号"), lambda row: row.code, sort="number"),
        Column("name", _("指标"), lambda row: row.name, sort="name"),
        Column("decision", _("处理"), lambda row: "" if row.decision == UNDECIDED else decision_words(row.decision), sort="decision"),
        Column("lead", _("牵头单位"), lambda row: row.lead_name, sort="lead_name"),
        Column("supporting", _("配合单位"), lambda row: supporting_of(held, row.code)),
        Column("due_on", _("完成时限"), lambda row: row.due_on),
        Column("duty", _("任务"), said("duty")),
        Column("text", _("标准"), lambda row: row.text),
        Column("reason", _("理由"), said("reason")),
        Column("material", _("材料"), said("material")),
        Column("points", _("分值"), lambda row: row.points, sort="worth", number=True),
        Column("method", _("测评方法"), lambda row: row.get_method_display(), sort="method"),
        Column("campaign", _("创建活动"), lambda row: campaign.title),
    ]  # fmt: skip


def supporting_of(held: Held, code: str) -> str:
    return "、".join(unit.name for unit in held[code].supporting.all()) if code in held else ""


def filters(campaign: Campaign) -> list[Filter]:
    tops = [node for node in standard_of(campaign.edition).nodes if node.depth == 1]
    leads = [("no", _("没有牵头单位")), ("yes", _("有牵头单位"))]
    return [
        Filter("q", _("编号、名称、拼音"), by_words),
        Filter("decision", _("处理"), lambda one: Q(decision=one), [(UNDECIDED, _("还没定")), *Decision.choices]),
        Filter("lead", _("牵头单位"), lambda way: Q(lead_name="") if way == "no" else ~Q(lead_name=""), leads),
        Filter("top", _("一级指标"), below(campaign), [(node.code, f"{node.code} {node.indicator.name}") for node in tops]),
        Filter("method", _("测评方法"), lambda method: Q(method=method), Method.choices),
    ]  # fmt: skip


@page(may_manage_organisation)
def decomposition(request: HttpRequest, pk: int) -> HttpResponse:
    found = campaign_of(by_of(request), pk)
    held = adopting.adoptions(found)
    table = Table(request.GET, rows_of(found), columns(held, found), filters(found), order="number")
    if request.GET.get("export") == "docx":
        return download(paper(found, table, held), f"{_title(found)}.docx", DOCX)
    for row in table.rows:
        row.adoption, row.decision_words = held.get(row.code), decision_words(row.decision)
    return list_page(
        request,
        "office/campaigns/decomposition.html",
        table,
        heading=_title(found),
        row="office/campaigns/decomposition_row.html",
        empty="office/campaigns/met_empty.html",
        campaign=found,
        sums=(sums := sums_of(found, held)),
        proposed=proposing.open_proposals(found) if sums["open"] else 0,
        may_run=may_run_campaigns(by_of(request)),
    )


def _title(campaign: Campaign) -> str:
    return _("%s指标任务分解表") % campaign.title


def sums_of(campaign: Campaign, held: Held) -> dict[str, int]:
    """How many indicators there are, and what became of them. Nothing is read."""
    leaves = standard_of(campaign.edition).leaves
    counts = Counter(str(one.decision) for one in held.values())
    led = sum(one.lead_id is not None for one in held.values() if one.decision != Decision.NOT_APPLICABLE)
    used = len(leaves) - counts[Decision.NOT_APPLICABLE]
    sums = {"all": len(leaves), "used": used, "open": len(leaves) - len(held), "without_lead": used - led}
    return sums | {str(decision): counts[decision] for decision in Decision.values}


def paper(campaign: Campaign, table: Table[Any], held: Held) -> bytes:
    """The table as it is issued: A4 across, what is left out at the end of nothing, for it is not asked of anybody."""
    written = Paper(landscape=True)
    written.title(_title(campaign))
    written.under_title(_("（依据：%s）") % campaign.edition)
    heads = [_("编号"), _("指标"), _("任务"), _("标准"), _("牵头单位"), _("配合单位"), _("完成时限"), _("材料")]
    rows = (_cells(row, held) for row in table.everything() if row.decision != Decision.NOT_APPLICABLE)
    written.table(heads, rows, (15, 30, 52, 60, 24, 30, 22, 30), size=10.5)
    _write_left_out(written, campaign, held)
    return written.file()


def _write_left_out(written: Paper, campaign: Campaign, held: Held) -> None:
    names = standard_of(campaign.edition).by_code
    out = [one for one in held.values() if one.decision == Decision.NOT_APPLICABLE]
    if out:
        written.heading(_("不适用的指标"))
        rows = ([one.indicator, names[one.indicator].indicator.name, one.reason] for one in out)
        written.table([_("编号"), _("指标"), _("理由")], rows, (20, 80, 160), size=10.5)


def _cells(row: Any, held: Held) -> list[str]:
    one = held.get(row.code)
    worth = f"（{plain_number(row.points)} {_('分')}）" if row.points is not None else ""
    due = day_text(row.due_on) if row.due_on else ""
    duty, material = (one.duty, one.material) if one else ("", "")
    return [row.code, f"{row.name}{worth}", duty or row.name, row.text, row.lead_name, supporting_of(held, row.code), due, material]  # fmt: skip


@form(may_run_campaigns)
def adopt(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Decide about one indicator."""
    by, found = by_of(request), campaign_of(by_of(request), pk)
    node = standard_of(found.edition).by_code.get(code)
    if node is None or not node.indicator.is_leaf:
        raise Http404
    held = adopting.adoptions(found).get(code)
    start: dict[str, Any] = {"version": 0, "decision": Decision.ADOPTED, "due_on": None}
    if held is not None:
        start = {name: getattr(held, name) for name in FIELDS} | {"supporting": held.supporting.all()}
    back = reverse("office:decomposition", args=[pk])
    return form_page(
        request,
        AdoptionForm(request.POST or None, initial=start),
        lambda given: _adopt(by, found, code, given),
        heading=f"{code} {node.indicator.name}",
        act=_("保存"),
        back=back,
        done=_("已保存。"),
        where=((found.title, reverse("office:campaign", args=[pk])), (_("任务分解表"), back)),
        sentence=node.indicator.text or "",
    )


def _adopt(by: User, campaign: Campaign, code: str, given: dict[str, Any]) -> None:
    adopting.adopt(by, campaign, indicator=code, **given)
    ask_for_work(campaign.pk)


@act(may_run_campaigns)
def adopt_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that nobody has decided about is adopted as it stands."""
    n = adopting.adopt_rest(by_of(request), campaign_of(by_of(request), pk))
    messages.success(request, _("已把其余 %d 项指标记为采用。") % n)
    return redirect("office:decomposition", pk=pk)


@act(may_run_campaigns)
def adopt_proposed(request: HttpRequest, pk: int) -> HttpResponse:
    """Units and materials as the imported table names them, where nothing was decided."""
    n = proposing.adopt_proposed(by_of(request), campaign_of(by_of(request), pk))
    messages.success(request, _("按原表写好了 %d 项的单位和材料。") % n)
    return redirect("office:decomposition", pk=pk)
