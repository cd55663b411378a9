"""An edition's rows as the page draws them: first level, second level, and flat light rows below.

Its one trick: everything is worked out here in one pass over the rows and handed on as plain strings, so that drawing a
tree of 1,200 leaves (`drawing.py`) needs no look-up and no thought for a row.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language, gettext

from duibiao.organisation.choices import UnitKind
from duibiao.standards.choices import Method
from duibiao.standards.models import Edition, Indicator
from duibiao.standards.queries import standard_of
from duibiao.web.base.templatetags.parts import plain_number

#: Trees with more leaves than this open with their second level folded.
OPEN_UP_TO = 40


@dataclass(slots=True)
class Row:
    """A leaf, or (`heading`) a level between the second and the leaves."""

    code: str
    name: str
    points: str
    heading: bool
    text: str = ""
    rules: tuple[str, ...] = ()
    method: str = ""
    who: str = ""
    bonus: bool = False


@dataclass(slots=True)
class Stem:
    """A second level and all rows below it; without a code, leaves that stand right below the first level."""

    code: str
    name: str
    points: str
    rows: list[Row] = field(default_factory=list)
    leaves: int = 0


@dataclass(slots=True)
class Branch:
    """A first level and its second levels."""

    code: str
    name: str
    points: str
    bonus: bool
    stems: list[Stem] = field(default_factory=list)
    leaves: int = 0

    def without_empty(self) -> "Branch":
        self.stems = [stem for stem in self.stems if stem.leaves]
        return self


@dataclass(frozen=True)
class Wish:
    """What a reader looks for: the indicators that were found by words (None: all), a method, a kind of unit."""

    found: frozenset[int] | None = None
    method: str = ""
    kind: str = ""

    @property
    def is_none(self) -> bool:
        return self.found is None and not self.method and not self.kind


class Reader:
    """Reads rows in order; remembers of each row what it inherits."""

    def __init__(self, edition: Edition, wish: Wish) -> None:
        self.edition, self.wish = edition, wish
        self.english = get_language() == "en"
        self.kinds: dict[int, tuple[str, ...]] = {0: ()}
        self.found: set[int] = set()
        self.branches: list[Branch] = []
        self.methods = {value: str(label) for value, label in Method.choices}
        self.names: Mapping[str, str] | None = None

    def read(self, rows: Iterable[Indicator]) -> list[Branch]:
        """The branches that hold something."""
        headings: dict[int, Row] = {}
        for row in rows:
            self._inherit(row)
            headings = {depth: one for depth, one in headings.items() if depth < row.depth}
            if row.depth == 1:
                self._begin_branch(row)
            elif row.depth == 2 and not row.leaf:
                self._begin_stem(row)
            elif not row.leaf:
                headings[row.depth] = self._row(row)
            if row.leaf and self._wanted(row):
                self._stem_of(row).rows += [*headings.values(), self._row(row)]
                headings = {}
                self._count()
        return [branch.without_empty() for branch in self.branches if branch.leaves]

    def _inherit(self, row: Indicator) -> None:
        self.kinds[row.number] = tuple(row.applies_to) or self.kinds[row.parent_number]
        known = self.wish.found
        if known is not None and (row.number in known or row.parent_number in self.found):
            self.found.add(row.number)

    def _wanted(self, row: Indicator) -> bool:
        wish, kinds = self.wish, self.kinds[row.number]
        by_words = wish.found is None or row.number in self.found
        by_kind = not wish.kind or not kinds or wish.kind in kinds
        return by_words and by_kind and (not wish.method or row.method == wish.method)

    def _begin_branch(self, row: Indicator) -> None:
        self.branches.append(Branch(row.code, self._name(row), points_of(row), row.bonus))

    def _begin_stem(self, row: Indicator) -> None:
        self.branches[-1].stems.append(Stem(row.code, self._name(row), points_of(row)))

    def _stem_of(self, row: Indicator) -> Stem:
        branch = self.branches[-1]
        if row.depth <= 2 and not (branch.stems and not branch.stems[-1].code):
            branch.stems.append(Stem("", "", ""))
        return branch.stems[-1]

    def _count(self) -> None:
        self.branches[-1].leaves += 1
        self.branches[-1].stems[-1].leaves += 1

    def _name(self, row: Indicator) -> str:
        return (self.english and row.name_en) or row.name

    def _row(self, row: Indicator) -> Row:
        drawn = Row(row.code, self._name(row), points_of(row), not row.leaf)
        if row.leaf:
            drawn.text = row.text
            drawn.rules = tuple(term["en" if self.english else "zh"] for term in row.rule)
            drawn.method, drawn.bonus = self.methods.get(row.method, ""), row.bonus
            drawn.who = "、".join(self.kind_name(kind) for kind in self.kinds[row.number])
        return drawn

    def kind_name(self, kind: str) -> str:
        """A kind of unit in words: as we say it, else as the edition says it."""
        if kind in UnitKind.values:
            return str(UnitKind(kind).label)
        if self.names is None:
            self.names = standard_of(self.edition).unit_kinds
        return self.names.get(kind, kind)


def points_of(row: Indicator) -> str:
    """Points as words; an unscored tree has none."""
    return "" if row.points is None else f"{plain_number(row.points)} {gettext('分')}"


def choices_of(rows: Iterable[Indicator], reader: Reader) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The methods and the kinds of unit that an edition knows, for its filters."""
    rows = list(rows)
    methods = dict.fromkeys(row.method for row in rows if row.method)
    kinds = dict.fromkeys(_kinds(rows))
    return [(one, reader.methods[one]) for one in methods], [(one, reader.kind_name(one)) for one in kinds]


def _kinds(rows: Iterable[Indicator]) -> Iterator[str]:
    for row in rows:
        yield from row.applies_to
