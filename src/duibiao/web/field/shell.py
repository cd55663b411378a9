"""The page itself: one shell that a service worker keeps on the phone, the worker, and the icon for the home screen.

Its one trick: everything that differs is data. The shell is the same for a year, so a phone that has it needs nobody.
"""

import json

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duibiao.campaigns.models import Campaign
from duibiao.inspections.choices import RoundState
from duibiao.inspections.collectors import collector_for, token_of
from duibiao.inspections.permissions import may_use_phone
from duibiao.organisation.models import User
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao.web.base.templatetags.parts import asset
from duibiao.web.field.words import words

FILES = ("dist/field.js", "dist/field.css")


@page(may_use_phone)
def home(request: HttpRequest) -> HttpResponse:
    """Today's sites. What stands here is drawn on the phone."""
    by = by_of(request)
    known = {"keys": keys_of(by), "worker": reverse("field:worker"), "scope": reverse("field:home")}
    return render(request, "field/home.html", {"known": known, "words": words(), "by": by})


def keys_of(by: User) -> list[dict[str, str]]:
    """The campaigns in which `by` has been sent out in a round that runs, each with the address to hand in at."""
    found = Campaign.objects.filter(rounds__inspectors__user=by, rounds__state=RoundState.RUNNING).distinct()
    return [{"campaign": one.title, "base": _base(by, one)} for one in found.select_related("edition")]


def _base(by: User, campaign: Campaign) -> str:
    token = token_of(collector_for(by, campaign))
    return reverse("openrosa:submission", kwargs={"token": token}).removesuffix("submission")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, told which files make this version. Open to all: it says nothing."""
    found = finders.find("dist/field-sw.js")
    with open(str(found), encoding="utf-8") as file:
        code = file.read()
    kept = [*(asset(name) for name in FILES), static("base/mark.svg")]
    told = f"self.KEPT={json.dumps(kept)};self.SHELL={json.dumps(reverse('field:home'))};\n"
    response = HttpResponse(told + code, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def web_manifest(request: HttpRequest) -> HttpResponse:
    """For the home screen."""
    icon = {"src": static("base/mark.svg"), "sizes": "any", "type": "image/svg+xml"}
    known = {"name": _("对标现场"), "short_name": _("对标现场"), "start_url": reverse("field:home")}
    known |= {"scope": reverse("field:home"), "display": "standalone", "theme_color": "#0b5a60"}
    return JsonResponse({**known, "icons": [icon]}, content_type="application/manifest+json")
