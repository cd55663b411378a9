"""The page of one application, the same behind every door, with the acts that are open; its files.

In ten seconds: who has it now, since when, until when, and what is the next act.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.applications import lacking, papers
from duibiao.applications.choices import WITH_UNIT, Act, State
from duibiao.applications.models import Application
from duibiao.applications.permissions import may_fill, may_run
from duibiao.applications.queries import applications as queries
from duibiao.applications.refusals import Refused
from duibiao.applications.services import announcing
from duibiao.audit.queries import history_of
from duibiao.files import store
from duibiao.lib.papers import DOCX
from duibiao.organisation.models import User
from duibiao.web.base.applications.deeds import Deed, DeedForm, is_live, open_deeds
from duibiao.web.base.lists import download
from duibiao.web.base.pictures import shown
from duibiao.web.base.requests import by_of


def find(by: User, pk: int) -> Application:
    """Another unit's and one that never was are refused alike."""
    try:
        return queries.application(by, pk)
    except Http404:
        raise PermissionDenied(_("没有这件申报，或者它不归本单位。")) from None


def application_page(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    return _drawn(request, door, find(by_of(request), pk), {})


def _drawn(request: HttpRequest, door: str, one: Application, sent: dict[str, DeedForm]) -> HttpResponse:
    by, lines, steps = by_of(request), lacking.lines(one), queries.steps(one)
    deeds = [(deed, sent.get(deed.key) or deed.form(one)) for deed in open_deeds(by, one)]
    fills = one.state in WITH_UNIT and may_fill(by, one)
    known: dict[str, Any] = {
        "one": one, "door_name": door, "holder": queries.holder(one), "shape": queries.shape(one), "lines": lines,
        "answers": queries.answers(one), "steps": steps, "fills": fills, "is_live": is_live(one),
        "share": queries.share_left(one),
        "reason": next((told.step.words for told in steps if told.step.act == Act.RETURN), ""),
        "missing": lacking.lacks(one) if fills else [],
        "buttons": [deed for deed, _form in deeds if deed.is_plain],
        "forms": [(deed, form) for deed, form in deeds if not deed.is_plain],
        "pages": {name: f"{door}:{name}" for name in _NAMES},
    }  # fmt: skip
    if door == "office":
        known |= _for_office(by, one)
    return render(request, "base/applications/application.html", known, status=400 if sent else 200)


_NAMES = ("application", "applications", "application_act", "fill_application", "tick_application")


def _for_office(by: User, one: Application) -> dict[str, Any]:
    """Objections, the queue, and the record of acts are the office's to see."""
    found = {"objections": list(one.objections.all()), "audit_lines": history_of(one), "may_run": may_run(by)}
    found["in_the_way"] = announcing.in_the_way(one) if one.state == State.NOTICED else ""
    if one.state == State.EXAMINING:
        keys = list(queries.queue(by, one.selection).values_list("pk", flat=True))
        place = keys.index(one.pk) if one.pk in keys else 0
        found |= {"left": len(keys), "before": keys[place - 1] if place else None}
        found["after"] = keys[place + 1] if place + 1 < len(keys) else None
    return found


def acted(request: HttpRequest, door: str, pk: int, what: str) -> HttpResponse:
    """Do an act if it is open now; a form that is wrong comes back with its words; examined ones lead on to the next."""
    by, one = by_of(request), find(by_of(request), pk)
    deed = next((deed for deed in open_deeds(by, one) if deed.key == what), None)
    if deed is None:
        messages.error(request, _("这一步现在不能做：它现在是“%s”。") % one.get_state_display())
        return redirect(f"{door}:application", pk)
    form = deed.form(one, request.POST, request.FILES)
    following = queries.next_after(by, one) if door == "office" and one.state == State.EXAMINING else None
    if not (form.is_valid() and _done(request, by, one, deed, form)):
        return redirect(f"{door}:application", pk) if deed.is_plain else _drawn(request, door, one, {deed.key: form})
    messages.success(request, deed.done)
    return redirect(f"{door}:application", following or pk)


def _done(request: HttpRequest, by: User, one: Application, deed: Deed, form: DeedForm) -> bool:
    try:
        with transaction.atomic():
            deed.do(by, one, **form.cleaned_data)
    except Refused as refused:
        if deed.is_plain:
            messages.error(request, str(refused))
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    return True


def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The application form as a Word file."""
    one = find(by_of(request), pk)
    return download(papers.form_docx(one), _("%s申报书.docx") % one.name, DOCX)


def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The material behind a condition, under its own name."""
    try:
        tick = queries.ticked(by_of(request), pk)
    except Http404:
        raise PermissionDenied(_("没有这份材料，或者它不归本单位。")) from None
    assert tick.file is not None
    with store.open(tick.file.blob) as stream:
        return download(stream.read(), tick.file.name, tick.file.blob.media_type or "application/octet-stream")


def picture(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        return shown(queries.picture(by_of(request), pk).blob)
    except Http404:
        raise PermissionDenied(_("没有这张照片，或者它不归本单位。")) from None
