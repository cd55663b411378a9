"""A visiting assessor's reading without an account: a link that ends and a code that works once.

Its one trick: what one may see hangs on the session that the code opened, and the pass is looked up anew at every click, so that taking
it back closes every window at once.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duibiao.ledger.models import Pass, Use
from duibiao.ledger.services import inspecting
from duibiao.standards.queries import standard_of
from duibiao.web.base.ledger import contents, on_site, reading

NAMES = {
    "tree": "public:visit", "indicator": "public:visit_indicator", "look": "public:visit_look", "file": "public:visit_file", "remark": "public:visit_remark",
}  # fmt: skip
#: Codes that one address may try, over all links, in a quarter of an hour.
MOST_TRIES, TRIES_SECONDS = 10, 900
SESSION = "visit"


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The code, once; then the tree."""
    held, words, status = inspecting.find(token), "", 200
    if held is None:
        return render(request, "public/ledger/closed.html", status=404)
    if request.method == "POST":
        words = _tried(request, held, request.POST.get("code", "").strip().replace(" ", ""))
        if not words:
            request.session.cycle_key()
            request.session[SESSION] = {**request.session.get(SESSION, {}), str(held.pk): 1}
            return redirect("public:visit", token)
        status = 403
    elif _entered(request, held):
        return redirect("public:visit", token)
    return render(request, "public/ledger/enter.html", {"visit": held, "words": words}, status=status)


def _tried(request: HttpRequest, held: Pass, code: str) -> str:
    """Empty when the code fits; else what is wrong, in words."""
    key = f"visit:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, TRIES_SECONDS)
    if cache.incr(key) > MOST_TRIES:
        return _("试的次数太多，请过一刻钟再试。")
    try:
        fits = inspecting.enter(held, code)
    except inspecting.Closed:
        return _("这个验证码已经用过或试错太多次。请向创建办要一个新的验证码。")
    return "" if fits else _("验证码不对，请核对后再输。")


def _entered(request: HttpRequest, held: Pass) -> bool:
    return str(held.pk) in request.session.get(SESSION, {})


def entered(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Only for whoever entered with the code, while the pass is open."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
        held = inspecting.find(token)
        if held is None:
            return render(request, "public/ledger/closed.html", status=404)
        if not _entered(request, held):
            return redirect("public:enter", token)
        viewer = reading.Viewer(held.campaign, "public/ledger/frame.html", NAMES, (token,), visit=held)
        return view(request, viewer, **more)

    return guarded


@require_safe
@entered
def tree(request: HttpRequest, viewer: reading.Viewer) -> HttpResponse:
    return reading.tree(request, viewer)


@require_safe
@entered
def indicator(request: HttpRequest, viewer: reading.Viewer, code: str) -> HttpResponse:
    return reading.indicator(request, viewer, code)


@require_safe
@entered
def look(request: HttpRequest, viewer: reading.Viewer, code: str, use: int) -> HttpResponse:
    return reading.look(request, viewer, code, use)


@require_safe
@entered
def file(request: HttpRequest, viewer: reading.Viewer, use: int) -> HttpResponseBase:
    """The bytes of a material that stands in the campaign; pictures without what the camera wrote."""
    held = get_object_or_404(reading.uses(viewer.campaign), pk=use)
    newest = held.material.files.select_related("blob__preview__blob").first()
    if newest is None:
        raise Http404
    return contents.outside_copy(request, newest)


@require_safe
@entered
def site_photo(request: HttpRequest, viewer: reading.Viewer, use: int, photo: int) -> HttpResponseBase:
    """What was seen at a place that a material of the campaign speaks of."""
    held = get_object_or_404(reading.uses(viewer.campaign).select_related("material"), pk=use)
    return on_site.served(held.material, photo)


@require_POST
@entered
def remark(request: HttpRequest, viewer: reading.Viewer) -> HttpResponse:
    """What the visitor says; the office answers it or makes it a problem."""
    code, words, use = (
        request.POST.get("indicator", ""),
        request.POST.get("words", "").strip()[:500],
        request.POST.get("use", ""),
    )
    assert viewer.visit is not None
    if code not in standard_of(viewer.campaign.edition).by_code:
        raise Http404
    held = reading.uses(viewer.campaign).filter(pk=int(use)).first() if use.isdigit() else None
    if words:
        page = request.POST.get("page", "")
        inspecting.remark(
            viewer.visit, indicator=code, words=words, use=held, page=int(page) if page.isdigit() else None
        )
        messages.success(request, _("意见已提交，创建办会逐条答复。"))
    return redirect(_back(viewer, code, held))


def _back(viewer: reading.Viewer, code: str, use: Use | None) -> str:
    return viewer.address("look", code, use.pk) if use is not None else viewer.address("indicator", code)
