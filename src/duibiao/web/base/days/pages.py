"""My days, for everybody. Opened in the morning. In ten seconds: what is overdue, what comes next, how many workdays are left."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duibiao.lib.spans import today
from duibiao.notices import feeds, queries
from duibiao.organisation.models import User
from duibiao.organisation.queries.logging_in import with_grants
from duibiao.web.base.days import months
from duibiao.web.base.days.entries import Entry, entries
from duibiao.web.base.days.ical import calendar as ical
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.workdays.queries import calendar

#: The list shows what is overdue by so much at the most, and what comes within so much.
BACK_DAYS, AHEAD_DAYS = 90, 90
ICAL = "text/calendar; charset=utf-8"


def anybody(by: User) -> bool:
    """Whoever is logged in has days."""
    return by.is_active


@page(anybody)
def days(request: HttpRequest) -> HttpResponse:
    by, now = by_of(request), today()
    known = {"now": now, "feed": queries.feed_of(by)}
    if request.GET.get("view") == "month":
        return render(request, "base/days/month.html", {**known, **_month(by, request.GET.get("month", ""), now)})
    found = entries(by, now - timedelta(days=BACK_DAYS), now + timedelta(days=AHEAD_DAYS))
    kinds = sorted({one.kind for one in found})
    kind = request.GET.get("kind", "")
    found = [one for one in found if not kind or one.kind == kind]
    return render(request, "base/days/list.html", {**known, **_list(found, now), "kinds": kinds, "kind": kind})


def _list(found: list[Entry], now: date) -> dict[str, Any]:
    """What is owed and late, then day by day what comes; days gone by without a debt are left out."""
    coming = [one for one in found if one.day >= now]
    return {
        "overdue": [one for one in found if one.day < now and one.is_owed],
        "coming": [(day, list(rows)) for day, rows in groupby(coming, key=lambda one: one.day)],
        "first": next(iter(coming), None),
        "soon": sum(calendar().between(now, one.day) <= 3 for one in coming),
    }


def _month(by: User, wished: str, now: date) -> dict[str, Any]:
    year, month = _year_and_month(wished, now)
    first, last = months.span(year, month)
    found, days = entries(by, first, last), calendar()
    return {
        "month": date(year, month, 1),
        "weeks": months.weeks(year, month, days, found),
        "before": months.beside(year, month, -1),
        "after": months.beside(year, month, 1),
        "count": sum(one.day.month == month for one in found),
        "provisional": year not in days.noticed,
    }


def _year_and_month(wished: str, now: date) -> tuple[int, int]:
    """What an address asks for; this month where it asks for none that there could be."""
    try:
        asked = date.fromisoformat(f"{wished}-01")
    except ValueError:
        return now.year, now.month
    return (asked.year, asked.month) if 2000 <= asked.year <= 2100 else (now.year, now.month)


@page(anybody)
def days_file(request: HttpRequest) -> HttpResponse:
    """The same as a file, to take in once."""
    return download(_as_ical(by_of(request)), f"{_('我的日程')}.ics", ICAL)


def _as_ical(by: User) -> bytes:
    now = today()
    found = entries(by, now - timedelta(days=BACK_DAYS), now + timedelta(days=366))
    return ical(_("对标日程"), found, now=timezone.now(), site=settings.SITE_ADDRESS).encode()


@form(anybody)
def subscribe(request: HttpRequest) -> HttpResponse:
    """The address for calendar programs. A new one stands in the answer itself and nowhere else, so there is no redirect."""
    by, address = by_of(request), ""
    if request.method == "POST":
        address = request.build_absolute_uri(reverse("days_feed", args=[feeds.open_feed(by)]))
    return render(request, "base/days/subscribe.html", {"feed": queries.feed_of(by), "address": address})


@act(anybody)
def unsubscribe(request: HttpRequest) -> HttpResponse:
    feeds.close_feed(by_of(request))
    messages.success(request, _("原来的地址已作废，谁拿着它都读不到了。"))
    return redirect("days_subscribe")


@require_safe
def days_feed(request: HttpRequest, key: str) -> HttpResponse:
    """Open to whoever has the address, and to nobody who guesses: 256 bits, and few tries a minute."""
    if feeds.is_too_often(get_adapter().get_client_ip(request)):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    feed = feeds.recognise(key)
    user = with_grants(feed.user_id) if feed is not None else None
    if user is None:
        raise Http404
    response = HttpResponse(_as_ical(user), content_type=ICAL)
    response["Cache-Control"] = "private, no-store"
    return response
