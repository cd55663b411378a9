"""For those who prefer ODK Collect: the settings of each campaign as a QR code and in words."""

import base64
import json
import zlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from duibiao.inspections.permissions import may_use_phone
from duibiao.web.base.guards import page
from duibiao.web.base.requests import by_of
from duibiao.web.field.shell import keys_of


@page(may_use_phone)
def collect(request: HttpRequest) -> HttpResponse:
    """One code per campaign; Collect reads it with "scan QR code"."""
    rows = []
    for one in keys_of(by_of(request)):
        address = request.build_absolute_uri(one["base"]).rstrip("/")
        rows.append({"campaign": one["campaign"], "address": address, "code": drawn(settings_for(address))})
    return render(request, "field/collect.html", {"rows": rows})


def settings_for(address: str) -> str:
    """Collect's settings, deflated and in base64: what its scanner expects."""
    general = {
        "server_url": address,
        "form_update_mode": "match_exactly",
        "autosend": "wifi_and_cellular",
        "image_size": "medium",
        "delete_send": False,
    }
    known = json.dumps({"general": general, "admin": {}, "project": {"name": "对标"}}, ensure_ascii=False)
    return base64.b64encode(zlib.compress(known.encode())).decode()


def drawn(text: str) -> SafeString:
    """As SVG, without styles of its own."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    code = qrcode.QRCode(border=2, image_factory=SvgPathImage)
    code.add_data(text)
    code.make(fit=True)
    image: str = code.make_image().to_string(encoding="unicode")
    return mark_safe(image)
