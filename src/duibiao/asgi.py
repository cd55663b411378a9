"""The site as an ASGI application, for granian or any other server.

Its one trick: every page's code is read here, before the port is answered, so nobody's first click waits for it.
"""

import os
import sys
from importlib import import_module
from typing import Any

import django
from django.conf import settings

from duibiao.lib.orphans import end_with_the_parent
from duibiao.lib.starting import reading_modules

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
with reading_modules():
    django.setup(set_prefix=False)
    from duibiao.lanes import Lanes
    from duibiao.web.base.ledger import pieces

    site = Lanes()
    import_module(settings.ROOT_URLCONF)
    end_with_the_parent()

#: A page that computes gives way so often, in seconds: the loop that hears two hundred lines wants only a moment each time.
sys.setswitchinterval(0.0005)

#: What a form says beside its file.
BESIDE = 2**20


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The site; a body that says itself that it is beyond every limit is refused before a byte of it is kept."""
    said = dict(scope.get("headers") or ()).get(b"content-length", b"")
    if scope["type"] == "http" and said.isdigit() and int(said) > settings.FILE_LARGEST + BESIDE:
        words = f"文件太大，最大只收 {settings.FILE_LARGEST >> 20} MB。请压缩或拆成几份再传。".encode()
        head = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 413, "headers": head})
        await send({"type": "http.response.body", "body": words})
        return
    if pieces.is_piece(scope):
        await pieces.piece(scope, receive, send)
        return
    await site(scope, receive, send)
