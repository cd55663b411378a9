"""The office's pages of campaigns: all of them, setting one up, changing it, and its morning page.

The morning page is opened by the campaign office every day, before anything else. In ten seconds: the score and the distance to
the target; what moved since yesterday; what is stuck and with whom; how long until the next day that counts.
"""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.audit.queries import history_of
from duibiao.campaigns import honours, queries, services
from duibiao.campaigns.choices import Level, Scope, State
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.permissions import may_run_campaigns
from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit, User, WorkingGroup
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.organisation.queries import county, unit_groups
from duibiao.scores import met, morning
from duibiao.scores.queries import standing, to_win, to_win_kept, totals
from duibiao.scores.services import ask_for_work
from duibiao.standards.queries import editions
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.bars import parts
from duibiao.web.office.campaign_forms import KINDS, ChangeCampaignForm, SetUpCampaignForm

#: How many units a list of the morning page names.
NAMED = 6


def columns(card: dict[int, dict[str, Any]]) -> list[Column[Any]]:
    """`card` holds what was read for the rows that are shown; an export holds the campaigns' own fields."""
    return [
        Column("title", _("创建活动"), lambda one: one.title, sort="title"),
        Column("state", _("状态"), lambda one: one.get_state_display(), sort="state"),
        Column("score", _("全县平均"), lambda one: card.get(one.pk, {}).get("percent")),
        Column("next", _("下一个节点"), lambda one: card.get(one.pk, {}).get("day")),
        Column("level", _("级别"), lambda one: one.get_level_display(), sort="level"),
        Column("scope", _("类型"), lambda one: one.get_scope_display(), sort="scope"),
        Column("honour", _("争创称号"), lambda one: one.honour, sort="honour"),
        Column("declared_by", _("申报单位"), lambda one: str(one.declared_by or "")),
        Column("authority", _("主管单位"), lambda one: one.authority, sort="authority"),
        Column("edition", _("测评标准"), lambda one: str(one.edition)),
        Column("units", _("参加单位"), lambda one: one.unit_count, number=True),
        Column("until", _("考核期止"), lambda one: one.until, sort="until"),
    ]


def filters() -> list[Filter]:
    groups = [(str(one.pk), one.name) for one in WorkingGroup.objects.filter(campaigns__isnull=False).distinct()]
    return [
        Filter("q", _("活动、称号"), lambda text: Q(title__icontains=text) | Q(honour__icontains=text)),
        Filter("state", _("状态"), lambda state: Q(state=state), State.choices),
        Filter("level", _("级别"), lambda level: Q(level=level), Level.choices),
        Filter("scope", _("类型"), lambda scope: Q(scope=scope), Scope.choices),
        Filter("headquarters", _("指挥机构"), lambda pk: Q(headquarters=pk), groups),
    ]


@page(may_manage_organisation)
def campaigns(request: HttpRequest) -> HttpResponse:
    """All efforts at a glance: what is under way, under review, named; what must be defended next."""
    by = by_of(request)
    found = queries.campaigns(by).select_related("declared_by")
    cards: dict[int, dict[str, Any]] = {}
    table = Table(request.GET, found, columns(cards), filters(), order="state")
    held, near = list(honours.in_force()), today() + timedelta(days=honours.REMIND_DAYS)
    exported = request.GET.get("export") == "xlsx"
    cards |= cards_of(list(table.everything()) if exported else table.rows)
    for row in table.rows:
        row.card = cards[row.pk]
    return list_page(
        request,
        "office/campaigns/list.html",
        table,
        heading=_("创建活动"),
        row="office/campaigns/campaign_row.html",
        empty="office/campaigns/campaigns_empty.html",
        counts=queries.counts_by_state(by),
        honours=held,
        to_review=[one for one in held if one.review_on is not None and one.review_on <= near],
        may_run=may_run_campaigns(by),
        has_edition=bool(table.rows) or editions(by).exists(),
    )


def cards_of(found: list[Campaign]) -> dict[int, dict[str, Any]]:
    """By campaign: its mean as a bar, and the next day that counts."""
    means, days = morning.means(found), queries.next_milestones(found, today())
    won = to_win_kept(found)
    return {
        one.pk: {
            "mean": means.get(one.pk),
            "percent": round(means[one.pk].rate_percent, 2) if one.pk in means else None,
            "bar": one.pk in means and _bar(means[one.pk], won.get(one.pk, 0.0)),
            "next": _countdown(days.get(one.pk)),
            "day": days[one.pk].day if one.pk in days else None,
        }
        for one in found
    }


def _countdown(milestone: Any) -> dict[str, Any] | None:
    return milestone and {"name": milestone.name, "day": milestone.day, "left": (milestone.day - today()).days}


@page(may_manage_organisation)
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """The morning page."""
    by = by_of(request)
    found = queries.campaign(by, pk)
    rows = list(totals(by, found))
    known = {"campaign": found, "may_run": may_run_campaigns(by), "lines": history_of(found)}
    return render(request, "office/campaigns/campaign.html", {**known, **_score_of(found, rows), **_days_of(found)})


