"""An assessor with an account reads the ledger as evidence; so does a unit, of itself, through its own pages. Opened rarely, read-only."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds
from duibiao.web.base.guards import page
from duibiao.web.base.ledger import reading
from duibiao.web.base.requests import by_of
from duibiao.web.base.scores.reading import campaign_of

NAMES = {"tree": "unit:reading", "indicator": "unit:reading_indicator", "look": "unit:reading_look"}


class Assessor(reading.Viewer):
    """Reads through the door's own file address."""

    def address(self, name: str, *more: Any) -> str:
        if name != "file":
            return super().address(name, *more)
        from duibiao.ledger.models import MaterialFile

        newest = (
            MaterialFile.objects.filter(material__uses=more[0]).order_by("-number").values_list("pk", flat=True).first()
        )
        return reverse("material_file", args=[newest])


def may_inspect(by: User) -> bool:
    return holds(by, Role.ASSESSOR)


def viewer(request: HttpRequest, pk: int) -> reading.Viewer:
    campaign = campaign_of(by_of(request), pk)
    return Assessor(campaign, "base/page.html", NAMES, (pk,), by=by_of(request))


@page(may_inspect)
def tree(request: HttpRequest, pk: int) -> HttpResponse:
    return reading.tree(request, viewer(request, pk))


@page(may_inspect)
def indicator(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    return reading.indicator(request, viewer(request, pk), code)


@page(may_inspect)
def look(request: HttpRequest, pk: int, code: str, use: int) -> HttpResponse:
    return reading.look(request, viewer(request, pk), code, use)
