"""Which measure of the county's catalogue an edition's measure means: proposed here, confirmed by a person.

The same code, kind and name is the same measure. The same name and kind under another code is proposed too. Anything
less is left apart: two facts that only sound alike must not be counted as one.
"""

from dataclasses import dataclass

from duibiao.standards.models import Measure
from duibiao_engine.standard.measures import Measure as EngineMeasure
from duibiao_engine.standard.model import Standard


@dataclass(frozen=True)
class Proposal:
    """An edition's measure and the catalogue's code that it is proposed to mean; None for a new one."""

    code: str
    name: str
    measure: str | None
    reason: str


def propose(standard: Standard) -> list[Proposal]:
    """A proposal for each measure of an edition, in its order."""
    held = list(Measure.objects.all())
    by_code = {measure.code: measure for measure in held}
    by_name = {(measure.name, measure.kind): measure for measure in held}
    return [_propose(measure, by_code, by_name) for measure in standard.measures.values()]


def _propose(measure: EngineMeasure, by_code: dict[str, Measure], by_name: dict[tuple[str, str], Measure]) -> Proposal:
    same = by_code.get(measure.code)
    if same is not None and (same.name, same.kind) == (measure.name, measure.kind):
        return Proposal(measure.code, measure.name, same.code, "same")
    alike = by_name.get((measure.name, measure.kind))
    if alike is not None:
        return Proposal(measure.code, measure.name, alike.code, "name")
    return Proposal(measure.code, measure.name, None, "new")
