"""A unit's list of materials for a campaign and one line of it, the same behind the unit's door and the office's.

In ten seconds: what is still to be handed in and until when; and of a line, what exactly is demanded, what is there already,
what came back and why.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.files import store, uploading
from duibiao.files.kinds import ACCEPT, Refused
from duibiao.files.models import Upload
from duibiao.ledger.models import Material, Requirement, SelfMark, Use
from duibiao.ledger.permissions import may_give, may_see_materials_of
from duibiao.ledger.queries import completeness as whole
from duibiao.ledger.queries import materials
from duibiao.ledger.services import giving, undertaking
from duibiao.ledger.services.requirements import window_of
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit
from duibiao.organisation.permissions import require
from duibiao.standards.queries import standard_of
from duibiao.web.base.ledger.fields import PhotoFacts, facts_in
from duibiao.web.base.ledger.uploads import full_words
from duibiao.web.base.requests import by_of

LIGHTS = ("bad", "soon", "info", "good")


def line_of(request: HttpRequest, pk: int, unit: int) -> tuple[Requirement, Unit]:
    """A line and a unit that takes part, else 404; one whose materials are not for the reader is refused."""
    found = Requirement.objects.select_related("campaign__edition", "measure", "edition")
    line = get_object_or_404(found.defer("campaign__edition__text", "edition__text"), pk=pk)
    whose = get_object_or_404(Unit.objects.filter(participations__campaign=line.campaign), pk=unit)
    require(may_see_materials_of(by_of(request), whose))
    return line, whose


def listed(request: HttpRequest, door: str, campaign: Campaign, unit: Unit) -> HttpResponse:
    """All lines of the unit, indicator by indicator; ?light narrows to a state."""
    found = whole.completeness(campaign, today(), units=Q(pk=unit.pk))
    asked = request.GET.get("light", "")
    marks = {
        one.indicator: one for one in SelfMark.objects.filter(campaign=campaign, edition=campaign.edition_id, unit=unit)
    }
    groups: dict[str, Any] = {}
    for cell in found.cells:
        if asked not in LIGHTS or cell.light == asked:
            code = cell.requirement.indicator
            held = groups.setdefault(code, {"node": found.standard.by_code[code], "cells": [], "mark": marks.get(code)})
            held["cells"].append(cell)
    counts = {light: sum(cell.light == light for cell in found.cells) for light in LIGHTS}
    known = {
        "campaign": campaign, "unit": unit, "groups": list(groups.values()), "total": found.total, "counts": counts, "asked": asked,
        "window": window_of(campaign), "may_give": may_give(by_of(request), unit), "today": today(), **addresses(door),
    }  # fmt: skip
    return render(request, "base/ledger/unit_lines.html", known)


def addresses(door: str) -> dict[str, str]:
    names = ("ledger_unit", "material", "materials", "give", "use_material", "stop_using")
    pages = {f"{name}_page": f"{door}:{name}" for name in names}
    # the office marks for nobody: a self-mark is the unit's own
    return {"door_name": door, "line_page": f"{door}:line_materials", "self_mark_page": "unit:self_mark", **pages}


def line(request: HttpRequest, door: str, pk: int, unit: int) -> HttpResponse:
    """One line: the clause, what is demanded, what could serve already, what was given and what became of it."""
    found, whose = line_of(request, pk, unit)
    by = by_of(request)
    uses = materials.uses_of(by, found, whose)
    node = standard_of(found.campaign.edition).by_code.get(found.indicator)
    writes = may_give(by, whose) and found.dropped_at is None
    there = sum(use.state in ("given", "checked", "accepted") for use in uses)
    owes_word = door == "unit" and writes and undertaking.given_by(by, found.campaign, whose) is None
    known = {
        "promise": undertaking.words() if owes_word else "",
        "line": found, "unit": whose, "campaign": found.campaign, "node": node, "uses": uses, "there": there,
        "missing": max(found.number - there, 0), "due": giving.due_of(found), "may_give": writes,
        "offers": materials.offers(by, found, whose) if writes else [], "facts": PhotoFacts(), "accept": ACCEPT,
        "largest": settings.FILE_LARGEST, "largest_mb": settings.FILE_LARGEST >> 20, **addresses(door),
    }  # fmt: skip
    return render(request, "base/ledger/line.html", known)


def give(request: HttpRequest, door: str, pk: int, unit: int) -> HttpResponse:
    """Take what was sent: finished uploads by their keys, and files that came with the form itself. One that is refused stops no other."""
    found, whose = line_of(request, pk, unit)
    require(may_give(by_of(request), whose))
    if not _promised(request, door, found, whose):
        messages.error(request, _("没有交：请先勾选“我承诺”，再交一次；已经传好的文件不用重传。"))
        return redirect(f"{door}:line_materials", pk, unit)
    taken, wrong = 0, []
    facts = facts_in(request)
    for name, bring in arriving(request):
        try:
            files = [giving.Given(bring(), name, facts)]
            gave = giving.give(by_of(request), unit=whose, files=files, requirement=found)[0]
            taken += 1
            if gave.known:
                messages.info(request, _("“%s”本单位以前交过，直接引用了那一份。") % gave.material)
        except Refused as refused:
            wrong.append(f"{name}：{refused}")
        except store.Full:
            wrong.append(f"{name}：{full_words()}")
    _say(request, taken, wrong)
    return redirect(f"{door}:line_materials", pk, unit)


def _promised(request: HttpRequest, door: str, line: Requirement, unit: Unit) -> bool:
    """A unit gives its word before the first material of a campaign. The office, which gives on its behalf, promises nothing."""
    by = by_of(request)
    if door != "unit" or undertaking.given_by(by, line.campaign, unit) is not None:
        return True
    return "undertake" in request.POST and bool(undertaking.undertake(by, line.campaign, unit))


def _say(request: HttpRequest, taken: int, wrong: list[str]) -> None:
    if taken:
        messages.success(request, _("已交 %d 份，等待审核。") % taken)
    for words in wrong:
        messages.error(request, words)
    if not taken and not wrong:
        messages.error(request, _("还没有选文件。请先选文件，再点“交上去”。"))


def arriving(request: HttpRequest) -> Iterator[tuple[str, Any]]:
    """Each file's name, and how to get its content."""
    for key in request.POST.getlist("upload"):
        upload = uploading.find(by_of(request), key)
        if upload is not None:
            yield upload.name, lambda upload=upload: finished(upload)
    for file in request.FILES.getlist("file"):
        yield file.name or "", lambda file=file: taken_whole(file)


