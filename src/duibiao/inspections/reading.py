"""What a submission says: its ids, its answers, and which files must come with it. Read from its own bytes, believing nothing.

Its one trick: a document type is refused before anything is built, so that no entity can grow or reach out.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware

from duibiao.inspections.forms import PHOTOS

LARGEST, LONGEST_NAME = 1_000_000, 255


class Unreadable(Exception):
    """The bytes are no submission."""


class NoInstance(Unreadable):
    """Without an id of its own it could not be told from another: refused, never invented."""


@dataclass(frozen=True)
class Answered:
    """One item's answer as it was given; `photos` are file names, `about` what the phone said of each."""

    outcome: str = ""
    value: float | None = None
    out_of: float | None = None
    note: str = ""
    photos: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sent:
    """A submission as it says of itself."""

    form: str
    version: str
    instance: str
    deprecated: str
    assignment: str
    started_at: datetime | None
    ended_at: datetime | None
    position: tuple[float, float, float | None] | None
    about: str
    note: str
    answers: dict[str, Answered] = field(default_factory=dict)

    @property
    def files(self) -> list[str]:
        """The names of all files that belong to it."""
        return list(dict.fromkeys(name for one in self.answers.values() for name in one.photos))


class _Builder(TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> NoReturn:
        raise Unreadable("DOCTYPE")


def read(xml: bytes) -> Sent:
    """Raises `Unreadable` or `NoInstance`."""
    if len(xml) > LARGEST:
        raise Unreadable("size")
    parser = XMLParser(target=_Builder())
    try:
        parser.feed(xml)
        root: Element = parser.close()
    except (ParseError, LookupError, ValueError) as error:
        raise Unreadable(str(error)) from error
    known = {_local(child.tag): child for child in root}
    meta = {_local(one.tag): (one.text or "").strip() for one in known.get("meta", ())}
    instance = meta.get("instanceID") or (root.get("instanceID") or "").strip()
    if not instance or len(instance) > 120:
        raise NoInstance
    return Sent(
        form=root.get("id") or "",
        version=root.get("version") or "",
        instance=instance,
        deprecated=meta.get("deprecatedID", ""),
        assignment=_text(known.get("assignment")),
        started_at=_moment(_text(known.get("started_at"))),
        ended_at=_moment(_text(known.get("ended_at"))),
        position=_position(_text(known.get("position"))),
        about=_text(known.get("phone_about")),
        note=_text(known.get("note"))[:300],
        answers={name: _answered(group) for name, group in known.items() if len(group) and name != "meta"},
    )


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def _answered(group: Element) -> Answered:
    said = {_local(one.tag): _text(one) for one in group}
    photos = [(said[name][:LONGEST_NAME], said.get(f"{name}_about", "")) for name in PHOTOS if said.get(name)]
    return Answered(
        said.get("outcome", ""),
        _count(said.get("value", "")),
        _count(said.get("out_of", "")),
        said.get("note", "")[:300],
        tuple(name for name, _about in photos),
        tuple(about for _name, about in photos),
    )


def _number(text: str) -> float | None:
    """A finite number of a sensible size, else none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None


def _count(text: str) -> float | None:
    number = _number(text)
    return number if number is not None and number >= 0 else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return make_aware(moment) if moment is not None and is_naive(moment) else moment


def _position(text: str) -> tuple[float, float, float | None] | None:
    """`latitude longitude altitude accuracy`, as ODK writes it."""
    numbers = [_number(part) for part in text.split()]
    match numbers:
        case [float(latitude), float(longitude), *more] if abs(latitude) <= 90 and abs(longitude) <= 180:
            return latitude, longitude, more[1] if len(more) > 1 else None
        case _:
            return None
