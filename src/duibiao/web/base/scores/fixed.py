"""Pages of fixed results, the same behind every door: the list, one of them from its own bytes, two compared, one computed again."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from duibiao.appeals.models import Effect
from duibiao.appeals.queries import upheld_after
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds, may_see_unit, sees_all
from duibiao.scores.choices import SnapshotState, Visibility
from duibiao.scores.models import Snapshot
from duibiao.scores.permissions import may_decide, may_publish, may_take_snapshots, visible_snapshots
from duibiao.scores.snapshots import recompute
from duibiao.seals.permissions import may_read_seals
from duibiao.standards.queries import standard_of
from duibiao.web.base.lists import download
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores import comparing, documents
from duibiao.web.base.scores.reading import campaign_of
from duibiao_engine.standard.model import Standard

_KINDS = {
    SnapshotState.TAKEN: "soon",
    SnapshotState.APPROVED: "info",
    SnapshotState.RETURNED: "bad",
    SnapshotState.PUBLISHED: "good",
}


def snapshot_of(by: User, pk: int) -> Snapshot:
    """A fixed result that `by` sees, else 404."""
    found = Snapshot.objects.filter(visible_snapshots(by)).defer("frame", "edition__text")
    return get_object_or_404(
        found.select_related("campaign", "edition", "taken_by__person", "decided_by__person"), pk=pk
    )


def content_for(by: User, snapshot: Snapshot) -> dict[str, Any]:
    """The document as `by` may see it: whole, or where each unit sees its own, that alone."""
    whole = comparing.with_content(snapshot)
    if sees_all(by) or holds(by, Role.ASSESSOR) or snapshot.visibility in (Visibility.ALL, Visibility.PUBLIC):
        return whole
    return comparing.of_unit(whole, by.unit.code if by.unit else "")


def around(request: HttpRequest, door: str, snapshot: Snapshot) -> dict[str, Any]:
    """What every page of one fixed result knows."""
    by = by_of(request)
    return {
        "snapshot": snapshot,
        "campaign": snapshot.campaign,
        "kind": _KINDS[SnapshotState(snapshot.state)],
        "heading": snapshot.title,
        "may_publish": may_publish(by, snapshot) and door == "office",
        "may_decide": may_decide(by, snapshot) and snapshot.state == SnapshotState.TAKEN and door == "leader",
        "visibilities": Visibility.choices,
        "may_prove": may_read_seals(by),
        **{f"{name}_page": f"{door}:{name}" for name in (*_PAGES, "decide_snapshot")},
    }


_PAGES = ("snapshots", "snapshot", "snapshot_again", "snapshot_compare", "snapshot_json", "snapshot_docx")


def listed(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    """The fixed results of a campaign that one sees."""
    by = by_of(request)
    campaign = campaign_of(by, pk)
    found = Snapshot.objects.filter(visible_snapshots(by), campaign=campaign).defer("result", "frame")
    rows = list(found.select_related("taken_by__person", "decided_by__person"))
    known = {
        "campaign": campaign,
        "rows": [(row, _KINDS[SnapshotState(row.state)]) for row in rows],
        "waiting": sum(row.state == SnapshotState.TAKEN for row in rows),
        "may_take": may_take_snapshots(by) and door == "office",
        "scores_page": f"{door}:scores",
        "snapshot_page": f"{door}:snapshot",
    }
    return render(request, "base/scores/snapshots.html", known)


def upheld_for(by: User, snapshot: Snapshot) -> list[Effect]:
    """What decisions on appeals did afterwards to scores that `by` may see in it."""
    found = [one for one in upheld_after(snapshot) if one.change]
    if sees_all(by) or holds(by, Role.ASSESSOR) or snapshot.visibility in (Visibility.ALL, Visibility.PUBLIC):
        return found
    return [one for one in found if may_see_unit(by, one.unit)]


def shown(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    """One fixed result, read from its own bytes."""
    by = by_of(request)
    snapshot = snapshot_of(by, pk)
    others = Snapshot.objects.filter(visible_snapshots(by), campaign=snapshot.campaign_id).exclude(pk=pk)
    known = around(request, door, snapshot) | {
        "lines": comparing.lines(content_for(by, snapshot), standard_of(snapshot.edition)),
        "others": others.values_list("pk", "title"),
        "upheld": upheld_for(by, snapshot),
        "questions": snapshot.questions.select_related("by__person") if sees_all(by) else (),
    }
    return render(request, "base/scores/snapshot.html", known)


def again(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    """Computed again from edition, journal and frame: the same bytes, or where they differ."""
    snapshot = snapshot_of(by_of(request), pk)
    found = recompute(snapshot)
    differ = [] if found.same_result else comparing.differences(bytes(snapshot.result), found.content)
    known = around(request, door, snapshot) | {"found": found, "differences": differ, "size": len(found.content)}
    return render(request, "base/scores/snapshot_again.html", known)


def compared(request: HttpRequest, door: str, pk: int) -> HttpResponse:
    """Two fixed results of a campaign: who rose, who fell."""
    by = by_of(request)
    one = snapshot_of(by, pk)
    asked = request.GET.get("with", "")
    if not asked.isdecimal():
        return redirect(f"{door}:snapshot", pk)
    other = snapshot_of(by, int(asked))
    if other.campaign_id != one.campaign_id:
        raise Http404
    before, after = sorted((one, other), key=lambda snapshot: snapshot.pk)
    changes = comparing.changes(*(comparing.lines(content_for(by, s), _standard(s)) for s in (before, after)))
    known = around(request, door, one) | {
        "before": before,
        "after": after,
        "changes": changes,
        "slopes": comparing.slopes(changes),
        "risen": sum((change.points or 0) > 0 for change in changes),
        "fallen": sum((change.points or 0) < 0 for change in changes),
    }
    return render(request, "base/scores/snapshot_compare.html", known)


def _standard(snapshot: Snapshot) -> Standard:
    return standard_of(snapshot.edition)


def as_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The very bytes; or a unit's own part of them, where each sees its own."""
    by = by_of(request)
    snapshot = snapshot_of(by, pk)
    whole, seen = comparing.with_content(snapshot), content_for(by, snapshot)
    content = bytes(snapshot.result) if whole == seen else comparing.canonical(seen)
    return download(content, f"{snapshot.title}.json", "application/json")


def as_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The table to attach to a paper, from the fixed bytes."""
    by = by_of(request)
    snapshot = snapshot_of(by, pk)
    lines = comparing.lines(content_for(by, snapshot), _standard(snapshot))
    as_of = documents.as_of_words(snapshot.since, snapshot.until)
    return download(documents.paper(snapshot.title, as_of, lines), f"{snapshot.title}.docx", documents.DOCX)