def _score_of(campaign: Campaign, rows: list[Any]) -> dict[str, Any]:
    """The mean as a bar, what moved, who has no data."""
    mean, known = morning.means([campaign]).get(campaign.pk), standing(campaign)
    since = morning.since_yesterday(campaign, rows, today())
    silent = [row.unit for row in rows if not row.has_data]
    found = {"mean": mean, "standing": known, "since": since, "silent": silent, "named": NAMED}
    if mean is None:
        return found
    won = to_win(campaign, known)
    back = sum(won.get(row.unit_id, 0.0) for row in rows if row.has_data)
    return {
        **found,
        "bar": _bar(mean, back),
        "gap": mean.gap(campaign.target_rate),
        "beyond": -(mean.gap(campaign.target_rate) or 0),
    }


def _bar(mean: morning.Mean, back: float) -> Any:
    """The mean as a points bar; `back` is what all units with data can still win."""
    bonus = max(mean.worst - mean.full, 0.0)
    return parts(full=mean.full, worst=mean.worst, best=mean.best, to_win=back / mean.with_data, bonus=bonus)


def _days_of(campaign: Campaign) -> dict[str, Any]:
    """The milestones, the cycle, what does not apply, the move that could be undone."""
    coming = campaign.milestones.filter(day__gte=today())
    milestones = [{"row": one, "left": (one.day - today()).days} for one in coming]
    return {
        "milestones": milestones,
        "days_left": (campaign.until - today()).days,
        "decided": queries.standing_decisions(campaign).count(),
        "moved": queries.latest_move(campaign),
        "years": list(campaign.years.all()),
        "line": met.county_line(campaign),
    }


def up(campaign: Campaign | None = None) -> tuple[tuple[str, str], ...]:
    first = (_("创建活动"), reverse("office:campaigns"))
    return (first, (campaign.title, reverse("office:campaign", args=[campaign.pk]))) if campaign else (first,)


@form(may_run_campaigns)
def set_up(request: HttpRequest) -> HttpResponse:
    """A new campaign under a published edition."""
    by = by_of(request)
    if not editions(by).filter(state="published").exists():
        messages.warning(request, _("还没有已发布的标准。先录入一版标准并发布，再建立创建活动。"))
        return redirect("office:standards")
    year = today().year
    start: dict[str, Any] = {"edition": request.GET.get("edition"), "since": f"{year}-01-01", "until": f"{year}-12-31"}
    start |= {"declared_by": county(), "kinds": [UnitKind.TOWNSHIP, UnitKind.DEPARTMENT]}
    return form_page(
        request,
        SetUpCampaignForm(request.POST or None, initial=start),
        lambda given: _set_up(by, **given),
        heading=_("建立创建活动"),
        act=_("建立"),
        back=reverse("office:campaigns"),
        done=_("创建活动已建立，得分几秒钟后算出。"),
        where=up(),
    )


def _set_up(by: User, *, kinds: list[str], groups: Any, **fields: Any) -> None:
    units = queries.units_of(kinds, [group.pk for group in groups])
    ask_for_work(services.set_up_campaign(by, units=units, **fields).pk)


@form(may_run_campaigns)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.campaign(by_of(request), pk)
    start = {name: getattr(found, name) for name in ChangeCampaignForm.base_fields}
    return form_page(
        request,
        ChangeCampaignForm(request.POST or None, initial=start),
        lambda given: ask_for_work(services.change_campaign(by, found, **given).pk),
        heading=_("修改：%s") % found,
        act=_("保存"),
        back=reverse("office:campaign", args=[pk]),
        done=_("已保存。"),
        where=up(found),
    )


@form(may_run_campaigns)
def units(request: HttpRequest, pk: int) -> HttpResponse:
    """Who takes part: one by one, or whole kinds and groups at a stroke."""
    by, found = by_of(request), queries.campaign(by_of(request), pk)
    if request.method == "POST":
        services.choose_units(by, found, units=_chosen(request, found))
        ask_for_work(found.pk)
        messages.success(request, _("参加单位已选定，得分几秒钟后重新算出。"))
        return redirect("office:campaign", pk=pk)
    inside = set(queries.participants(found).values_list("pk", flat=True))
    everybody = list(queries.choosable(found))
    of = {kind: [unit for unit in everybody if unit.kind == kind] for kind, _words in KINDS}
    kinds = [
        {"kind": kind, "words": words, "units": of[kind], "inside": sum(unit.pk in inside for unit in of[kind])}
        for kind, words in KINDS
        if of[kind]
    ]
    known = {"campaign": found, "kinds": kinds, "inside": inside, "groups": unit_groups()}
    return render(request, "office/campaigns/units.html", known)


def _chosen(request: HttpRequest, campaign: Campaign) -> list[Unit]:
    """The units that were ticked, and all of the kinds and groups that were ticked."""
    pks = {int(one) for one in request.POST.getlist("unit") if one.isdigit()}
    groups = [int(one) for one in request.POST.getlist("group") if one.isdigit()]
    whole = set(queries.units_of(request.POST.getlist("kind"), groups).values_list("pk", flat=True))
    return list(queries.choosable(campaign).filter(pk__in=pks | whole))
