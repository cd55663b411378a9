"""The doors of the site and their menus. A door registers itself when it is loaded; `base` knows none by name."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from duibiao.organisation.models import User

Words = str | Promise


@dataclass(frozen=True)
class Entry:
    """A line of a menu: its words, the name of its page, and who may open it."""

    title: Words
    page: str
    may: Callable[[User], bool] = lambda by: True


@dataclass(frozen=True)
class Section:
    """Entries that belong together."""

    title: Words
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Door:
    """An audience: where it enters, its menu, and who belongs to it. The lowest `rank` that fits is one's own."""

    name: str
    title: Words
    page: str
    rank: int
    may: Callable[[User], bool]
    sections: tuple[Section, ...] = ()


_doors: dict[str, Door] = {}


def register(door: Door) -> None:
    _doors[door.name] = door


def doors_of(by: User) -> list[Door]:
    """The doors that are open to `by`, the own one first."""
    return [door for door in sorted(_doors.values(), key=lambda door: door.rank) if door.may(by)]


def menu_of(by: User, door: Door) -> list[tuple[Words, list[Entry]]]:
    """The menu without what `by` may not open."""
    kept = [(section.title, [entry for entry in section.entries if entry.may(by)]) for section in door.sections]
    return [(title, entries) for title, entries in kept if entries]
