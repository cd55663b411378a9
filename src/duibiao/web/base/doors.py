"""The doors of the site and their menus. A door registers itself when it is loaded; `base` knows none by name."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise

from duibiao.organisation.models import User

Words = str | Promise


@dataclass(frozen=True, eq=False)
class Entry:
    """A line of a menu: its words, the name of its page, and who may open it."""

    title: Words
    page: str
    may: Callable[[User], bool] = lambda by: True


@dataclass(frozen=True)
class Section:
    """Entries that belong together: they say which section it is."""

    title: Words = field(compare=False)
    entries: tuple[Entry, ...]


Menu = tuple[Section, ...]


@dataclass(frozen=True, eq=False)
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


def menu_of(by: User, door: Door) -> Menu:
    """The menu without what `by` may not open."""
    kept = (replace(one, entries=tuple(entry for entry in one.entries if entry.may(by))) for one in door.sections)
    return tuple(section for section in kept if section.entries)
