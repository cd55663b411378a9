"""Inspection mode (迎检): the standard's tree, each indicator's materials in order, the page that matters. Read-only.

The same for a visitor with a pass and for an assessor with an account. Nothing has to be prepared for it: it reads what stands.
In ten seconds: which indicators have materials, and one click to the page.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duibiao.campaigns.models import Campaign
from duibiao.files.models import Blob
from duibiao.ledger.choices import STANDING
from duibiao.ledger.models import MaterialFile, Pass, Use
from duibiao.ledger.queries.materials import holding
from duibiao.ledger.services.inspecting import looked
from duibiao.organisation.models import User
from duibiao.standards.queries import standard_of
from duibiao.web.base.ledger import on_site
from duibiao.web.base.ledger.contents import shown_blob


@dataclass(frozen=True)
class Viewer:
    """Who reads: the frame of the page, and the addresses behind this door. `arguments` begin every address."""

    campaign: Campaign
    frame: str
    names: dict[str, str]
    arguments: tuple[Any, ...]
    by: User | None = None
    visit: Pass | None = None

    def address(self, name: str, *more: Any) -> str:
        return reverse(self.names[name], args=[*self.arguments, *more])


def uses(campaign: Campaign) -> Any:
    found = Use.objects.filter(
        requirement__campaign=campaign, requirement__edition=campaign.edition_id, state__in=STANDING
    )
    return found.filter(requirement__dropped_at=None)


def tree(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All indicators with how many materials each has; ?q finds words in the materials too."""
    standard, asked = standard_of(viewer.campaign.edition), request.GET.get("q", "").strip()[:80]
    found = uses(viewer.campaign)
    if asked:
        found = found.filter(Q(material__in=_holding(asked)))
    counts = Counter(found.values_list("requirement__indicator", flat=True))
    rows = [
        (node, counts[node.code], viewer.address("indicator", node.code) if node.indicator.is_leaf else "")
        for node in standard.nodes
        if not asked or counts[node.code] or asked in node.indicator.name or node.code.startswith(asked)
    ]
    known = {
        "viewer": viewer,
        "campaign": viewer.campaign,
        "rows": rows,
        "asked": asked,
        "materials": sum(counts.values()),
    }
    known |= {"whole": sum(bool(counts[node.code]) for node in standard.leaves), "leaves": len(standard.leaves)}
    return render(request, "base/ledger/reading_tree.html", {**known, "frame": viewer.frame})


def _holding(asked: str) -> Any:
    from duibiao.ledger.models import Material

    return Material.objects.filter(holding(asked)).values("pk")


def of_indicator(viewer: Viewer, code: str) -> tuple[Any, list[Use]]:
    """The node, and its materials in the order of the list: by line, unit and place."""
    node = standard_of(viewer.campaign.edition).by_code.get(code)
    if node is None:
        raise Http404
    files = MaterialFile.objects.select_related("blob__preview__blob").order_by("-number")
    found = uses(viewer.campaign).filter(requirement__indicator=code).select_related("requirement", "material", "unit")
    rows = found.prefetch_related(Prefetch("material__files", files))
    return node, list(rows.order_by("requirement__order", "requirement", "unit__order", "order", "id"))


def indicator(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    node, rows = of_indicator(viewer, code)
    listed = [(use, use.material.files.all()[0], viewer.address("look", code, use.pk)) for use in rows]
    known = {
        "viewer": viewer,
        "campaign": viewer.campaign,
        "node": node,
        "rows": listed,
        "tree": viewer.address("tree"),
    }
    known |= remarks_of(viewer, indicator=code, use=None)
    return render(request, "base/ledger/reading_indicator.html", {**known, "frame": viewer.frame})


def remarks_of(viewer: Viewer, **about: Any) -> dict[str, Any]:
    """What this visitor has said of it, and where more is said; nothing for whoever reads with an account."""
    if viewer.visit is None:
        return {"remark": "", "remarks": []}
    return {"remark": viewer.address("remark"), "remarks": list(viewer.visit.remarks.filter(**about))}


def look(request: HttpRequest, viewer: Viewer, code: str, use: int) -> HttpResponse:
    """One material beside its clause, at its page; noted."""
    node, rows = of_indicator(viewer, code)
    at = next((number for number, one in enumerate(rows) if one.pk == use), None)
    if at is None:
        raise Http404
    chosen = rows[at]
    file = chosen.material.files.all()[0]
    page = _page(request, chosen)
    looked(viewer.by, chosen.material, visit=viewer.visit, requirement=chosen.requirement_id, page=page)
    around = {
        "before": viewer.address("look", code, rows[at - 1].pk) if at else "",
        "next": viewer.address("look", code, rows[at + 1].pk) if at + 1 < len(rows) else "",
    }
    known = {
        "viewer": viewer, "campaign": viewer.campaign, "node": node, "use": chosen, "newest": file, "shown": visible(viewer, file),
        "page": page, "number": at + 1, "many": len(rows), "file_address": viewer.address("file", use), "tree": viewer.address("tree"),
        "back": viewer.address("indicator", code), **remarks_of(viewer, use=chosen), **around,
        "material": chosen.material, "seen": on_site.on_site(chosen.material), "photo_token": viewer.arguments[0] if viewer.visit else "",
    }  # fmt: skip
    return render(request, "base/ledger/reading_look.html", {**known, "frame": viewer.frame})


def _page(request: HttpRequest, use: Use) -> int:
    asked = request.GET.get("page", "")
    return int(asked) if asked.isdigit() else use.page or 1


def visible(viewer: Viewer, file: MaterialFile) -> Blob:
    return shown_blob(file)[0]
