"""A unit's appeals (申诉). In ten seconds: what can still be appealed against, until when, and what became of ours."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.appeals import queries, services
from duibiao.appeals.deadlines import last_day, rules
from duibiao.appeals.permissions import appellant, may_appeal_at_all
from duibiao.facts.models import Fact
from duibiao.inspections.models import Observation
from duibiao.lib.dates import day_text
from duibiao.organisation.permissions import require
from duibiao.web.base.appeals import pages
from duibiao.web.base.appeals.forms import AppealForm
from duibiao.web.base.facts.words import day_words, value_words
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.requests import by_of
from duibiao.web.unit.menu import may_enter


@page(may_enter)
def appeals(request: HttpRequest) -> HttpResponse:
    """Ours, and above them the faults that may still be appealed against, with the last day for each."""
    by, days = by_of(request), rules()
    faults = [
        (one, last_day(one.visit.posted_at, days)) for one in queries.open_faults(by)[:100] if one.visit.posted_at
    ]
    return pages.listed(request, "unit", faults=faults, days=days, may_appeal=may_appeal_at_all(by))


@page(may_enter)
def appeal_decisions(request: HttpRequest) -> HttpResponse:
    return pages.published(request, "unit")


@page(may_enter)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown(request, "unit", pk)


@page(may_enter)
def appeal_file(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.file_of(request, pk)


@page(may_enter)
def appeal_photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    return pages.photo_of(request, pk, photo)


@act(may_appeal_at_all)
def withdraw_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        services.withdraw(by_of(request), queries.appeal(by_of(request), pk))
        messages.success(request, _("已撤回。期限之内还可以再提。"))
    except services.Refused as refused:
        messages.error(request, str(refused))
    return redirect("unit:appeal", pk=pk)


@form(may_appeal_at_all)
def appeal_fact(request: HttpRequest, sequence: int) -> HttpResponse:
    """Against one fact of a line of the score."""
    fact = get_object_or_404(Fact.objects.select_related("measure", "unit"), pk=sequence)
    require(appellant(by_of(request), fact, None) is not None)
    place = " ".join(filter(None, (day_words(fact.at), fact.site)))
    matter = f"{place} {fact.measure}：{value_words(fact)}".strip()
    return _asked(request, matter, fact.recorded_at, fact=fact)


@form(may_appeal_at_all)
def appeal_fault(request: HttpRequest, pk: int) -> HttpResponse:
    """Against one fault of a visit."""
    wanted = ("item", "visit__site__unit", "visit__round", "visit__inspector", "fact__measure")
    found = get_object_or_404(Observation.objects.select_related(*wanted), pk=pk, visit__posted_at__isnull=False)
    require(appellant(by_of(request), found.fact, found) is not None)
    visit = found.visit
    day = day_words(visit.at)
    matter = _("%(day)s %(site)s：%(item)s，扣 %(lost)g 分")
    said = {"day": day, "site": visit.site, "item": found.item, "lost": found.points_lost}
    return _asked(request, matter % said, visit.posted_at, observation=found)


def _asked(request: HttpRequest, matter: str, known_at: Any, **against: Any) -> HttpResponse:
    """The form; what is refused stands beside what was typed."""
    asked = AppealForm(request.POST or None, request.FILES or None, initial={"uid": uuid4().hex})
    if request.method == "POST" and asked.is_valid():
        try:
            made = services.appeal(by_of(request), matter=matter, **against, **asked.given())
        except services.Refused as refused:
            asked.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("申诉已提出，最晚 %s 裁定。") % day_text(made.due_on))
            return redirect("unit:appeal", pk=made.pk)
    last = last_day(known_at)
    known = {"form": asked, "matter": matter, "last": last, "late": last < timezone.localdate(), **against}
    return render(request, "unit/appeals/form.html", known)
