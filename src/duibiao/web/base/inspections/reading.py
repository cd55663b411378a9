"""A visit as every door shows it: line by line, with clause, loss, photo and what was odd."""

from typing import Any

from duibiao.inspections import queries
from duibiao.inspections.choices import Oddity
from duibiao.inspections.models import Visit


def visit_known(visit: Visit, photo: str) -> dict[str, Any]:
    """`photo` names the door's own view of pictures."""
    rows = list(queries.observations(visit))
    odd = [Oddity(one).label for one in visit.warnings]
    return {"visit": visit, "rows": rows, "odd": odd, "photo_view": photo}
