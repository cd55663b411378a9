"""Rules that put other tokens in the place of some, and what they are written with."""

from __future__ import annotations

from collections.abc import Callable

from duibiao_engine.standard.importing.clauses.lexing import Tok


def merged(tokens: list[Tok]) -> list[Tok]:
    """Free text that touches is one token."""
    out: list[Tok] = []
    for tok in tokens:
        if tok.kind == "W" and out and out[-1].kind == "W" and out[-1].end == tok.start:
            last = out.pop()
            tok = Tok("W", last.text + tok.text, last.start, tok.end)
        out.append(tok)
    return out


def span(kind: str, parts: list[Tok], value: object) -> Tok:
    """Several tokens as one."""
    return Tok(kind, "".join(part.text for part in parts), parts[0].start, parts[-1].end, value)


def kinds_at(tokens: list[Tok], place: int, count: int) -> tuple[str, ...]:
    """The kinds of so many tokens from here."""
    return tuple(tok.kind for tok in tokens[place : place + count])


#: Looks at the tokens from one place on; gives what stands there instead of how many, or nothing.
Rule = Callable[[list[Tok], int], tuple[list[Tok], int] | None]


def rewrite(tokens: list[Tok], rule: Rule, *firsts: str) -> list[Tok]:
    """Applies a rule wherever a token of these kinds stands; it says what stands there instead of how many tokens."""
    out: list[Tok] = []
    place = 0
    while place < len(tokens):
        found = rule(tokens, place) if tokens[place].kind in firsts else None
        if found is None:
            out.append(tokens[place])
            place += 1
            continue
        out += found[0]
        place += found[1]
    return out
