"""A scoring clause in Chinese → proposed terms of a rule, with the exact words that each relies on.

`read_clause` never guesses silently: what the words leave open is a choice or must be confirmed, what is not understood is
left as `unread`. Numbers and keywords are found by a lexer of our own, phrases by a grammar (`phrase.lark`), and what one
phrase means for the next by `reader`. The same words always give the same reading.
"""

from __future__ import annotations

from duibiao_engine.standard.importing.clauses.assembling import read_clause
from duibiao_engine.standard.importing.clauses.describing import describe
from duibiao_engine.standard.importing.clauses.values import (
    Choice,
    ClauseProblem,
    ClauseReading,
    Option,
    ReadMeasure,
    ReadTerm,
    ReadVeto,
    Status,
    Unread,
    Words,
)

__all__ = [
    "Choice", "ClauseProblem", "ClauseReading", "Option", "ReadMeasure", "ReadTerm", "ReadVeto", "Status", "Unread", "Words",
    "describe", "read_clause",
]  # fmt: skip
