"""A visit as every door shows it: line by line, with clause, loss, photo and what was odd."""

from typing import Any

from django.http import HttpResponse

from duibiao.files import store
from duibiao.inspections import queries
from duibiao.inspections.choices import Oddity
from duibiao.inspections.models import Attachment, Visit


def visit_known(visit: Visit, photo: str) -> dict[str, Any]:
    """`photo` names the door's own view of pictures."""
    rows = list(queries.observations(visit))
    odd = [Oddity(one).label for one in visit.warnings]
    return {"visit": visit, "rows": rows, "odd": odd, "photo_view": photo}


def picture(photo: Attachment) -> HttpResponse:
    """A photo's bytes, never as anything but a picture; what stands under one number never changes."""
    kind = photo.blob.media_type if photo.blob.media_type in ("image/jpeg", "image/png", "image/webp") else "image/jpeg"
    response = HttpResponse(b"".join(store.pieces(photo.blob)), content_type=kind)
    response["Cache-Control"] = "private, max-age=604800, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
