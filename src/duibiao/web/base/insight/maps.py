"""The one map. Opened to see where the trouble is, and by whoever must say in a minute who answers for a place.

In ten seconds: which places nobody answers for, which nobody has looked at, how far the round has come, where problems lie open.
The list beside it says the same in words, for those who use no map and for pages without scripts.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Window
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duibiao.insight import atlas
from duibiao.insight.found import STATES
from duibiao.insight.models import Outline
from duibiao.inspections.rounds import note_reading
from duibiao.lib.spans import today
from duibiao.web.base.insight import asked as asking
from duibiao.web.base.insight.cards import cards
from duibiao.web.base.insight.tiles import tiles_address
from duibiao.web.base.requests import by_of

#: The pages that stand side by side.
TABS = ("map", "heat", "before_after", "everyday", "blind")
#: Rows of the list, segments drawn at once.
ROWS, LINES = 30, 1500
#: Beside each row of a list: how many there are without the limit.
ALL = Window(Count("pk"))


@dataclass(frozen=True)
class Where:
    """A door's own names: its pages of insight share them; `site`, `visit`, `problem` are pages that it may not have."""

    door: str
    site: str = ""
    visit: str = ""
    problem: str = ""
    sites: str = ""

    def to(self, page: str, **arguments: Any) -> str:
        return reverse(f"{self.door}:{page}", kwargs=arguments)

    @property
    def photo(self) -> str:
        return f"{self.door}:before_after_photo"

    @property
    def tabs(self) -> list[tuple[str, str]]:
        """The five pages, each with its address."""
        words = (_("一张图"), _("失分热力"), _("前后对比"), _("常态与反弹"), _("盲区"))
        return list(zip((self.to(page) for page in TABS), words, strict=True))


def map_page(request: HttpRequest, where: Where) -> HttpResponse:
    by = by_of(request)
    asked = asking.asked_of(by, request.GET)
    if asked.round is not None:
        note_reading(by, asked.round)
    found = atlas.sites_of(by)
    options = asking.choices(by, found)
    known = {"where": where, "asked": asked, **options, "questions": asking.QUESTIONS, "counted": counted(found)}
    known |= {"rows": rows_of(by, asked), "most": ROWS, "tiles": bool(settings.MAP_TILES or tiles_address())}
    known["data"] = data_of(where, options)
    return render(request, "base/insight/map.html", known)


def counted(found: Any) -> dict[str, int]:
    """How many sites; how many of them nobody answers for although somebody must; how many have no place. One statement."""
    held = found.annotate(is_attended=atlas.held())
    bare = Q(is_attended=False, type__needs_person=True)
    counts: dict[str, int] = held.aggregate(
        sites=Count("pk"), bare=Count("pk", filter=bare), unplaced=Count("pk", filter=Q(latitude__isnull=True))
    )
    return counts


def rows_of(by: Any, asked: asking.Asked) -> dict[str, Any]:
    """The first rows of the list, each with its states, and how many there are. One statement."""
    if asked.question == "problems":
        troubles: list[Any] = list(asking.listed_problems(by, asked).annotate(of=ALL)[:ROWS])
        return {"problems": [(one, STATES[one.stands]) for one in troubles], "count": _count(troubles)}
    sites = list(asking.listed(by, asked).annotate(of=ALL)[:ROWS])
    rows = [(one, asking.stands_of(one), asking.age_of(one)) for one in sites]
    return {"sites": rows, "count": _count(sites)}


def _count(rows: Sequence[Any]) -> int:
    return rows[0].of if rows else 0


def data_of(where: Where, options: dict[str, Any]) -> dict[str, Any]:
    """What the script needs: names, words, and where to ask."""
    pages = {name: where.to(f"map_{name}") for name in ("data", "list", "things", "lines", "outlines")}
    now = (today() - atlas.EPOCH).days
    words = {
        "stands": [_("不要求定人"), _("有人负责"), _("无人负责")],
        "visited": [_("从未检查"), _("30 天内查过"), _("30 至 90 天前"), _("90 天以前")],
        "round": [_("不在这一轮"), _("待检查"), _("已检查"), _("已替换"), _("不再检查")],
        "problems": [_("已超期"), _("办理中"), _("等待"), _("已解决"), _("无法解决")],
        "failed": _("地图数据没有取到，请刷新页面再试。"),
    }  # fmt: skip
    ground = {"tiles": settings.MAP_TILES, "pmtiles": tiles_address()}
    return {
        "pages": pages,
        "today": now,
        "words": words,
        "zones": atlas.ZONES,
        "names": dict(options["types"]),
        **ground,
    }


def map_data(request: HttpRequest, where: Where) -> HttpResponse:
    """The layers as bytes. The same bytes are not sent twice."""
    by = by_of(request)
    asked = asking.asked_of(by, request.GET)
    if "problems" in request.GET:
        layers: Sequence[atlas.Layer] = [atlas.problem_layer(by)]
    elif asked.round is not None:
        note_reading(by, asked.round)
        layers = [atlas.round_layer(asked.round)]
    else:
        layers = [atlas.site_layer(by), atlas.visit_layer(by)]
    return unless_known(request, atlas.written(layers), "application/octet-stream")


def unless_known(request: HttpRequest, content: bytes, kind: str) -> HttpResponse:
    """The answer, or that the browser has it already: the mark is made from the content, so it is never stale."""
    mark = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    same = mark in request.headers.get("If-None-Match", "")
    response = HttpResponseNotModified() if same else HttpResponse(content, content_type=kind)
    response["ETag"] = mark
    response["Cache-Control"] = "private, no-cache"
    return response


def map_list(request: HttpRequest, where: Where) -> HttpResponse:
    """The list again, for what the map shows now."""
    by = by_of(request)
    asked = asking.asked_of(by, request.GET)
    known = {"where": where, "rows": rows_of(by, asked), "most": ROWS, "asked": asked}
    return render(request, "base/insight/map_list.html", known)


def map_things(request: HttpRequest, where: Where) -> HttpResponse:
    """What stands behind a point: who answers, when somebody was there, what is open."""
    numbers = [int(part) for part in request.GET.get("ids", "").split(",") if part.isascii() and part.isdigit()]
    known = {"where": where, **cards(by_of(request), numbers, problems=request.GET.get("of") == "problems")}
    return render(request, "base/insight/map_things.html", known)


def map_lines(request: HttpRequest, where: Where) -> HttpResponse:
    box = asking.box_of(request.GET.get("box", ""))
    return JsonResponse({"lines": atlas.lines_within(by_of(request), box, LINES) if box else []})


def map_outlines(request: HttpRequest, where: Where) -> HttpResponse:
    """The county's own boundaries; names beside them. They are no secret: everybody with a log-in sees all."""
    rows = Outline.objects.select_related("unit", "area").order_by("pk")
    known = [{"name": (one.unit or one.area).name, "rings": one.rings, "closed": one.closed} for one in rows]  # type: ignore[union-attr]
    import json

    return unless_known(request, json.dumps(known, ensure_ascii=False).encode(), "application/json")
