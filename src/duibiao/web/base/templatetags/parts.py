"""The components of every page, as template tags. They are built in: no template needs to load them."""

from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext as _

from duibiao.lib import dates
from duibiao.web.base import points as points_of

register = template.Library()


@cache
def _mark(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        return ""
    with open(found, "rb") as file:
        return sha256(file.read()).hexdigest()[:10]


@register.simple_tag
def asset(path: str) -> str:
    """The address of a built file, changed whenever the file is."""
    return f"{static(path)}?{_mark(path)}"


def plain_number(value: float, places: int = 2) -> str:
    """17.50 → 17.5, 20.0 → 20."""
    return f"{value:.{places}f}".rstrip("0").rstrip(".") or "0"


def signed_number(value: float) -> str:
    """A change, with its sign as printers set it: +0.5, −2."""
    return f"{'−' if value < 0 else '+'}{plain_number(abs(value))}"


register.filter("number", plain_number)
register.filter("signed", signed_number)


@register.inclusion_tag("base/parts/points_bar.html")
def points_bar(
    full: float,
    earned: float = 0,
    recoverable: float = 0,
    lost: float = 0,
    unknown: float = 0,
    bonus: float = 0,
    **options: str,
) -> dict[str, Any]:
    """The one picture of points. `*_href` options make its parts links; `name` says whose points they are."""
    parts: dict[points_of.PartName, float] = {
        "earned": earned,
        "recoverable": recoverable,
        "lost": lost,
        "unknown": unknown,
        "bonus": bonus,
    }
    links = {name: options.get(f"{name}_href", "") for name in parts}
    drawn = points_of.bar(full=full, parts=parts, links=links)
    named = {
        "earned": _("已得"),
        "recoverable": _("已失、还能补回"),
        "lost": _("已失、补不回"),
        "unknown": _("还不知道"),
        "bonus": _("加分"),
    }
    segments = [
        (segment, f"{named[segment.name]} {plain_number(segment.points)} {_('分')}") for segment in drawn.segments
    ]
    return {
        "name": options.get("name", ""),
        "segments": segments,
        "frame": drawn.frame_percent,
        "text": f"{plain_number(earned + bonus)} / {plain_number(full)}",
        "small": options.get("small", ""),
    }


SHAPES = {"good": "●", "soon": "▲", "bad": "■", "info": "◆", "none": "○"}


@register.inclusion_tag("base/parts/state.html")
def state(kind: str, words: str) -> dict[str, str]:
    """A state as shape, word and colour: good, soon, bad, info or none."""
    return {"kind": kind, "shape": SHAPES[kind], "words": words}


@register.filter
def day(value: date | None) -> str:
    """11月22日（周日）"""
    return dates.day_text(value) if value else "—"


@register.simple_tag
def deadline(value: date) -> dates.Deadline:
    """A deadline's words and state; use `as`."""
    return dates.deadline(value)


@register.simple_tag(takes_context=True)
def address_with(context: dict[str, Any], **changes: Any) -> str:
    """This page's address with some of its questions changed; an empty value takes one out. Paging starts anew."""
    request: HttpRequest = context["request"]
    asked = {key: values for key, values in request.GET.lists() if key != "after"}
    for key, value in changes.items():
        asked.pop(key, None)
        if value not in ("", None):
            asked[key] = [str(value)]
    return f"{request.path}?{urlencode(asked, doseq=True)}" if asked else request.path


@register.simple_tag(takes_context=True)
def address_with_out(context: dict[str, Any], name: str) -> str:
    """This page's address without one of its questions."""
    return address_with(context, **{name: ""})
