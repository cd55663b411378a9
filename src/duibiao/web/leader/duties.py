"""Duties as a leader looks at them: what loses most points first, whose it is, by when.

Opened from the cockpit or the first page. In ten seconds: how many are behind, which unfinished duty costs the county most.
"""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from duibiao.campaigns.queries import campaigns
from duibiao.duties import queries
from duibiao.duties.choices import IN_HAND, State
from duibiao.duties.models import Duty
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.queries import working_groups
from duibiao.scores.owed import with_missing
from duibiao.web.base.duties import lists, pages
from duibiao.web.base.guards import page
from duibiao.web.base.lists import list_page
from duibiao.web.base.requests import by_of
from duibiao.web.leader.menu import may_enter

#: What a leader reads; the six parts stand on the page of the duty.
SHOWN = ("title", "unit", "role", "person", "due_on", "state", "percent", "campaign")


def columns() -> list[Column[Duty]]:
    held = {one.name: one for one in lists.columns()}
    missing = Column[Duty]("missing", _("失分"), lambda row: round(row.missing, 2), sort="missing", number=True)  # type: ignore[attr-defined]
    return [missing, *(held[name] for name in SHOWN)]


def _of_group(pk: str) -> Q:
    """Given to the group itself, or to one of its member units: the same as in its cockpit."""
    return Q(group=pk) | Q(unit__memberships__group=pk)


def filters(request: HttpRequest, days: queries.Days) -> list[Filter]:
    groups = [(str(group.pk), group.name) for group in working_groups()]
    stands = {"open": Q(state__in=IN_HAND), "losing": Q(state__in=IN_HAND, missing__gt=0), "done": Q(state=State.DONE)}
    words = [("open", _("没办结的")), ("losing", _("没办结、还在失分的")), ("done", _("已办结的"))]
    held = {one.name: one for one in lists.filters(days, list(campaigns(by_of(request))))}
    return [
        held["q"], Filter("stands", _("办理"), lambda name: stands[name], words), held["light"], held["campaign"],
        Filter("group", _("工作组"), _of_group, groups), held["role"], held["kind"],
    ]  # fmt: skip


@page(may_enter)
def duties(request: HttpRequest) -> HttpResponse:
    by, days = by_of(request), queries.Days.now()
    given = queries.duties(by).exclude(state=State.DRAFT).distinct()
    table = Table(
        request.GET, with_missing(queries.lit(given, days)), columns(), filters(request, days), order="-missing"
    )
    counts = queries.counts(given, days)
    return list_page(
        request, "leader/duties.html", table, heading=_("任务"), row="leader/parts/duty_row.html",
        empty="leader/parts/duties_empty.html", counts=counts, open=counts["all"] - counts["done"],
    )  # fmt: skip


@page(may_enter)
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.duty_page(request, "leader", pk)
