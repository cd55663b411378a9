"""The office's pages of facts: the journal, one fact, recording by hand, correcting.

Who opens them: the clerk who has a paper in hand. In ten seconds: is it recorded already, what exactly is asked, and what
did it do to the score. What units hand in becomes a fact when it is reviewed; these pages are for what the office knows.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.campaigns.choices import State
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import campaigns, participants, participation
from duibiao.facts import queries
from duibiao.facts.choices import Source
from duibiao.facts.drafts import Refused
from duibiao.facts.models import Fact
from duibiao.facts.permissions import may_post_facts
from duibiao.facts.services import AlreadySuperseded, Contradicts
from duibiao.organisation.models import Unit
from duibiao.organisation.permissions import may_manage_organisation
from duibiao.scores import services
from duibiao.standards.models import Binding, Measure
from duibiao.standards.queries import standard_of
from duibiao.web.base.facts.movement import note_of
from duibiao.web.base.facts.reading import Where, fact_page, journal_page
from duibiao.web.base.facts.words import value_words
from duibiao.web.base.guards import form, page
from duibiao.web.base.requests import by_of
from duibiao.web.office.fact_forms import FactForm, draft_of, form_of, show
from duibiao_engine.facts.vocabulary import vocabulary_of
from duibiao_engine.standard.measures import Measure as EngineMeasure
from duibiao_engine.template import how_to_fill

WHERE = Where("office:facts", "office:fact", "office:home", "office:fact_correct")


@page(may_manage_organisation)
def facts(request: HttpRequest) -> HttpResponseBase:
    return journal_page(request, WHERE, may_post=may_post_facts(by_of(request)))


@page(may_manage_organisation)
def fact(request: HttpRequest, sequence: int) -> HttpResponse:
    return fact_page(request, sequence, WHERE, may_post=may_post_facts(by_of(request)))


@form(may_post_facts)
def post(request: HttpRequest) -> HttpResponse:
    """Campaign and unit, then a measure, then its form: each step is an address, so that "back" works."""
    chosen = chosen_in(request)
    campaign, unit, measure = chosen.campaign, chosen.unit, chosen.measure
    if not (campaign and unit and measure):
        found = found_for(request, campaign)
        return render(request, "office/facts/choose.html", {**vars(chosen), "found": found})
    asked = form_of(measure, levels_of(campaign, chosen.word), request.POST or None)
    if request.method == "POST" and asked.is_valid():
        recorded = try_to_record(request, asked, unit, measure)
        if recorded is not None:
            return recorded
    return render(request, "office/facts/post.html", {**vars(chosen), **about(measure, unit), "form": asked})


@dataclass(frozen=True)
class Chosen:
    """What the address has chosen so far, and what there is to choose from."""

    campaigns: list[Campaign]
    campaign: Campaign | None
    units: QuerySet[Unit]
    unit: Unit | None
    measure: Measure | None
    #: What the edition calls the measure.
    word: str


def chosen_in(request: HttpRequest) -> Chosen:
    """What the address has chosen so far; where all is chosen, nobody reads what else there would have been."""
    return chosen_wholly(request) or chosen_partly(request)


def chosen_wholly(request: HttpRequest) -> Chosen | None:
    """Campaign, unit and measure: this is where facts are posted, so it takes two statements."""
    asked = request.GET
    if not (asked.get("measure") and asked.get("unit") and asked.get("campaign", "").isdecimal()):
        return None
    part = participation(by_of(request), int(asked["campaign"]), asked["unit"])
    if part is None or part.campaign.state == State.CLOSED:
        return None
    bound = chosen_measure(part.campaign, asked["measure"])
    if bound is None:
        return None
    return Chosen([part.campaign], part.campaign, Unit.objects.none(), part.unit, bound.measure, bound.code)


def chosen_partly(request: HttpRequest) -> Chosen:
    """The steps before; with one campaign there is nothing to choose."""
    by, asked = by_of(request), request.GET
    running = list(campaigns(by).exclude(state=State.CLOSED))
    wanted = asked.get("campaign") or (str(running[0].pk) if len(running) == 1 else "")
    campaign = next((one for one in running if str(one.pk) == wanted), None)
    units = participants(campaign) if campaign else Unit.objects.none()  # read only where there is still a choice
    unit = units.filter(code=asked["unit"]).first() if asked.get("unit") else None
    bound = chosen_measure(campaign, asked.get("measure", ""))
    return Chosen(running, campaign, units, unit, bound.measure if bound else None, bound.code if bound else "")


def chosen_measure(campaign: Campaign | None, measure: str) -> Binding | None:
    """What the campaign's edition calls a measure of the catalogue."""
    if campaign is None or not measure:
        return None
    return campaign.edition.bindings.select_related("measure").filter(measure=measure).first()


