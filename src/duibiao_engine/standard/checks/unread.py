"""Words of the official clause that nobody has turned into a rule yet.

An import writes them down where they stand (`unread:`). Nothing can be scored by a rule that lacks some of its words, so they
are errors, one by one, until a person writes the term or says that the words ask for none.
"""

from __future__ import annotations

from duibiao_engine.standard.checks.findings import Findings

_SHOWN = 80


def check_unread(findings: Findings) -> None:
    """Every unread piece, in its line."""
    for spot in findings.leaves:
        for place, words in enumerate(spot.indicator.unread):
            said = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
            findings.error(
                (*spot.path, "unread", place),
                "clause_unread",
                f"{spot.label}还有没读懂或要确认的话：“{said}”",
                "少了这句话，算出来的分数就不对",
                "请在 rule 里写出对应的计分项，再从 unread 里删去这一句；这句话与计分无关的，直接删去",
            )
