"""What passes on, what was ruled, and what one unit or one working group has: the lists beside the duties."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duibiao.duties import handing_over, queries
from duibiao.duties.competence import competence_for, end_rule
from duibiao.duties.models import CompetenceRule, Duty
from duibiao.duties.permissions import may_assign, may_rule
from duibiao.duties.refusals import Refused
from duibiao.lib.papers import DOCX
from duibiao.lib.tables import Column, Filter, Table
from duibiao.organisation import queries as organisation
from duibiao.organisation.models import Person, Unit
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.duties import lists
from duibiao.web.base.duties.forms import live_units
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of


@page(may_manage_organisation)
def orphan_duties(request: HttpRequest) -> HttpResponse:
    """Duties whose unit was dissolved or whose person has gone, unit by unit: each lot passes on in one act."""
    by = by_of(request)
    lots: dict[tuple[int, str], list[Duty]] = {}
    for one in queries.orphans(by).order_by("unit__order", "unit", "due_on"):
        lots.setdefault((one.unit_id, one.why), []).append(one)  # type: ignore[attr-defined]
    people: dict[int, list[Person]] = {}
    held = Person.objects.filter(posts__unit__in={unit for unit, _why in lots}).distinct().prefetch_related("posts")
    for person in held:
        for post in person.posts.all():
            if post.is_current:
                people.setdefault(post.unit_id, []).append(person)
    shown = [(duties[0].unit, why, duties, people.get(unit, [])) for (unit, why), duties in lots.items()]
    known = {
        "lots": shown,
        "units": live_units(),
        "may_assign": may_assign(by),
        "all": sum(len(one[2]) for one in shown),
    }
    return render(request, "office/duties/orphans.html", known)


@act(may_assign)
def hand_over(request: HttpRequest) -> HttpResponse:
    chosen = [int(pk) for pk in request.POST.getlist("duty") if pk.isdigit()]
    unit = Unit.objects.filter(pk=request.POST.get("unit") or 0).first()
    person = Person.objects.filter(pk=request.POST.get("person") or 0).first()
    words = request.POST.get("words", "").strip()
    if not chosen or (unit is None and person is None) or not words:
        messages.error(request, _("没有移交：请勾选任务，选好承接的单位或人员，并写明原因。"))
        return redirect("office:orphan_duties")
    try:
        done = handing_over.hand_over(by_of(request), duties=chosen, unit=unit, person=person, words=words)
    except Refused as refused:
        messages.error(request, refused.words)
    else:
        said = ngettext("已移交 %d 项，历史保留。", "已移交 %d 项，历史保留。", len(done.passed)) % len(done.passed)
        messages.success(request, said)
        if done.joined:
            messages.info(request, _("%d 项承接单位原来就有，已并入。") % len(done.joined))
    return redirect("office:orphan_duties")


@page(may_manage_organisation)
def competence(request: HttpRequest) -> HttpResponse:
    """The rules of competence; a matter that one types is held against them."""
    asked = request.GET.get("matter", "").strip()
    columns = [
        Column[CompetenceRule]("words", _("事项"), lambda row: row.words, sort="words"),
        Column("unit", _("主管单位"), lambda row: row.unit.name),
        Column("indicator", _("指标编号"), lambda row: row.indicator, sort="indicator"),
        Column("grounds", _("依据"), lambda row: row.grounds),
        Column("by", _("裁定人"), lambda row: str(row.by)),
        Column("at", _("裁定时间"), lambda row: f"{row.at:%Y-%m-%d}", sort="at"),
    ]
    found = [
        Filter(
            "q",
            _("事项、单位"),
            lambda text: Q(words__icontains=text) | Q(unit__name__icontains=text) | Q(spelling__contains=text.lower()),
        )
    ]
    return list_page(
        request,
        "office/duties/competence.html",
        Table(request.GET, queries.rules(), columns, found, order="-at"),
        heading=_("权责规则"),
        row="office/duties/competence_row.html",
        empty="office/duties/competence_empty.html",
        matter=asked,
        proposals=competence_for(asked) if asked else [],
        may_rule=may_rule(by_of(request)),
    )


@act(may_rule)
def end_competence(request: HttpRequest, pk: int) -> HttpResponse:
    end_rule(by_of(request), get_object_or_404(CompetenceRule, pk=pk))
    messages.success(request, _("以后不再提示这条规则，裁定的记录保留。"))
    return redirect("office:competence")


@page(may_manage_organisation)
def unit_duties(request: HttpRequest, pk: int) -> HttpResponse:
    """责任清单: everything that a unit has, as lead, responsible or supporting."""
    unit = organisation.unit(by_of(request), pk)
    return _listed(request, Q(unit=unit), _("%s责任清单") % unit.name)


@page(may_manage_organisation)
def group_duties(request: HttpRequest, pk: int) -> HttpResponse:
    """工作组职责清单: what is marked as the group's, and what the unit that leads the group leads."""
    group = organisation.working_group(pk)
    units = [one.unit_id for one in group.member_units.all()]
    leads = [one.unit_id for one in group.member_units.all() if one.leads]
    own = (
        Q(group=group) | Q(unit__in=leads, role="lead")
        if request.GET.get("members") != "all"
        else Q(group=group) | Q(unit__in=units)
    )
    return _listed(request, own, _("%s职责清单") % group.name)


def _listed(request: HttpRequest, own: Q, title: str) -> HttpResponse:
    by, days = by_of(request), queries.Days.now()
    found = queries.lit(queries.duties(by).filter(own), days)
    table = Table(request.GET, found, lists.columns(), lists.filters(days, [], kinds=False), order="due")
    if request.GET.get("export") == "docx":
        return download(lists.paper(title, table.everything()), f"{title}.docx", DOCX)
    known = {"heading": title, "row": "office/duties/row.html", "empty": "office/duties/empty.html"}
    return list_page(
        request, "office/duties/of.html", table, counts=queries.counts(found, days), may_assign=False, **known
    )
