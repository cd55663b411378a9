"""The reviewer's desk: clause left, material right, three keys. The office's, and the unit's own leader's.

In ten seconds: what is demanded, what was given; then one key. A decision goes straight on to the next, so that a hundred take minutes.
"""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.facts.drafts import Refused
from duibiao.ledger.choices import Posts, UseState
from duibiao.ledger.models import SelfMark, Use
from duibiao.ledger.queries import waiting
from duibiao.ledger.services import reviewing
from duibiao.ledger.services.inspecting import looked
from duibiao.scores.services import follow
from duibiao.standards.queries import standard_of
from duibiao.web.base.ledger.contents import shown_blob
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import Reading, read
from duibiao.web.base.truth.reading import hints_for

#: Whose queue a door's desk works through.
STATES = {"office": UseState.CHECKED, "unit": UseState.GIVEN}


def first(request: HttpRequest, door: str) -> HttpResponse:
    """The next that waits, or that nothing does."""
    found = waiting.queue(by_of(request), STATES[door]).values_list("pk", flat=True).first()
    if found is None:
        return render(request, "base/ledger/desk_empty.html", {"door_name": door})
    return redirect(f"{door}:review", found)


def shown(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    by, use = by_of(request), waiting.use(by_of(request), pk)
    line, campaign = use.requirement, use.requirement.campaign
    standard = standard_of(campaign.edition)
    files = list(use.material.files.all())
    looked(by, use.material)
    mark = SelfMark.objects.filter(
        campaign=campaign, edition=campaign.edition_id, unit=use.unit, indicator=line.indicator
    ).first()
    known = {
        "use": use, "line": line, "campaign": campaign, "unit": use.unit, "node": standard.by_code.get(line.indicator),
        "files": files, "newest": files[0] if files else None, "shown": shown_blob(files[0])[0] if files else None,
        "place": waiting.place_in(waiting.queue(by, STATES[door]), use.pk), "reasons": waiting.reasons(), "mark": mark,
        "grades": reviewing.grades_of(line), "must_grade": line.posts == Posts.GRADE, "scores": line.posts == Posts.SCORE,
        "open": use.state in (STATES[door], UseState.ACCEPTED if door == "office" else STATES[door]),
        "hints": hints_for(by, use.material), "page": use.page, "door_name": door, **_points(read(campaign, use.unit, None), line.indicator, mark),
        **{f"{name}_page": f"{door}:{name}" for name in ("review", "review_accept", "review_return", "review_queue", "material")},
    }  # fmt: skip
    return render(request, "base/ledger/desk.html", known)


def _points(reading: Reading | None, code: str, mark: SelfMark | None) -> dict[str, Any]:
    """The unit's own mark beside what is worked out now, and how far they are apart."""
    if reading is None:
        return {}
    held = reading.score.nodes.get(code)
    now = held.points if held is not None else None
    return {"now": now, "apart": None if mark is None or now is None else mark.points - now}


def accept(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    """It holds; on to the next. The score moves before the next page is drawn."""
    by, use = by_of(request), waiting.use(by_of(request), pk)
    file, score = _number(request, "file"), request.POST.get("score", "")
    try:
        with transaction.atomic():
            if door == "unit":
                reviewing.check(by, use, file=file, passes=True)
            else:
                decided = reviewing.accept(
                    by, use, file=file, grade=request.POST.get("grade", ""), score=float(score) if score else None
                )
                follow(decided.facts)
    except reviewing.AlreadyDecided as already:
        return _again(request, door, already.use)
    except (reviewing.NoGrade, ValueError):
        messages.error(request, _("这一项要评等次或打分：请先选等次（数字键）或填分数，再按通过。"))
        return redirect(f"{door}:review", pk)
    except Refused as refused:  # the journal does not take it: a mark beyond the measure's own, say
        messages.error(request, _("没有通过：%s。请改了再按通过，或请创建办核对这一项的计分设置。") % refused)
        return redirect(f"{door}:review", pk)
    messages.success(request, _("已通过：%s") % use.material)
    return _on(request, door, use)


def send_back(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    """Back, with a reason and a day; on to the next."""
    by, use = by_of(request), waiting.use(by_of(request), pk)
    reason = request.POST.get("reason") or request.POST.get("words", "")
    try:
        with transaction.atomic():
            if door == "unit":
                reviewing.check(by, use, file=_number(request, "file"), passes=False, reason=reason)
            else:
                follow(reviewing.send_back(by, use, file=_number(request, "file"), reason=reason).facts)
                if request.POST.get("keep"):
                    reviewing.keep_reason(by, words=reason)
    except reviewing.AlreadyDecided as already:
        return _again(request, door, already.use)
    except reviewing.NoReason:
        messages.error(request, _("没有退回：请选一个理由，或写一句为什么。"))
        return redirect(f"{door}:review", pk)
    messages.success(request, _("已退回，已通知联络员：%s") % use.material)
    return _on(request, door, use)


def _number(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isdigit() else 0


def _again(request: HttpRequest, door: str, use: Use) -> HttpResponse:
    messages.warning(request, _("这份材料刚刚有了变化（现在是“%s”），请再看一眼。") % use.get_state_display())
    return redirect(f"{door}:review", use.pk)


def _on(request: HttpRequest, door: str, use: Use) -> HttpResponse:
    following = waiting.next_after(waiting.queue(by_of(request), STATES[door]), use)
    return redirect(f"{door}:review", following) if following is not None else redirect(f"{door}:review_queue")
