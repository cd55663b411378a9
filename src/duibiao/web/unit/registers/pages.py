"""A unit's registers. Opened on a phone after an activity: in ten seconds one more is recorded, and nobody asks for the number again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.lib.dates import day_text
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import holds, require
from duibiao.registers import feeds, queries, services
from duibiao.registers.models import Entry
from duibiao.registers.permissions import may_record
from duibiao.registers.refusals import LooksTwice, Refused
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import form, page
from duibiao.web.base.registers import pages
from duibiao.web.base.registers.forms import EntryForm, WithdrawForm, start_from, start_new
from duibiao.web.base.requests import by_of


def reads(by: User) -> bool:
    return holds(by, Role.UNIT, Role.ASSESSOR)


def records(by: User) -> bool:
    return holds(by, Role.UNIT) and by.unit is not None


@page(reads)
def registers(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    return pages.overview(request, "unit", "unit/registers/registers.html", may_record=records(by))


@page(reads)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    by = by_of(request)
    known = {"may_record": records(by), "clashes": feeds.clashes_for(by, feeds.feeds(pk))}
    return pages.shown_totals(request, "unit", pk, **known)


@page(reads)
def register_rows(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown_rows(request, "unit", pk, may_record=records(by_of(request)))


@page(reads)
def register_entry(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown_row(request, "unit", pk)


@page(reads)
def register_fed(request: HttpRequest, feed: int, unit: int, day: str) -> HttpResponse:
    return pages.to_rows(request, "unit", feed, unit, day)


@form(records)
def record_in_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Today and the last one's place stand there already; after it the next is one tap away."""
    by = by_of(request)
    unit, found = _unit_of(by), queries.register(by, pk)
    recent = queries.recent(found, unit)
    asked = EntryForm(found, unit, request.POST or None, initial=start_new(found, recent))
    asked.offer(recent)
    known = {"register": found, "form": asked, "heading": _("登记：%s") % found, "act_words": _("登记")}
    known |= {"back": reverse("unit:register_rows", args=[pk])}

    def do() -> Entry:
        return services.record(by, found, unit=unit, uid=asked.cleaned_data["uid"], given=asked.given())

    return _written(request, asked, do, known)


@form(records)
def correct_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole row again, with what is right; the old one stays readable."""
    by = by_of(request)
    found = queries.entry(by, pk)
    require(may_record(by, found.unit))
    asked = EntryForm(found.register, found.unit, request.POST or None, correcting=True, initial=start_from(found))
    known = {"register": found.register, "form": asked, "heading": _("更正：%s") % found, "act_words": _("更正")}
    known |= {"back": reverse("unit:register_entry", args=[pk])}

    def do() -> Entry:
        said = asked.cleaned_data
        return services.correct(by, found, uid=said["uid"], given=asked.given(), reason=said["reason"])

    return _written(request, asked, do, known)


def _written(request: HttpRequest, asked: EntryForm, do: Callable[[], Entry], known: dict[str, Any]) -> HttpResponse:
    if request.method == "POST" and asked.is_valid():
        try:
            made = do()
        except Refused as refused:
            asked.doubtful = isinstance(refused, LooksTwice)
            asked.add_error(refused.field if refused.field in asked.fields else None, str(refused))
        else:
            messages.success(request, _("已记下，汇总的数已经加上。"))
            _hint(request, made)
            return redirect("unit:register_entry", pk=made.pk)
    return render(request, "unit/registers/record.html", known)


def _hint(request: HttpRequest, made: Entry) -> None:
    campaign = queries.outside(by_of(request), made.unit, made.day)
    if campaign is not None:
        known = {"day": day_text(made.day), "campaign": campaign, "since": day_text(campaign.since), "until": day_text(campaign.until)}  # fmt: skip
        messages.warning(request, _("%(day)s不在“%(campaign)s”的考核期（%(since)s至%(until)s）里：登记了，但不计入它的指标。日期写错了请更正。") % known)  # fmt: skip


@form(records)
def withdraw_entry(request: HttpRequest, pk: int) -> HttpResponse:
    by = by_of(request)
    found = queries.entry(by, pk)
    require(may_record(by, found.unit))
    back = reverse("unit:register_rows", args=[found.register_id])
    return form_page(
        request, WithdrawForm(request.POST or None), lambda given: services.withdraw(by, found, **given), heading=_("撤回：%s") % found,
        act=_("撤回"), back=back, done=_("已撤回，汇总的数已经减去。"), where=((found.register.name, back),), refusals=(Refused,),
        sentence=_("撤回的还看得到，只是不再计入。"),
    )  # fmt: skip


def _unit_of(by: User) -> Unit:
    require(by.unit is not None)
    assert by.unit is not None
    return by.unit
