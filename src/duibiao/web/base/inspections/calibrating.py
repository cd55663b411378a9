"""Calibration pictures as several doors serve them."""

from django.http import HttpResponse

from duibiao.files import store
from duibiao.inspections.models import CalibrationPicture


def picture_of(found: CalibrationPicture) -> HttpResponse:
    """Its bytes, never as anything but a picture."""
    kind = found.blob.media_type if found.blob.media_type in ("image/jpeg", "image/png", "image/webp") else "image/jpeg"
    response = HttpResponse(b"".join(store.pieces(found.blob)), content_type=kind)
    response["Cache-Control"] = "private, max-age=604800, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
