"""The unit's pages of the ledger. Opened by its liaison officer, perhaps on a telephone: what is still owed, and giving it."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.campaigns import queries as campaigns
from duibiao.campaigns.models import Campaign
from duibiao.ledger.models import SelfMark
from duibiao.ledger.permissions import may_give
from duibiao.ledger.queries.completeness import completeness
from duibiao.ledger.services.marking import mark_self
from duibiao.ledger.services.requirements import window_of
from duibiao.lib.spans import today
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import holds, require
from duibiao.standards.queries import standard_of
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.ledger import desk, lines, material_pages
from duibiao.web.base.ledger import volumes as filed
from duibiao.web.base.ledger.fields import SelfMarkForm
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of, unit_of

DOOR = "unit"


def may_enter(by: User) -> bool:
    """Units and assessors; inspectors visit places."""
    return holds(by, Role.UNIT, Role.ASSESSOR)


def may_hand_in(by: User) -> bool:
    return holds(by, Role.UNIT)


@page(may_enter)
def ledgers(request: HttpRequest) -> HttpResponse:
    """The campaigns, each with how far this unit's materials are there."""
    by = by_of(request)
    found = list(campaigns.campaigns(by).exclude(state="closed"))
    rows = [(one, window_of(one), *_sum(by.unit, one)) for one in found]
    return render(request, "unit/ledger/ledgers.html", {"rows": rows, "unit": by.unit})


def _sum(unit: Unit | None, campaign: Campaign) -> tuple[object, ...]:
    return (completeness(campaign, today(), units=Q(pk=unit.pk)).total if unit is not None else None,)


@page(may_enter)
def ledger_unit(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    campaign = campaign_of(by_of(request), pk)
    return lines.listed(request, DOOR, campaign, unit_of(by_of(request), campaign, unit))


@page(may_enter)
def line(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    return lines.line(request, DOOR, pk, unit)


@act(may_hand_in)
def give(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    return lines.give(request, DOOR, pk, unit)


@act(may_hand_in)
def use_material(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    return lines.use_material(request, DOOR, pk, unit)


@act(may_hand_in)
def stop_using(request: HttpRequest, pk: int) -> HttpResponse:
    return lines.stop_using(request, DOOR, pk)


@page(may_enter)
def materials(request: HttpRequest) -> HttpResponse:
    return material_pages.listed(request, DOOR)


@page(may_enter)
def material(request: HttpRequest, pk: int) -> HttpResponse:
    return material_pages.shown(request, DOOR, pk)


@form(may_hand_in)
def change_material(request: HttpRequest, pk: int) -> HttpResponse:
    return material_pages.change(request, DOOR, pk)


@act(may_hand_in)
def add_version(request: HttpRequest, pk: int) -> HttpResponse:
    return material_pages.add_version(request, DOOR, pk)


@act(may_hand_in)
def link_site(request: HttpRequest, pk: int) -> HttpResponse:
    return material_pages.link_site(request, DOOR, pk)


@act(may_hand_in)
def withdraw_material(request: HttpRequest, pk: int) -> HttpResponse:
    return material_pages.withdraw(request, DOOR, pk)


@page(may_hand_in)
def review_queue(request: HttpRequest) -> HttpResponse:
    """What waits for the unit's own leader."""
    return desk.first(request, DOOR)


@page(may_hand_in)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    return desk.shown(request, DOOR, pk)


@act(may_hand_in)
def review_accept(request: HttpRequest, pk: int) -> HttpResponse:
    return desk.accept(request, DOOR, pk)


@act(may_hand_in)
def review_return(request: HttpRequest, pk: int) -> HttpResponse:
    return desk.send_back(request, DOOR, pk)


@form(may_hand_in)
def self_mark(request: HttpRequest, pk: int, unit: int, code: str) -> HttpResponse:
    """What the unit gives itself for an indicator."""
    by, campaign = by_of(request), campaign_of(by_of(request), pk)
    whose, node = unit_of(by, campaign, unit), standard_of(campaign.edition).by_code[code]
    require(may_give(by, whose))
    held = SelfMark.objects.filter(campaign=campaign, edition=campaign.edition_id, unit=whose, indicator=code).first()
    start = {"points": held.points, "words": held.words, "version": held.version} if held else {"version": 0}
    asked = SelfMarkForm(request.POST or None, initial=start)
    full = node.indicator.points
    asked.fields["points"].help_text = _("满分 %g 分。") % full if full is not None else ""
    asked.fields["points"].max_value = full  # type: ignore[attr-defined]
    back = reverse("unit:ledger_unit", args=[pk, unit])
    if asked.is_bound and asked.is_valid() and full is not None and asked.cleaned_data["points"] > full:
        asked.add_error("points", _("自评不能超过满分 %g 分。") % full)
    return form_page(
        request,
        asked,
        lambda given: mark_self(by, campaign, unit=whose, indicator=code, **given),
        heading=_("%(unit)s自评：%(code)s %(name)s") % {"unit": whose, "code": code, "name": node.indicator.name},
        act=_("保存"),
        back=back,
        done=_("自评已保存。"),
        where=((_("材料清单"), back),),
        sentence=node.indicator.text or "",
    )


@page(may_enter)
def volumes(request: HttpRequest, pk: int) -> HttpResponse:
    return filed.listed(request, DOOR, campaign_of(by_of(request), pk))


@page(may_enter)
def volume(request: HttpRequest, pk: int, way: str, year: int, key: str) -> HttpResponse:
    return filed.shown(request, DOOR, campaign_of(by_of(request), pk), way, year, key)
