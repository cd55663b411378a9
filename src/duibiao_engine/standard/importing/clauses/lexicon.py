"""The words that carry scoring, each with the kind of token that it is; kept in `lexicon.txt`. Longest match wins.

A word of a soft kind is a token only where its neighbours make it one (see `roles`): 达到 before a number is a bound, 达到 in
达到要求 is text. `HARD` words change what a clause means in ways that no rule models: what holds them is left unread.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

Entry = tuple[str, str]
#: Units that days are counted in.
DAY_UNITS = {"天", "日"}


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


def _read() -> tuple[set[str], dict[str, Entry]]:
    units: set[str] = set()
    words: dict[str, Entry] = {}
    for line in _lines():
        head, _, tail = line.partition(": ")
        kind, _, meaning = head.partition(" ")
        if kind == "UNITS":
            units = set(tail.split())
            continue
        words |= {word: (kind, meaning) for word in tail.split() if word not in words}
    return units, words


#: How counting units are written; after a number, or after 每.
UNITS, _LEXICON = _read()
_BY_FIRST: dict[str, list[str]] = {}
for _word in sorted(_LEXICON, key=len, reverse=True):
    _BY_FIRST.setdefault(_word[0], []).append(_word)


def look_up(text: str, start: int) -> tuple[str, Entry] | None:
    """The longest word of the lexicon that begins at `start`."""
    for word in _BY_FIRST.get(text[start], ()):
        if text.startswith(word, start):
            return word, _LEXICON[word]
    return None
