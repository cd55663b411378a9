"""The words of a standard that a file of facts may use: levels of ladders, codes of indicators, kinds of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duibiao_engine.facts.schema import Vocabulary

if TYPE_CHECKING:
    from duibiao_engine.standard.model import Standard


def vocabulary_of(standard: Standard) -> Vocabulary:
    """Takes them from the standard's own rules; a measure of two ladders may use the levels of both."""
    levels: dict[str, list[str]] = {}
    for node in standard.leaves:
        for term in node.indicator.rule:
            if term.parameters.word == "ladder":
                known = levels.setdefault(term.parameters.measure, [])
                known.extend(level for level in term.parameters.steps if level not in known)
    indicators = {node.code: node.indicator.name for node in standard.nodes}
    return Vocabulary(levels, indicators, dict(standard.unit_kinds) or None)
