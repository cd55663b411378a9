"""Points written into names in brackets alone: 党建引领（12）, 办学方向[20].

Its one trick: a number in brackets may be anything, so it is believed only where a whole level ends so, and where no points
that stand elsewhere speak against it.
"""

from __future__ import annotations

import re

from duibiao_engine.standard.importing.drafts import Draft
from duibiao_engine.standard.importing.scores import SAME, sum_of

_BARE = re.compile(r"\s*[(（\[【〔]\s*(\d{1,4}(?:[.．]\d+)?)\s*[)）\]】〕]$")
#: 组织领导20分, where it is the name of a level.
_GLUED = re.compile(r"(?<=[\u4e00-\u9fff])(?<![扣加减得计给记满约共])(\d{1,3}(?:[.．]\d+)?)\s*分$")
#: Numbers from here on are years.
_YEAR = 1900


def bare_points(roots: list[Draft]) -> None:
    """Gives the nodes of each level their points in brackets, where they are some."""
    level = roots
    while level:
        named = [node for node in level if node.name]
        said = {id(node): value for node in named if (value := _said(node)) is not None}
        if len(said) * 5 >= len(named) * 4 > 0 and _fits(named, said):
            for node in named:
                _take(node, said.get(id(node)))
        level = [child for node in level for child in node.children]


def _found(node: Draft) -> re.Match[str] | None:
    return _BARE.search(node.name) or (None if node.split else _GLUED.search(node.name))


def _said(node: Draft) -> float | None:
    found = _found(node)
    value = float(found[1].replace("．", ".")) if found else 0.0
    return value if 0 < value < _YEAR else None


def _fits(nodes: list[Draft], said: dict[int, float]) -> bool:
    """Whether most of what the brackets say is what the points elsewhere say, or add up to; 1, 2, 3 only count."""
    known = [(said[id(node)], value) for node in nodes if id(node) in said and (value := _known(node)) is not None]
    right = sum(abs(one - other) <= SAME for one, other in known)
    if known:
        return right * 2 > len(known)
    values = [said[id(node)] for node in nodes if id(node) in said]
    return len(values) > 1 and values != [float(n) for n in range(1, len(values) + 1)]


def _known(node: Draft) -> float | None:
    if node.points is not None:
        return node.points
    below = sum_of(node.children) if node.children else None
    return below if below is not None else _below(node)


def _below(node: Draft) -> float | None:
    """What the brackets of the children add up to."""
    values = [_said(child) for child in node.children]
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def _take(node: Draft, value: float | None) -> None:
    if value is None or (node.points is not None and abs(node.points - value) > SAME):
        return
    found = _found(node)
    node.name = node.name[: found.start()].strip() if found else node.name
    if node.points is None:
        node.points, node.points_place = value, node.place
