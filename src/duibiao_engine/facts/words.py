"""What a single written text means: a number, a yes, a date, a name.

Its one trick: every text is first brought to its half-width form (NFKC), so that ９５％ and 95% are the same word. Nothing
here guesses: a text that is not understood gives None, and the caller says where it stands.
"""
# ruff: noqa: DTZ001  (facts carry the wall clock of the place, without a zone)

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))
_MINUS = str.maketrans("−–—", "---")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity|∞|1\.#\w+)", re.IGNORECASE)

YES = frozenset({"是", "有", "√", "✓", "✔", "对", "真", "yes", "y", "true", "t"})
NO = frozenset({"否", "无", "没有", "×", "✗", "✘", "x", "错", "假", "no", "n", "false", "f"})
NOT_APPLICABLE_WORDS = frozenset({"n/a", "na", "不适用"})
#: Words for the levels that standards commonly use; the standard's own spelling always comes first.
_LEVELS = (
    ("国家级", "国家", "national"), ("省级", "省", "provincial"), ("市级", "市", "city"), ("县级", "县", "county"),
    ("自查", "self"), ("首次", "first"), ("未整改", "unrectified"), ("重复", "repeated"),
)  # fmt: skip
#: Word → all words for the same level.
LEVEL_WORDS = {word: words for words in _LEVELS for word in words}

#: Official time of the whole country; a moment written with another offset is brought to it.
BEIJING = timezone(timedelta(hours=8))
_DAY_ZERO = datetime(1899, 12, 30)
_EARLIEST, _LATEST = datetime(1900, 1, 1), datetime(2200, 1, 1)
_DATE = re.compile(
    r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?"
    r"(?:[T\s]*([0-9]{1,2})\s*[:时点]\s*([0-9]{1,2})\s*(?:[:分]\s*(?:([0-9]{1,2})(?:\.([0-9]{1,9}))?\s*秒?)?)?"
    r"\s*(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")


class Number(NamedTuple):
    """A number as written; `percent` when it carried a percent sign (95% is 95 with percent)."""

    value: float
    percent: bool = False


def half_width(text: str) -> str:
    """The text in half-width characters, without invisible ones, trimmed."""
    return unicodedata.normalize("NFKC", text).translate(_INVISIBLE).strip()


def key(text: str) -> str:
    """What makes two spellings of a name the same name."""
    return re.sub(r"\s+", " ", half_width(text)).casefold()


def read_number(text: str) -> Number | None:
    """The number that a clerk wrote, or None. NaN and infinities are numbers here: the caller refuses them by name."""
    plain = half_width(text).translate(_MINUS)
    percent = plain.endswith("%")
    plain = plain.removesuffix("%").rstrip()
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if _PLAIN.fullmatch(plain):
        return Number(float(plain), percent)
    return Number(math.nan) if _NOT_FINITE.fullmatch(plain) else None


def read_flag(text: str) -> float | None:
    """1 for a yes, 0 for a no, None for anything else; digits are read by `read_number`."""
    word = key(text)
    return 1.0 if word in YES else 0.0 if word in NO else None


def read_moment(text: str) -> datetime | None:
    """The day or moment that a clerk wrote, in Beijing time without a zone, or None."""
    plain = half_width(text)
    try:
        moment = _written(plain) or _compact(plain) or _serial(plain)
    except (ValueError, OverflowError):
        return None
    return moment if moment and _EARLIEST <= moment < _LATEST else None


def _written(plain: str) -> datetime | None:
    found = _DATE.fullmatch(plain)
    if not found:
        return None
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    micro = int((fraction or "0").ljust(6, "0")[:6])
    moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), micro)
    return _in_beijing(moment, zone) if zone else moment


def _in_beijing(moment: datetime, zone: str) -> datetime:
    offset = UTC if zone == "Z" else datetime.strptime(zone, "%z").tzinfo
    return moment.replace(tzinfo=offset).astimezone(BEIJING).replace(tzinfo=None)


def _compact(plain: str) -> datetime | None:
    found = _COMPACT.fullmatch(plain)
    return datetime(*(int(part) for part in found.groups())) if found else None  # type: ignore[arg-type]


def _serial(plain: str) -> datetime | None:
    """Excel's day number, as it appears when a date cell was formatted as a number. Rounded to the second."""
    if not _SERIAL.fullmatch(plain):
        return None
    return _DAY_ZERO + timedelta(seconds=round(float(plain) * 86400))


class Names:
    """Finds the thing that a text names: by its code as it stands, then by code or name in any width and case."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._codes: set[str] = set()
        self._by_key: dict[str, list[str]] = {}
        self._spelled: dict[str, str] = {}
        for code, name in pairs:
            self._codes.add(code)
            for word in dict.fromkeys((code, name)):
                self._remember(key(word), word, code)
        self._suggested: dict[str, str] = {}

    def _remember(self, word_key: str, word: str, code: str) -> None:
        codes = self._by_key.setdefault(word_key, [])
        if code not in codes:
            codes.append(code)
        self._spelled.setdefault(word_key, word)

    def find(self, text: str) -> str | None:
        """The code, or None when nothing or more than one thing has this name."""
        if text in self._codes:
            return text
        codes = self.all_named(text)
        return codes[0] if len(codes) == 1 else None

    def all_named(self, text: str) -> list[str]:
        """Every code that this text may mean."""
        return self._by_key.get(key(text), [])

    def near(self, text: str) -> str:
        """What may have been meant, as the spelling known here; empty when nothing is close."""
        if text not in self._suggested:
            # Comparing is slow on long lists; after so many different misspellings nobody reads the suggestions.
            few = len(self._suggested) < 60 and len(text) < 200
            close = difflib.get_close_matches(key(text), self._by_key, n=1, cutoff=0.6) if few else []
            self._suggested[text] = self._spelled[close[0]] if close else ""
        return self._suggested[text]
