"""Asks of units. Opened by the office when it wants something, or to see what has come in.

In ten seconds: how many answers wait for me, what is overdue and with whom.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duibiao.asks import queries, services
from duibiao.asks.choices import AskKind
from duibiao.asks.models import Ask
from duibiao.asks.numbers import Given, GivenAlready, ask_number
from duibiao.asks.permissions import may_ask_freely, may_settle
from duibiao.asks.queries import counts
from duibiao.audit.queries import history_of
from duibiao.campaigns.queries import eligible
from duibiao.lib.tables import Table
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.standards.models import Measure
from duibiao.web.base.asks.parts import columns, filters, timeline
from duibiao.web.base.facts.words import value_words
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.asks.forms import AskForm, ReasonForm, RescheduleForm


@page(may_manage_organisation)
def asks(request: HttpRequest) -> HttpResponse:
    by = by_of(request)
    table = Table(request.GET, queries.asks(by), columns(), filters(), order="-pk")
    return list_page(
        request,
        "office/asks/list.html",
        table,
        heading=_("向单位提的要求"),
        row="office/asks/row.html",
        empty="office/asks/empty.html",
        counts=counts(by),
        may_ask=may_ask_freely(by),
    )


@page(may_manage_organisation)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.ask(by_of(request), pk)
    known = {"ask": found, "timeline": timeline(found), "may_settle": may_settle(by, found), "lines": history_of(found)}
    return render(request, "office/asks/ask.html", {**known, "reason": ReasonForm(), "move": RescheduleForm()})


@form(may_ask_freely)
def new_ask(request: HttpRequest) -> HttpResponse:
    """Ask several units. Those that were asked for the same before, or gave it, are left out and shown, each with what is there."""
    asked = AskForm(request.POST or None)
    known: dict[str, Any] = {"form": asked, "stopped": [], "given": [], "least": services.min_workdays()}
    if request.method == "POST" and asked.is_valid():
        try:
            sent = ask_units(by_of(request), **asked.cleaned_data)
        except services.TooSoon as early:
            asked.add_error("due_on", str(early))
        else:
            _say(request, sent.made)
            known |= {"stopped": sent.stopped, "given": [(one, value_words(one.fact)) for one in sent.given]}
            if not sent.stopped and not sent.given:
                return redirect("office:asks")
    return render(request, "office/asks/new.html", known)


@dataclass
class Sent:
    """What was asked, what was asked for before, and what is in the journal."""

    made: list[Ask] = field(default_factory=list)
    stopped: list[Ask] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)


def whom(
    kinds: Iterable[str], groups: Iterable[Any], working_groups: Iterable[Any], units: Iterable[Unit]
) -> list[Unit]:
    """Each once, however often it was chosen."""
    many = Q(kind__in=list(kinds)) | Q(groups__in=list(groups)) | Q(memberships__group__in=list(working_groups))
    wanted = {unit.pk: unit for unit in (*units, *eligible().filter(many).distinct())}
    return list(wanted.values())


def ask_units(
    by: User, *, nonce: Any, kind: str, title: str, kinds: Iterable[str] = (), groups: Iterable[Any] = (),
    working_groups: Iterable[Any] = (), units: Iterable[Unit] = (), measure: Measure | None = None,
    since: date | None = None, until: date | None = None, unmatched: bool = False, **fields: Any,
) -> Sent:  # fmt: skip
    """The matter is a measure and its days, else its kind and its title without the spaces."""
    sent, known = Sent(), {"title": title, "reference": f"free:{nonce}", **fields}
    matter = f"free:{kind}:{''.join(title.split()).rstrip('。.!！')}"[:200]
    for unit in whom(kinds, groups, working_groups, units):
        try:
            if kind == AskKind.NUMBER and measure is not None and since and until:
                sent.made.append(ask_number(by, unit=unit, measure=measure, since=since, until=until, **known))
            else:
                sent.made.append(services.ask(by, unit=unit, kind=AskKind(kind), subject=matter, **known))
        except services.AskedAlready as already:
            sent.stopped.append(already.ask)
        except GivenAlready as already:
            sent.given.append(already.given)
    return sent


def _say(request: HttpRequest, made: list[Ask]) -> None:
    if made:
        words = ngettext("已向 %d 个单位提出要求。", "已向 %d 个单位提出要求。", len(made)) % len(made)
        messages.success(request, words)


@act(may_ask_freely)
def accept_ask(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(request, pk, services.accept, _("已办结。"))


@act(may_ask_freely)
def return_ask(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, services.give_back, _("已退回，单位会收到理由。"))


@act(may_ask_freely)
def withdraw_ask(request: HttpRequest, pk: int) -> HttpResponse:
    return _with_reason(request, pk, services.withdraw, _("已撤回，单位不用办了。"))


@act(may_ask_freely)
def move_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day; the old one stays in the history."""
    by, found, asked = by_of(request), queries.ask(by_of(request), pk), RescheduleForm(request.POST)
    if not asked.is_valid():
        messages.error(request, _("没有改期：请填日期和理由。"))
    elif services.reschedule(by, reference=found.reference, unit=found.unit, **asked.cleaned_data):
        messages.success(request, _("已改期，单位会收到。"))
    else:
        messages.error(request, _("没有改期：这项要求已经结束，或日期没有变。"))
    return redirect("office:ask", pk=pk)


def _with_reason(request: HttpRequest, pk: int, do: Any, done: str) -> HttpResponse:
    asked = ReasonForm(request.POST)
    if asked.is_valid():
        return _done(request, pk, do, done, **asked.cleaned_data)
    queries.ask(by_of(request), pk)
    messages.error(request, _("没有保存：请写明理由。"))
    return redirect("office:ask", pk=pk)


def _done(request: HttpRequest, pk: int, do: Any, done: str, **given: Any) -> HttpResponse:
    try:
        do(by_of(request), queries.ask(by_of(request), pk), **given)
    except services.NotNow as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("office:ask", pk=pk)
