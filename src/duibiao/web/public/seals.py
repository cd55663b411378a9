"""The public roots. Opened by whoever was given a package, a result or a printed root, and wants to know whether it is the one.

In ten seconds: is my root among these. Never a row, never a name: a root says nothing of what it was made from.
"""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duibiao.organisation.queries import county
from duibiao.seals import queries
from duibiao.seals.choices import Kind
from duibiao.web.base.lists import download
from duibiao.web.public import opened
from duibiao_engine.seals.standalone import script
from duibiao_engine.seals.verifier import is_root

#: Seals on the page; the file holds all.
SHOWN = 30


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """The newest roots, and the one that was asked for."""
    asked = request.GET.get("root", "").replace(" ", "").lower()[:64]
    newest = list(queries.seals()[: SHOWN + 1])
    known: dict[str, Any] = {"county": county(), "asked": asked, "seals": newest[:SHOWN], "more": len(newest) > SHOWN}
    known["found"] = queries.seal_with(asked) if is_root(asked) else None
    return render(request, "public/seals.html", known)


@require_safe
def seals_file(request: HttpRequest) -> HttpResponse:
    """The whole chain, for `duibiao verify` and for whoever keeps a copy."""
    content = json.dumps(queries.all_seals(), ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="seals.json"'
    return response


@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """What shows that a published result is the one that was sealed: its row, which carries the result's fingerprint, and the way to the root."""
    snapshot, seal = opened.result_of(pk), queries.last_seal()
    document = queries.proof(seal, [(Kind.SNAPSHOT.value, snapshot.pk)]) if seal is not None else {"rows": []}
    if not document["rows"]:
        raise Http404
    content = json.dumps(document, ensure_ascii=False, indent=1).encode()
    return download(content, _("%s封存证明.json") % snapshot.title, "application/json")


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The program that checks a proof or a package: one file, Python alone, nothing is sent."""
    return download(script(), "verify.py", "text/x-python")
