"""The components of every page, as template tags. They are built in: no template needs to load them."""

from datetime import date
from functools import cache
from hashlib import sha256
from html import escape
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duibiao.campaigns.queries import public_campaigns
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
    """A change, with its sign as printers set it: +0.5, −2; what is nothing when rounded has none."""
    size = plain_number(abs(value))
    return size if size == "0" else f"{'−' if value < 0 else '+'}{size}"


register.filter("number", plain_number)
register.filter("signed", signed_number)


@register.simple_tag
def points_bar(
    full: float,
    earned: float = 0,
    recoverable: float = 0,
    lost: float = 0,
    unknown: float = 0,
    bonus: float = 0,
    **options: str,
) -> SafeString:
    """The one picture of points. `*_href` options make its parts links; `name` says whose points they are.

    Drawn here and not by a template: a score card has more than a hundred of them.
    """
    parts: dict[points_of.PartName, float] = {
        "earned": earned,
        "recoverable": recoverable,
        "lost": lost,
        "unknown": unknown,
        "bonus": bonus,
    }
    links = {name: options.get(f"{name}_href", "") for name in parts}
    drawn = points_of.bar(full=full, parts=parts, links=links)
    label = f' aria-label="{escape(str(options["name"]))}"' if options.get("name") else ""
    return mark_safe(
        f'<span class="points{" points-small" if options.get("small") else ""}">'
        f'<svg class="points-bar" height="12"{label} role="group">'
        f'<rect class="points-frame" x="0" y="0.5" width="{drawn.frame_percent}%" height="11"></rect>'
        f"{''.join(_segment(one) for one in drawn.segments)}</svg>\n"
        f'<span class="points-text"><b>{plain_number(earned + bonus)} / {plain_number(full)}</b> {escape(_("分"))}</span></span>'
    )


def _segment(segment: points_of.Segment) -> str:
    words = escape(f"{_part(segment.name)} {plain_number(segment.points)} {_('分')}")
    drawn = (
        f'<rect class="points-{segment.name}" x="{segment.start_percent}%" y="0.5" width="{segment.width_percent}%"'
        f' height="11"><title>{words}</title></rect>'
    )
    return f'<a href="{escape(segment.href)}" aria-label="{words}">{drawn}</a>' if segment.href else drawn


def _part(name: points_of.PartName) -> str:
    """What a part of the bar means."""
    match name:
        case "earned":
            return _("已得")
        case "recoverable":
            return _("已失、还能补回")
        case "lost":
            return _("已失、补不回")
        case "unknown":
            return _("还不知道")
        case "bonus":
            return _("加分")


SHAPES = {"good": "●", "soon": "▲", "bad": "■", "info": "◆", "none": "○"}


@register.simple_tag
def state(kind: str, words: str) -> SafeString:
    """A state as shape, word and colour: good, soon, bad, info or none. Drawn here: it stands in every row of most lists."""
    return format_html(
        '<span class="state state-{}"><span aria-hidden="true">{}</span>{}</span>', kind, SHAPES[kind], words
    )


@register.simple_tag
def anything_public() -> bool:
    """Whether the log-in page has something to show to those without an account."""
    return public_campaigns().exists()


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
