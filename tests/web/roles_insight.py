"""Who may do what with maps, heat, the wall, everyday life and blind spots."""

from typing import Any

from django.conf import settings

from duibiao.insight import seasons
from duibiao.lib.spans import today
from duibiao.problems.choices import When
from duibiao.problems.models import Photo
from tests import ledgering, troubles
from tests.cast import Cast
from tests.web.roles import CLERK, EVERYBODY, LEADER, OFFICE, UNIT_DOOR, Expect, act, form, page

#: The pages that every door has, without arguments.
SHARED = (
    "map", "map_data", "map_list", "map_things", "map_lines", "map_outlines", "heat", "heat_faults", "before_after",
    "everyday", "blind",
)  # fmt: skip
DOORS = {"office": OFFICE, "leader": LEADER, "unit": UNIT_DOOR}


def a_season(cast: Cast) -> dict[str, Any]:
    return {"pk": seasons.name_season(cast.lin, name="迎检", since=today(), until=today()).pk}


def a_photo(cast: Cast) -> dict[str, Any]:
    """Of a problem that the township has."""
    held = troubles.assigned(cast)
    blob = ledgering.blob(ledgering.png(), "路面.png")
    return {"pk": Photo.objects.create(problem=held, round=1, when=When.BEFORE, blob=blob).pk}


def tiles(cast: Cast) -> dict[str, Any]:
    """The county has a file of its own."""
    (settings.DATA / "map.pmtiles").write_bytes(b"PMTiles")
    return {}


ROWS: dict[str, Expect] = {
    **{f"{door}:{name}": page(who) for door, who in DOORS.items() for name in SHARED},
    "office:before_after_photo": page(OFFICE, a_photo),
    "leader:before_after_photo": page(LEADER, a_photo),
    "unit:before_after_photo": page(frozenset({"zhao", "chen", "wu"}), a_photo),
    "office:outlines": form(CLERK),
    "office:wipe_outlines": act(CLERK),
    "office:add_season": form(CLERK),
    "office:drop_season": act(CLERK, a_season),
    "map_tiles": page(EVERYBODY, tiles),
}
