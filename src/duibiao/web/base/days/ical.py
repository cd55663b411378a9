"""A calendar file as RFC 5545 wants it: all-day events, texts escaped, lines of at most 75 octets, CRLF.

Its one trick: a line is folded between characters, never within one, so that Chinese titles survive every program.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from duibiao.web.base.days.entries import Entry

LINE_OCTETS = 75


def calendar(name: str, entries: Iterable[Entry], *, now: datetime, site: str = "") -> str:
    """The whole file. `site` (https://…) makes links whole; without it events carry none."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Duibiao//Days//ZH",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        *(line for one in entries for line in _event(one, now, site)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(one: Entry, now: datetime, site: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{one.uid}@duibiao"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(f'{one.kind}：{one.title}')}"
    if one.note:
        yield f"DESCRIPTION:{escaped(one.note)}"
    if one.link and site:
        yield f"URL:{site.rstrip('/')}{one.link}"
    yield f"CATEGORIES:{escaped(one.kind)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """A TEXT value: backslash, semicolon, comma and line ends escaped, other control characters left out."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(character for character in text if character >= " " and character != "\x7f")


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets; each further piece begins with a space, which counts."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LINE_OCTETS:
            pieces.append(piece)
            piece, size = "", 1
        piece += character
        size += octets
    return "\r\n ".join([*pieces, piece])
