"""What every template knows."""

from typing import Any

from django.http import HttpRequest

from duibiao.organisation.models import User
from duibiao.web.base import doors

#: A menu with more entries is folded by sections and can be searched.
LONG = 24


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The way of reading (elder version), and for who is logged in the own doors and the menu of this one."""
    known: dict[str, Any] = {"elder": request.COOKIES.get("elder") == "1"}
    by = getattr(request, "user", None)
    if isinstance(by, User) and by.is_active:
        known |= menu(request, by)
    return known


def menu(request: HttpRequest, by: User) -> dict[str, Any]:
    opened = doors.doors_of(by)
    match = request.resolver_match
    space = match.namespace if match else ""
    here = next((door for door in opened if door.name == space), opened[0] if opened else None)
    page, sections = match.view_name if match else "", doors.menu_of(by, here) if here else []
    return {
        "doors": opened,
        "door": here,
        "menu": [(title, entries, any(entry.page == page for entry in entries)) for title, entries in sections],
        "long_menu": sum(len(entries) for _title, entries in sections) > LONG,
        "here": page,
    }
