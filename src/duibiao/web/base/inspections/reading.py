"""A visit as every door shows it: line by line, with clause, loss, photo and what was odd."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from duibiao.inspections import queries
from duibiao.inspections.choices import Oddity
from duibiao.inspections.models import Attachment, Item, Visit
from duibiao.organisation.models import User
from duibiao.web.base.pictures import shown

Found = TypeVar("Found")


def visit_known(visit: Visit, photo: str) -> dict[str, Any]:
    """`photo` names the door's own view of pictures."""
    rows = list(queries.observations(visit))
    odd = [Oddity(one).label for one in visit.warnings]
    return {"visit": visit, "rows": rows, "odd": odd, "photo_view": photo}


def picture(photo: Attachment) -> HttpResponse:
    """A photo's bytes; what stands under one number never changes."""
    return shown(photo.blob)


def example(item: Item, side: str) -> HttpResponse:
    """How it should look (`right`) or not (`wrong`); none: 404."""
    held = {"right": item.right_picture, "wrong": item.wrong_picture}.get(side)
    if held is None:
        raise Http404
    return shown(held)


def or_refused(find: Callable[[User, int], Found], by: User, pk: int) -> Found:
    """Another unit's, a secret one and one that never was are refused alike: the answer tells nobody that it exists."""
    try:
        return find(by, pk)
    except Http404:
        raise PermissionDenied(_("没有这次到访，或者它不是本单位点位上的。")) from None
