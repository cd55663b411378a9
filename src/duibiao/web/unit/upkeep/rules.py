"""A unit's look at the rules: what holds, what it must do in this period and has to answer, the routine in which it answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.lib.spans import today
from duibiao.organisation.permissions import about_own_units, require
from duibiao.upkeep import reading, services
from duibiao.upkeep.permissions import may_work
from duibiao.upkeep.refusals import Refused
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import form, page
from duibiao.web.base.requests import by_of
from duibiao.web.base.upkeep import rules as pages
from duibiao.web.base.upkeep.rule_forms import AnswerForm
from duibiao.web.unit.menu import may_enter
from duibiao.web.unit.upkeep.shortcomings import is_unit

DOOR = "unit"


@page(may_enter)
def rules(request: HttpRequest) -> HttpResponse:
    return pages.library(request, DOOR)


@page(may_enter)
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.shown(request, DOOR, pk)


@page(may_enter)
def rule_text(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.text_of(request, pk)


@page(is_unit)
def rule_checks(request: HttpRequest) -> HttpResponse:
    return pages.executed(request, DOOR, "unit:answer_rule")


@form(is_unit)
def answer_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Once a period, a tick and where needed a sentence."""
    by, held = by_of(request), reading.item(pk)
    own = held.units.filter(about_own_units(by, "")).order_by("path")
    mine = [one.pk for one in own if may_work(by, one)]
    require(bool(mine))
    asked = AnswerForm(own.filter(pk__in=mine), request.POST or None)
    return form_page(
        request, asked, lambda given: services.answer(by, held, **given), heading=held.words, act=_("报这一期"),
        back=reverse("unit:rule_checks"), done=_("已记下。"), refusals=(Refused,),
        where=((_("制度执行检查表"), reverse("unit:rule_checks")), (held.rule.title, reverse("unit:rule", args=[held.rule_id]))),
        sentence=_("如实报：没有执行的立为问题、整改好就行，自查报出来的不另扣分。"),
    )  # fmt: skip


@page(is_unit)
def routines(request: HttpRequest) -> HttpResponse:
    """The routine rounds in which the unit answers."""
    return render(
        request, "unit/upkeep/routines.html", {"rows": list(reading.routines(by_of(request))), "today": today()}
    )
