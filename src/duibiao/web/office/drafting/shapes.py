"""Parameters that are small tables, as lines that a clerk writes: `90及以上 = 3`, `优秀 = 3`, `A = 2 至 3`.

Written and read by the same words, so that saving what is shown changes nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from django.forms import ValidationError
from django.utils.translation import gettext as _

from duibiao.web.base.templatetags.parts import plain_number

_NUMBER = r"-?\d+(?:\.\d+)?"
_EDGES = (
    ("at_least", re.compile(rf"^(?:不低于|大于等于|>=|≥)?({_NUMBER})%?(?:及以上|以上|\(含\))?$"), "{}及以上"),
    ("above", re.compile(rf"^(?:高于|超过|大于|>)({_NUMBER})%?$"), "高于 {}"),
    ("below", re.compile(rf"^(?:低于|不足|小于|<)({_NUMBER})%?$"), "低于 {}"),
    ("at_most", re.compile(rf"^(?:不高于|小于等于|<=|≤)?({_NUMBER})%?(?:及以下|以下)$"), "{}及以下"),
)


def number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def _shown(value: float) -> str:
    return plain_number(value, 6)


def _lines(text: str) -> list[tuple[str, str]]:
    found = []
    for line in unicodedata.normalize("NFKC", text).splitlines():
        if not line.strip():
            continue
        left, sign, right = line.replace(":", "=").partition("=")
        if not sign or not left.strip() or not right.strip():
            raise ValidationError(_("“%s”要写成“左边 = 分值”。") % line.strip())
        found.append((left.strip(), right.strip().removesuffix("分").strip()))
    return found


def _points(text: str, line: str) -> float | int:
    if not re.fullmatch(_NUMBER, text):
        raise ValidationError(_("“%s”的分值不是数字。") % line)
    return number(float(text))


def read_table(text: str) -> dict[str, float | int]:
    """`优秀 = 3` by lines."""
    return {name: _points(points, name) for name, points in _lines(text)}


def write_table(value: Mapping[str, Any]) -> str:
    return "\n".join(f"{name} = {_shown(points)}" for name, points in value.items())


def read_bands(text: str) -> list[dict[str, float | int]]:
    """`80及以上、低于 90 = 2` by lines."""
    found = []
    for edges, points in _lines(text):
        band: dict[str, float | int] = {}
        for edge in re.split("[、,，]", edges.replace(" ", "")):
            if edge in ("其余", "其他", "任何数"):
                continue
            name, value = _edge(edge)
            band[name] = value
        found.append({**band, "points": _points(points, edges)})
    return found


def _edge(text: str) -> tuple[str, float | int]:
    for name, pattern, _written in reversed(_EDGES):
        if held := pattern.match(text):
            return name, number(float(held[1]))
    raise ValidationError(_("“%s”看不懂；请写“90及以上”“低于 80”“高于 5”“3及以下”。") % text)


def write_bands(value: list[Mapping[str, Any]]) -> str:
    lines = []
    for band in value:
        edges = [written.format(_shown(band[name])) for name, _pattern, written in _EDGES if band.get(name) is not None]
        lines.append(f"{'、'.join(edges) or '任何数'} = {_shown(band['points'])}")
    return "\n".join(lines)


def read_pair(text: str) -> list[float | int]:
    """`0 至 2`."""
    held = re.fullmatch(
        rf"({_NUMBER})(?:至|到|~|-|—|–)({_NUMBER})分?", re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    )
    if held is None:
        raise ValidationError(_("“%s”要写成“0 至 2”。") % text)
    return [number(float(held[1])), number(float(held[2]))]


def write_pair(value: Any) -> str:
    return f"{_shown(value[0])} 至 {_shown(value[1])}"


def read_ranges(text: str) -> dict[str, list[float | int]]:
    """`A = 2 至 3` by lines."""
    return {name: read_pair(pair) for name, pair in _lines(text)}


def write_ranges(value: Mapping[str, Any]) -> str:
    return "\n".join(f"{name} = {write_pair(pair)}" for name, pair in value.items())


def read_list(text: str) -> list[float | int]:
    """`60、57、54`."""
    pieces = [piece for piece in re.split(r"[、,，;；\s]+", unicodedata.normalize("NFKC", text)) if piece]
    return [_points(piece, piece) for piece in pieces]


def write_list(value: Any) -> str:
    return "、".join(map(_shown, value))


READ: dict[str, Callable[[str], Any]] = {
    "table": read_table, "bands": read_bands, "pair": read_pair, "ranges": read_ranges, "list": read_list,
}  # fmt: skip
WRITE: dict[str, Callable[[Any], str]] = {
    "table": write_table, "bands": write_bands, "pair": write_pair, "ranges": write_ranges, "list": write_list,
}  # fmt: skip
