"""What every part of the walk over a clause stands on."""

from __future__ import annotations

from collections.abc import Sequence

from duibiao_engine.standard.importing.clauses.lexing import Tok
from duibiao_engine.standard.importing.clauses.phrases import Phrase
from duibiao_engine.standard.importing.clauses.scene import Scene


class Standing:
    """The scene, the phrases, the sentences that were given up (with the reason), and notes that are about nothing."""

    def __init__(self, scene: Scene, phrases: Sequence[Phrase]) -> None:
        self.scene, self.phrases = scene, phrases
        self.dead: dict[int, str] = {}
        self.loose: list[tuple[Phrase, str]] = []

    def _led_by(self, phrase: Phrase) -> None:
        """The last group only said where this one starts; its words go along."""
        last = self.scene.groups.pop()
        phrase.joined += [tok for draft in last.drafts for tok in draft.toks]


def toks_of(used: Sequence[Phrase]) -> tuple[Tok, ...]:
    """The tokens of several phrases."""
    return tuple(tok for phrase in used for tok in phrase.toks)
