"""Before and after: what was found and what became of it, newest first. Printed it hangs in the corridor.

In ten seconds: it was like that, now it is like this, and who did it.
"""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from duibiao.insight import found
from duibiao.lib.tables import Filter, Table
from duibiao.organisation.models import Unit, User
from duibiao.problems.models import Kind
from duibiao.web.base.insight.maps import Where
from duibiao.web.base.ledger.contents import clean_copy
from duibiao.web.base.requests import by_of, page_or_part

#: Pairs on a page: two A4 sheets.
SIZE = 12


def filters(by: User) -> list[Filter]:
    mine = found.shown_pairs(by).order_by()
    units = Unit.objects.filter(pk__in=mine.values("unit")).order_by("path")
    kinds = Kind.objects.filter(pk__in=mine.values("kind"))
    return [
        Filter("unit", _("责任单位"), lambda pk: Q(unit=pk), [(str(one.pk), one.known_as) for one in units]),
        Filter("kind", _("问题类型"), lambda pk: Q(kind=pk), [(str(one.pk), str(one)) for one in kinds]),
    ]


def wall_page(request: HttpRequest, where: Where) -> HttpResponse:
    by = by_of(request)
    table: Table[Any] = Table(request.GET, found.shown_pairs(by), [], filters(by), order="-rectified_at", size=SIZE)
    pairs = [(one, *found.pair_of(one)) for one in table.rows]
    known = {"where": where, "table": table, "pairs": pairs}
    return page_or_part(request, "base/insight/wall.html", "base/insight/wall_part.html", known)


def wall_photo(request: HttpRequest, where: Where, pk: int) -> HttpResponseBase:
    """A copy without what the camera wrote into it: what is printed leaves the house."""
    held = found.photo(by_of(request), pk)
    return clean_copy(held.blob, held.name or f"{pk}.jpg")
