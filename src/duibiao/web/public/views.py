"""The public pages. Opened by a resident, without an account.

In ten seconds: what is this campaign, until when, what is demanded and how is it counted, how did everybody do where that
was made public. Never a person's name.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duibiao.campaigns.queries import next_milestones, public_campaigns
from duibiao.lib.spans import today
from duibiao.organisation.queries import county
from duibiao.seals import queries as seals
from duibiao.seals.choices import Kind
from duibiao.standards.queries import standard_of
from duibiao.web.base.scores import comparing
from duibiao.web.public import opened

#: The most letters that a search takes.
LONGEST = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The public campaigns."""
    found = list(public_campaigns())
    coming = next_milestones(found, today())
    rows = [(one, coming.get(one.pk)) for one in found]
    return render(request, "public/home.html", {"county": county(), "rows": rows})


@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """What the campaign is, its days, its standard in outline, its public results."""
    found = opened.campaign_of(pk)
    known = {
        "campaign": found,
        "edition": found.edition,
        "milestones": [(one, one.day < today()) for one in found.milestones.all()],
        "chapters": opened.chapters(found.edition),
        "adjustments": opened.adjustments(found),
        "results": opened.results().filter(campaign=found),
    }
    return render(request, "public/campaign.html", known)


@require_safe
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    """The campaign's standard: each clause with its points and how it is counted, in words."""
    found = opened.campaign_of(pk)
    known = {"campaign": found, "edition": found.edition, "words": request.GET.get("q", "").strip()[:LONGEST]}
    if known["words"]:
        known["drawn"], known["shown"] = opened.found_tree(found.edition, str(known["words"]))
    else:
        known["drawn"] = opened.whole_tree(found.edition)
    return render(request, "public/standard.html", known)


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """One published result, read from its own bytes: units, never people."""
    found = opened.result_of(pk)
    lines = comparing.lines(comparing.with_content(found), standard_of(found.edition))
    known = {
        "snapshot": found,
        "campaign": found.campaign,
        "lines": lines,
        "seal": seals.seal_of_row(Kind.SNAPSHOT, pk),
    }
    return render(request, "public/result.html", known)
