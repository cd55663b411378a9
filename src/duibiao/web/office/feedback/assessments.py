"""Outside assessments: who came, when, where they went, what they gave in each of the four ways, and what they said before.

Opened when a group has left, and before the next one comes. In ten seconds: in which way are we weak, was it so last time, which of
the places that they saw still have open problems.
"""

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.files import store
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.participation import feedback_queries as queries
from duibiao.participation.choices import Aspect
from duibiao.participation.models import AspectResult
from duibiao.participation.permissions import may_take_apart
from duibiao.participation.services import assessments as services
from duibiao.participation.services.residents import Refused
from duibiao.problems.choices import LIVE
from duibiao.web.base.editing import form_page
from duibiao.web.base.guards import form, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of
from duibiao.web.office.feedback.forms import ResultForm, RouteForm
from duibiao.web.office.feedback.pages import up_to

#: The four ways in which one is assessed.
WAYS = (Aspect.MATERIAL, Aspect.FIELD, Aspect.PUBLICITY, Aspect.SURVEY)


def _percent(row: Any, way: Aspect) -> float | None:
    found = next((one for one in row.results.all() if one.aspect == way), None)
    return found.percent if found is not None else None


def _column(way: Aspect) -> Column[Any]:
    return Column(way.value, way.label, lambda row: _percent(row, way), number=True)


def columns() -> list[Column[Any]]:
    ways = [_column(way) for way in WAYS]
    return [
        Column("title", _("测评"), lambda row: row.title, sort="title"),
        Column("day", _("时间"), lambda row: row.day, sort="day"),
        Column("sender", _("测评组"), lambda row: row.sender, sort="sender"),
        Column("stops", _("点位"), lambda row: row.n_stops, sort="n_stops", number=True),
        *ways,
        Column("n", _("意见"), lambda row: row.n, number=True),
        Column("closed", _("已销号"), lambda row: row.n_closed, number=True),
    ]


@page(may_manage_organisation)
def assessments(request: HttpRequest) -> HttpResponse:
    q = Filter("q", _("测评、测评组"), lambda text: Q(title__icontains=text) | Q(sender__icontains=text))
    table = Table(request.GET, queries.assessments(by_of(request)), columns(), [q], order="-day")
    for row in table.rows:
        row.ways = [_percent(row, way) for way in WAYS]
    return list_page(
        request, "office/feedback/assessments.html", table, heading=_("外部测评"), row="office/feedback/assessment_row.html",
        empty="office/feedback/assessments_empty.html", may=may_take_apart(by_of(request)),
    )  # fmt: skip


@page(may_manage_organisation)
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """The archive of one: group, days, route with its sites, the four results beside those of earlier times."""
    found = queries.paper(by_of(request), pk)
    results = {one.aspect: one for one in found.results.select_related("file")}
    earlier = [(one, {held.aspect: held.percent for held in one.results.all()}) for one in queries.before(found)]
    said = dict(found.items.values_list("aspect").annotate(n=Count("pk")).order_by())
    rows = [
        (way, results.get(way), said.get(way, 0), [(one.title, held.get(way)) for one, held in earlier]) for way in WAYS
    ]
    live = Count("site__problems", filter=Q(site__problems__status__in=LIVE))
    stops = found.stops.select_related("site__unit").annotate(n_live=live)
    known = {"paper": found, "ways": rows, "stops": list(stops), "may": may_take_apart(by_of(request))}
    return render(request, "office/feedback/assessment.html", known)


@form(may_take_apart)
def set_route(request: HttpRequest, pk: int) -> HttpResponse:
    by, found = by_of(request), queries.paper(by_of(request), pk)
    held = "\n".join(found.stops.values_list("words", flat=True))
    return form_page(
        request, RouteForm(request.POST or None, initial={"text": held}),
        lambda given: services.set_route(by, found, given["text"].splitlines()), heading=_("测评路线：%s") % found,
        act=_("保存"), back=reverse("office:assessment", args=[pk]), where=up_to(found), done=_("路线已保存。"),
    )  # fmt: skip


@form(may_take_apart)
def set_result(request: HttpRequest, pk: int, aspect: str) -> HttpResponse:
    by, found = by_of(request), queries.paper(by_of(request), pk)
    if aspect not in WAYS:
        raise Http404
    held = found.results.filter(aspect=aspect).first()
    start = {name: getattr(held, name) for name in ("points", "out_of", "words")} if held else {}

    def do(given: dict[str, Any]) -> None:
        file = given.pop("file")
        more = {"file": file.chunks(), "file_name": file.name} if file else {}
        services.set_result(by, found, aspect=aspect, **given, **more)

    return form_page(
        request, ResultForm(request.POST or None, request.FILES or None, initial=start), do,
        heading=_("%(way)s测评结果：%(title)s") % {"way": Aspect(aspect).label, "title": found}, act=_("保存"),
        back=reverse("office:assessment", args=[pk]), where=up_to(found), done=_("已保存。"), refusals=(Refused,),
        sentence=_("外部成绩只作档案和对照，不进自己的得分。"),
    )  # fmt: skip


@page(may_manage_organisation)
def result_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(AspectResult.objects.select_related("file"), pk=pk)
    queries.paper(by_of(request), found.feedback_id)
    if found.file is None:
        raise Http404
    with store.open(found.file) as file:
        return download(file.read(), found.file_name, found.file.media_type)
