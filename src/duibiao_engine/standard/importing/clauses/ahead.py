"""What stands ahead of a token: whether it dates or counts what comes."""

from __future__ import annotations

from duibiao_engine.standard.importing.clauses.lexing import Tok


def due_there(ahead: list[Tok]) -> bool:
    """每处不少于2条: due at each place, not counted by."""
    kinds = [tok.kind for tok in ahead]
    compared = any(
        kind == "CMP" and ahead[i].text != "为" and kinds[i + 1 : i + 2] in (["NUM"], ["PCT"])
        for i, kind in enumerate(kinds)
    )
    return compared or "SCALE" in kinds


def counts(ahead: list[Tok]) -> bool:
    for place, tok in enumerate(ahead):
        if tok.kind in ("PCT", "UNIT"):
            return True
        if tok.kind == "NUM" and place + 1 < len(ahead) and ahead[place + 1].kind == "UNIT":
            return True
    return False