def found_for(request: HttpRequest, campaign: Campaign | None) -> list[Measure]:
    if campaign is None or not request.GET.get("unit"):
        return []
    return list(queries.search_measures(campaign, request.GET.get("q", ""))[:60])


def levels_of(campaign: Campaign, word: str) -> list[str]:
    """The levels that the edition's ladders have for a measure, by the edition's word for it."""
    return list(vocabulary_of(standard_of(campaign.edition)).levels.get(word, ()))


def engine_measure(measure: Measure) -> EngineMeasure:
    """The measure as the engine knows it; what its definition leaves out stands in its own columns."""
    own = {"code": measure.code, "name": measure.name, "kind": measure.kind}
    return EngineMeasure.model_validate({**own, **measure.definition}, strict=False)


def about(measure: Measure, unit: Unit) -> dict[str, object]:
    """What the number means, and what is there already."""
    there = queries.behind(unit=unit.code, measures=[measure.pk])
    return {
        "how": how_to_fill(engine_measure(measure)),
        "there": there.order_by("-pk")[:8],
        "there_count": there.count(),
    }


def try_to_record(request: HttpRequest, asked: FactForm, unit: Unit, measure: Measure) -> HttpResponse | None:
    """Record it and go to its page, or put what is wrong into the form."""
    draft = draft_of(asked, measure, unit)
    try:
        recorded = services.record(by_of(request), drafts=[draft], source=Source.HAND)
    except Refused as refused:
        show(refused, asked)
        return None
    except Contradicts as known:
        asked.add_error(None, _("这张表单已经记录为第 %s 号；要改内容，请去更正那一条。") % known.held.pk)
        return None
    if recorded.known:
        messages.info(request, _("已经记录过，没有重复记录。"))
        return redirect("office:fact", sequence=Fact.objects.get(uid=draft.uid).pk)
    messages.success(request, _("已记录。"))
    return redirect(
        f"{reverse('office:fact', args=[recorded.facts[0].pk])}?{urlencode({'was': note_of(recorded.moved)})}"
    )


@form(may_post_facts)
def correct(request: HttpRequest, sequence: int) -> HttpResponse:
    """A correction of the fact that counts now. Who comes second sees the newer value, with his own words kept."""
    found = get_object_or_404(queries.facts(by_of(request)), pk=sequence)
    levels = [found.level] if found.level else []
    campaigns_here = queries.campaigns_of(by_of(request), found)
    levels = [*levels, *(one for c in campaigns_here for one in levels_of(c, c.word) if one not in levels)]  # type: ignore[attr-defined]
    asked = form_of(found.measure, levels, request.POST or None, fact=found)
    known: dict[str, object] = {"fact": found, "form": asked, **about(found.measure, found.unit)}
    known["newest"] = newest = queries.chain(found)[-1]
    overtaken = newest.pk != found.pk
    if request.method == "POST" and asked.is_valid():
        done = try_to_correct(request, asked, found)
        if done is not None:
            return done
        known["newest"] = newest = queries.chain(found)[-1]
        overtaken = newest.pk != found.pk
    known |= {"overtaken": overtaken, "target": newest if overtaken else found, "theirs": value_words(newest)}
    return render(request, "office/facts/correct.html", known, status=409 if overtaken and request.POST else 200)


def try_to_correct(request: HttpRequest, asked: FactForm, found: Fact) -> HttpResponse | None:
    draft = draft_of(asked, found.measure, found.unit)
    try:
        corrected = services.correct(by_of(request), found, draft=draft, reason=asked.cleaned_data["reason"])
    except Refused as refused:
        show(refused, asked)
        return None
    except AlreadySuperseded:
        return None
    messages.success(request, _("已更正；原来那一条保留，不再计分。"))
    return redirect(
        f"{reverse('office:fact', args=[corrected.facts[0].pk])}?{urlencode({'was': note_of(corrected.moved)})}"
    )
