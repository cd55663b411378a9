"""Words about units, as they stand in an official table, and the units that they mean.

Its one trick: a name is looked for in the strictest way first (as written, without the county's name, as an abbreviation, as it
sounds), and the first way that finds anything decides. Two that fit are a choice, none is said; nobody is guessed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit
from duibiao.organisation.queries import known_units
from duibiao.standards.rows import spelling


class Part(StrEnum):
    """What a unit does about an indicator."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORTING = "supporting"


class How(StrEnum):
    """How a unit was found, or why it was not."""

    NAME = "name"
    SHORT = "short"  #: by an abbreviation that only it can have
    SOUND = "sound"  #: by its sound: 司发局 for 司法局
    ALL = "all"  #: a collective name: 各乡镇
    PERSON = "person"
    CHOICE = "choice"  #: several fit
    VAGUE = "vague"  #: 有关部门: the table does not say which
    NONE = "none"


#: Ways that leave nothing open.
SETTLED = frozenset({How.NAME, How.SHORT, How.SOUND, How.ALL, How.PERSON})


@dataclass(frozen=True)
class Found:
    """One name of the table, what it does, and the units that it means (candidates, where it is a choice)."""

    words: str
    part: Part
    how: How
    units: tuple[Unit, ...] = ()

    @property
    def settled(self) -> bool:
        return self.how in SETTLED


@dataclass(frozen=True)
class Said:
    """A name and the part that the table gives it."""

    words: str
    part: Part


_LABEL = re.compile(
    r"^(牵头|主责|主办|责任|落实|实施|承办|配合|协办|协同|协助|参与|参加)(?:责任|负责)?(?:单位|部门|主体)?[:：]"
)
_TAIL = re.compile(
    r"(?:共同|分别|分工|具体|总|积极)?(牵头|主办|主责|承办|负责|落实|实施|配合|协办|协助|协同|参与|参加)(?:负责|抓落实|落实|实施|单位)?$"
)
_IN_BRACKETS = re.compile(r"[(（](牵头|主办|主责|负责|配合|协办|协助|参与)[^()（）]*[)）]$")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_PARTS = {
    "牵头": Part.LEAD, "主责": Part.LEAD, "主办": Part.LEAD, "责任": Part.RESPONSIBLE, "落实": Part.RESPONSIBLE, "实施": Part.RESPONSIBLE,
    "承办": Part.RESPONSIBLE, "负责": Part.RESPONSIBLE, "配合": Part.SUPPORTING, "协办": Part.SUPPORTING, "协同": Part.SUPPORTING,
    "协助": Part.SUPPORTING, "参与": Part.SUPPORTING, "参加": Part.SUPPORTING,
}  # fmt: skip
_JOINS = re.compile(r"以及|[和及与]")


def said(text: str, part: Part = Part.RESPONSIBLE) -> list[Said]:
    """The names in a cell, each with its part; `part` is that of the column."""
    found: list[Said] = []
    for line in re.split(r"[\n。；;]", unicodedata.normalize("NFKC", text)):
        found += _of_line(line.strip(), part)
    return list(dict.fromkeys(found))


def _of_line(line: str, part: Part) -> Iterator[Said]:
    label = _LABEL.match(line)
    if label:
        part, line = _PARTS[label[1]], line[label.end() :]
    waiting: list[str] = []
    for piece in _pieces(line):
        name, own = _own_part(piece)
        if own is None:
            waiting.append(name)
            continue
        yield from (Said(one, own) for one in (*waiting, name) if one)
        waiting = []
    yield from (Said(one, part) for one in waiting if one)


def _pieces(line: str) -> Iterator[str]:
    """Names as the line separates them; 甲会同乙 is 甲牵头 and 乙配合."""
    for piece in re.split(r"[、,，/|\s]+", line):
        first, together, others = piece.strip("由:：").partition("会同")
        if together and first:
            yield f"{first}牵头"
            yield f"{_TAIL.sub('', others)}配合"
        elif piece:
            yield piece.strip("由:：")


def _own_part(piece: str) -> tuple[str, Part | None]:
    if bracket := _IN_BRACKETS.search(piece):
        return piece[: bracket.start()], _PARTS[bracket[1]]
    if tail := _TAIL.search(piece):
        return piece[: tail.start()], _PARTS[tail[1]]
    return piece, None


