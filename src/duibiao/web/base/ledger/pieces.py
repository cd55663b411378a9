"""`PATCH /uploads/<key>/`: a piece of a file, written as it arrives.

Its one trick: it stands before the site. Two hundred slow lines bring thirty pieces a second, and a page's whole preparation for each
of them (session, account, roles) would leave no time for the pages. The ticket that `uploads` gave says all that must be known.
A line that breaks in the middle of a piece loses nothing of what had come.
"""

import asyncio
import json
import re
import time
from contextlib import suppress
from typing import Any

from django.core.signing import BadSignature, SignatureExpired

from duibiao.files import store, uploading
from duibiao.web.base.ledger.uploads import full_words

_ADDRESS = re.compile(r"^/uploads/([-a-zA-Z0-9_]+)/$")
#: So many bytes are gathered before they are written: a step to another thread costs more than they do.
_GATHERED = 256 * 1024
#: A slow line is listened to so often, in seconds: it brings a packet at a time, and looking at each costs more than all their bytes.
_LISTENS = 0.5
#: What is here sooner had been waiting: the line is quick, or there is more at hand.
_AT_HAND = 0.005
Answer = tuple[int, dict[str, Any]]


class Broken(Exception):
    """The sender's line is gone: nobody hears an answer."""


class Body:
    """What a request brings, message by message. Nobody may ask for more once it has ended: he would wait until the sender hangs up."""

    def __init__(self, receive: Any) -> None:
        self._receive, self.ended, self.broken = receive, False, False

    async def next(self) -> bytes:
        message = await self._receive()
        self.broken = message["type"] == "http.disconnect"
        self.ended = self.broken or not message.get("more_body", False)
        content: bytes = message.get("body", b"")
        return content

    async def read_on(self) -> None:
        """What still comes is not kept; a sender that is cut off in the middle would never read why."""
        with suppress(TimeoutError):
            async with asyncio.timeout(60):
                while not self.ended:
                    await self.next()


def is_piece(scope: dict[str, Any]) -> bool:
    return scope["type"] == "http" and scope["method"] == "PATCH" and bool(_ADDRESS.match(scope["path"]))


async def piece(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answers as `uploads` says; 409 with the code `ask` means: ask how much is here."""
    head = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    said, body = head.get(b"upload-offset", ""), Body(receive)
    try:
        ticket = uploading.ticket_from(head.get(b"upload-ticket", ""))
        if scope["path"] != f"/uploads/{ticket.key}/" or not said.isdigit():
            raise BadSignature
        whole = head.get(b"content-length", "")
        status, answer = await _taken(ticket, int(said), body, int(whole) if whole.isdigit() else 0)
    except SignatureExpired:
        status, answer = 409, {"code": "ask"}
    except BadSignature:
        status, answer = 403, {"code": "ticket"}
    except Broken:
        return
    if status != 200:
        await body.read_on()
    await _say(send, status, answer)


async def _taken(ticket: uploading.Ticket, offset: int, body: Body, whole: int) -> Answer:
    try:
        return 200, {"offset": await _written(ticket, offset, body, whole)}
    except FileNotFoundError:
        return 409, {"code": "ask"}
    except uploading.Elsewhere as elsewhere:
        return 409, {"code": "elsewhere", "offset": elsewhere.offset}
    except uploading.Busy:
        return 423, {"code": "busy"}
    except store.Full:
        return 507, {"code": "full", "words": full_words()}


async def _written(ticket: uploading.Ticket, offset: int, body: Body, whole: int) -> int:
    gathered, come, began = bytearray(), 0, time.monotonic()
    # what does not fit is said before it is sent
    offset = await asyncio.to_thread(uploading.append, ticket, b"", offset=offset)
    while not body.ended:
        asked = time.monotonic()
        piece = await body.next()
        gathered += piece
        come += len(piece)
        if len(gathered) >= _GATHERED or body.ended:
            offset = await asyncio.to_thread(uploading.append, ticket, bytes(gathered), offset=offset)
            gathered.clear()
        now = time.monotonic()
        if not body.ended and now - asked > _AT_HAND:
            await asyncio.sleep(_pause(whole - come, come / (now - began)))
    if body.broken:
        raise Broken
    return offset


def _pause(left: int, speed: float) -> float:
    """How long not to listen to a line of so many bytes a second: never beyond the end of what it brings."""
    return max(0.0, min(_LISTENS, 0.9 * left / speed if speed else 0.0))


async def _say(send: Any, status: int, answer: dict[str, Any]) -> None:
    head = [
        (b"content-type", b"application/json"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": json.dumps(answer, ensure_ascii=False).encode()})
