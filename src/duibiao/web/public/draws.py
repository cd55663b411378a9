"""Draws, published: the fingerprints before, the seed after, and a program with which anybody draws again.

Opened by a unit that was drawn and does not believe it, or by whoever wants to note a fingerprint before the draw. In ten seconds:
was this announced beforehand, and how do I check it. A mystery round is not here until it is done.
"""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duibiao.inspections import rounds
from duibiao.inspections.models import Round
from duibiao.inspections.queries import announced_draws
from duibiao.organisation.queries import county
from duibiao.web.base.lists import download
from duibiao_engine.drawing_alone import script

#: Draws on the page.
SHOWN = 50


def found(request: HttpRequest) -> QuerySet[Round]:
    """Whoever has an account sees those of every campaign, the public those of public ones."""
    return announced_draws(within=request.user.is_authenticated)


@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """Two statements, whatever their number."""
    known = {"county": county(), "rows": list(found(request).defer("frame")[:SHOWN])}
    return render(request, "public/draws.html", known)


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Hashes while the round is under way, all of it when it is done."""
    held = get_object_or_404(found(request), pk=pk)
    return download(rounds.as_json(held), _("%s抽样记录.json") % held.title, "application/json")


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """One file, Python alone; nothing is sent anywhere."""
    return download(script(), "draw_again.py", "text/x-python")
