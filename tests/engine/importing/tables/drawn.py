"""A proposed tree in the short form of expected.yaml: `code name = points` lines, nested."""

from typing import Any

from duibiao_engine.standard.importing.proposal import Proposal, ProposedIndicator


def drawn(proposal: Proposal) -> dict[str, Any]:
    """Title, points, tree and the codes of the problems."""
    found: dict[str, Any] = {
        "title": proposal.title,
        "points": proposal.points,
        "tree": [_one(node) for node in proposal.indicators],
    }
    problems = sorted(problem.code for problem in proposal.all_problems())
    return found | ({"problems": problems} if problems else {})


def _one(node: ProposedIndicator) -> Any:
    points = "" if node.points is None else f" = {node.points:g}"
    line = f"{node.code} {node.name}{points}{' +' if node.bonus else ''}"
    if node.children:
        return {line: [_one(child) for child in node.children]}
    extra = [
        part
        for part in (
            node.text,
            node.clause,
            node.method,
            node.units.lead,
            node.units.responsible,
            node.units.supporting,
            ",".join(node.applies_to),
            node.materials,
        )
        if part
    ]
    return " | ".join([line, *(part.replace("\n", "/") for part in extra)])
