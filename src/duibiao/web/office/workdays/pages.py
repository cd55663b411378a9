"""The work calendar. Opened in November, when the State Council's notice is out, and whenever a deadline looks odd.

In ten seconds: is this year's notice in, which days are off, which weekends are worked.
"""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.lib.spans import today
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.days import months
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.guards import act, form, page
from duibiao.web.base.requests import by_of
from duibiao.workdays import queries, services
from duibiao.workdays.choices import DayKind
from duibiao.workdays.models import Edit
from duibiao.workdays.notice import Notice, read
from duibiao.workdays.permissions import may_edit_calendar
from duibiao.workdays.published import Exceptional
from duibiao_engine.workdays import runs

FIRST, LAST = 2004, 2100


class DayForm(Form):
    day = DateField(label=gettext_lazy("日期"))
    kind = forms.ChoiceField(
        label=gettext_lazy("安排"), choices=[*DayKind.choices, (services.USUAL, gettext_lazy("照平常（按星期几）"))]
    )
    name = forms.CharField(label=gettext_lazy("节日或原因"), max_length=40, required=False)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not FIRST <= day.year <= LAST:
            raise forms.ValidationError(_("年份要在 %(first)d 到 %(last)d 之间。") % {"first": FIRST, "last": LAST})
        return day


class NoticeForm(Form):
    """The notice's own words. Sent once it is only read; sent with `sure` it is taken in."""

    year = forms.IntegerField(label=gettext_lazy("年份"), min_value=FIRST, max_value=LAST)
    document = forms.CharField(label=gettext_lazy("通知文号"), max_length=120, required=False)
    text = forms.CharField(
        label=gettext_lazy("通知原文"), widget=forms.Textarea({"rows": 12}), max_length=20_000,
        help_text=gettext_lazy("从国务院办公厅的通知里整段复制，如：一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。"),
    )  # fmt: skip


@page(may_manage_organisation)
def year(request: HttpRequest) -> HttpResponse:
    """A year: twelve months, the holidays in a list, what was changed."""
    shown = year_of(request)
    head, days, found = queries.year_head(shown), queries.calendar(), queries.exceptions(shown)
    standing = [one for one in queries.edits(shown) if one.undone_at is None]
    known: dict[str, Any] = {
        "head": head,
        "noticed": shown in days.noticed,
        "months": [(date(shown, month, 1), months.weeks(shown, month, days)) for month in range(1, 13)],
        "holidays": spans(found),
        "now": today(),
        "edits": queries.edits(shown),
        "latest": standing[0] if standing else None,
        "may_edit": may_edit_calendar(by_of(request)),
        "provisional": queries.provisional_years(),
        "off": sum(not days.is_workday(one.day) for one in found if one.day.weekday() < 5),
        "worked": sum(one.kind == DayKind.WORKED for one in found),
    }
    return render(request, "office/workdays/year.html", {**known, "form": DayForm()})


def year_of(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    number = int(asked) if asked.isdecimal() and len(asked) == 4 else 0
    return number if FIRST <= number <= LAST else today().year


def spans(found: list[Exceptional]) -> list[dict[str, Any]]:
    """Each holiday with its days off in rows, and the days that are worked for it, as a notice lists them."""
    names = dict.fromkeys(one.name for one in found)
    listed = []
    for name in names:
        off = [one.day for one in found if one.name == name and one.kind == DayKind.OFF]
        worked = [one.day for one in found if one.name == name and one.kind == DayKind.WORKED]
        listed.append({"name": name, "off": runs(off), "count": len(off), "worked": worked})
    return listed


def address(shown: int) -> str:
    return f"{reverse('office:workdays')}?year={shown}"


@act(may_edit_calendar)
def set_day(request: HttpRequest) -> HttpResponse:
    asked = DayForm(request.POST)
    if not asked.is_valid():
        messages.error(request, " ".join(str(one) for errors in asked.errors.values() for one in errors))
        return redirect("office:workdays")
    services.set_day(by_of(request), **asked.cleaned_data)
    messages.success(request, _("已改。相关的期限会自动重新计算。"))
    return redirect(address(asked.cleaned_data["day"].year))


@form(may_edit_calendar)
def notice(request: HttpRequest) -> HttpResponse:
    """Read it, show what was understood, take it in when somebody has looked."""
    start = {"year": (queries.provisional_years() or [today().year + 1])[0]}
    asked = NoticeForm(request.POST or None, initial=start)
    known: dict[str, Any] = {"form": asked}
    if request.method == "POST" and asked.is_valid():
        given = asked.cleaned_data
        found = read(given["text"], given["year"])
        if "sure" in request.POST and found.days:
            return _take(request, given, found)
        known |= {"found": found, "holidays": spans(found.days), "off": sum(one.kind == "off" for one in found.days)}
    return render(request, "office/workdays/notice.html", known)


def _take(request: HttpRequest, given: dict[str, Any], found: Notice) -> HttpResponse:
    services.take_notice(by_of(request), year=given["year"], days=found.days, document=given["document"])
    messages.success(request, _("%d年的放假通知已录入，相关的期限会自动重新计算。") % given["year"])
    return redirect(address(given["year"]))


@act(may_edit_calendar)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    edit = get_object_or_404(Edit, pk=pk)
    try:
        services.undo(by_of(request), edit)
    except services.NotTheLatest:
        messages.error(request, _("没有撤回：后面又有人改过，请先撤回最近的一次。"))
    else:
        messages.success(request, _("已撤回，日历回到这次改动以前。"))
    return redirect(address(edit.year_id))