# ── whom a name means ─────────────────────────────────────────────────────────────────────────────

_EACH = r"^(?:全县|全区|全市)?(?:各|全体|所有)?(?:有关|相关)?"
_ABOVE = r"(?:县直|区直|市直|县级|区级|市级|县|区|市)?(?:各)?"
_TOWN = r"(?:乡镇|镇街|乡|镇|街道|镇乡|街镇)(?:[(](?:街道|办事处|街道办事处|园区)[)]|街道|办事处|人民政府|政府|党委)*"
_VILLAGE = r"(?:行政村|村|社区|村居|村社区)(?:[(](?:社区|居)[)]|社区|居委会|村委会|民?委员会)*"
_BODIES = r"(?:部门|单位|机关)"
_VAGUE = re.compile(rf"^(?:其他|其它)?{_ABOVE}(?:有关|相关|涉及|对应){_BODIES}$")
#: Collective names, and the kinds of units that they mean.
_COLLECTIVE: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(rf"{_EACH}{_TOWN}$"), (UnitKind.TOWNSHIP,)),
    (re.compile(rf"{_EACH}{_VILLAGE}$"), (UnitKind.VILLAGE, UnitKind.COMMUNITY)),
    (re.compile(rf"{_EACH}{_ABOVE}(?:责任|成员|参评|创建)单位$"), (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)),
    (re.compile(rf"^(?:全县|全区|全市)?(?:各|全体|所有)(?:级)?{_BODIES}$"), (UnitKind.TOWNSHIP, UnitKind.DEPARTMENT)),
    (re.compile(rf"^(?:全县|各|全体|所有)*(?:县直|区直|市直|县级|区级|市级)(?:各|所有)?{_BODIES}$"), (UnitKind.DEPARTMENT,)),
)  # fmt: skip
_ENFORCING = re.compile(rf"{_EACH}{_ABOVE}(?:行政)?执法{_BODIES}$")
_OFFICE_TAILS = re.compile(r"(人民政府|政府|党委|党工委|办事处|党组|委员会办公室)$")
_SAME_END = str.maketrans({"委": "局"})


