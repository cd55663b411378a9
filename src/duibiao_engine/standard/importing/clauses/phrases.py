"""Phrases: the token stream cut at its marks, each piece parsed by `phrase.lark` into a condition, an effect or a note.

Its one trick: the grammar speaks of kinds of tokens only, so a parse is remembered by the sequence of kinds, and a sheet of
a thousand rows needs a few hundred parses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from duibiao_engine.standard.importing.clauses.lexing import Tok

#: Words that speak of points; a phrase that holds one and does not parse is not understood.
STRONG = {"LOSS", "GAIN", "ZERO", "FULL", "HALF", "POINTS", "SPAN", "NOLOSS", "NOGAIN", "VETO", "DONE", "MOST", "PROP", "HARD", "RUN", "EVERY",
          "OVER", "TOPPED", "FILLED", "UNTIL", "TOP", "SCALE", "CONVERT", "INTO", "EQ", "PART", "IGN", "LIN", "HIGH", "ACC"}  # fmt: skip


class _Ready(Lexer):
    """Hands over kinds of tokens that were found already; the words of a token are its place in the phrase."""

    def __init__(self, conf: Any) -> None:
        del conf

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
        """One token of the grammar for each kind."""
        return (Token(kind, str(place)) for place, kind in enumerate(data))


@cache
def _parser() -> Lark:
    grammar = resources.files(__package__).joinpath("phrase.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=_Ready, start=["main", "note"], maybe_placeholders=False)


@cache
def parse_kinds(kinds: tuple[str, ...], only: str = "") -> Tree[Token] | None:
    """The tree of a sequence of kinds of tokens, or None where the grammar does not accept it."""
    for start in (only,) if only else ("note", "main"):
        try:
            return _parser().parse(kinds, start=start)
        except (UnexpectedInput, KeyError):
            continue
    return None


@dataclass(slots=True)
class Node:
    """A part of a parsed phrase: its name in the grammar and what stands below it."""

    name: str
    parts: list[Node | Tok]

    def toks(self, *kinds: str) -> list[Tok]:
        """The tokens of these kinds directly below, or all."""
        return [part for part in self.parts if isinstance(part, Tok) and (not kinds or part.kind in kinds)]

    def nodes(self, *names: str) -> list[Node]:
        """The parts of these names directly below, or all."""
        return [part for part in self.parts if isinstance(part, Node) and (not names or part.name in names)]

    def all_toks(self) -> Iterator[Tok]:
        """Every token below."""
        for part in self.parts:
            if isinstance(part, Tok):
                yield part
            else:
                yield from part.all_toks()


@dataclass(slots=True)
class Phrase:
    """One phrase. `kind` is act, condition, note, text or broken; sentences are numbered, since what is unread is a sentence."""

    kind: str
    toks: list[Tok]
    sentence: int
    condition: Node | None = None
    effect: Node | None = None
    note: Node | None = None
    ends: str = "SEP"
    joined: list[Tok] = field(default_factory=list)

    @property
    def note_name(self) -> str:
        """Which note it is, or nothing."""
        if self.note is None:
            return ""
        inner = self.note.nodes()
        return inner[0].name if self.note.name == "note" and inner else self.note.name

    @property
    def start(self) -> int:
        """Where it begins in the normalised text."""
        return min(tok.start for tok in self.toks)

    @property
    def end(self) -> int:
        """Where it ends."""
        return max(tok.end for tok in self.toks)


def phrases(tokens: Iterable[Tok]) -> list[Phrase]:
    """All phrases of a clause, in order; a condition and the effect that follows after a comma are one."""
    return _completed([_parsed(toks, sentence, ends) for toks, sentence, ends in _cut(tokens)])


def _cut(tokens: Iterable[Tok]) -> Iterator[tuple[list[Tok], int, str]]:
    held: list[Tok] = []
    sentence = 0
    for tok in tokens:
        if tok.kind not in ("SEP", "STOP", "COLON", "LP", "RP"):
            held.append(tok)
            continue
        if held:
            yield held, sentence, tok.kind
        held = []
        sentence += tok.kind == "STOP"
    if held:
        yield held, sentence, "STOP"


def _parsed(toks: list[Tok], sentence: int, ends: str) -> Phrase:
    merged = _one_text(toks)
    tree = None if any(tok.kind == "HARD" for tok in merged) else parse_kinds(tuple(tok.kind for tok in merged))
    if tree is not None and _spurious(tree, merged):
        if any(tok.kind in ("PROP", "LIN") for tok in merged):
            words = [tok for tok in merged if tok.kind in ("W", "PROP", "LIN")]
            return Phrase("note", merged, sentence, note=Node("proportion", list(words)), ends=ends)
        tree = parse_kinds(tuple(tok.kind for tok in merged), "main")
    if tree is None:
        broken = any(tok.kind in STRONG for tok in merged)
        return Phrase("broken" if broken else "text", merged, sentence, ends=ends)
    node = _node(tree, merged)
    first = node.nodes()[0] if node.nodes() else node
    if node.name == "main":
        if first.name == "act":
            parts = first.nodes()
            return Phrase("act", merged, sentence, parts[0] if len(parts) > 1 else None, parts[-1], ends=ends)
        return Phrase("condition", merged, sentence, first, ends=ends)
    return Phrase("note", merged, sentence, note=node, ends=ends)


def _spurious(tree: Tree[Token], toks: list[Tok]) -> bool:
    """≥85%不扣分 has the shape of 不足1个百分点不扣分, but speaks of no begun one."""
    if str(tree.data) not in ("ignored", "linear", "as_one"):
        return False
    signs = [tok.value for tok in toks if tok.kind == "CMP"]
    numbers = [tok.value for tok in toks if tok.kind in ("NUM", "PCT")]
    points = any(tok.kind == "UNIT" and tok.text in ("个百分点", "百分点") for tok in toks)
    return bool(signs and signs[0] != "<") or bool(numbers and numbers[0] != 1 and not points)


def _one_text(toks: list[Tok]) -> list[Tok]:
    out: list[Tok] = []
    for tok in toks:
        if tok.kind == "W" and out and out[-1].kind == "W":
            last = out.pop()
            tok = Tok("W", last.text + tok.text, last.start, tok.end)
        out.append(tok)
    return out


def _node(tree: Tree[Token], toks: list[Tok]) -> Node:
    parts = [_node(c, toks) if isinstance(c, Tree) else toks[int(c)] for c in tree.children]
    name = str(tree.data)
    if name == "condition" and len(parts) == 1 and isinstance(parts[0], Node):
        return parts[0]
    return Node(name, parts)


def _completed(found: list[Phrase]) -> list[Phrase]:
    """Joins 没有方案的，| 不得分 and 每少一次，| 扣0.5分."""
    out: list[Phrase] = []
    for phrase in found:
        before = out[-1] if out else None
        bare = phrase.kind == "act" and phrase.condition is None
        if bare and before and before.kind == "condition" and before.sentence == phrase.sentence:
            out[-1] = Phrase(
                "act", before.toks + phrase.toks, phrase.sentence, before.condition, phrase.effect, ends=phrase.ends
            )
            continue
        led = _led(before, phrase)
        if led is not None:
            out[-1] = led
            continue
        out.append(phrase)
    return out


def _one_of(condition: Node) -> bool:
    kinds = [part.kind for part in condition.parts if isinstance(part, Tok)]
    return kinds == ["NUM", "UNIT"] and condition.toks("NUM")[0].value == 1


def _led(before: Phrase | None, phrase: Phrase) -> Phrase | None:
    """在省级媒体发表的，| 每篇加2分: what is counted stands in front of 每."""
    if before is None or phrase.kind != "act" or phrase.condition is None:
        return None
    plain = before.kind == "condition" and before.condition is not None and before.condition.name == "plain"
    near = plain and before.sentence == phrase.sentence and before.toks[-1].text.endswith(("的", "者"))
    parts = phrase.condition.parts
    if phrase.condition.name == "counted" and _one_of(phrase.condition):
        parts = [Tok("EVERY", "", phrase.start, phrase.start), Node("quantity", list(parts))]  # 入选的，1个加2分
    elif phrase.condition.name != "each":
        return None
    if not near or not isinstance(parts[0], Tok) or parts[0].kind != "EVERY":
        return None
    node = Node("each", [*before.toks, *parts])
    return Phrase("act", before.toks + phrase.toks, phrase.sentence, node, phrase.effect, ends=phrase.ends)
