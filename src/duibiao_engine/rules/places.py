"""What the kinds over sampled places share: a place conforms or not, or has a mark; n places are needed."""

import ibis
import ibis.expr.types as ir
from pydantic import Field

from duibiao_engine.rules.base import TOLERANCE, Cells, Family, Kind, MeasureParameters, P, Row, Scene, Side


class SampleParameters(MeasureParameters):
    """A measure seen at places, and how many places are needed at the least."""

    sample: int | None = Field(default=None, ge=1)


class PlacesKind(Kind[P]):
    """x = what the places add up to, n = how many places there are."""

    sides = frozenset({Side.EARN})
    family = Family.PLACES
    needs_points = False

    def row(self, p: P, scene: Scene) -> Row:
        """Fewer places than the sample leave the term unknown; missing facts are never read as none here."""
        return Row(need=getattr(p, "sample", None) or 1)

    def at_place(self, c: Cells) -> tuple[ir.NumericValue, ir.NumericValue]:
        """A place adds 1 if it conforms (its value is 1 or more)."""
        return ibis.ifelse(c.v >= 1 - TOLERANCE, 1.0, 0.0), ibis.literal(0.0)


def out_of_places(n: int, language: str) -> str:
    """`12 处` or `12 places`."""
    return f"{n} 处" if language == "zh" else f"{n} places"
