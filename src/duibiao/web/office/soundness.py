"""The examination of a standard, and one rule tried with sample values.

Opened by the campaign office before publishing a standard, and when an indicator stays empty. In ten seconds: do the weights
add up, what nobody counts, what only a person's eye decides; and of one rule, what it gives for such and such facts.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import gettext as _

from duibiao.organisation.permissions import may_manage_organisation
from duibiao.scores import trying
from duibiao.scores.soundness import examine
from duibiao.scores.trying import Sample
from duibiao.standards import queries
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import english, sentence
from duibiao_engine.standard.measures import Measure
from duibiao_engine.standard.model import Standard


@page(may_manage_organisation)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that could keep the standard from being measured."""
    edition = queries.edition(by_of(request), pk)
    return render(request, "office/standards/soundness.html", {"edition": edition, "found": examine(edition)})


def number(label: str) -> forms.FloatField:
    return forms.FloatField(label=label, required=False, widget=forms.NumberInput({"step": "any"}))


def choice(label: str, words: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("没有记录")), *words])


class TryForm(Form):
    """Sample values: for each measure of the rule what its kind asks for. Whatever is empty is not recorded."""

    def __init__(self, standard: Standard, code: str, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.measures = trying.measures_of(standard, code)
        for measure in self.measures:
            self._ask(measure, trying.levels_of(standard, measure.code))

    def _ask(self, measure: Measure, levels: list[str]) -> None:
        name = (measure.name_en if english() else "") or measure.name
        match measure.kind:
            case "flag":
                self.fields[measure.code] = choice(name, [("1", _("是")), ("0", _("否"))])
            case "grade":
                self.fields[measure.code] = choice(name, [(one, one) for one in measure.grades])
            case "date":
                self.fields[measure.code] = DateField(label=name, required=False)
            case _:
                self.fields[measure.code] = number(name)
        self.fields[measure.code].help_text = escape(measure.unit or "")
        if measure.kind == "ratio":
            self.fields[f"{measure.code}-of"] = number(_("%s：总数") % name)
        if levels:
            self.fields[f"{measure.code}-level"] = choice(_("%s：层级") % name, [(one, one) for one in levels])

    def samples(self) -> list[Sample]:
        """The facts that the values stand for."""
        given = self.cleaned_data
        return [_sample(measure, given) for measure in self.measures if given.get(measure.code) not in (None, "")]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for measure in self.measures:
            if measure.kind == "ratio" and given.get(measure.code) is not None and not given.get(f"{measure.code}-of"):
                self.add_error(f"{measure.code}-of", _("比率要有总数，而且大于 0。"))
        return given


def _sample(measure: Measure, given: Mapping[str, Any]) -> Sample:
    value = given[measure.code]
    level = given.get(f"{measure.code}-level") or None
    if measure.kind == "grade":
        return Sample(measure.code, grade=value)
    if isinstance(value, date):
        return Sample(measure.code, day=value)
    return Sample(measure.code, value=float(value), out_of=given.get(f"{measure.code}-of"), level=level)


@page(may_manage_organisation)
def try_rule(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One rule over sample values; nothing is recorded."""
    edition = queries.edition(by_of(request), pk)
    standard = queries.standard_of(edition)
    row = edition.indicators.filter(code=code, leaf=True).first()
    if row is None or code not in standard.by_code:
        raise Http404
    form = TryForm(standard, code, request.GET if "try" in request.GET else None)
    trial = trying.try_out(standard, code, form.samples()) if form.is_bound and form.is_valid() else None
    known = {
        "edition": edition,
        "row": row,
        "form": form,
        "trial": trial,
        "peers": trying.looks_at_peers(standard, code),
    }
    known["said"] = [(line, sentence(line)) for line in trial.lines] if trial else []
    known["rule"] = [term["en" if english() else "zh"] for term in row.rule]
    return render(request, "office/standards/try_rule.html", known)
