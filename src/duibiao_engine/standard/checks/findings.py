"""Where the checks write down what they find, and how they find their way.

Its one trick: the tree is walked once and every indicator keeps the path by which the reader knows its line.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from duibiao_engine.problems import Problem, error, warning
from duibiao_engine.standard.model import Indicator, Node, Standard, Term

Path = tuple[str | int, ...]
LineOf = Callable[[Path], str]
#: Two numbers of points closer than this are the same (0.1 + 0.2 is 0.3).
SAME = 1e-6
#: Looking for a similar word is slow; after so many the clerk has seen the pattern.
MOST_SUGGESTIONS = 10


@dataclass(frozen=True, slots=True)
class Spot:
    """An indicator of the tree and its path in the file."""

    node: Node
    path: Path

    @property
    def indicator(self) -> Indicator:
        """The indicator itself."""
        return self.node.indicator

    @property
    def label(self) -> str:
        """How a message calls it."""
        return f"指标 {self.indicator.code}“{self.indicator.name}”"

    def terms(self) -> Iterator[tuple[Term, Path]]:
        """Its terms with their paths."""
        return ((term, (*self.path, "rule", place)) for place, term in enumerate(self.indicator.rule))

    def inside(self, term_path: Path, term: Term, *keys: str | int) -> Path:
        """The path of a parameter of a term."""
        return (*term_path, "parameters", term.parameters.word, *keys)


class Findings:
    """All that the checks of one standard share: the standard, its spots, what was found."""

    def __init__(self, standard: Standard, file: str, line_of: LineOf) -> None:
        self.standard, self.file, self.line_of = standard, file, line_of
        self.found: list[tuple[Path, Problem]] = []
        paths = dict(_paths(standard.indicators, ("indicators",)))
        self.spots = tuple(Spot(node, paths[id(node.indicator)]) for node in standard.nodes)
        self.children: dict[int, list[Spot]] = {}
        for spot in self.spots:
            self.children.setdefault(spot.node.parent, []).append(spot)
        self._suggestions = 0

    def error(self, path: Path, code: str, what: str, why: str, remedy: str) -> None:
        """Something that stops the work."""
        self.found.append((path, error(code, self.file, self.line_of(path), what, why, remedy)))

    def warning(self, path: Path, code: str, what: str, why: str, remedy: str) -> None:
        """Something that a person should look at."""
        self.found.append((path, warning(code, self.file, self.line_of(path), what, why, remedy)))

    def error_unless_partial(self, path: Path, code: str, what: str, why: str, remedy: str) -> None:
        """An error, or a warning where the standard says that its source is incomplete."""
        (self.warning if self.standard.partial else self.error)(path, code, what, why, remedy)

    def similar(self, word: str, known: Mapping[str, str], otherwise: str) -> str:
        """A remedy that names the similar word (by code or by Chinese name), or the other remedy."""
        self._suggestions += 1
        if self._suggestions > MOST_SUGGESTIONS:
            return otherwise
        meant = by_name(word, known) or did_you_mean(word, known)
        return f"是不是想写“{meant}”？{otherwise}" if meant else otherwise

    @cached_property
    def measure_names(self) -> dict[str, str]:
        """Measures by code, with their Chinese names."""
        return {code: measure.name for code, measure in self.standard.measures.items()}

    @property
    def leaves(self) -> Iterator[Spot]:
        """Indicators with rules."""
        return (spot for spot in self.spots if spot.indicator.is_leaf)


def _paths(siblings: tuple[Indicator, ...], path: Path) -> Iterator[tuple[int, Path]]:
    for place, indicator in enumerate(siblings):
        own = (*path, place)
        yield id(indicator), own
        yield from _paths(indicator.children, (*own, "children"))


def by_name(word: str, known: Mapping[str, str]) -> str | None:
    """The code of the thing whose Chinese name was written instead of its code."""
    return next((code for code, name in known.items() if name == word), None)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to the one that was written."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), None)


def is_same(one: float, other: float) -> bool:
    """Equal but for the last digits of a sum."""
    return abs(one - other) <= SAME


def listed(words: Iterable[str], most: int = 8) -> str:
    """Words in a row, the tail of a long row left out."""
    every = list(words)
    return "、".join(every[:most]) + ("等" if len(every) > most else "")
