"""From scores to the parts of a points bar: earned, to be won back, lost for good, unknown, bonus."""

from dataclasses import dataclass

from duibiao.scores.models import Total
from duibiao.web.base.scores.reading import Reading
from duibiao_engine.results import NodeScore


@dataclass(frozen=True)
class Parts:
    """The arguments of the points bar."""

    full: float
    earned: float
    recoverable: float
    lost: float
    unknown: float
    bonus: float = 0.0


def parts(*, full: float, worst: float, best: float, to_win: float, bonus: float = 0.0) -> Parts:
    """`worst` and `best` include the bonus; what is lost and cannot be won back is lost for good."""
    gone = max(full - (best - bonus), 0.0)
    back = min(max(to_win, 0.0), gone)
    return Parts(full, max(worst - bonus, 0.0), back, gone - back, max(best - worst, 0.0), bonus)


def of_total(total: Total, to_win: float) -> Parts:
    """A unit's bar in the standings. What exceeds the full mark stands beyond the frame."""
    return parts(
        full=total.full, worst=total.worst, best=total.best, to_win=to_win, bonus=max(total.worst - total.full, 0.0)
    )


def of_reading(reading: Reading) -> Parts:
    """The same unit's bar on its own page, bonus apart."""
    score = reading.score
    bonus = sum(node.worst for node in score.nodes.values() if node.bonus and node.depth == 1)
    return parts(full=score.full, worst=score.worst, best=score.best, to_win=reading.to_win, bonus=bonus)


def of_node(node: NodeScore, to_win: float) -> Parts | None:
    """An indicator's bar; None for a bonus or what does not apply."""
    if node.bonus or not node.applicable or not node.full:
        return None
    return parts(full=node.full, worst=node.worst, best=node.best, to_win=to_win)
