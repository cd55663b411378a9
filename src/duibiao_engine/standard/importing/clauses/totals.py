"""What is wrong with a clause itself: more than the item's points, terms that do not add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duibiao_engine.standard.importing.clauses.drafts import Draft
from duibiao_engine.standard.importing.clauses.values import ClauseProblem, Unread


def problems_of(drafts: Sequence[Draft], points: float | None, unread: Sequence[Unread]) -> Iterator[ClauseProblem]:
    """Every problem, in the order of the terms."""
    if points is None:
        return
    for draft in drafts:
        most = most_of(draft, points)
        if most is not None and most > points + 1e-9:
            yield ClauseProblem(
                code="exceeds_points", what=f"“{draft.measure.name}”一项就是 {most:g} 分，超过本项的 {points:g} 分",
                remedy="请核对本项分值和条文里的分数",
            )  # fmt: skip
    gains = [most_of(draft, points) for draft in drafts if draft.side == "earn"]
    known = [one for one in gains if one is not None]
    if len(gains) > 1 and len(known) == len(gains) == len(drafts) and not unread and abs(sum(known) - points) > 1e-9:
        yield ClauseProblem(
            code="total_differs", what=f"各条加起来 {sum(known):g} 分，本项是 {points:g} 分", remedy="请核对各条的分值"
        )


def most_of(draft: Draft, points: float) -> float | None:
    """The most that one happening of a term takes or gives."""
    if "steps" in draft.params and isinstance(draft.params["steps"], list):
        return max(float(step["points"]) for step in draft.params["steps"])
    table = draft.params.get("points") or draft.params.get("steps")
    if isinstance(table, dict):
        return max(float(one) for one in table.values())
    if isinstance(table, list):
        return max(float(one) for one in table)
    if draft.points == "all":
        return points
    return float(draft.points) if isinstance(draft.points, int | float) else None
