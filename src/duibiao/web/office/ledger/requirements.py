"""The lists of materials: what each indicator demands, of whom, by when; with proposals for a start.

Opened by the campaign office when a standard was taken up. In ten seconds: which indicators have no list yet, and one button that
proposes the usual ones.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.ledger.choices import MaterialKind
from duibiao.ledger.models import Requirement
from duibiao.ledger.permissions import may_run_ledger
from duibiao.ledger.queries.completeness import requirements as lines
from duibiao.ledger.services import requirements as services
from duibiao.ledger.services.proposing import proposals, take_up
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.standards.models import Measure
from duibiao.standards.queries import standard_of
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of
from duibiao.web.office.ledger.forms import RequirementForm

FIELDS = (
    "title",
    "kind",
    "number",
    "since",
    "until",
    "formats",
    "words",
    "due_on",
    "measure",
    "posts",
    "flag_value",
    "version",
)


def columns() -> list[Column[Any]]:
    return [
        Column("indicator", _("指标"), lambda row: row.indicator, sort="indicator"),
        Column("title", _("材料"), lambda row: row.title, sort="title"),
        Column("kind", _("类型"), lambda row: row.get_kind_display(), sort="kind"),
        Column("number", _("份数"), lambda row: row.number, sort="number", number=True),
        Column("span", _("形成时间"), lambda row: f"{row.since or ''} – {row.until or ''}".strip(" –")),
        Column("due", _("交齐时限"), lambda row: row.due_on),
        Column("who", _("由谁交"), lambda row: _("%d 个单位") % row.named if row.named else _("适用的单位")),
        Column("posts", _("计分"), lambda row: row.get_posts_display()),
    ]


def filters() -> list[Filter]:
    return [
        Filter("q", _("指标编号、材料名"), lambda text: Q(indicator__startswith=text) | Q(title__icontains=text)),
        Filter("kind", _("类型"), lambda kind: Q(kind=kind), MaterialKind.choices),
        Filter("scored", _("计分"), lambda way: Q(posts="") if way == "no" else ~Q(posts=""), [("yes", _("计分的")), ("no", _("只存档的"))]),
    ]  # fmt: skip


@page(may_manage_organisation)
def requirements(request: HttpRequest, pk: int) -> HttpResponse:
    found = campaign_of(by_of(request), pk)
    table = Table(request.GET, lines(found).annotate(named=Count("units")), columns(), filters(), order="indicator")
    have = set(lines(found).values_list("indicator", flat=True))
    leaves = [node for node in standard_of(found.edition).leaves if node.code not in have]
    return list_page(
        request,
        "office/ledger/requirements.html",
        table,
        heading=_("%s材料清单") % found.title,
        row="office/ledger/requirement_row.html",
        empty="office/ledger/requirements_empty.html",
        campaign=found,
        without=leaves,
        may_run=may_run_ledger(by_of(request)),
    )


def _measures(campaign: Campaign) -> Any:
    return Measure.objects.filter(bindings__edition=campaign.edition_id)


@form(may_run_ledger)
def add(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    by, found = by_of(request), campaign_of(by_of(request), pk)
    node = standard_of(found.edition).by_code.get(code)
    if node is None or not node.indicator.is_leaf:
        raise Http404
    asked = RequirementForm(found, _measures(found), request.POST or None, initial={"version": 0})
    return _form(request, found, asked, lambda given: services.add_requirement(by, found, indicator=code, **_said(given)), f"{code} {node.indicator.name}", node.indicator.text or "")  # fmt: skip


def _said(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "version"}


def _form(
    request: HttpRequest, campaign: Campaign, asked: RequirementForm, do: Any, heading: str, sentence: str
) -> HttpResponse:
    back = reverse("office:requirements", args=[campaign.pk])

    def tried(given: dict[str, Any]) -> Any:
        return do(given)

    if asked.is_bound and asked.is_valid():
        measure, posts = asked.cleaned_data["measure"], asked.cleaned_data["posts"]
        if posts and measure is not None and not services.fits(measure, posts):
            asked.add_error("posts", _("这个计量项不能这样计分（按点位记录的，要靠现场督查），请换一种，或只存档。"))
    return form_page(request, asked, tried, heading=heading, act=_("保存"), back=back, done=_("材料要求已保存。"), where=((_("材料清单"), back),), sentence=sentence)  # fmt: skip


@form(may_run_ledger)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    by = by_of(request)
    held = get_object_or_404(Requirement.objects.select_related("campaign__edition", "measure"), pk=pk)
    start = {name: getattr(held, name) for name in FIELDS} | {"units": held.units.all(), "measure": held.measure_id}
    start["flag_value"] = "" if held.flag_value is None else f"{held.flag_value:g}"
    asked = RequirementForm(held.campaign, _measures(held.campaign), request.POST or None, initial=start)
    return _form(
        request, held.campaign, asked, lambda given: services.change_requirement(by, held, **given), str(held), ""
    )


@act(may_run_ledger)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(Requirement, pk=pk)
    services.drop_requirement(by_of(request), held)
    messages.success(request, _("不再要求这份材料；已经交的都在。"))
    return redirect("office:requirements", held.campaign_id)


@form(may_run_ledger)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """The usual materials for what has no list yet: chosen by a person, changed afterwards."""
    by, found = by_of(request), campaign_of(by_of(request), pk)
    offered = proposals(found, standard_of(found.edition))
    if request.method == "POST":
        chosen = set(request.POST.getlist("line"))
        made = take_up(by, found, chosen=[one for one in offered if one.key in chosen])
        messages.success(request, _("已列入 %d 项材料要求，可以逐项再改。") % made)
        return redirect("office:requirements", pk)
    return render(request, "office/ledger/propose.html", {"campaign": found, "offered": offered})
