"""Public notices (公示): who is to be named what, from when to when, and how to object. Opened by a resident, without an account.

In ten seconds: who is on the list, until when can I say something against it, and to whom. Never a person's name.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duibiao.applications.queries.selections import public_notices
from duibiao.lib.spans import today
from duibiao.organisation.queries import county


@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """Those that run, then those that are over, with what became of them. Three statements, whatever their number."""
    found = public_notices()
    running = [one for one in found if one.until >= today()]
    over = [one for one in found if one.until < today()]
    return render(request, "public/announcements.html", {"county": county(), "running": running, "over": over})
