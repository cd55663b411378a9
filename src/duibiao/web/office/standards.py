"""The office's pages of standards: what is there, taking one in, publishing it, two editions side by side.

Opened by the campaign office when a standard comes out or changes. In ten seconds: which editions are there and in force; of a
file that was handed in, what is wrong and how to put it right; of a draft, what each of its measures means in the county.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.organisation.permissions import may_manage_organisation
from duibiao.standards import binding, queries, services
from duibiao.standards.choices import MeasureKind
from duibiao.standards.models import Edition, Measure
from duibiao.standards.permissions import may_keep_standards
from duibiao.web.base.guards import form, page
from duibiao.web.base.requests import by_of
from duibiao.web.base.standards import pages
from duibiao.web.office.standard_forms import InForceForm, TakeInForm

WHY_WRONG = {
    "gone": gettext_lazy("县目录里没有这个计量项，请重新选"),
    "kind": gettext_lazy("类型不同，不能当作同一个计量项"),
    "twice": gettext_lazy("两个计量项选了同一个，只能有一个"),
}
REASONS = {
    "same": ("good", gettext_lazy("代码、名称、类型都相同")),
    "name": ("soon", gettext_lazy("名称和类型相同，代码不同")),
    "new": ("info", gettext_lazy("目录里没有，新增")),
}


@page(may_manage_organisation)
def standards(request: HttpRequest) -> HttpResponse:
    return pages.editions_page(request, "office", "office/standards/list.html")


@page(may_manage_organisation)
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.edition_page(request, pk, "office", "office/standards/edition.html")


@page(may_manage_organisation)
def measures(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.measures_page(request, pk, "office")


@form(may_keep_standards)
def take_in(request: HttpRequest) -> HttpResponse:
    """A file or a packaged standard becomes a draft; or all its problems are shown and nothing is kept."""
    asked = TakeInForm(request.POST or None, request.FILES or None)
    known: dict[str, Any] = {"form": asked}
    if request.method == "POST" and asked.is_valid():
        text, file = asked.cleaned_data["text"], asked.cleaned_data["name"]
        edition, known["problems"] = services.take_in(by_of(request), text=text, file=file)
        if edition is not None:
            messages.success(request, _("标准已录入为草稿。"))
            return redirect("office:publish_standard", pk=edition.pk)
    return render(request, "office/standards/take_in.html", known)


@dataclass(frozen=True)
class Bound:
    """A line of the binding page: the edition's measure, what is proposed, what may be chosen, what is chosen."""

    code: str
    name: str
    kind: str
    unit_word: str
    state: str
    reason: str
    offered: list[Measure]
    chosen: str
    wrong: str = ""


def lines_of(edition: Edition, sent: QueryDict | None, wrong: dict[str, str], wide: bool) -> list[Bound]:
    """One line for each measure of the edition: three statements however many."""
    held = queries.standard_of(edition).measures
    catalogue = binding.Catalogue(Measure.objects.all())
    kinds = dict(MeasureKind.choices)
    lines = []
    for one in binding.propose(queries.standard_of(edition)):
        measure, (state, reason) = held[one.code], REASONS[one.reason]
        chosen = (one.measure or "") if sent is None else sent.get(f"m-{one.code}", "")
        offered = catalogue.offer(one, measure.kind, None if wide else binding.OFFERED)
        said = wrong.get(one.code, "")
        lines.append(
            Bound(
                one.code,
                one.name,
                str(kinds[measure.kind]),
                measure.unit or "",
                state,
                str(reason),
                offered,
                chosen,
                said,
            )
        )
    return sorted(lines, key=lambda line: (not line.wrong, ("soon", "info", "good").index(line.state)))


def chosen_in(sent: QueryDict, edition: Edition) -> dict[str, str | None]:
    """Edition's measure → catalogue's, as sent; empty is a new one. What was not sent stays as proposed."""
    codes = queries.standard_of(edition).measures
    return {code: sent.get(f"m-{code}") or None for code in codes if f"m-{code}" in sent}


@form(may_keep_standards)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Each measure beside the catalogue's; a person looks, changes, confirms; then the edition never changes again."""
    edition, wrong = queries.edition(by_of(request), pk), {}
    if edition.is_published:
        return redirect("office:standard", pk=pk)
    sent = request.POST if request.method == "POST" else None
    asked = InForceForm(sent)
    if sent is not None and asked.is_valid():
        try:
            services.publish(by_of(request), edition, bindings=chosen_in(sent, edition), **asked.cleaned_data)
        except services.WrongBinding as refused:
            wrong = {one.code: str(WHY_WRONG[one.why]) for one in refused.wrong}
        else:
            messages.success(request, _("标准已发布，从此不再改动。下一步：在它下面建立创建活动。"))
            return redirect("office:standard", pk=pk)
    lines = lines_of(edition, sent, wrong, wide="wide" in request.GET)
    known = {"form": asked, "edition": edition, "lines": lines, "wrong": wrong, "remarks": queries.problems_of(edition)}
    known["counts"] = {state: sum(line.state == state for line in lines) for state in ("good", "soon", "info")}
    return render(request, "office/standards/publish.html", known)
