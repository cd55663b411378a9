"""The tests' independent oracle: what a standard and facts come to, worked out slowly, exactly and readably.

It knows nothing of the engine. It is written from the meaning of the format alone, in fractions, one unit after the
other, as somebody would with pencil and paper. Where the format leaves a choice open, the choice that was made stands
next to a comment AMBIGUOUS.
"""

from .evaluate import cycle, evaluate
from .things import Fact, Frame, Node, Period, Result, Unit, UnitResult

__all__ = ["Fact", "Frame", "Node", "Period", "Result", "Unit", "UnitResult", "cycle", "evaluate"]