def finished(upload: Upload) -> Any:
    """Its content; what is not there in full is refused in words, and goes on when the same file is chosen again."""
    try:
        return uploading.finish(upload)
    except (uploading.Elsewhere, uploading.Busy) as unfinished:
        raise Refused("unfinished", _("还没有传完。请再选一次这个文件，会从断的地方接着传。")) from unfinished


def taken_whole(file: "UploadedFile[Any]") -> Any:
    return uploading.take(file.chunks(), name=file.name or "")


def use_material(request: HttpRequest, door: str, pk: int, unit: int) -> HttpResponse:
    """Let a material that is there serve this line too."""
    found, whose = line_of(request, pk, unit)
    chosen = request.POST.get("material", "")
    held = Material.objects.select_related("unit").filter(pk=int(chosen) if chosen.isdigit() else 0, unit=whose).first()
    page = request.POST.get("page", "")
    try:
        if held is None:
            raise giving.Withdrawn
        giving.use(by_of(request), requirement=found, material=held, page=int(page) if page.isdigit() else None)
        messages.success(request, _("已引用“%s”，不用再交一遍。") % held)
    except (giving.Withdrawn, giving.NotDemanded):
        messages.error(request, _("这份材料已经撤回，或这一项已不再要求；请刷新页面看一看。"))
    return redirect(f"{door}:line_materials", pk, unit)


def stop_using(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    by = by_of(request)
    use = get_object_or_404(Use.objects.select_related("material", "unit"), pk=pk)
    giving.stop_using(by, use)
    messages.success(request, _("已取消引用；材料还在，其他地方的引用不受影响。"))
    return redirect(f"{door}:line_materials", use.requirement_id, use.unit.pk)