class UnitNames:
    """The organisation by name. Made once for a page or a publication: two statements."""

    def __init__(self, units: Iterable[Unit] | None = None) -> None:
        self.units = list(known_units() if units is None else units)
        county = next((unit.name for unit in self.units if unit.kind == UnitKind.COUNTY), "")
        self.above = re.compile(rf"^(?:{county[:-1]})?(?:县|区|市)?(?:直)?" if county else r"^(?:县|区|市)?(?:直)?")
        self.by_code = {unit.code: unit for unit in self.units}
        self.by_name: dict[str, list[Unit]] = {}
        self.by_sound: dict[str, list[Unit]] | None = None
        for unit in self.units:
            for name in {unit.code, unit.name, *unit.short_names, *map(self.bare, (unit.name, *unit.short_names))}:
                held = self.by_name.setdefault(unicodedata.normalize("NFKC", name), [])
                if unit not in held:
                    held.append(unit)

    def bare(self, name: str) -> str:
        """Without the county's name before it and 人民政府 behind it: 青禾县司法局, 县司法局 → 司法局."""
        name = _BRACKETS.sub("", name)
        short = _OFFICE_TAILS.sub("", self.above.sub("", name)) or name
        return short if len(short) >= 2 else name

    def find(self, words: str, part: Part) -> Found:
        """Whom one name means."""
        words = words.strip()
        if units := self.collective(words):
            return Found(words, part, How.ALL, tuple(units))
        if _VAGUE.match(words) or _ENFORCING.match(words):
            return Found(words, part, How.VAGUE)
        for how, look in ((How.NAME, self._named), (How.SHORT, self._abbreviated), (How.SOUND, self._sounding)):
            if units := look(words):
                return Found(words, part, how if len(units) == 1 else How.CHOICE, tuple(units))
        return Found(words, part, How.NONE)

    def collective(self, words: str) -> list[Unit]:
        """各乡镇, 各执法部门, or the name of a group in the organisation."""
        in_group = re.sub(r"^各|(?:组|类)$", "", words)
        grouped = [
            u for u in self.units if any(in_group in (g.name, re.sub(r"组$", "", g.name)) for g in u.groups.all())
        ]
        if grouped and len(in_group) > 1:
            return grouped
        if _ENFORCING.match(words):
            return [unit for unit in self.units if any("执法" in group.name for group in unit.groups.all())]
        kinds = next((kinds for pattern, kinds in _COLLECTIVE if pattern.match(words)), ())
        if not kinds or words in self.by_name:
            return []
        return [unit for unit in self.units if unit.kind in kinds]

    def _named(self, words: str) -> list[Unit]:
        return (
            self.by_name.get(words)
            or self.by_name.get(_BRACKETS.sub("", words))
            or self.by_name.get(self.bare(words), [])
        )

    def _abbreviated(self, words: str) -> list[Unit]:
        """市监局 for 市场监督管理局: the same first and last sign, the others in order."""
        short = self.bare(words).translate(_SAME_END)
        return [unit for unit in self.units if len(short) > 2 and _is_short_for(short, unit.name.translate(_SAME_END))]

    def _sounding(self, words: str) -> list[Unit]:
        if self.by_sound is None:
            self.by_sound = {}
            for unit in self.units:
                self.by_sound.setdefault(_sound(self.bare(unit.name)), []).append(unit)
        return self.by_sound.get(_sound(self.bare(words)), []) if len(words) > 2 else []

    def read(self, words: str, part: Part, chosen: Mapping[str, list[str]] | None = None) -> list[Found]:
        """The names of a cell and whom they mean; `chosen` is what a person said of some of them."""
        return [one for name in said(words, part) for one in self._resolved(name, chosen or {})]

    def _resolved(self, name: Said, chosen: Mapping[str, list[str]]) -> list[Found]:
        if name.words in chosen:
            units = tuple(self.by_code[code] for code in chosen[name.words] if code in self.by_code)
            return [Found(name.words, name.part, How.PERSON, units)]
        whole = self.find(name.words, name.part)
        return [whole] if whole.how is not How.NONE else self._joined(name) or [whole]

    def _joined(self, name: Said) -> list[Found]:
        """司法局和财政局 is two, 发展和改革局 is one: parted only where both sides are known."""
        for join in _JOINS.finditer(name.words):
            left, right = name.words[: join.start()], name.words[join.end() :]
            first, second = self.find(left, name.part), self.find(right, name.part)
            rest = [second] if second.how is not How.NONE else self._joined(Said(right, name.part))
            if left and right and first.how is not How.NONE and rest:
                return [first, *rest]
        return []


def _is_short_for(short: str, name: str) -> bool:
    if len(short) >= len(name) or (short[0], short[-1]) != (name[0], name[-1]):
        return False
    signs = iter(name)
    return all(sign in signs for sign in short)


def _sound(name: str) -> str:
    return spelling(name).split(" ", 1)[0]


# ── what an indicator gets ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Duty:
    """Who is proposed for an indicator. Without 牵头 in the table one single responsible unit leads; several leave it open."""

    found: tuple[Found, ...]

    @property
    def lead(self) -> Unit | None:
        leads = self._units(Part.LEAD)
        single = self._units(Part.RESPONSIBLE)
        named = [one for one in self.found if one.part is Part.RESPONSIBLE and one.how is not How.ALL]
        if leads:
            return leads[0]
        return single[0] if len(named) == len(single) == 1 else None

    @property
    def supporting(self) -> list[Unit]:
        """Everybody else who is named, each once."""
        every = [*self._units(Part.LEAD), *self._units(Part.RESPONSIBLE), *self._units(Part.SUPPORTING)]
        lead = self.lead
        return [unit for unit in dict.fromkeys(every) if unit != lead]

    @property
    def open(self) -> list[Found]:
        """Names that nobody could be found for without a person."""
        return [one for one in self.found if not one.settled]

    def _units(self, part: Part) -> list[Unit]:
        return [unit for one in self.found if one.part is part and one.settled for unit in one.units]


def duty_of(
    names: UnitNames, lead: str, responsible: str, supporting: str, chosen: Mapping[str, list[str]] | None = None
) -> Duty:
    """What the three cells of a row say."""
    cells = ((lead, Part.LEAD), (responsible, Part.RESPONSIBLE), (supporting, Part.SUPPORTING))
    return Duty(tuple(one for words, part in cells if words for one in names.read(words, part, chosen)))
