"""The office's score pages. Opened every morning, and before every meeting.

In ten seconds: where everybody stands against the target (standings), what one unit lost and can win back (card), why
(indicator), what to win back first (losses), and which result is fixed, approved, published (snapshots).
"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.campaigns import queries as campaigns
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.scores import queries
from duibiao.scores.choices import Visibility
from duibiao.scores.permissions import may_take_snapshots
from duibiao.scores.snapshots import WrongStep, publish, take_snapshot
from duibiao.standards.queries import standard_of
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores import documents, fixed, moves, pages
from duibiao.web.base.scores.reading import campaign_of, standing_of, unit_of

DOOR = "office"


@page(may_manage_organisation)
def all_scores(request: HttpRequest) -> HttpResponse:
    """Every campaign and where it stands."""
    by = by_of(request)
    found = campaigns.campaigns(by).select_related("standing")
    return render(request, "office/all_scores.html", {"campaigns": found, "rates": queries.mean_rates(by)})


@page(may_manage_organisation)
def scores(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.ranked(request, DOOR, campaign, files=("office:scores_xlsx", "office:scores_docx"))


@page(may_manage_organisation)
def score_card(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.card(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_manage_organisation)
def score_moved(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """The unit's rank over time, and which indicator moved it."""
    campaign = campaign_of(by_of(request), pk)
    return moves.moved(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_manage_organisation)
def score_why(request: HttpRequest, pk: int, unit: int, code: str) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.why(request, DOOR, campaign, unit_of(by_of(request), campaign, unit), code)


@page(may_manage_organisation)
def losses(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.losses_of_all(request, DOOR, campaign_of(by_of(request), pk))


@page(may_manage_organisation)
def unit_losses(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return pages.unit_losses(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_manage_organisation)
def scores_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything as a workbook: units, indicators, every line, losses."""
    campaign = campaign_of(by_of(request), pk)
    found = queries.counted_losses(campaign, standing_of(campaign))
    content = documents.workbook(queries.result_of(campaign), standard_of(campaign.edition), found)
    return download(content, f"{campaign.title}.xlsx", documents.XLSX)


@page(may_manage_organisation)
def scores_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The standings as the table attached to a paper."""
    campaign = campaign_of(by_of(request), pk)
    lines = documents.lines_of(queries.totals(by_of(request), campaign), standard_of(campaign.edition))
    as_of = documents.as_of_words(campaign.since, campaign.until)
    title = _("%s成绩表") % campaign.title
    return download(documents.paper(title, as_of, lines), f"{title}.docx", documents.DOCX)


@page(may_manage_organisation)
def snapshots(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.listed(request, DOOR, pk)


class TitleForm(forms.Form):
    title = forms.CharField(max_length=120)


@act(may_take_snapshots)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix the result as of now; a leader decides about it."""
    campaign = campaign_of(by_of(request), pk)
    given = TitleForm(request.POST)
    if given.is_valid():
        snapshot = take_snapshot(by_of(request), campaign, title=given.cleaned_data["title"])
        messages.success(request, _("已固定。请领导审批；批准后才能公布。"))
        return redirect("office:snapshot", snapshot.pk)
    messages.error(request, _("请给这份成绩起一个名称，不超过 120 个字。"))
    return redirect("office:snapshots", pk)


@page(may_manage_organisation)
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.shown(request, DOOR, pk)


@page(may_manage_organisation)
def snapshot_again(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.again(request, DOOR, pk)


@page(may_manage_organisation)
def snapshot_compare(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.compared(request, DOOR, pk)


@page(may_manage_organisation)
def snapshot_json(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.as_json(request, pk)


@page(may_manage_organisation)
def snapshot_docx(request: HttpRequest, pk: int) -> HttpResponse:
    return fixed.as_docx(request, pk)


class VisibilityForm(forms.Form):
    visibility = forms.ChoiceField(choices=Visibility.choices)


@act(may_take_snapshots)
def publish_snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish an approved result, or change to whom it is shown."""
    found, form = fixed.snapshot_of(by_of(request), pk), VisibilityForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选公布范围。"))
        return redirect("office:snapshot", pk)
    try:
        publish(by_of(request), found, visibility=form.cleaned_data["visibility"])
        messages.success(request, _("已公布。"))
    except WrongStep:
        messages.error(request, _("别人刚处理过这份成绩，请看现在的状态。"))
    return redirect("office:snapshot", pk)
