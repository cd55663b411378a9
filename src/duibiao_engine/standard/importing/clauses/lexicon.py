"""The words that carry scoring, each with the kind of token that it is; kept in `lexicon.txt`. Longest match wins.

A word of a soft kind is a token only where its neighbours make it one (see `roles`): 达到 before a number is a bound, 达到 in
达到要求 is text. `HARD` words change what a clause means in ways that no rule models: what holds them is left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

Entry = tuple[str, str]
#: Units that days are counted in.
DAY_UNITS = {"天", "日"}
_PARTS = re.compile(r"\{([^{}]*)\}")


def _lines() -> Iterator[str]:
    """The lines of the file; a line that begins with two blanks goes on with the one before."""
    held = ""
    for line in resources.files(__package__).joinpath("lexicon.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            held += line
            continue
        if held:
            yield held
        held = "" if line.startswith("#") else line
    if held:
        yield held


def _firsts(word: str) -> set[str]:
    """The letters that a word with parts may begin with."""
    if not word.startswith("{"):
        return {word[0]}
    parts, rest = word[1:].split("}", 1)
    return {letter for part in parts.split("|") for letter in (_firsts(part) if part else _firsts(rest))}


def _pattern(word: str) -> re.Pattern[str]:
    """A word with parts; the longest spelling of a part is tried first."""

    def part(found: re.Match[str]) -> str:
        return f"(?:{'|'.join(sorted(found[1].split('|'), key=len, reverse=True))})"

    return re.compile(_PARTS.sub(part, word))


_PATTERNS: dict[str, list[tuple[re.Pattern[str], Entry]]] = {}


def _spell(word: str, entry: Entry) -> None:
    for letter in _firsts(word):
        _PATTERNS.setdefault(letter, []).append((_pattern(word), entry))


def _read() -> tuple[set[str], set[str], dict[str, Entry]]:
    units: set[str] = set()
    places: set[str] = set()
    words: dict[str, Entry] = {}
    for line in _lines():
        head, _, tail = line.partition(": ")
        kind, _, meaning = head.partition(" ")
        if kind in ("UNITS", "PLACES"):
            (units if kind == "UNITS" else places).update(tail.split())
            continue
        for word in tail.split():
            if "{" in word:
                _spell(word, (kind, meaning))
            else:
                words.setdefault(word, (kind, meaning))
    return units, places, words


#: How counting units are written: after any number, or after 每; and those that count only after digits, or after 每.
UNITS, PLACES, _LEXICON = _read()
_LENGTHS: dict[str, set[int]] = {}
for _word in _LEXICON:
    _LENGTHS.setdefault(_word[0], set()).add(len(_word))
_LONGEST_FIRST = {first: sorted(found, reverse=True) for first, found in _LENGTHS.items()}


def look_up(text: str, start: int) -> tuple[str, Entry] | None:
    """The longest word of the lexicon that begins at `start`."""
    found = next(
        (text[start : start + n] for n in _LONGEST_FIRST.get(text[start], ()) if text[start : start + n] in _LEXICON),
        "",
    )
    best = (found, _LEXICON[found]) if found else None
    for pattern, entry in _PATTERNS.get(text[start], ()):
        spelt = pattern.match(text, start)
        if spelt is not None and len(spelt[0]) > len(best[0] if best else ""):
            best = spelt[0], entry
    return best
