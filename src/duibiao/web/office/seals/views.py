"""Seals: what was recorded can be proven to be what was recorded.

Opened when a result is to be published, when somebody doubts one, and by whoever supervises the office. In ten seconds: is
everything as it was sealed, when was that looked at, and what is the root to write down.
"""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.lib.tables import Column, Table
from duibiao.seals import queries, services
from duibiao.seals.choices import Kind
from duibiao.seals.models import Seal
from duibiao.seals.permissions import may_read_seals, may_seal
from duibiao.seals.rows import KINDS
from duibiao.web.base.guards import act, page
from duibiao.web.base.lists import download, list_page
from duibiao.web.base.requests import by_of


def columns() -> list[Column[Seal]]:
    return [
        Column("number", _("第几次"), lambda seal: seal.number, sort="number", number=True),
        Column("at", _("封存时间"), lambda seal: f"{seal.at:%Y-%m-%d %H:%M:%S}", sort="at"),
        Column("size", _("累计条数"), lambda seal: seal.size, number=True),
        Column("sha256", _("封存根（SHA-256）"), lambda seal: seal.sha256),
        Column("sm3", _("封存根（SM3）"), lambda seal: seal.sm3),
    ]


@page(may_read_seals)
def seals(request: HttpRequest) -> HttpResponse:
    table = Table(request.GET, queries.seals(), columns(), order="-number")
    return list_page(
        request,
        "office/seals/seals.html",
        table,
        heading=_("封存"),
        row="office/seals/seal_row.html",
        empty="office/seals/seals_empty.html",
        check=queries.last_check(),
        last=queries.last_seal(),
    )


@act(may_seal)
def seal_now(request: HttpRequest) -> HttpResponse:
    before = queries.last_seal()
    made = services.seal_now(by_of(request))
    if made is None or (before is not None and made.number == before.number):
        messages.info(request, _("上次封存以后没有新的记录。"))
    else:
        messages.success(request, _("已封存，是第 %d 次。") % made.number)
    return redirect("office:seals")


@act(may_seal)
def check(request: HttpRequest) -> HttpResponse:
    services.ask_for_check(by_of(request))
    messages.success(request, _("正在逐条核对，完成后结果显示在这一页。"))
    return redirect("office:seals")


@page(may_read_seals)
def seal(request: HttpRequest, number: int) -> HttpResponse:
    """One seal, to be printed and kept; and whether a row is in it."""
    found = queries.seal_of(number)
    before = queries.seal_of(number - 1) if number > 1 else None
    counts = [(KINDS[kind].kind.label, end) for kind, end in found.until.items() if end]
    known: dict[str, Any] = {"seal": found, "new": found.size - (before.size if before else 0), "counts": counts}
    known |= {"kinds": Kind.choices, "asked": request.GET, "proven": _proven(request, found)}
    return render(request, "office/seals/seal.html", known)


def _asked(request: HttpRequest) -> tuple[str, int] | None:
    kind, row = request.GET.get("kind", ""), request.GET.get("row", "").strip()
    known = kind in Kind.values and row.isascii() and row.isdigit() and len(row) < 18
    return (kind, int(row)) if known else None


def _proven(request: HttpRequest, seal: Seal) -> dict[str, Any] | None:
    """What can be said of the row that was asked for: where it stands, and whether it is as it was sealed."""
    asked = _asked(request)
    if asked is None:
        return {"missing": True} if "row" in request.GET else None
    rows = queries.proof(seal, [asked])["rows"]
    if not rows:
        return {"missing": True}
    same = queries.is_as_sealed(rows[0])
    return {**rows[0], "same": same, "kind": asked[0], "number": asked[1]}


@page(may_read_seals)
def proof(request: HttpRequest, kind: str, row: int) -> HttpResponse:
    """A row's proof as a file for the verifier; about a fixed result it lies beside the result's JSON."""
    seal = queries.last_seal()
    if kind not in Kind.values or seal is None:
        raise Http404
    files = {(kind, row): queries.snapshot_name(row)} if kind == Kind.SNAPSHOT else {}
    document = queries.proof(seal, [(kind, row)], files)
    if not document["rows"]:
        raise Http404
    content = json.dumps(document, ensure_ascii=False, indent=1).encode()
    name = _("封存证明 %(kind)s %(row)d.json") % {"kind": Kind(kind).label, "row": row}
    return download(content, name, "application/json")
