"""Calibration pictures for inspectors: judge them before a round; then see the right answers and how well one agrees."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from duibiao.inspections import calibration as kept
from duibiao.inspections.choices import CalibrationState, Outcome
from duibiao.inspections.models import CalibrationAnswer, CalibrationPicture, CalibrationSet
from duibiao.inspections.permissions import may_inspect
from duibiao.web.base import pictures
from duibiao.web.base.guards import form, page
from duibiao.web.base.requests import by_of


def _shown_sets() -> Q:
    return ~Q(state=CalibrationState.DRAFT)


@page(may_inspect)
def calibrations(request: HttpRequest) -> HttpResponse:
    """The sets that are open or were answered."""
    mine = Count("pictures__answers", filter=Q(pictures__answers__by=by_of(request)), distinct=True)
    found = CalibrationSet.objects.filter(_shown_sets()).annotate(mine=mine, count=Count("pictures", distinct=True))
    return render(request, "field/calibrations.html", {"sets": found})


@form(may_inspect)
def calibration(request: HttpRequest, pk: int) -> HttpResponse:
    """All pictures with their questions; once answered, with the right answers instead."""
    by, held = by_of(request), get_object_or_404(CalibrationSet.objects.filter(_shown_sets()), pk=pk)
    if request.method == "POST":
        said = {one.pk: request.POST.get(f"p{one.pk}", "") for one in held.pictures.all()}
        try:
            kept.answer(by, held, said=said)
            messages.success(request, _("已交。下面是正确答案和理由。"))
            return redirect("field:calibration", pk=pk)
        except kept.Refused as refused:
            messages.error(request, str(refused))
    answers = dict(CalibrationAnswer.objects.filter(picture__set=held, by=by).values_list("picture", "outcome"))
    labels = dict(Outcome.choices)
    rows = [(one, labels.get(answers.get(one.pk, "")), answers.get(one.pk) == one.right, request.POST.get(f"p{one.pk}")) for one in held.pictures.all()]  # fmt: skip
    known = {"set": held, "rows": rows, "answered": bool(answers), "outcomes": Outcome.choices}
    return render(request, "field/calibration.html", {**known, "right": sum(agrees for _o, _a, agrees, _p in rows)})


@page(may_inspect)
def calibration_picture(request: HttpRequest, pk: int) -> HttpResponse:
    shown = CalibrationPicture.objects.exclude(set__state=CalibrationState.DRAFT).select_related("blob")
    return pictures.shown(get_object_or_404(shown, pk=pk).blob)
