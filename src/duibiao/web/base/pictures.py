"""A picture that was kept, as every door serves it."""

from django.http import HttpResponse

from duibiao.files import store
from duibiao.files.models import Blob

_KINDS = ("image/jpeg", "image/png", "image/webp")


def shown(blob: Blob) -> HttpResponse:
    """Its bytes, never as anything but a picture; what stands under one number never changes."""
    kind = blob.media_type if blob.media_type in _KINDS else "image/jpeg"
    response = HttpResponse(b"".join(store.pieces(blob)), content_type=kind)
    response["Cache-Control"] = "private, max-age=604800, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
