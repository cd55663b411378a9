"""What every template knows."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from duibiao.organisation.models import User
from duibiao.web.base import doors
from duibiao.web.base.doors import Door, Menu

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
    opened = tuple(doors.doors_of(by))
    match = request.resolver_match
    space = match.namespace if match else ""
    here = next((door for door in opened if door.name == space), opened[0] if opened else None)
    page, sections = match.view_name if match else "", doors.menu_of(by, here) if here else ()
    return {
        "door": here,
        "menu": _drawn(opened, here, sections, page, get_language()),
        "long_menu": _is_long(sections),
        "here": page,
    }


def _is_long(sections: Menu) -> bool:
    return sum(len(section.entries) for section in sections) > LONG


@lru_cache(maxsize=512)
def _drawn(opened: tuple[Door, ...], here: Door | None, sections: Menu, page: str, language: str | None) -> SafeString:
    """Kept for all who may open the same: fifty lines with their addresses are a good part of what a page costs."""
    known = {
        "doors": opened,
        "door": here,
        "menu": [(one.title, one.entries, any(entry.page == page for entry in one.entries)) for one in sections],
        "long_menu": _is_long(sections),
        "here": page,
    }
    return render_to_string("base/parts/menu.html", known)
